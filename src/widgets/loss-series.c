/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-series.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KEPT 0.9f          /* of the smoothed loss at each batch: a memory of about ten batches */
#define HEADROOM 1.25      /* over the smoothed losses, so that most single batches fit */
#define SMALLEST_EXTENT 10 /* batches */

struct _CpLossSeries
{
  CpLossHistory *history;
  GArray *smoothed; /* (n) float */
  float sum;        /* of the smoothing, before its correction */
  float weight;     /* what of @sum is not the zero it started from */
  double highest;
};

/**
 * cp_loss_series_new:
 * @history: a history
 *
 * Returns: (transfer full): a series of what the history holds now
 */
CpLossSeries *
cp_loss_series_new (CpLossHistory *history)
{
  CpLossSeries *self = g_new0 (CpLossSeries, 1);

  self->history = g_object_ref (history);
  self->smoothed = g_array_new (FALSE, FALSE, sizeof (float));
  cp_loss_series_update (self);
  return self;
}

/**
 * cp_loss_series_free:
 * @self: (transfer full): a series
 *
 * Frees it.
 */
void
cp_loss_series_free (CpLossSeries *self)
{
  g_object_unref (self->history);
  g_array_unref (self->smoothed);
  g_free (self);
}

/* An exponential mean, divided by the weight of what went in (Kingma & Ba 2015, section 3),
 * so that it is right from the first batch on. A loss that is not finite is left out. */
static void
smooth (CpLossSeries *self,
        float         loss)
{
  float smoothed;

  if (isfinite (loss))
    {
      self->sum = KEPT * self->sum + (1 - KEPT) * loss;
      self->weight = KEPT * self->weight + (1 - KEPT);
    }
  smoothed = self->weight > 0 ? self->sum / self->weight : NAN;
  g_array_append_val (self->smoothed, smoothed);
  if (smoothed > self->highest)
    self->highest = smoothed;
}

/**
 * cp_loss_series_update:
 * @self: a series
 *
 * Carries the smoothed losses on over the batches appended since.
 */
void
cp_loss_series_update (CpLossSeries *self)
{
  guint n;
  const float *batches = cp_loss_history_get_batches (self->history, &n);

  for (guint i = self->smoothed->len; i < n; i++)
    smooth (self, batches[i]);
}

/**
 * cp_loss_series_get_history:
 * @self: a series
 *
 * Returns: (transfer none): its history
 */
CpLossHistory *
cp_loss_series_get_history (const CpLossSeries *self)
{
  return self->history;
}

/**
 * cp_loss_series_get_n:
 * @self: a series
 *
 * Returns: how many batches it holds
 */
guint
cp_loss_series_get_n (const CpLossSeries *self)
{
  return self->smoothed->len;
}

/**
 * cp_loss_series_get_batches:
 * @self: a series
 *
 * Returns: (transfer none): (n) the loss of each batch, until the history's next append
 */
const float *
cp_loss_series_get_batches (const CpLossSeries *self)
{
  guint n;

  return cp_loss_history_get_batches (self->history, &n);
}

/**
 * cp_loss_series_get_smoothed:
 * @self: a series
 *
 * Returns: (transfer none): (n) the smoothed losses, until the next update
 */
const float *
cp_loss_series_get_smoothed (const CpLossSeries *self)
{
  return (const float *) (gpointer) self->smoothed->data;
}

/**
 * cp_loss_series_get_extent:
 * @self: a series
 *
 * Returns: the batches its axis needs: those of the whole run where that is known
 */
guint
cp_loss_series_get_extent (const CpLossSeries *self)
{
  guint expected = cp_loss_history_get_plan (self->history)->batches;

  return MAX (MAX (expected, self->smoothed->len), SMALLEST_EXTENT);
}

/**
 * cp_loss_series_get_highest:
 * @self: a series
 *
 * Where the axis should end: above every smoothed and validation loss, but
 * not above each single batch, of which one wild one would flatten all others.
 *
 * Returns: a loss; 0 when there is none yet
 */
double
cp_loss_series_get_highest (const CpLossSeries *self)
{
  double highest = HEADROOM * self->highest;

  for (guint i = 0; i < cp_loss_series_get_n_epochs (self); i++)
    {
      g_autoptr (CpEpochRecord) record = cp_loss_series_dup_epoch (self, i);
      double loss = cp_epoch_record_get_val_loss (record);

      if (isfinite (loss))
        highest = MAX (highest, 1.05 * loss);
    }
  return highest;
}

/**
 * cp_loss_series_get_n_epochs:
 * @self: a series
 *
 * Returns: how many epochs have ended
 */
guint
cp_loss_series_get_n_epochs (const CpLossSeries *self)
{
  return g_list_model_get_n_items (cp_loss_history_get_epochs (self->history));
}

/**
 * cp_loss_series_dup_epoch:
 * @self: a series
 * @index: which epoch, from 0
 *
 * Returns: (transfer full): its record
 */
CpEpochRecord *
cp_loss_series_dup_epoch (const CpLossSeries *self,
                          guint               index)
{
  return g_list_model_get_item (cp_loss_history_get_epochs (self->history), index);
}

/**
 * cp_loss_series_dup_epoch_of:
 * @self: a series
 * @batch: a batch, from 1
 *
 * Returns: (nullable) (transfer full): the record of the epoch it belongs to,
 *   %NULL while that has not ended
 */
CpEpochRecord *
cp_loss_series_dup_epoch_of (const CpLossSeries *self,
                             guint               batch)
{
  guint low = 0;
  guint high = cp_loss_series_get_n_epochs (self);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autoptr (CpEpochRecord) record = cp_loss_series_dup_epoch (self, middle);

      if (cp_epoch_record_get_last_batch (record) < batch)
        low = middle + 1;
      else
        high = middle;
    }
  return cp_loss_series_dup_epoch (self, low);
}

/* Epochs of the whole run, from the batches that one took; 0 if not known. */
static guint
estimate_epochs (const CpLossSeries *self,
                 CpEpochRecord      *last)
{
  guint expected = cp_loss_history_get_plan (self->history)->batches;
  guint batches = cp_epoch_record_get_last_batch (last);

  return batches == 0 ? 0 : (guint) lround ((double) expected * cp_epoch_record_get_epoch (last) / batches);
}

static char *
describe_epochs (const CpLossSeries *self,
                 CpEpochRecord      *last)
{
  guint epochs = estimate_epochs (self, last);
  guint epoch = cp_epoch_record_get_epoch (last);
  char train[G_ASCII_DTOSTR_BUF_SIZE], validation[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (train, sizeof train, "%.3f", cp_epoch_record_get_train_loss (last));
  g_ascii_formatd (validation, sizeof validation, "%.3f", cp_epoch_record_get_val_loss (last));
  if (epochs < epoch)
    return g_strdup_printf (_("Loss %s after %u epochs, validation %s"), train, epoch, validation);

  return g_strdup_printf (_("Loss %s after %u of %u epochs, validation %s"), train, epoch, epochs, validation);
}

/**
 * cp_loss_series_describe:
 * @self: a series
 *
 * Returns: (transfer full): its main figures in one sentence, for assistive technology
 */
char *
cp_loss_series_describe (const CpLossSeries *self)
{
  guint n = cp_loss_series_get_n (self);
  guint n_epochs = cp_loss_series_get_n_epochs (self);
  char loss[G_ASCII_DTOSTR_BUF_SIZE];

  if (n_epochs > 0)
    {
      g_autoptr (CpEpochRecord) last = cp_loss_series_dup_epoch (self, n_epochs - 1);

      return describe_epochs (self, last);
    }

  if (n == 0)
    return g_strdup (_("No loss yet"));

  g_ascii_formatd (loss, sizeof loss, "%.3f", cp_loss_series_get_smoothed (self)[n - 1]);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Loss %s after %u batch", "Loss %s after %u batches", n), loss, n);
}
