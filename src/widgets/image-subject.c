/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-subject.h"

#include "image-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Image and pixels in one: whoever holds the bytes keeps the image. */
static GBytes *
get_review_pixels (CpReviewImage *image,
                   guint         *size)
{
  const gsize n = *size = cp_review_image_get_size (image);

  return g_bytes_new_with_free_func (cp_review_image_get_pixels (image), n * n, g_object_unref, g_object_ref (image));
}

/* The part of it that the network sees, as sharp as it was kept. */
static GBytes *
get_square (CpOutsideImage *image,
            guint          *size)
{
  const CpGreyImage *preview = cp_outside_image_get_preview (image);
  CpGreyImage *square;

  *size = MIN (preview->width, preview->height);
  square = cp_grey_image_to_square (preview, *size);
  return g_bytes_new_with_free_func (square->pixels, (gsize) *size * *size, (GDestroyNotify) cp_grey_image_free, square);
}

/**
 * cp_image_subject_get_shown:
 * @image: an image
 * @size: (out): its side
 *
 * Returns: (transfer full): (size, size) what a person sees of it
 */
GBytes *
cp_image_subject_get_shown (gpointer  image,
                            guint    *size)
{
  return CP_IS_REVIEW_IMAGE (image) ? get_review_pixels (image, size) : get_square (image, size);
}

/**
 * cp_image_subject_get_seen:
 * @image: an image
 * @size: (out): its side
 *
 * Returns: (transfer full) (nullable): (size, size) what the network sees of it; %NULL where none may be asked,
 *   or none has scored it
 */
GBytes *
cp_image_subject_get_seen (gpointer  image,
                           guint    *size)
{
  *size = 0;
  if (CP_IS_REVIEW_IMAGE (image))
    return cp_review_image_get_scored (image) ? get_review_pixels (image, size) : NULL;
  if (!cp_outside_image_get_scored (image) || cp_outside_image_get_pixels (image) == NULL)
    return NULL;
  *size = cp_outside_image_get_size (image);
  return g_bytes_ref (cp_outside_image_get_pixels (image));
}

/**
 * cp_image_subject_get_probability:
 * @image: an image
 *
 * Returns: of pneumonia; NaN where not scored
 */
double
cp_image_subject_get_probability (gpointer image)
{
  return CP_IS_REVIEW_IMAGE (image) ? cp_review_image_get_probability (image) : cp_outside_image_get_probability (image);
}

/**
 * cp_image_subject_get_deviation:
 * @image: an image
 *
 * Returns: of an ensemble's probabilities; else NaN
 */
double
cp_image_subject_get_deviation (gpointer image)
{
  return CP_IS_REVIEW_IMAGE (image) ? cp_review_image_get_deviation (image) : cp_outside_image_get_deviation (image);
}

/**
 * cp_image_subject_get_outcome:
 * @image: an image
 * @threshold: where the decision is made
 *
 * Returns: what the decision makes of it; none where it has no label
 */
CpOutcome
cp_image_subject_get_outcome (gpointer image,
                              double   threshold)
{
  return CP_IS_REVIEW_IMAGE (image) ? cp_review_image_get_outcome (image, threshold) : CP_OUTCOME_NONE;
}

/**
 * cp_outside_image_get_call:
 * @image: an image without a label
 * @threshold: where the decision is made
 *
 * Returns: the decision in words, translated
 */
const char *
cp_outside_image_get_call (CpOutsideImage *image,
                           double          threshold)
{
  if (!cp_outside_image_get_scored (image))
    return _("not scored");
  return cp_outside_image_get_probability (image) >= threshold ? _("called pneumonia") : _("called normal");
}

static char *
probability_words (CpOutsideImage *image,
                   double          threshold)
{
  return cp_probability_to_string_with_spread (cp_outside_image_get_probability (image),
                                               cp_outside_image_get_deviation (image), threshold);
}

static char *
describe_outside (CpOutsideImage *image,
                  double          threshold)
{
  const char *call = cp_outside_image_get_call (image, threshold);
  g_autofree char *probability = NULL;

  if (!cp_outside_image_get_scored (image))
    return g_strdup_printf (_("Your image %s, %s"), cp_outside_image_get_name (image), call);
  probability = probability_words (image, NAN);
  return g_strdup_printf (_("Your image %s, probability %s, %s"), cp_outside_image_get_name (image), probability, call);
}

/**
 * cp_image_subject_describe:
 * @image: an image
 * @threshold: where the decision is made
 *
 * Returns: (transfer full): what assistive technology reads
 */
char *
cp_image_subject_describe (gpointer image,
                           double   threshold)
{
  return CP_IS_REVIEW_IMAGE (image) ? cp_image_describe (image, threshold) : describe_outside (image, threshold);
}

static char *
explain_outside (CpOutsideImage *image,
                 double          threshold)
{
  const char *name = cp_outside_image_get_name (image);
  g_autofree char *probability = NULL;
  g_autofree char *cut = NULL;

  if (!cp_outside_image_get_scored (image))
    return g_strdup_printf (_("%s is yours. No model has scored it yet."), name);
  probability = probability_words (image, threshold);
  cut = cp_probability_to_string_beside (threshold, cp_outside_image_get_probability (image));
  return g_strdup_printf (cp_outside_image_get_probability (image) >= threshold
                            /* Translators: file name, probability, threshold */
                            ? _("%s is yours. Its probability %s reaches the threshold %s: called pneumonia.")
                            : _("%s is yours. Its probability %s is below the threshold %s: called normal."),
                          name, probability, cut);
}

/**
 * cp_image_subject_explain:
 * @image: an image
 * @review: where it is looked at
 *
 * Returns: (transfer full): in a sentence or two, what the threshold in force makes of it
 */
char *
cp_image_subject_explain (gpointer  image,
                          CpReview *review)
{
  const double threshold = cp_review_get_threshold (review);

  if (!CP_IS_REVIEW_IMAGE (image))
    return explain_outside (image, threshold);
  if (cp_review_get_sealed (review) && !cp_review_image_get_scored (image))
    return cp_image_explain_sealed (image);
  return cp_image_explain (image, threshold);
}

/**
 * cp_image_subject_get_spread:
 * @image: an image
 *
 * Returns: (transfer full) (nullable): what an ensemble's networks make of it, where the description does not say it
 */
char *
cp_image_subject_get_spread (gpointer image)
{
  return CP_IS_REVIEW_IMAGE (image) ? cp_image_get_spread_words (image) : NULL;
}
