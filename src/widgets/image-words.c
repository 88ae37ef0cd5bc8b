/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* What differs only after that reads the same: a float has no more. */
#define MOST_DECIMALS 9

/**
 * cp_outcome_is_wrong:
 * @outcome: an outcome
 *
 * Returns: whether the decision differs from the label
 */
gboolean
cp_outcome_is_wrong (CpOutcome outcome)
{
  return outcome == CP_OUTCOME_FALSE_POSITIVE || outcome == CP_OUTCOME_FALSE_NEGATIVE;
}

/**
 * cp_outcome_get_name:
 * @outcome: an outcome
 *
 * Returns: its statistical name, translated
 */
const char *
cp_outcome_get_name (CpOutcome outcome)
{
  switch (outcome)
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      return _("true positive");
    case CP_OUTCOME_FALSE_POSITIVE:
      return _("false positive");
    case CP_OUTCOME_FALSE_NEGATIVE:
      return _("false negative");
    case CP_OUTCOME_TRUE_NEGATIVE:
      return _("true negative");
    case CP_OUTCOME_NONE:
    default:
      return _("no probability");
    }
}

/**
 * cp_outcome_get_verdict:
 * @outcome: an outcome
 *
 * Returns: the word a clinician would use, short enough for a thumbnail
 */
const char *
cp_outcome_get_verdict (CpOutcome outcome)
{
  switch (outcome)
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      return _("found");
    case CP_OUTCOME_FALSE_POSITIVE:
      return _("false alarm");
    case CP_OUTCOME_FALSE_NEGATIVE:
      return _("missed");
    case CP_OUTCOME_TRUE_NEGATIVE:
      return _("cleared");
    case CP_OUTCOME_NONE:
    default:
      return _("no probability");
    }
}

static char *
format_decimals (double probability,
                 int    decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, probability));
}

/**
 * cp_probability_to_string:
 * @probability: 0 to 1
 *
 * Returns: (transfer full): three decimals and a point, in any locale, as
 *   the plots' axes have them
 */
char *
cp_probability_to_string (double probability)
{
  return format_decimals (probability, 3);
}

/**
 * cp_probability_to_string_beside:
 * @probability: 0 to 1
 * @other: what stands beside it, such as the threshold
 *
 * Returns: (transfer full): as cp_probability_to_string(), with as many more
 *   decimals as it takes to see that the two differ
 */
char *
cp_probability_to_string_beside (double probability,
                                 double other)
{
  for (int decimals = 3;; decimals++)
    {
      g_autofree char *text = format_decimals (probability, decimals);
      g_autofree char *beside = format_decimals (other, decimals);

      if (!g_str_equal (text, beside) || probability == other || decimals == MOST_DECIMALS)
        return g_steal_pointer (&text);
    }
}

/**
 * cp_probability_to_string_with_spread:
 * @probability: 0 to 1
 * @deviation: of an ensemble's probabilities; NaN where there is none
 * @other: what stands beside it; NaN for nothing
 *
 * Returns: (transfer full): "0.034", and of an ensemble "0.034 ± 0.012"
 */
char *
cp_probability_to_string_with_spread (double probability,
                                      double deviation,
                                      double other)
{
  g_autofree char *text = cp_probability_to_string_beside (probability, other);
  g_autofree char *spread = NULL;

  if (isnan (deviation))
    return g_steal_pointer (&text);
  spread = cp_probability_to_string (deviation);

  return g_strdup_printf ("%s ± %s", text, spread);
}

static char *
probability_words (CpReviewImage *image,
                   double         threshold)
{
  return cp_probability_to_string_with_spread (cp_review_image_get_probability (image),
                                               cp_review_image_get_deviation (image), threshold);
}

/**
 * cp_image_get_spread_words:
 * @image: an image
 *
 * Says what an ensemble's networks make of an image: "probability 0.034 ±
 * 0.012", the mean and its standard deviation.
 *
 * Returns: (transfer full) (nullable): the words; %NULL where a single network or none has scored it
 */
char *
cp_image_get_spread_words (CpReviewImage *image)
{
  g_autofree char *probability = probability_words (image, NAN);

  if (isnan (cp_review_image_get_deviation (image)))
    return NULL;

  return g_strdup_printf (_("probability %s"), probability);
}

/**
 * cp_verdict_get_words:
 * @verdict: a verdict
 *
 * Returns: (nullable): what a reader thinks of an image, translated: "you disagree"; %NULL for none
 */
const char *
cp_verdict_get_words (CpVerdict verdict)
{
  switch (verdict)
    {
    case CP_VERDICT_AGREE:
      return _("you agree");
    case CP_VERDICT_DISAGREE:
      return _("you disagree");
    case CP_VERDICT_UNSURE:
      return _("you are unsure");
    case CP_VERDICT_NONE:
    default:
      return NULL;
    }
}

/* Adds what a reader said of the image, where there is something. */
static char *
append_judgement (char          *sentence,
                  CpReviewImage *image)
{
  const char *verdict = cp_verdict_get_words (cp_review_image_get_verdict (image));
  const char *note = cp_review_image_get_note (image);
  GString *whole = g_string_new (sentence);

  g_free (sentence);
  if (verdict != NULL)
    g_string_append_printf (whole, ", %s", verdict);
  if (note != NULL)
    {
      g_string_append (whole, ", ");
      /* Translators: what a reader wrote about an image, after a comma */
      g_string_append_printf (whole, _("note: %s"), note);
    }
  return g_string_free (whole, FALSE);
}

/**
 * cp_image_describe:
 * @image: an image
 * @threshold: where the decision is made
 *
 * Says what assistive technology reads: "Image 17, pneumonia, probability
 * 0.034, false negative"; after it a reader's verdict and note, where there are any.
 *
 * Returns: (transfer full): the description
 */
char *
cp_image_describe (CpReviewImage *image,
                   double         threshold)
{
  const char *label = cp_review_image_get_pneumonia (image) ? _("pneumonia") : _("normal");
  g_autofree char *probability = NULL;

  if (!cp_review_image_get_scored (image))
    return append_judgement (g_strdup_printf (_("Image %u, %s, no probability"), cp_review_image_get_index (image), label),
                             image);

  probability = cp_probability_to_string (cp_review_image_get_probability (image));
  return append_judgement (g_strdup_printf (_("Image %u, %s, probability %s, %s"), cp_review_image_get_index (image),
                                            label, probability,
                                            cp_outcome_get_name (cp_review_image_get_outcome (image, threshold))),
                           image);
}

static const char *
explanation_format (CpOutcome outcome)
{
  switch (outcome)
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      /* Translators: index, probability, threshold */
      return _("Image %u is a pneumonia. Its probability %s reaches the threshold %s: found (true positive).");
    case CP_OUTCOME_FALSE_POSITIVE:
      return _("Image %u is normal. Its probability %s reaches the threshold %s: a false alarm (false positive).");
    case CP_OUTCOME_FALSE_NEGATIVE:
      return _("Image %u is a pneumonia. Its probability %s is below the threshold %s: missed (false negative).");
    case CP_OUTCOME_TRUE_NEGATIVE:
      return _("Image %u is normal. Its probability %s is below the threshold %s: cleared (true negative).");
    case CP_OUTCOME_NONE:
    default:
      return NULL;
    }
}

/**
 * cp_image_explain:
 * @image: an image
 * @threshold: where the decision is made
 *
 * Says in a sentence what the threshold makes of an image.
 *
 * Returns: (transfer full): one or two sentences
 */
char *
cp_image_explain (CpReviewImage *image,
                  double         threshold)
{
  const char *format = explanation_format (cp_review_image_get_outcome (image, threshold));
  guint index = cp_review_image_get_index (image);
  g_autofree char *probability = NULL;
  g_autofree char *cut = NULL;

  if (format == NULL)
    return g_strdup_printf (cp_review_image_get_pneumonia (image)
                              ? _("Image %u is a pneumonia. No model has scored it yet.")
                              : _("Image %u is normal. No model has scored it yet."),
                            index);

  probability = probability_words (image, threshold);
  cut = cp_probability_to_string_beside (threshold, cp_review_image_get_probability (image));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* chosen above, all with the same arguments */
  return g_strdup_printf (format, index, probability, cut);
#pragma GCC diagnostic pop
}

/**
 * cp_image_explain_sealed:
 * @image: a test image whose figures are sealed
 *
 * Returns: (transfer full): its label, and why nothing else is told
 */
char *
cp_image_explain_sealed (CpReviewImage *image)
{
  return g_strdup_printf (cp_review_image_get_pneumonia (image)
                            ? _("Image %u is a pneumonia. What the model makes of it is sealed until a threshold is locked.")
                            : _("Image %u is normal. What the model makes of it is sealed until a threshold is locked."),
                          cp_review_image_get_index (image));
}

static char *
describe_all (CpReview *review)
{
  const CpImageSet *set = cp_dataset_get_split (cp_review_get_dataset (review), cp_review_get_split (review));
  gsize normal = set->n - set->positives;

  switch (cp_review_get_split (review))
    {
    case CP_SPLIT_TRAIN:
      return g_strdup_printf (_("%zu training images: %zu pneumonia, %zu normal"), set->n, set->positives, normal);
    case CP_SPLIT_VALIDATION:
      return g_strdup_printf (_("%zu validation images: %zu pneumonia, %zu normal"), set->n, set->positives, normal);
    case CP_SPLIT_TEST:
    default:
      return g_strdup_printf (_("%zu test images: %zu pneumonia, %zu normal"), set->n, set->positives, normal);
    }
}

/* What passes several filters has no name of its own. */
static char *
describe_some (CpReview *review)
{
  const guint n = g_list_model_get_n_items (cp_review_get_images (review));
  const gsize all = cp_dataset_get_split (cp_review_get_dataset (review), cp_review_get_split (review))->n;

  /* Translators: 17 of 624 images */
  return g_strdup_printf (ngettext ("%u of %zu image", "%u of %zu images", all), n, all);
}

/**
 * cp_review_describe_count:
 * @review: a review
 *
 * Counts in words what passes the filters: "3 missed pneumonias of 390", or
 * "17 of 624 images".
 *
 * Returns: (transfer full): the count; empty without a data set
 */
char *
cp_review_describe_count (CpReview *review)
{
  CpConfusion c = cp_review_get_confusion (review);

  if (cp_review_get_dataset (review) == NULL)
    return g_strdup ("");
  if (cp_review_get_changed_only (review) || cp_review_get_verdict_filter (review) != CP_VERDICT_FILTER_ANY)
    return describe_some (review);

  switch (cp_review_get_filter (review))
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      return g_strdup_printf (ngettext ("%zu found pneumonia of %zu",
                                        "%zu found pneumonias of %zu", c.tp),
                              c.tp, c.tp + c.fn);
    case CP_OUTCOME_FALSE_NEGATIVE:
      return g_strdup_printf (ngettext ("%zu missed pneumonia of %zu",
                                        "%zu missed pneumonias of %zu", c.fn),
                              c.fn, c.tp + c.fn);
    case CP_OUTCOME_FALSE_POSITIVE:
      return g_strdup_printf (ngettext ("%zu false alarm among %zu normals",
                                        "%zu false alarms among %zu normals", c.fp),
                              c.fp, c.fp + c.tn);
    case CP_OUTCOME_TRUE_NEGATIVE:
      return g_strdup_printf (ngettext ("%zu normal cleared of %zu",
                                        "%zu normals cleared of %zu", c.tn),
                              c.tn, c.fp + c.tn);
    case CP_OUTCOME_NONE:
    default:
      return describe_all (review);
    }
}
