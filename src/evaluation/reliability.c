/* SPDX-License-Identifier: MIT */
#include "reliability.h"

#include "predictions-private.h"

#include <math.h>

static CpReliabilityBin
bin_of (const CpPredictions *predictions,
        gsize                start,
        gsize                end)
{
  gsize n = end - start;
  double sum = 0.0;

  for (gsize i = start; i < end; i++)
    sum += predictions->probabilities[i];
  return (CpReliabilityBin){
    .n = n,
    .mean = n == 0 ? NAN : sum / n,
    .observed = cp_estimate_proportion (predictions->positives_below[end] - predictions->positives_below[start], n),
  };
}

/**
 * cp_reliability:
 * @predictions: predictions
 * @n_bins: how many equal bins over 0…1, at least 1
 * @bins: (out caller-allocates) (array length=n_bins): (n_bins) upwards
 *
 * What was promised against what was found (DeGroot & Fienberg, Statistician
 * 1983; 32:12), in the bins of cp_calibration_error(): a probability on an edge
 * belongs to the bin above, 1 to the last. O(n).
 */
void
cp_reliability (const CpPredictions *predictions,
                guint                n_bins,
                CpReliabilityBin    *bins)
{
  gsize start = 0;

  g_return_if_fail (predictions != NULL);
  g_return_if_fail (n_bins > 0);

  for (guint i = 0; i < n_bins; i++)
    {
      double high = (i + 1.0) / n_bins;
      gsize end = i + 1 == n_bins ? predictions->n : cp_predictions_count_below (predictions, high);

      bins[i] = bin_of (predictions, start, end);
      bins[i].low = (double) i / n_bins;
      bins[i].high = high;
      start = end;
    }
}
