/* SPDX-License-Identifier: MIT */
#include "predictions-private.h"

#include "evaluation-error.h"

#include <string.h>

/* Of a key to sort by. */
#define DIGIT_BITS 11
#define N_DIGITS (1u << DIGIT_BITS)

static gboolean
check_row (double    probability,
           guint8    label,
           gsize     row,
           GError  **error)
{
  if (!(probability >= 0.0 && probability <= 1.0))
    {
      g_set_error (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_INVALID,
                   "row %" G_GSIZE_FORMAT ": expected a probability from 0 to 1, found %g", row, probability);
      return FALSE;
    }
  if (label > 1)
    {
      g_set_error (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_INVALID,
                   "row %" G_GSIZE_FORMAT ": expected a label of 0 or 1, found %u", row, label);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_rows (const double  *probabilities,
            const guint8  *labels,
            gsize          n,
            GError       **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_INVALID,
                           "no predictions: expected at least one row");
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (!check_row (probabilities[i], labels[i], i, error))
      return FALSE;
  return TRUE;
}

/* Of a probability, the bits are in the same order as the values; the label comes below them. −0 loses its sign. */
static guint64
key_of (double probability,
        guint8 label)
{
  guint64 bits;

  memcpy (&bits, &probability, sizeof bits);
  return bits << 1 | label;
}

static double
probability_of (guint64 key)
{
  guint64 bits = key >> 1;
  double probability;

  memcpy (&probability, &bits, sizeof probability);
  return probability;
}

/* Orders by one digit, what is equal in it staying as it was. Returns FALSE, doing nothing, where all are equal. */
static gboolean
sort_by_digit (const guint64 *from,
               guint64       *to,
               gsize          n,
               guint          shift)
{
  gsize places[N_DIGITS] = { 0 };
  gsize place = 0;

  for (gsize i = 0; i < n; i++)
    places[(from[i] >> shift) % N_DIGITS]++;
  if (places[(from[0] >> shift) % N_DIGITS] == n)
    return FALSE;

  for (guint digit = 0; digit < N_DIGITS; digit++)
    {
      gsize count = places[digit];

      places[digit] = place;
      place += count;
    }
  for (gsize i = 0; i < n; i++)
    to[places[(from[i] >> shift) % N_DIGITS]++] = from[i];
  return TRUE;
}

/*
 * Radix sort from the lowest digit up (Knuth, TAOCP 3, 5.2.5): O(n), a fifth
 * of what qsort() takes for a million.
 */
static guint64 *
sorted_keys (const double *probabilities,
             const guint8 *labels,
             gsize         n)
{
  g_autofree guint64 *keys = g_new (guint64, n);
  g_autofree guint64 *spare = g_new (guint64, n);

  for (gsize i = 0; i < n; i++)
    keys[i] = key_of (probabilities[i], labels[i]);
  for (guint shift = 0; shift < 64; shift += DIGIT_BITS)
    if (sort_by_digit (keys, spare, n, shift))
      {
        guint64 *swap = keys;

        keys = spare;
        spare = swap;
      }
  return g_steal_pointer (&keys);
}

/**
 * cp_predictions_new:
 * @probabilities: (array length=n): (n) of pneumonia, each from 0 to 1
 * @labels: (array length=n): (n) 1 for pneumonia, 0 for normal
 * @n: how many, at least 1
 * @error: return location for a #GError
 *
 * Sorts a copy of the predictions. The order of the rows makes no difference
 * to any figure, to the last bit. One class alone is accepted; figures that
 * need both are then undefined.
 *
 * Errors: #CP_EVALUATION_ERROR_INVALID for no rows, a probability that is NaN
 * or outside 0…1, or another label; the message names the row, counted from 0.
 *
 * Returns: (transfer full) (nullable): the predictions, or %NULL with @error set
 */
CpPredictions *
cp_predictions_new (const double  *probabilities,
                    const guint8  *labels,
                    gsize          n,
                    GError       **error)
{
  CpPredictions *self;
  g_autofree guint64 *keys = NULL;

  if (!check_rows (probabilities, labels, n, error))
    return NULL;

  keys = sorted_keys (probabilities, labels, n);
  self = g_new0 (CpPredictions, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->probabilities = g_new (double, n);
  self->labels = g_new (guint8, n);
  self->positives_below = g_new (gsize, n + 1);
  self->positives_below[0] = 0;
  for (gsize i = 0; i < n; i++)
    {
      self->probabilities[i] = probability_of (keys[i]);
      self->labels[i] = keys[i] & 1;
      self->positives_below[i + 1] = self->positives_below[i] + self->labels[i];
    }
  return self;
}

/**
 * cp_predictions_ref:
 * @self: predictions
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
CpPredictions *
cp_predictions_ref (CpPredictions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * cp_predictions_unref:
 * @self: (transfer full): predictions
 *
 * Thread-safe; the last reference frees.
 */
void
cp_predictions_unref (CpPredictions *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->probabilities);
  g_free (self->labels);
  g_free (self->positives_below);
  g_free (self);
}

/**
 * cp_predictions_get_n:
 * @self: predictions
 *
 * Returns: how many there are, at least 1
 */
gsize
cp_predictions_get_n (const CpPredictions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

/**
 * cp_predictions_get_positives:
 * @self: predictions
 *
 * Returns: how many are labelled pneumonia
 */
gsize
cp_predictions_get_positives (const CpPredictions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->positives_below[self->n];
}

/**
 * cp_predictions_get_negatives:
 * @self: predictions
 *
 * Returns: how many are labelled normal
 */
gsize
cp_predictions_get_negatives (const CpPredictions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n - self->positives_below[self->n];
}

/*
 * cp_predictions_count_below:
 * @self: predictions
 * @threshold: any number
 *
 * The number of predictions called normal at @threshold, those with not p ≥ t:
 * the first so many of the sorted order. All of them where @threshold is NaN.
 * O(log n).
 */
gsize
cp_predictions_count_below (const CpPredictions *self,
                            double               threshold)
{
  gsize low = 0;
  gsize high = self->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->probabilities[middle] >= threshold)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/*
 * cp_predictions_next_tie:
 * @self: predictions
 * @tie: zeroed before the first call; replaced by the next run of equal probabilities, upwards
 *
 * Returns FALSE after the last.
 */
gboolean
cp_predictions_next_tie (const CpPredictions *self,
                         CpTie               *tie)
{
  gsize start = tie->end;
  gsize end = start;

  if (start == self->n)
    return FALSE;
  while (end < self->n && self->probabilities[end] == self->probabilities[start])
    end++;
  tie->start = start;
  tie->end = end;
  tie->positives = self->positives_below[end] - self->positives_below[start];
  tie->negatives = end - start - tie->positives;
  return TRUE;
}

/* How many different probabilities there are. O(n). */
gsize
cp_predictions_count_ties (const CpPredictions *self)
{
  gsize n = 1;

  for (gsize i = 1; i < self->n; i++)
    n += self->probabilities[i] != self->probabilities[i - 1];
  return n;
}

/**
 * cp_predictions_histogram:
 * @self: predictions
 * @n_bins: how many equal bins over 0…1, at least 1
 * @negatives: (out caller-allocates) (array length=n_bins): (n_bins) counts of normal images
 * @positives: (out caller-allocates) (array length=n_bins): (n_bins) counts of pneumonia images
 *
 * Bin i holds i/n_bins ≤ p < (i+1)/n_bins; 1 belongs to the last. So a
 * threshold on a bin's edge cuts between bins. O(n_bins log n).
 */
void
cp_predictions_histogram (const CpPredictions *self,
                          guint                n_bins,
                          guint               *negatives,
                          guint               *positives)
{
  gsize start = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (n_bins > 0);

  for (guint i = 0; i < n_bins; i++)
    {
      gsize end = i + 1 == n_bins ? self->n : cp_predictions_count_below (self, (i + 1.0) / n_bins);

      positives[i] = (guint) (self->positives_below[end] - self->positives_below[start]);
      negatives[i] = (guint) (end - start) - positives[i];
      start = end;
    }
}
