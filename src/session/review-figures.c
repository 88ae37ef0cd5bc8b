/* SPDX-License-Identifier: MIT */
#include "review-private.h"

/**
 * cp_review_has_scores:
 * @self: a review
 *
 * Returns: whether a model has scored the split shown
 */
gboolean
cp_review_has_scores (CpReview *self)
{
  return cp_review_get_predictions (self) != NULL;
}

/**
 * cp_review_has_deviations:
 * @self: a review
 *
 * Returns: whether an ensemble has scored the split shown, so that its networks' difference is known
 */
gboolean
cp_review_has_deviations (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);

  return cp_review_get_visible_scores (self, self->split)->deviations != NULL;
}

/**
 * cp_review_get_predictions:
 * @self: a review
 *
 * Returns: (nullable) (transfer none): those of the split shown
 */
CpPredictions *
cp_review_get_predictions (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NULL);

  return cp_review_get_visible_scores (self, self->split)->predictions;
}

/**
 * cp_review_get_predictions_of:
 * @self: a review
 * @split: a split, shown or not
 *
 * Returns: (nullable) (transfer none): those of @split
 */
CpPredictions *
cp_review_get_predictions_of (CpReview *self,
                              CpSplit   split)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NULL);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, NULL);

  return cp_review_get_visible_scores (self, split)->predictions;
}

/**
 * cp_review_get_confusion:
 * @self: a review
 *
 * O(log n).
 *
 * Returns: the confusion of the split shown at the threshold, all zero without scores
 */
CpConfusion
cp_review_get_confusion (CpReview *self)
{
  CpPredictions *predictions = cp_review_get_predictions (self);

  return predictions ? cp_confusion_at (predictions, self->view.threshold) : (CpConfusion){ 0 };
}

/**
 * cp_review_get_metric:
 * @self: a review
 * @metric: a figure
 *
 * O(log n) for figures that use the threshold; the others are computed at the
 * first call after the scores changed, and kept.
 *
 * Returns: the figure for the split shown, NaN throughout without scores
 */
CpEstimate
cp_review_get_metric (CpReview *self,
                      CpMetric  metric)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), cp_estimate_undefined ());
  g_return_val_if_fail ((guint) metric < CP_N_METRICS, cp_estimate_undefined ());

  return cp_review_scores_metric (cp_review_get_visible_scores (self, self->split), metric, self->view.threshold);
}

/**
 * cp_review_get_histogram:
 * @self: a review
 * @n_bins: how many equal bins over 0…1, at least 1
 * @normal: (out caller-allocates) (array length=n_bins): (n_bins) counts of normal images
 * @pneumonia: (out caller-allocates) (array length=n_bins): (n_bins) counts of pneumonia images
 *
 * Counts the probabilities of the split shown by true label, as
 * cp_predictions_histogram() does; all zero without scores.
 */
void
cp_review_get_histogram (CpReview *self,
                         guint     n_bins,
                         guint    *normal,
                         guint    *pneumonia)
{
  CpPredictions *predictions = cp_review_get_predictions (self);

  g_return_if_fail (n_bins > 0);

  if (predictions)
    {
      cp_predictions_histogram (predictions, n_bins, normal, pneumonia);
      return;
    }
  for (guint i = 0; i < n_bins; i++)
    normal[i] = pneumonia[i] = 0;
}
