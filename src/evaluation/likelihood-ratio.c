/* SPDX-License-Identifier: MIT */
#include "likelihood-ratio.h"

#include <math.h>

/* (a/m) / (b/n) and its log-method interval, which needs a > 0 as well as b > 0. */
static CpEstimate
ratio_of_proportions (double a,
                      double m,
                      double b,
                      double n)
{
  double ratio, spread;

  if (m == 0.0 || n == 0.0 || b == 0.0)
    return cp_estimate_undefined ();

  ratio = (a / m) / (b / n);
  if (a == 0.0)
    return cp_estimate_of (ratio);

  spread = CP_Z95 * sqrt (1.0 / a - 1.0 / m + 1.0 / b - 1.0 / n);
  return (CpEstimate){ ratio, ratio * exp (-spread), ratio * exp (spread) };
}

/**
 * cp_likelihood_ratio_positive:
 * @confusion: a confusion matrix
 *
 * How many times more often pneumonia is called pneumonia than normal is:
 * recall / (1 − specificity), with the log-method interval of Simel, Samsa &
 * Matchar (J Clin Epidemiol 1991; 44:763).
 *
 * Returns: LR+, undefined without false alarms or with one class only; no
 *   bounds where no pneumonia was found
 */
CpEstimate
cp_likelihood_ratio_positive (CpConfusion confusion)
{
  return ratio_of_proportions (confusion.tp, (double) confusion.tp + confusion.fn,
                               confusion.fp, (double) confusion.fp + confusion.tn);
}

/**
 * cp_likelihood_ratio_negative:
 * @confusion: a confusion matrix
 *
 * How many times more often pneumonia is called normal than normal is:
 * (1 − recall) / specificity, with the interval of cp_likelihood_ratio_positive().
 *
 * Returns: LR−, undefined without true negatives or with one class only; no
 *   bounds where no pneumonia was missed
 */
CpEstimate
cp_likelihood_ratio_negative (CpConfusion confusion)
{
  return ratio_of_proportions (confusion.fn, (double) confusion.tp + confusion.fn,
                               confusion.tn, (double) confusion.fp + confusion.tn);
}
