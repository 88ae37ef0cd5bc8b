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

/**
 * cp_threshold_bins_update:
 * @self: bins, zeroed before their first use
 * @review: (nullable): whose probabilities to count
 * @width: pixels there are for all bins
 *
 * Counts, unless that was done for this width since the bins were last
 * cleared. Clear them when the probabilities change.
 */
void
cp_threshold_bins_update (CpThresholdBins *self,
                          CpReview        *review,
                          double           width)
{
  guint n = choose_n (width);

  if (self->n == n || review == NULL || !cp_review_has_scores (review))
    return;

  cp_threshold_bins_clear (self);
  self->n = n;
  self->normal = g_new0 (guint, n);
  self->pneumonia = g_new0 (guint, n);
  self->highest = 1;
  cp_review_get_histogram (review, n, self->normal, self->pneumonia);
  for (guint i = 0; i < n; i++)
    self->highest = MAX (self->highest, MAX (self->normal[i], self->pneumonia[i]));
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
  g_clear_pointer (&self->normal, g_free);
  g_clear_pointer (&self->pneumonia, g_free);
  self->n = 0;
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
  guint bin = MIN ((guint) (probability * self->n), self->n - 1);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  const char *format = self->n > 100 ? "%.3f" : "%.2f";

  g_ascii_formatd (low, sizeof low, format, (double) bin / self->n);
  g_ascii_formatd (high, sizeof high, format, (double) (bin + 1) / self->n);
  /* Translators: a range of probabilities, then counts of images */
  return g_strdup_printf (_("Probability %s–%s: %u pneumonia, %u normal"), low, high, self->pneumonia[bin],
                          self->normal[bin]);
}
