/* SPDX-License-Identifier: MIT */
#include "auroc.h"

#include "predictions-private.h"

#include <math.h>

/*
 * DeLong's placements. A positive's is the share of negatives below it, a
 * negative's the share of positives above it, ties counting half: mid-ranks in
 * all less mid-ranks in its own class (Sun & Xu, IEEE Signal Process Lett 2014;
 * 21:1389), here read off the prefix sums, a tie at a time.
 */
typedef struct
{
  double of_positives;
  double of_negatives;
} Placements;

static Placements
placements_of_tie (const CpPredictions *predictions,
                   const CpTie         *tie)
{
  gsize positives = cp_predictions_get_positives (predictions);
  gsize negatives = cp_predictions_get_negatives (predictions);
  gsize positives_below = predictions->positives_below[tie->start];
  gsize negatives_below = tie->start - positives_below;
  gsize positives_above = positives - positives_below - tie->positives;

  return (Placements){
    .of_positives = (negatives_below + tie->negatives / 2.0) / negatives,
    .of_negatives = (positives_above + tie->positives / 2.0) / positives,
  };
}

static gboolean
has_both_classes (const CpPredictions *predictions)
{
  return cp_predictions_get_positives (predictions) > 0 && cp_predictions_get_negatives (predictions) > 0;
}

/* U / (n₁ n₀): sums of whole and half counts, exact below 2⁵³. */
static double
auroc_value (const CpPredictions *predictions)
{
  double negatives = cp_predictions_get_negatives (predictions);
  double pairs = 0.0;
  CpTie tie = { 0 };

  while (cp_predictions_next_tie (predictions, &tie))
    {
      gsize negatives_below = tie.start - predictions->positives_below[tie.start];

      pairs += tie.positives * (negatives_below + tie.negatives / 2.0);
    }
  return pairs / negatives / cp_predictions_get_positives (predictions);
}

/**
 * cp_auroc_variance:
 * @predictions: predictions
 *
 * The variance of the area under the ROC curve after DeLong, DeLong &
 * Clarke-Pearson (Biometrics 1988; 44:837): the sample variance of the
 * positives' placements over their number plus the same of the negatives. O(n).
 *
 * Returns: the variance, NaN unless each class has at least two predictions
 */
double
cp_auroc_variance (const CpPredictions *predictions)
{
  double positives, negatives, mean, of_positives = 0.0, of_negatives = 0.0;
  CpTie tie = { 0 };

  g_return_val_if_fail (predictions != NULL, NAN);

  positives = cp_predictions_get_positives (predictions);
  negatives = cp_predictions_get_negatives (predictions);
  if (positives < 2.0 || negatives < 2.0)
    return NAN;

  mean = auroc_value (predictions);
  while (cp_predictions_next_tie (predictions, &tie))
    {
      Placements placements = placements_of_tie (predictions, &tie);

      of_positives += tie.positives * pow (placements.of_positives - mean, 2.0);
      of_negatives += tie.negatives * pow (placements.of_negatives - mean, 2.0);
    }
  return of_positives / (positives - 1.0) / positives + of_negatives / (negatives - 1.0) / negatives;
}

/**
 * cp_auroc:
 * @predictions: predictions
 *
 * The area under the ROC curve: the chance that a pneumonia has a higher
 * probability than a normal image, ties counting half (Mann & Whitney, Ann Math
 * Stat 1947; 18:50), with DeLong's interval clipped to 0…1. As DeLong's
 * variance is 0 there, the interval of a perfect separation is a point.
 *
 * Returns: the area, undefined with one class only; no bounds where a class has only one prediction
 */
CpEstimate
cp_auroc (const CpPredictions *predictions)
{
  CpEstimate estimate;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  if (!has_both_classes (predictions))
    return cp_estimate_undefined ();

  estimate = cp_estimate_wald (auroc_value (predictions), sqrt (cp_auroc_variance (predictions)));
  if (isnan (estimate.low))
    return estimate;
  estimate.low = MAX (estimate.low, 0.0);
  estimate.high = MIN (estimate.high, 1.0);
  return estimate;
}
