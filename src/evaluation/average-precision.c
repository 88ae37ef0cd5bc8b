/* SPDX-License-Identifier: MIT */
#include "average-precision.h"

#include "predictions-private.h"

#include <math.h>
#include <stdlib.h>

#define REPLICATES 2000
#define SEED G_GUINT64_CONSTANT (0x437574706f696e74)

/* How often each tie was drawn, by class. */
typedef struct
{
  guint32 positives;
  guint32 negatives;
} TieCount;

/* Ties from the highest probability down, and for each prediction of a class the tie it is in. */
typedef struct
{
  gsize n_ties;
  TieCount *counts;       /* (n_ties) */
  guint32 *positive_ties; /* (n₁) */
  guint32 *negative_ties; /* (n₀) */
} Sample;

static void
sample_clear (Sample *sample)
{
  g_free (sample->counts);
  g_free (sample->positive_ties);
  g_free (sample->negative_ties);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* The sample as observed: every prediction once. */
static void
sample_init (Sample              *sample,
             const CpPredictions *predictions)
{
  gsize i_positive = 0, i_negative = 0;
  CpTie tie = { 0 };

  sample->n_ties = cp_predictions_count_ties (predictions);
  sample->counts = g_new (TieCount, sample->n_ties);
  sample->positive_ties = g_new (guint32, cp_predictions_get_positives (predictions));
  sample->negative_ties = g_new (guint32, cp_predictions_get_negatives (predictions));

  for (gsize place = sample->n_ties; cp_predictions_next_tie (predictions, &tie);)
    {
      place--;
      sample->counts[place] = (TieCount){ (guint32) tie.positives, (guint32) tie.negatives };
      for (gsize i = 0; i < tie.positives; i++)
        sample->positive_ties[i_positive++] = (guint32) place;
      for (gsize i = 0; i < tie.negatives; i++)
        sample->negative_ties[i_negative++] = (guint32) place;
    }
}

/* Σ (Rₙ − Rₙ₋₁) Pₙ over the ties, downwards. */
static double
sample_average_precision (const Sample *sample,
                          gsize         positives)
{
  double sum = 0.0, tp = 0.0, called = 0.0;

  for (gsize i = 0; i < sample->n_ties; i++)
    {
      TieCount count = sample->counts[i];

      tp += count.positives;
      called += (double) count.positives + count.negatives;
      /* Without a branch, which would be guessed wrong half the time; tp is 0 while called is. */
      sum += count.positives * (tp / MAX (called, 1.0));
    }
  return sum / positives;
}

/* SplitMix64 (Steele, Lea & Flood 2014) as a hash of a counter. */
static guint64
hash64 (guint64 counter)
{
  guint64 z = SEED + counter * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* The upper half of a hash, scaled to 0 … n − 1; n is far below 2³², so the bias is negligible. */
static gsize
draw (guint64 counter,
      gsize   n)
{
  return (gsize) (((hash64 (counter) >> 32) * n) >> 32);
}

/* Draws n₁ positives and n₀ negatives with replacement. */
static void
sample_draw (Sample  *sample,
             gsize    positives,
             gsize    negatives,
             guint64  first_counter)
{
  guint64 counter = first_counter;

  for (gsize i = 0; i < sample->n_ties; i++)
    sample->counts[i] = (TieCount){ 0, 0 };
  for (gsize i = 0; i < positives; i++)
    sample->counts[sample->positive_ties[draw (counter++, positives)]].positives++;
  for (gsize i = 0; i < negatives; i++)
    sample->counts[sample->negative_ties[draw (counter++, negatives)]].negatives++;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* Of sorted values, interpolated linearly between order statistics. */
static double
quantile (const double *values,
          gsize         n,
          double        q)
{
  double place = q * (n - 1);
  gsize below = (gsize) place;
  gsize above = MIN (below + 1, n - 1);

  return values[below] + (values[above] - values[below]) * (place - below);
}

/* Percentiles of the stratified bootstrap. */
static void
bootstrap (Sample *sample,
           gsize   positives,
           gsize   negatives,
           double *low,
           double *high)
{
  g_autofree double *values = g_new (double, REPLICATES);

  for (guint i = 0; i < REPLICATES; i++)
    {
      sample_draw (sample, positives, negatives, i * (guint64) (positives + negatives));
      values[i] = sample_average_precision (sample, positives);
    }
  qsort (values, REPLICATES, sizeof *values, compare_doubles);
  *low = quantile (values, REPLICATES, 0.025);
  *high = quantile (values, REPLICATES, 0.975);
}

/* Mean and sum of squares about it, of values that come many at a time (West, Commun ACM 1979; 22:532). */
typedef struct
{
  double n;
  double mean;
  double squares;
} Moments;

static void
moments_add (Moments *moments,
             double   value,
             gsize    times)
{
  double distance = value - moments->mean;

  if (times == 0)
    return;
  moments->n += times;
  moments->mean += distance * times / moments->n;
  moments->squares += times * distance * (value - moments->mean);
}

/**
 * cp_average_precision_variance:
 * @predictions: predictions
 *
 * What the variance of the stratified bootstrap tends to with many
 * predictions: the infinitesimal jackknife (Jaeckel 1972; Efron, Biometrika
 * 1981; 68:589). With A positives and B negatives at or above a positive, its
 * precision is A/(A+B); a further positive above it changes that by B/(A+B)²,
 * a negative by −A/(A+B)². So a prediction's influence is, up to a constant, a
 * sum of these over the positives at or below it, and for a positive its own
 * precision besides. O(n).
 *
 * Returns: the variance, NaN without positives
 */
double
cp_average_precision_variance (const CpPredictions *predictions)
{
  double positives, negatives, by_positive = 0.0, by_negative = 0.0, variance;
  Moments of_positives = { 0 }, of_negatives = { 0 };
  CpTie tie = { 0 };

  g_return_val_if_fail (predictions != NULL, NAN);

  positives = cp_predictions_get_positives (predictions);
  negatives = cp_predictions_get_negatives (predictions);
  if (positives == 0.0)
    return NAN;

  while (cp_predictions_next_tie (predictions, &tie))
    {
      double a = positives - predictions->positives_below[tie.start];
      double called = predictions->n - tie.start;

      by_positive += tie.positives * ((called - a) / called / called);
      by_negative += tie.positives * (a / called / called);
      moments_add (&of_positives, a / called + by_positive, tie.positives);
      moments_add (&of_negatives, negatives / positives * by_negative, tie.negatives);
    }
  variance = of_positives.squares / positives / positives;
  return negatives == 0.0 ? variance : variance + of_negatives.squares / negatives / negatives;
}

/**
 * cp_average_precision:
 * @predictions: predictions
 *
 * Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds from high to low, without
 * interpolation (Manning, Raghavan & Schütze, Introduction to Information
 * Retrieval, 2008, 8.4). The interval is a percentile bootstrap of 2,000 (Efron &
 * Tibshirani 1993), stratified by class, so that every replicate has the same
 * prevalence; it is seeded and depends on nothing but the predictions. Above
 * #CP_AVERAGE_PRECISION_BOOTSTRAP_MAX predictions, where that would take
 * seconds and the figure is as good as normal, it is ± 1.96 standard errors
 * from cp_average_precision_variance(), clipped to 0…1.
 *
 * Returns: the average precision, undefined without positives
 */
CpEstimate
cp_average_precision (const CpPredictions *predictions)
{
  gsize positives;
  g_auto (Sample) sample = { 0 };
  CpEstimate estimate;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());
  g_return_val_if_fail (predictions->n <= G_MAXUINT32, cp_estimate_undefined ());

  positives = cp_predictions_get_positives (predictions);
  if (positives == 0)
    return cp_estimate_undefined ();

  sample_init (&sample, predictions);
  estimate.value = sample_average_precision (&sample, positives);
  if (predictions->n <= CP_AVERAGE_PRECISION_BOOTSTRAP_MAX)
    {
      bootstrap (&sample, positives, predictions->n - positives, &estimate.low, &estimate.high);
      return estimate;
    }
  estimate = cp_estimate_wald (estimate.value, sqrt (cp_average_precision_variance (predictions)));
  estimate.low = MAX (estimate.low, 0.0);
  estimate.high = MIN (estimate.high, 1.0);
  return estimate;
}
