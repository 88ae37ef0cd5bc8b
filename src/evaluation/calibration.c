/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "logistic-private.h"
#include "predictions-private.h"

#include <math.h>

#define N_BINS 15
#define ITERATIONS_MAX 100

/**
 * cp_calibration_error:
 * @predictions: predictions
 *
 * The expected calibration error over 15 equal bins of the probability of
 * pneumonia: the mean, weighted by the bins' counts, of |mean p − share of
 * pneumonia| (Naeini, Cooper & Hauskrecht, AAAI 2015). A probability on an
 * edge belongs to the bin above, 1 to the last.
 *
 * Returns: the error, from 0 to 1
 */
CpEstimate
cp_calibration_error (const CpPredictions *predictions)
{
  gsize start = 0;
  double sum = 0.0;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  for (guint bin = 1; bin <= N_BINS; bin++)
    {
      gsize end = bin == N_BINS ? predictions->n : cp_predictions_count_below (predictions, (double) bin / N_BINS);
      double gap = 0.0;

      for (gsize i = start; i < end; i++)
        gap += predictions->probabilities[i] - predictions->labels[i];
      sum += fabs (gap);
      start = end;
    }
  return cp_estimate_of (sum / predictions->n);
}

/**
 * cp_calibration_slope:
 * @predictions: predictions
 *
 * The slope of a logistic regression of the labels on the logits of the
 * probabilities (Cox, Biometrika 1958; 45:562), by Newton's method, with a Wald
 * interval. 1 is ideal; below 1 the probabilities are too extreme.
 * Probabilities are clipped as in cp_log_loss().
 *
 * Returns: the slope, undefined where it is not finite: with one class only,
 *   equal probabilities, or classes that do not overlap
 */
CpEstimate
cp_calibration_slope (const CpPredictions *predictions)
{
  CpLogisticFit fit;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  if (!cp_logistic_fit (predictions, &fit))
    return cp_estimate_undefined ();
  return cp_estimate_wald (fit.slope, fit.slope_error);
}

/* Root of Σ y − σ(a + x), which falls with a: Newton kept inside a shrinking bracket. */
static double
solve_intercept (const double *logits,
                 const guint8 *labels,
                 gsize         n,
                 double        low,
                 double        high,
                 double       *information)
{
  double a = CLAMP (0.0, low, high);

  for (guint i = 0; i < ITERATIONS_MAX; i++)
    {
      CpLogistic at = cp_logistic_at (logits, labels, n, a, 1.0);
      double next = a + at.g_a / at.i_aa;

      *information = at.i_aa;
      if (at.g_a > 0.0)
        low = a;
      else
        high = a;
      if (!(next >= low && next <= high))
        next = (low + high) / 2.0;
      if (fabs (next - a) <= 1e-13 * (1.0 + fabs (a)))
        break;
      a = next;
    }
  return a;
}

/**
 * cp_calibration_intercept:
 * @predictions: predictions
 *
 * Calibration in the large: the intercept of a logistic regression of the
 * labels with the logits of the probabilities as offset, with a Wald interval
 * (Steyerberg, Clinical Prediction Models, 2009). 0 is ideal; above 0 there is
 * more pneumonia than the probabilities say. They are clipped as in cp_log_loss().
 *
 * Returns: the intercept, undefined with one class only
 */
CpEstimate
cp_calibration_intercept (const CpPredictions *predictions)
{
  gsize n, positives, negatives;
  double prevalence, a, information;
  g_autofree double *logits = NULL;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  n = predictions->n;
  positives = cp_predictions_get_positives (predictions);
  negatives = cp_predictions_get_negatives (predictions);
  if (positives == 0 || negatives == 0)
    return cp_estimate_undefined ();

  /* Were every logit the highest, or the lowest, the root would be here. */
  logits = cp_logits_of (predictions);
  prevalence = log ((double) positives / negatives);
  a = solve_intercept (logits, predictions->labels, n,
                       prevalence - logits[n - 1], prevalence - logits[0], &information);
  return cp_estimate_wald (a, 1.0 / sqrt (information));
}
