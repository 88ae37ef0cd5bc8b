/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-bins.h"

#include <glib/gi18n-lib.h>

#define ROOM_PER_BIN 4.5 /* pixels */

/* Bins whose edges fall on round thresholds, as many as there is room for. */
static guint
choose_n (double width)
{
  static const guint choices[] = { 200, 100, 50 };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (width >= choices[i] * ROOM_PER_BIN)
      return choices[i];

  return 20;
}

/* A bin holds what lies between its edges: what is below its upper edge and not below its lower. */
static void
count (CpThresholdBins *self,
       CpPredictions   *predictions)
{
  CpConfusion below = { 0 };

  for (guint i = 0; i < self->n; i++)
    {
      CpConfusion next = cp_confusion_at (predictions, self->edges[i + 1]);

      if (i + 1 == self->n)
        next = (CpConfusion) { .fn = cp_predictions_get_positives (predictions),
                               .tn = cp_predictions_get_negatives (predictions) };
      self->pneumonia[i] = (guint) (next.fn - below.fn);
      self->normal[i] = (guint) (next.tn - below.tn);
      self->highest = MAX (self->highest, MAX (self->normal[i], self->pneumonia[i]));
      below = next;
    }
}

/**
 * cp_threshold_bins_update:
 * @self: bins, zeroed before their first use
 * @review: (nullable): whose probabilities to count
 * @axis: over which the bins are to be equal
 * @width: pixels there are for all bins
 *
 * Counts, unless that was done for this axis and width since the bins were last
 * cleared. Clear them when the probabilities change. O(bins · log n).
 *
 * Returns: whether they were counted anew
 */
gboolean
cp_threshold_bins_update (CpThresholdBins *self,
                          CpReview        *review,
                          CpThresholdAxis  axis,
                          double           width)
{
  guint n = choose_n (width);

  if ((self->n == n && self->axis == axis) || review == NULL || !cp_review_has_scores (review))
    return FALSE;

  cp_threshold_bins_clear (self);
  self->axis = axis;
  self->n = n;
  self->edges = g_new (double, n + 1);
  self->normal = g_new (guint, n);
  self->pneumonia = g_new (guint, n);
  self->highest = 1;
  cp_threshold_axis_get_edges (axis, n, self->edges);
  count (self, cp_review_get_predictions (review));
  return TRUE;
}

/**
 * cp_threshold_bins_clear:
 * @self: bins
 *
 * Forgets what was counted.
 */
void
cp_threshold_bins_clear (CpThresholdBins *self)
{
  g_clear_pointer (&self->edges, g_free);
  g_clear_pointer (&self->normal, g_free);
  g_clear_pointer (&self->pneumonia, g_free);
  self->n = 0;
}

static guint
find_bin (const CpThresholdBins *self,
          double                 probability)
{
  guint low = 0, high = self->n - 1;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (self->edges[middle] <= probability)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

static const char *
choose_format (const CpThresholdBins *self,
               guint                  bin)
{
  if (self->axis == CP_THRESHOLD_AXIS_LINEAR)
    return self->n > 100 ? "%.3f" : "%.2f";
  return MIN (self->edges[bin], 1.0 - self->edges[bin + 1]) < 0.1 ? "%.4f" : "%.3f";
}

/**
 * cp_threshold_bins_describe:
 * @self: bins that hold counts
 * @probability: 0…1
 *
 * Returns: (transfer full): the counts of the bin of @probability, for a person
 */
char *
cp_threshold_bins_describe (const CpThresholdBins *self,
                            double                 probability)
{
  guint bin = find_bin (self, probability);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  const char *format = choose_format (self, bin);

  if (self->axis == CP_THRESHOLD_AXIS_LOGIT && bin == 0)
    return g_strdup_printf (_("Probability below 0.001, all together: %u pneumonia, %u normal"), self->pneumonia[bin],
                            self->normal[bin]);
  if (self->axis == CP_THRESHOLD_AXIS_LOGIT && bin + 1 == self->n)
    return g_strdup_printf (_("Probability 0.999 and above, all together: %u pneumonia, %u normal"),
                            self->pneumonia[bin], self->normal[bin]);

  g_ascii_formatd (low, sizeof low, format, self->edges[bin]);
  g_ascii_formatd (high, sizeof high, format, self->edges[bin + 1]);
  /* Translators: a range of probabilities, then counts of images */
  return g_strdup_printf (_("Probability %s–%s: %u pneumonia, %u normal"), low, high, self->pneumonia[bin],
                          self->normal[bin]);
}
