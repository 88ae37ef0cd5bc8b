/* SPDX-License-Identifier: MIT */
#include "predictions-private.h"

#include "evaluation-error.h"

#include <stdlib.h>

typedef struct
{
  double probability;
  guint8 label;
} Row;

static int
compare_rows (const void *a,
              const void *b)
{
  const Row *left = a;
  const Row *right = b;

  if (left->probability != right->probability)
    return left->probability < right->probability ? -1 : 1;
  return (int) left->label - (int) right->label;
}

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

static Row *
sort_rows (const double *probabilities,
           const guint8 *labels,
           gsize         n)
{
  Row *rows = g_new (Row, n);

  for (gsize i = 0; i < n; i++)
    {
      rows[i].probability = probabilities[i];
      rows[i].label = labels[i];
    }
  qsort (rows, n, sizeof *rows, compare_rows);
  return rows;
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
  g_autofree Row *rows = NULL;

  if (!check_rows (probabilities, labels, n, error))
    return NULL;

  rows = sort_rows (probabilities, labels, n);
  self = g_new0 (CpPredictions, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->probabilities = g_new (double, n);
  self->labels = g_new (guint8, n);
  self->positives_below = g_new (gsize, n + 1);
  self->positives_below[0] = 0;
  for (gsize i = 0; i < n; i++)
    {
      self->probabilities[i] = rows[i].probability;
      self->labels[i] = rows[i].label;
      self->positives_below[i + 1] = self->positives_below[i] + rows[i].label;
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
