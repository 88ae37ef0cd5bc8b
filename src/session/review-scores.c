/* SPDX-License-Identifier: MIT */
#include "review-scores-private.h"

#include "session-error.h"

#include <string.h>

/* Forgets the probabilities; also frees what @self holds. */
void
cp_review_scores_clear (CpReviewScores *self)
{
  g_clear_pointer (&self->probabilities, g_rc_box_release);
  g_clear_pointer (&self->deviations, g_rc_box_release);
  g_clear_pointer (&self->predictions, cp_predictions_unref);
  *self = (CpReviewScores){ 0 };
}

static CpPredictions *
predict (CpDataset     *dataset,
         CpSplit        split,
         const double  *probabilities,
         gsize          n,
         GError       **error)
{
  const CpImageSet *images;

  if (dataset == NULL)
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                           "probabilities without a data set: load a data set first");
      return NULL;
    }

  images = cp_dataset_get_split (dataset, split);
  if (images->n != n)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                   "%s, split %s: expected %" G_GSIZE_FORMAT " probabilities, found %" G_GSIZE_FORMAT,
                   cp_dataset_get_name (dataset), cp_split_get_name (split), images->n, n);
      return NULL;
    }
  return cp_predictions_new (probabilities, images->labels, n, error);
}

static double *
copy_numbers (const double *numbers,
              gsize         n)
{
  double *copy = g_rc_box_alloc (MAX (n, 1) * sizeof *copy);

  memcpy (copy, numbers, n * sizeof *copy);
  return copy;
}

/* Takes a copy of (n) @probabilities of a split of @dataset, and of their @deviations (nullable).
 * Nothing changes on error. */
gboolean
cp_review_scores_set (CpReviewScores  *self,
                      CpDataset       *dataset,
                      CpSplit          split,
                      const double    *probabilities,
                      const double    *deviations,
                      gsize            n,
                      GError         **error)
{
  CpPredictions *predictions = predict (dataset, split, probabilities, n, error);

  if (predictions == NULL)
    return FALSE;
  cp_review_scores_clear (self);
  self->predictions = predictions;
  self->probabilities = copy_numbers (probabilities, n);
  if (deviations != NULL)
    self->deviations = copy_numbers (deviations, n);
  return TRUE;
}

/* NaN throughout without scores. What does not use the threshold is computed once. */
CpEstimate
cp_review_scores_metric (CpReviewScores *self,
                         CpMetric        metric,
                         double          threshold)
{
  if (self->predictions == NULL)
    return cp_estimate_undefined ();
  if (cp_metric_uses_threshold (metric))
    return cp_metric_compute (metric, self->predictions, threshold);
  if (!self->known[metric])
    {
      self->fixed[metric] = cp_metric_compute (metric, self->predictions, threshold);
      self->known[metric] = TRUE;
    }
  return self->fixed[metric];
}
