/* SPDX-License-Identifier: MIT */
#include "average-precision.h"

#include "predictions-private.h"

#include <math.h>
#include <stdlib.h>

#define REPLICATES 2000
#define REPLICATES_MIN 200
#define DRAWS_MAX 100000000 /* about half a second */
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

static gsize
count_ties (const CpPredictions *predictions)
{
  CpTie tie = { 0 };
  gsize n = 0;

  while (cp_predictions_next_tie (predictions, &tie))
    n++;
  return n;
}

/* The sample as observed: every prediction once. */
static void
sample_init (Sample              *sample,
             const CpPredictions *predictions)
{
  gsize i_positive = 0, i_negative = 0;
  CpTie tie = { 0 };

  sample->n_ties = count_ties (predictions);
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
  double sum = 0.0;
  gsize tp = 0, called = 0;

  for (gsize i = 0; i < sample->n_ties; i++)
    {
      TieCount count = sample->counts[i];

      tp += count.positives;
      called += (gsize) count.positives + count.negatives;
      if (count.positives > 0)
        sum += count.positives * ((double) tp / called);
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

/**
 * cp_average_precision_replicates:
 * @n: number of predictions
 *
 * 2,000 up to 50,000 predictions. Above that as many as 10⁸ draws allow, never
 * fewer than 200: with so many predictions the interval is narrow and its own
 * sampling error small against it.
 *
 * Returns: the bootstrap replicates behind the interval of cp_average_precision()
 */
guint
cp_average_precision_replicates (gsize n)
{
  return n == 0 ? REPLICATES : (guint) CLAMP (DRAWS_MAX / n, REPLICATES_MIN, REPLICATES);
}

/**
 * cp_average_precision:
 * @predictions: predictions
 *
 * Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds from high to low, without
 * interpolation. The interval is a percentile bootstrap (Efron & Tibshirani
 * 1993) stratified by class, so that every replicate has the same prevalence;
 * it is seeded and depends on nothing but the predictions. O(n) a replicate.
 *
 * Returns: the average precision, undefined without positives
 */
CpEstimate
cp_average_precision (const CpPredictions *predictions)
{
  gsize positives, negatives;
  guint replicates;
  g_autofree double *values = NULL;
  g_auto (Sample) sample = { 0 };
  CpEstimate estimate;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());
  g_return_val_if_fail (predictions->n <= G_MAXUINT32, cp_estimate_undefined ());

  positives = cp_predictions_get_positives (predictions);
  negatives = cp_predictions_get_negatives (predictions);
  if (positives == 0)
    return cp_estimate_undefined ();

  sample_init (&sample, predictions);
  estimate.value = sample_average_precision (&sample, positives);

  replicates = cp_average_precision_replicates (predictions->n);
  values = g_new (double, replicates);
  for (guint i = 0; i < replicates; i++)
    {
      sample_draw (&sample, positives, negatives, (guint64) i * predictions->n);
      values[i] = sample_average_precision (&sample, positives);
    }
  qsort (values, replicates, sizeof *values, compare_doubles);
  estimate.low = quantile (values, replicates, 0.025);
  estimate.high = quantile (values, replicates, 0.975);
  return estimate;
}
