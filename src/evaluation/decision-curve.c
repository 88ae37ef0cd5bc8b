/* SPDX-License-Identifier: MIT */
#include "decision-curve.h"

#include "rates.h"

#include <math.h>

/**
 * cp_net_benefit_treat_all:
 * @prevalence: share of pneumonia, from 0 to 1
 * @threshold: the threshold
 *
 * What calling every image pneumonia is worth at the odds of @threshold:
 * π − (1 − π) · t/(1−t) (Vickers & Elkin, Med Decis Making 2006; 26:565).
 * Calling none so is worth 0.
 *
 * Returns: the net benefit, NaN where @threshold is not from 0 to below 1
 */
double
cp_net_benefit_treat_all (double prevalence,
                          double threshold)
{
  if (!(threshold >= 0.0 && threshold < 1.0))
    return NAN;
  return prevalence - (1.0 - prevalence) * (threshold / (1.0 - threshold));
}

/**
 * cp_decision_curve:
 * @predictions: predictions
 * @low: first threshold
 * @high: last threshold
 * @n: how many points
 * @points: (out caller-allocates) (array length=n): (n) equally spaced
 *
 * Net benefit over a range of thresholds, as cp_rate_net_benefit(), beside
 * treat-all; that of treat-none is 0. O(n log N).
 */
void
cp_decision_curve (const CpPredictions *predictions,
                   double               low,
                   double               high,
                   guint                n,
                   CpDecisionPoint     *points)
{
  double prevalence;

  g_return_if_fail (predictions != NULL);

  prevalence = (double) cp_predictions_get_positives (predictions) / cp_predictions_get_n (predictions);
  for (guint i = 0; i < n; i++)
    {
      double threshold = i + 1 == n && n > 1 ? high : low + (high - low) * i / MAX (n - 1.0, 1.0);

      points[i] = (CpDecisionPoint){
        .threshold = threshold,
        .model = cp_rate_net_benefit (cp_confusion_at (predictions, threshold), threshold).value,
        .treat_all = cp_net_benefit_treat_all (prevalence, threshold),
      };
    }
}

/**
 * cp_cost_threshold:
 * @cost_ratio: how many false alarms one missed pneumonia weighs as much as, at least 0
 *
 * Where probabilities are calibrated, least is lost by calling pneumonia
 * whatever is at least 1/(1+N) probable (Pauker & Kassirer, N Engl J Med 1980;
 * 302:1109; Elkan, IJCAI 2001).
 *
 * Returns: the threshold; NaN where @cost_ratio is negative or NaN
 */
double
cp_cost_threshold (double cost_ratio)
{
  return cost_ratio >= 0.0 ? 1.0 / (1.0 + cost_ratio) : NAN;
}

/**
 * cp_threshold_cost:
 * @threshold: from 0 to 1
 *
 * The inverse of cp_cost_threshold(): (1−t)/t.
 *
 * Returns: how many false alarms a missed pneumonia weighs as much as; infinite
 *   where @threshold is 0, NaN where it is not from 0 to 1
 */
double
cp_threshold_cost (double threshold)
{
  return threshold >= 0.0 && threshold <= 1.0 ? (1.0 - threshold) / threshold : NAN;
}
