/* SPDX-License-Identifier: MIT */
#include "review-private.h"

#include <math.h>

enum
{
  FIGURES_CHANGED,
  SCORES_CHANGED,
  SCORED,
  N_SIGNALS,
};

static GParamSpec *properties[CP_REVIEW_N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (CpSort, cp_sort,
                    G_DEFINE_ENUM_VALUE (CP_SORT_INDEX, "index"),
                    G_DEFINE_ENUM_VALUE (CP_SORT_PROBABILITY, "probability"),
                    G_DEFINE_ENUM_VALUE (CP_SORT_WRONGNESS, "wrongness"),
                    G_DEFINE_ENUM_VALUE (CP_SORT_UNCERTAINTY, "uncertainty"))

G_DEFINE_ENUM_TYPE (CpVerdictFilter, cp_verdict_filter,
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_FILTER_ANY, "any"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_FILTER_AGREE, "agree"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_FILTER_DISAGREE, "disagree"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_FILTER_UNSURE, "unsure"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_FILTER_NONE, "none"))

G_DEFINE_FINAL_TYPE (CpReview, cp_review, G_TYPE_OBJECT)

static void
clear_all_scores (CpReview *self)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    cp_review_scores_clear (&self->scores[i]);
}

static void
clear_all_verdicts (CpReview *self)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      cp_review_verdicts_clear (&self->verdicts[i]);
      if (self->dataset != NULL)
        cp_review_verdicts_init (&self->verdicts[i], cp_dataset_get_split (self->dataset, (CpSplit) i)->n);
    }
}

void
cp_review_notify (CpReview     *self,
                  CpReviewProp  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
cp_review_emit_figures_changed (CpReview *self)
{
  g_signal_emit (self, signals[FIGURES_CHANGED], 0);
}

static void
emit_scores_changed (CpReview *self)
{
  g_signal_emit (self, signals[SCORES_CHANGED], 0);
}

/* What may be seen of a split's scores: nothing of the test split while it is sealed. */
CpReviewScores *
cp_review_get_visible_scores (CpReview *self,
                              CpSplit   split)
{
  return self->sealed && split == CP_SPLIT_TEST ? &self->none : &self->scores[split];
}

/* Other images or other probabilities are to be shown. */
static void
show_split (CpReview *self)
{
  const CpReviewScores *scores = cp_review_get_visible_scores (self, self->split);

  cp_review_list_set_images (self->images, self->dataset, self->split, scores->probabilities, scores->deviations,
                             &self->verdicts[self->split], self->view);
}

/* The same images, but what a model says of them may have changed. */
static void
show_scores (CpReview *self)
{
  const CpReviewScores *scores = cp_review_get_visible_scores (self, self->split);

  cp_review_list_set_scores (self->images, scores->probabilities, scores->deviations);
  emit_scores_changed (self);
  cp_review_emit_figures_changed (self);
}

static void
cp_review_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  CpReview *self = CP_REVIEW (object);

  switch (prop_id)
    {
    case CP_REVIEW_PROP_SPLIT:
      g_value_set_uint (value, self->split);
      break;
    case CP_REVIEW_PROP_THRESHOLD:
      g_value_set_double (value, self->view.threshold);
      break;
    case CP_REVIEW_PROP_PINNED:
      g_value_set_double (value, self->view.pinned);
      break;
    case CP_REVIEW_PROP_FILTER:
      g_value_set_enum (value, self->view.filter);
      break;
    case CP_REVIEW_PROP_CHANGED_ONLY:
      g_value_set_boolean (value, self->view.changed_only);
      break;
    case CP_REVIEW_PROP_VERDICT_FILTER:
      g_value_set_enum (value, self->view.verdicts);
      break;
    case CP_REVIEW_PROP_SORT:
      g_value_set_enum (value, self->view.sort);
      break;
    case CP_REVIEW_PROP_SEALED:
      g_value_set_boolean (value, self->sealed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_review_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  CpReview *self = CP_REVIEW (object);

  switch (prop_id)
    {
    case CP_REVIEW_PROP_SPLIT:
      cp_review_set_split (self, g_value_get_uint (value));
      break;
    case CP_REVIEW_PROP_THRESHOLD:
      cp_review_set_threshold (self, g_value_get_double (value));
      break;
    case CP_REVIEW_PROP_PINNED:
      cp_review_set_pinned (self, g_value_get_double (value));
      break;
    case CP_REVIEW_PROP_FILTER:
      cp_review_set_filter (self, g_value_get_enum (value));
      break;
    case CP_REVIEW_PROP_CHANGED_ONLY:
      cp_review_set_changed_only (self, g_value_get_boolean (value));
      break;
    case CP_REVIEW_PROP_VERDICT_FILTER:
      cp_review_set_verdict_filter (self, g_value_get_enum (value));
      break;
    case CP_REVIEW_PROP_SORT:
      cp_review_set_sort (self, g_value_get_enum (value));
      break;
    case CP_REVIEW_PROP_SEALED:
      cp_review_set_sealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_review_finalize (GObject *object)
{
  CpReview *self = CP_REVIEW (object);

  g_object_unref (self->images);
  clear_all_scores (self);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  clear_all_verdicts (self);
  G_OBJECT_CLASS (cp_review_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * CpReview:split:
   *
   * The split shown, a #CpSplit.
   */
  properties[CP_REVIEW_PROP_SPLIT] = g_param_spec_uint ("split", NULL, NULL, 0, CP_N_SPLITS - 1, CP_SPLIT_TEST, flags);
  /**
   * CpReview:threshold:
   *
   * The decision threshold: an image is positive if its probability is at least this.
   */
  properties[CP_REVIEW_PROP_THRESHOLD] = g_param_spec_double ("threshold", NULL, NULL, 0.0, 1.0, 0.5, flags);
  /**
   * CpReview:pinned:
   *
   * A threshold to compare with; NaN for none.
   */
  properties[CP_REVIEW_PROP_PINNED] =
    g_param_spec_double ("pinned", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  /**
   * CpReview:filter:
   *
   * The outcome whose images are listed, #CP_OUTCOME_NONE for every image.
   */
  properties[CP_REVIEW_PROP_FILTER] = g_param_spec_enum ("filter", NULL, NULL, CP_TYPE_OUTCOME, CP_OUTCOME_NONE, flags);
  /**
   * CpReview:changed-only:
   *
   * Whether only images are listed that the threshold and the pinned one decide differently.
   */
  properties[CP_REVIEW_PROP_CHANGED_ONLY] = g_param_spec_boolean ("changed-only", NULL, NULL, FALSE, flags);
  /**
   * CpReview:verdict-filter:
   *
   * Which images are listed by what a reader thinks of them.
   */
  properties[CP_REVIEW_PROP_VERDICT_FILTER] =
    g_param_spec_enum ("verdict-filter", NULL, NULL, CP_TYPE_VERDICT_FILTER, CP_VERDICT_FILTER_ANY, flags);
  /**
   * CpReview:sort:
   *
   * The order in which images are listed.
   */
  properties[CP_REVIEW_PROP_SORT] = g_param_spec_enum ("sort", NULL, NULL, CP_TYPE_SORT, CP_SORT_INDEX, flags);
  /**
   * CpReview:sealed:
   *
   * Whether the test split is shown as if no model had scored it, so that no
   * threshold can be chosen on it.
   */
  properties[CP_REVIEW_PROP_SEALED] = g_param_spec_boolean ("sealed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, CP_REVIEW_N_PROPS, properties);
}

static void
cp_review_class_init (CpReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cp_review_get_property;
  object_class->set_property = cp_review_set_property;
  object_class->finalize = cp_review_finalize;
  install_properties (object_class);

  /**
   * CpReview::figures-changed:
   *
   * The confusion and the metrics may differ: another threshold, split, data
   * set or model.
   */
  signals[FIGURES_CHANGED] = g_signal_new ("figures-changed", CP_TYPE_REVIEW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CpReview::scores-changed:
   *
   * The probabilities shown are others: another split, data set or model.
   * Emitted before ::figures-changed.
   */
  signals[SCORES_CHANGED] = g_signal_new ("scores-changed", CP_TYPE_REVIEW, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CpReview::scored:
   * @split: a #CpSplit
   *
   * A model's scores of @split, shown or not, were replaced or forgotten. Emitted after ::scores-changed.
   */
  signals[SCORED] = g_signal_new ("scored", CP_TYPE_REVIEW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cp_review_init (CpReview *self)
{
  self->split = CP_SPLIT_TEST;
  self->view = (CpReviewView){ .threshold = 0.5, .pinned = NAN };
  self->images = cp_review_list_new ();
}

/**
 * cp_review_new:
 *
 * Returns: (transfer full): a review without images
 */
CpReview *
cp_review_new (void)
{
  return g_object_new (CP_TYPE_REVIEW, NULL);
}

/**
 * cp_review_set_dataset:
 * @self: a review
 * @dataset: (nullable) (transfer none): a data set
 *
 * Forgets all probabilities, verdicts and notes. Split, thresholds, filters and order stay.
 */
void
cp_review_set_dataset (CpReview  *self,
                       CpDataset *dataset)
{
  CpDataset *old;

  g_return_if_fail (CP_IS_REVIEW (self));

  old = self->dataset;
  self->dataset = dataset ? cp_dataset_ref (dataset) : NULL;
  g_clear_pointer (&old, cp_dataset_unref);
  clear_all_scores (self);
  clear_all_verdicts (self);
  show_split (self);
  emit_scores_changed (self);
  cp_review_emit_figures_changed (self);
  for (guint split = 0; split < CP_N_SPLITS; split++)
    g_signal_emit (self, signals[SCORED], 0, split);
}

/**
 * cp_review_get_dataset:
 * @self: a review
 *
 * Returns: (nullable) (transfer none): its data set
 */
CpDataset *
cp_review_get_dataset (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NULL);

  return self->dataset;
}

/**
 * cp_review_set_scores:
 * @self: a review
 * @split: a split of the data set
 * @probabilities: (nullable) (array length=n): (n) of pneumonia, in the order of the split, copied; %NULL forgets them
 * @n: how many images the split has
 * @error: return location for a #GError
 *
 * Replaces what a single network said of @split, as
 * cp_review_set_ensemble_scores() does without deviations.
 *
 * Returns: whether it worked
 */
gboolean
cp_review_set_scores (CpReview      *self,
                      CpSplit        split,
                      const double  *probabilities,
                      gsize          n,
                      GError       **error)
{
  return cp_review_set_ensemble_scores (self, split, probabilities, NULL, n, error);
}

/**
 * cp_review_set_ensemble_scores:
 * @self: a review
 * @split: a split of the data set
 * @probabilities: (nullable) (array length=n): (n) of pneumonia, in the order of the split, copied; %NULL forgets them
 * @deviations: (nullable) (array length=n): (n) standard deviation of the networks' probabilities, copied; %NULL for a
 *   single network
 * @n: how many images the split has
 * @error: return location for a #GError
 *
 * Replaces what a model said of @split. Nothing changes on error.
 *
 * Errors: #CP_SESSION_ERROR_MISMATCH where there is no data set, or its split
 * has another number of images; #CP_EVALUATION_ERROR for a probability that is
 * NaN or outside 0…1.
 *
 * Returns: whether it worked
 */
gboolean
cp_review_set_ensemble_scores (CpReview      *self,
                               CpSplit        split,
                               const double  *probabilities,
                               const double  *deviations,
                               gsize          n,
                               GError       **error)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, FALSE);

  if (probabilities == NULL)
    cp_review_scores_clear (&self->scores[split]);
  else if (!cp_review_scores_set (&self->scores[split], self->dataset, split, probabilities, deviations, n, error))
    return FALSE;

  if (split == self->split)
    show_scores (self);
  g_signal_emit (self, signals[SCORED], 0, (guint) split);
  return TRUE;
}

/**
 * cp_review_get_images:
 * @self: a review
 *
 * The list is the same for the life of @self. Images are made when asked for;
 * each stays the same object until the split shown, its data or its scores change.
 *
 * Returns: (transfer none): the images that pass the filter, in order: a #GListModel of #CpReviewImage
 */
GListModel *
cp_review_get_images (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NULL);

  return G_LIST_MODEL (self->images);
}

/**
 * cp_review_find_image:
 * @self: a review
 * @index: of an image in the split shown
 * @position: (out): where it is in cp_review_get_images()
 *
 * For going back to an image after it was replaced by a newer model's.
 *
 * Returns: whether it passes the filter; if not, @position is left alone
 */
gboolean
cp_review_find_image (CpReview *self,
                      guint     index,
                      guint    *position)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);

  return cp_review_list_find (self->images, index, position);
}

/**
 * cp_review_get_image_index:
 * @self: a review
 * @position: of an image in cp_review_get_images()
 *
 * The inverse of cp_review_find_image(); makes no object of the image.
 *
 * Returns: the image's index in the split shown
 */
guint
cp_review_get_image_index (CpReview *self,
                           guint     position)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), 0);

  return cp_review_list_index_at (self->images, position);
}

/**
 * cp_review_get_split:
 * @self: a review
 *
 * Returns: the split shown
 */
CpSplit
cp_review_get_split (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), CP_SPLIT_TEST);

  return self->split;
}

/**
 * cp_review_set_split:
 * @self: a review
 * @split: the split to show
 */
void
cp_review_set_split (CpReview *self,
                     CpSplit   split)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);

  if (self->split == split)
    return;
  self->split = split;
  show_split (self);
  cp_review_notify (self, CP_REVIEW_PROP_SPLIT);
  emit_scores_changed (self);
  cp_review_emit_figures_changed (self);
}

/**
 * cp_review_get_sealed:
 * @self: a review
 *
 * Returns: whether what models say of the test split is hidden
 */
gboolean
cp_review_get_sealed (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);

  return self->sealed;
}

/**
 * cp_review_set_sealed:
 * @self: a review
 * @sealed: whether to hide what models say of the test split
 *
 * Scores that arrive while it is sealed are kept, and seen once it is not.
 */
void
cp_review_set_sealed (CpReview *self,
                      gboolean  sealed)
{
  g_return_if_fail (CP_IS_REVIEW (self));

  sealed = sealed != FALSE;
  if (self->sealed == sealed)
    return;
  self->sealed = sealed;
  if (self->split == CP_SPLIT_TEST)
    show_scores (self);
  cp_review_notify (self, CP_REVIEW_PROP_SEALED);
}
