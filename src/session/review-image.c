/* SPDX-License-Identifier: MIT */
#include "review-image-private.h"

#include <math.h>

struct _CpReviewImage
{
  GObject parent_instance;

  CpDataset *dataset; /* keeps the pixels */
  const CpImageSet *images;
  guint index;
  double probability; /* NaN where not scored */
  double deviation;   /* NaN where not scored by an ensemble */
  CpVerdict verdict;
  char *note;         /* (nullable) */
};

enum
{
  PROP_PROBABILITY = 1,
  PROP_DEVIATION,
  PROP_VERDICT,
  PROP_NOTE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ENUM_TYPE (CpOutcome, cp_outcome,
                    G_DEFINE_ENUM_VALUE (CP_OUTCOME_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (CP_OUTCOME_TRUE_POSITIVE, "true-positive"),
                    G_DEFINE_ENUM_VALUE (CP_OUTCOME_FALSE_POSITIVE, "false-positive"),
                    G_DEFINE_ENUM_VALUE (CP_OUTCOME_FALSE_NEGATIVE, "false-negative"),
                    G_DEFINE_ENUM_VALUE (CP_OUTCOME_TRUE_NEGATIVE, "true-negative"))

G_DEFINE_FINAL_TYPE (CpReviewImage, cp_review_image, G_TYPE_OBJECT)

static void
cp_review_image_finalize (GObject *object)
{
  CpReviewImage *self = CP_REVIEW_IMAGE (object);

  g_free (self->note);
  cp_dataset_unref (self->dataset);
  G_OBJECT_CLASS (cp_review_image_parent_class)->finalize (object);
}

static void
cp_review_image_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PROBABILITY:
      g_value_set_double (value, CP_REVIEW_IMAGE (object)->probability);
      break;
    case PROP_DEVIATION:
      g_value_set_double (value, CP_REVIEW_IMAGE (object)->deviation);
      break;
    case PROP_VERDICT:
      g_value_set_enum (value, CP_REVIEW_IMAGE (object)->verdict);
      break;
    case PROP_NOTE:
      g_value_set_string (value, CP_REVIEW_IMAGE (object)->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_review_image_class_init (CpReviewImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cp_review_image_finalize;
  object_class->get_property = cp_review_image_get_property;

  /**
   * CpReviewImage:probability:
   *
   * The probability of pneumonia, NaN where not scored. Changes when a newer
   * model has scored the image.
   */
  properties[PROP_PROBABILITY] = g_param_spec_double ("probability", NULL, NULL, 0, 1, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpReviewImage:deviation:
   *
   * The standard deviation of an ensemble's probabilities for the image, NaN
   * where a single network or none has scored it. Changes with the probability.
   */
  properties[PROP_DEVIATION] = g_param_spec_double ("deviation", NULL, NULL, 0, 1, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpReviewImage:verdict:
   *
   * What a reader thinks of the image; see cp_review_set_verdict().
   */
  properties[PROP_VERDICT] = g_param_spec_enum ("verdict", NULL, NULL, CP_TYPE_VERDICT, CP_VERDICT_NONE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpReviewImage:note:
   *
   * What a reader wrote about the image, %NULL for nothing; see cp_review_set_note().
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
cp_review_image_init (CpReviewImage *self)
{
}

/*
 * cp_review_image_new:
 * @dataset: (transfer none): a data set
 * @split: one of its splits
 * @index: an image of it, from 0
 * @probability: of pneumonia, NaN where not scored
 * @deviation: of an ensemble's probabilities, else NaN
 * @verdict: a reader's
 * @note: (nullable): a reader's
 *
 * Keeps a reference to @dataset. Returns: (transfer full)
 */
CpReviewImage *
cp_review_image_new (CpDataset  *dataset,
                     CpSplit     split,
                     guint       index,
                     double      probability,
                     double      deviation,
                     CpVerdict   verdict,
                     const char *note)
{
  CpReviewImage *self = g_object_new (CP_TYPE_REVIEW_IMAGE, NULL);

  self->dataset = cp_dataset_ref (dataset);
  self->images = cp_dataset_get_split (dataset, split);
  self->index = index;
  self->probability = probability;
  self->deviation = deviation;
  self->verdict = verdict;
  self->note = g_strdup (note);
  return self;
}

static gboolean
same_number (double a,
             double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/*
 * cp_review_image_set_scores:
 * @self: an image
 * @probability: of pneumonia, NaN where not scored
 * @deviation: of an ensemble's probabilities, else NaN
 *
 * Takes over what a newer model says.
 */
void
cp_review_image_set_scores (CpReviewImage *self,
                            double         probability,
                            double         deviation)
{
  const gboolean other_probability = !same_number (self->probability, probability);
  const gboolean other_deviation = !same_number (self->deviation, deviation);

  self->probability = probability;
  self->deviation = deviation;
  if (other_probability)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBABILITY]);
  if (other_deviation)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVIATION]);
}

/*
 * cp_review_image_set_verdict:
 * @self: an image
 * @verdict: a reader's
 * @note: (nullable): a reader's
 *
 * Takes over what a reader says.
 */
void
cp_review_image_set_verdict (CpReviewImage *self,
                             CpVerdict      verdict,
                             const char    *note)
{
  const gboolean other_verdict = self->verdict != verdict;
  const gboolean other_note = g_strcmp0 (self->note, note) != 0;

  self->verdict = verdict;
  if (other_note)
    {
      g_free (self->note);
      self->note = g_strdup (note);
    }
  if (other_verdict)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  if (other_note)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

/**
 * cp_review_image_get_index:
 * @self: an image
 *
 * Returns: its place in its split, from 0
 */
guint
cp_review_image_get_index (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), 0);

  return self->index;
}

/**
 * cp_review_image_get_pneumonia:
 * @self: an image
 *
 * Returns: whether its true label is pneumonia
 */
gboolean
cp_review_image_get_pneumonia (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), FALSE);

  return self->images->labels[self->index] != 0;
}

/**
 * cp_review_image_get_scored:
 * @self: an image
 *
 * Returns: whether a model has given it a probability
 */
gboolean
cp_review_image_get_scored (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), FALSE);

  return !isnan (self->probability);
}

/**
 * cp_review_image_get_probability:
 * @self: an image
 *
 * Returns: the probability of pneumonia, NaN where not scored
 */
double
cp_review_image_get_probability (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), NAN);

  return self->probability;
}

/**
 * cp_review_image_get_deviation:
 * @self: an image
 *
 * Returns: the standard deviation of an ensemble's probabilities, NaN where a
 *   single network or none has scored the image
 */
double
cp_review_image_get_deviation (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), NAN);

  return self->deviation;
}

/**
 * cp_review_image_get_verdict:
 * @self: an image
 *
 * Returns: what a reader thinks of it
 */
CpVerdict
cp_review_image_get_verdict (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), CP_VERDICT_NONE);

  return self->verdict;
}

/**
 * cp_review_image_get_note:
 * @self: an image
 *
 * Returns: (nullable) (transfer none): what a reader wrote about it
 */
const char *
cp_review_image_get_note (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), NULL);

  return self->note;
}

/**
 * cp_review_image_get_size:
 * @self: an image
 *
 * Returns: its side in pixels
 */
guint
cp_review_image_get_size (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), 0);

  return self->images->size;
}

/**
 * cp_review_image_get_pixels:
 * @self: an image
 *
 * Returns: (transfer none): (H, W) grey values; they live as long as @self
 */
const guint8 *
cp_review_image_get_pixels (CpReviewImage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), NULL);

  return self->images->pixels + (gsize) self->index * self->images->size * self->images->size;
}

/**
 * cp_review_image_get_outcome:
 * @self: an image
 * @threshold: the decision threshold
 *
 * Returns: what the decision at @threshold makes of it
 */
CpOutcome
cp_review_image_get_outcome (CpReviewImage *self,
                             double         threshold)
{
  g_return_val_if_fail (CP_IS_REVIEW_IMAGE (self), CP_OUTCOME_NONE);

  return cp_outcome_of (cp_review_image_get_pneumonia (self), self->probability, threshold);
}

/*
 * cp_outcome_of:
 * @pneumonia: the true label
 * @probability: NaN where not scored
 * @threshold: positive if @probability is at least this
 *
 * Returns: the cell of the matrix, NONE where not scored
 */
CpOutcome
cp_outcome_of (gboolean pneumonia,
               double   probability,
               double   threshold)
{
  if (isnan (probability))
    return CP_OUTCOME_NONE;
  if (probability >= threshold)
    return pneumonia ? CP_OUTCOME_TRUE_POSITIVE : CP_OUTCOME_FALSE_POSITIVE;
  return pneumonia ? CP_OUTCOME_FALSE_NEGATIVE : CP_OUTCOME_TRUE_NEGATIVE;
}
