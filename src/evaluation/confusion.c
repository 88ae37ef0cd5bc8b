/* SPDX-License-Identifier: MIT */
#include "confusion.h"

#include "predictions-private.h"

/**
 * cp_confusion_at:
 * @predictions: predictions
 * @threshold: any number
 *
 * Counts the four outcomes where an image is called pneumonia if its
 * probability is at least @threshold (none is where it is NaN). O(log n).
 *
 * Returns: the confusion matrix
 */
CpConfusion
cp_confusion_at (const CpPredictions *predictions,
                 double               threshold)
{
  gsize below;
  CpConfusion confusion;

  g_return_val_if_fail (predictions != NULL, ((CpConfusion){ 0 }));

  below = cp_predictions_count_below (predictions, threshold);
  confusion.fn = predictions->positives_below[below];
  confusion.tn = below - confusion.fn;
  confusion.tp = cp_predictions_get_positives (predictions) - confusion.fn;
  confusion.fp = cp_predictions_get_negatives (predictions) - confusion.tn;
  return confusion;
}
