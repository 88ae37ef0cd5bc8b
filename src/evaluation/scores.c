/* SPDX-License-Identifier: MIT */
#include "scores.h"

#include "predictions-private.h"

#include <float.h>
#include <math.h>

/**
 * cp_brier_score:
 * @predictions: predictions
 *
 * Returns: the mean of (p − y)² (Brier, Mon Weather Rev 1950; 78:1)
 */
CpEstimate
cp_brier_score (const CpPredictions *predictions)
{
  double sum = 0.0;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  for (gsize i = 0; i < predictions->n; i++)
    {
      double error = predictions->probabilities[i] - predictions->labels[i];

      sum += error * error;
    }
  return cp_estimate_of (sum / predictions->n);
}

/**
 * cp_log_loss:
 * @predictions: predictions
 *
 * The mean of −ln of the probability given to the true class (Good, J R Stat
 * Soc B 1952; 14:107). Probabilities are first clipped to ε … 1 − ε, ε = 2⁻⁵²
 * (scikit-learn's choice), so that a certain and wrong prediction costs 36.04
 * rather than everything.
 *
 * Returns: the loss in nats
 */
CpEstimate
cp_log_loss (const CpPredictions *predictions)
{
  double sum = 0.0;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  for (gsize i = 0; i < predictions->n; i++)
    {
      double p = CLAMP (predictions->probabilities[i], DBL_EPSILON, 1.0 - DBL_EPSILON);

      sum -= predictions->labels[i] ? log (p) : log1p (-p);
    }
  return cp_estimate_of (sum / predictions->n);
}
