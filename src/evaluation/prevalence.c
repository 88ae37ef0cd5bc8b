/* SPDX-License-Identifier: MIT */
#include "prevalence.h"

#include "logistic-private.h"

#include <math.h>

static gboolean
is_share (double value)
{
  return value >= 0.0 && value <= 1.0;
}

/*
 * Bayes' theorem for a test that gives this result for a of m with the
 * condition and for b of n without it, where the condition has the odds given
 * as a logarithm; the interval is on the logit scale. No bounds with a or b 0,
 * as the logit is infinite there.
 */
static CpEstimate
predictive_value (double a,
                  double m,
                  double b,
                  double n,
                  double share,
                  double log_odds)
{
  double with = share * (a / m), without = (1.0 - share) * (b / n), centre, spread;
  CpEstimate estimate = cp_estimate_ratio (with, with + without);

  if (isnan (estimate.value) || a == 0.0 || b == 0.0)
    return estimate;

  centre = log_odds + log ((a / m) / (b / n));
  spread = CP_Z95 * sqrt (1.0 / a - 1.0 / m + 1.0 / b - 1.0 / n);
  estimate.low = cp_expit (centre - spread);
  estimate.high = cp_expit (centre + spread);
  return estimate;
}

/**
 * cp_ppv_at_prevalence:
 * @confusion: a confusion matrix
 * @prevalence: share of pneumonia among those examined, from 0 to 1
 *
 * The chance that what is called pneumonia is, where pneumonia is as frequent
 * as @prevalence says rather than as in the data: Bayes' theorem on recall and
 * specificity, the prevalence taken as known. The interval is the standard
 * logit interval of Mercaldo, Lau & Zhou (Stat Med 2007; 26:2170).
 *
 * Returns: the positive predictive value, undefined with one class only or
 *   where nothing would be called pneumonia; no bounds without true or without
 *   false positives
 */
CpEstimate
cp_ppv_at_prevalence (CpConfusion confusion,
                      double      prevalence)
{
  double positives = (double) confusion.tp + confusion.fn;
  double negatives = (double) confusion.fp + confusion.tn;

  if (positives == 0.0 || negatives == 0.0 || !is_share (prevalence))
    return cp_estimate_undefined ();

  return predictive_value (confusion.tp, positives, confusion.fp, negatives,
                           prevalence, log (prevalence) - log1p (-prevalence));
}

/**
 * cp_npv_at_prevalence:
 * @confusion: a confusion matrix
 * @prevalence: share of pneumonia among those examined, from 0 to 1
 *
 * The chance that what is called normal is, as cp_ppv_at_prevalence().
 *
 * Returns: the negative predictive value, undefined with one class only or
 *   where nothing would be called normal; no bounds without true or without
 *   false negatives
 */
CpEstimate
cp_npv_at_prevalence (CpConfusion confusion,
                      double      prevalence)
{
  double positives = (double) confusion.tp + confusion.fn;
  double negatives = (double) confusion.fp + confusion.tn;

  if (positives == 0.0 || negatives == 0.0 || !is_share (prevalence))
    return cp_estimate_undefined ();

  return predictive_value (confusion.tn, negatives, confusion.fn, positives,
                           1.0 - prevalence, log1p (-prevalence) - log (prevalence));
}

/* @n parted as @right to @wrong, to whole numbers; a half goes to the wrong. */
static guint
share_of (guint n,
          gsize right,
          gsize wrong)
{
  if (n == 0)
    return 0;
  return (guint) ceil ((double) n * right / ((double) right + wrong) - 0.5);
}

/**
 * cp_per_thousand:
 * @confusion: a confusion matrix
 * @prevalence: share of pneumonia among those examined, from 0 to 1
 * @n: how many are examined, such as 1,000
 *
 * What would become of @n people: first they are parted by @prevalence, then
 * each class by recall or specificity, every time to whole numbers by largest
 * remainder. So the four sum to @n, and found and missed to the number with
 * pneumonia. Of two equal remainders, pneumonia gets it before normal and a
 * wrong call before a right one.
 *
 * Returns: the four numbers; all 0 where they are unknown, because a class that
 *   somebody would belong to is absent from @confusion
 */
CpPerThousand
cp_per_thousand (CpConfusion confusion,
                 double      prevalence,
                 guint       n)
{
  CpPerThousand counts = { 0 };
  guint sick, well;

  g_return_val_if_fail (is_share (prevalence), counts);

  sick = (guint) floor (n * prevalence + 0.5);
  well = n - sick;
  if ((sick > 0 && confusion.tp + confusion.fn == 0) || (well > 0 && confusion.tn + confusion.fp == 0))
    return counts;

  counts.found = share_of (sick, confusion.tp, confusion.fn);
  counts.missed = sick - counts.found;
  counts.cleared = share_of (well, confusion.tn, confusion.fp);
  counts.false_alarms = well - counts.cleared;
  return counts;
}

/**
 * cp_probability_without_weights:
 * @p: probability from a model trained with class weights
 * @weight_ratio: weight of pneumonia over weight of normal, above 0
 *
 * A loss that counts pneumonia w₁ and normal w₀ times teaches a model the odds
 * times w₁/w₀; this takes them back: p / (p + w₁/w₀ (1 − p)) (Elkan, IJCAI
 * 2001, theorem 2). 0 and 1 stay what they are.
 *
 * Returns: the probability at the prevalence of the training images
 */
double
cp_probability_without_weights (double p,
                                double weight_ratio)
{
  g_return_val_if_fail (weight_ratio > 0.0 && isfinite (weight_ratio), NAN);

  return p / (p + weight_ratio * (1.0 - p));
}
