/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-series.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KEPT 0.9f          /* of the smoothed loss at each batch: a memory of about ten batches */
#define HEADROOM 1.25      /* over the smoothed losses, so that most single batches fit */
#define VALIDATION_ROOM 2.0
#define SMALLEST_EXTENT 10 /* batches */

struct _CpLossSeries
{
  CpLossHistory *history;
  CpTrace *traces[CP_N_LOSS_TRACES];
  GArray *points; /* CpLossPoint */
  float sum;      /* of the smoothing, before its correction */
  float weight;   /* what of @sum is not the zero it started from */
  double highest_smoothed;
  double highest_validation;
  double highest_rate;
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
  self->points = g_array_new (FALSE, FALSE, sizeof (CpLossPoint));
  for (guint i = 0; i < CP_N_LOSS_TRACES; i++)
    self->traces[i] = cp_trace_new ();
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
  g_array_unref (self->points);
  for (guint i = 0; i < CP_N_LOSS_TRACES; i++)
    cp_trace_free (self->traces[i]);
  g_free (self);
}

/* An exponential mean, divided by the weight of what went in (Kingma & Ba 2015, section 3),
 * so that it is right from the first batch on. A loss that is not finite is left out. */
static float
smooth (CpLossSeries *self,
        float         loss)
{
  if (isfinite (loss))
    {
      self->sum = KEPT * self->sum + (1 - KEPT) * loss;
      self->weight = KEPT * self->weight + (1 - KEPT);
    }
  return self->weight > 0 ? self->sum / self->weight : NAN;
}

/* A network that begins knows nothing of the one before it. */
static void
begin_member (CpLossSeries *self)
{
  self->sum = 0;
  self->weight = 0;
}

static void
append_batch (CpLossSeries *self,
              guint         place,
              float         loss,
              float         rate)
{
  const guint member_batches = cp_loss_series_get_member_batches (self);
  float smoothed;

  if (member_batches > 0 && place % member_batches == 0)
    begin_member (self);
  smoothed = smooth (self, loss);
  cp_trace_append (self->traces[CP_LOSS_BATCHES], loss);
  cp_trace_append (self->traces[CP_LOSS_SMOOTHED], smoothed);
  cp_trace_append (self->traces[CP_LOSS_RATES], rate);
  if (smoothed > self->highest_smoothed)
    self->highest_smoothed = smoothed;
  if (rate > self->highest_rate)
    self->highest_rate = rate;
}

static void
append_point (CpLossSeries  *self,
              CpEpochRecord *record)
{
  const CpLossPoint point = {
    .member = cp_epoch_record_get_member (record),
    .epoch = cp_epoch_record_get_epoch (record),
    .batch = cp_epoch_record_get_last_batch (record),
    .train_loss = cp_epoch_record_get_train_loss (record),
    .val_loss = cp_epoch_record_get_val_loss (record),
  };

  g_array_append_val (self->points, point);
  if (isfinite (point.val_loss))
    self->highest_validation = MAX (self->highest_validation, point.val_loss);
}

/**
 * cp_loss_series_update:
 * @self: a series
 *
 * Takes over the batches and epochs appended since; costs what these are.
 */
void
cp_loss_series_update (CpLossSeries *self)
{
  GListModel *epochs = cp_loss_history_get_epochs (self->history);
  const float *rates = cp_loss_history_get_rates (self->history);
  guint n;
  const float *losses = cp_loss_history_get_batches (self->history, &n);

  for (guint i = cp_loss_series_get_n (self); i < n; i++)
    append_batch (self, i, losses[i], rates[i]);
  for (guint i = self->points->len; i < g_list_model_get_n_items (epochs); i++)
    {
      g_autoptr (CpEpochRecord) record = g_list_model_get_item (epochs, i);

      append_point (self, record);
    }
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
  return cp_trace_get_n (self->traces[CP_LOSS_BATCHES]);
}

/**
 * cp_loss_series_get_trace:
 * @self: a series
 * @trace: which
 *
 * Returns: (transfer none): (n) one number a batch
 */
const CpTrace *
cp_loss_series_get_trace (const CpLossSeries *self,
                          CpLossTrace         trace)
{
  return self->traces[trace];
}

/**
 * cp_loss_series_get_value:
 * @self: a series
 * @trace: of what
 * @batch: 1 to n
 *
 * Returns: the number at a batch
 */
float
cp_loss_series_get_value (const CpLossSeries *self,
                          CpLossTrace         trace,
                          guint               batch)
{
  return cp_trace_get_values (self->traces[trace])[batch - 1];
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
  const guint expected = cp_loss_history_get_plan (self->history)->batches;

  return MAX (MAX (expected, cp_loss_series_get_n (self)), SMALLEST_EXTENT);
}

/**
 * cp_loss_series_get_member_batches:
 * @self: a series
 *
 * Returns: batches of each network of an ensemble; 0 for a single one
 */
guint
cp_loss_series_get_member_batches (const CpLossSeries *self)
{
  return cp_loss_history_get_member_batches (self->history);
}

/**
 * cp_loss_series_get_highest:
 * @self: a series
 *
 * Where the axis should end: above every smoothed loss and, within twice these,
 * every validation loss, but not above each single batch or a validation loss
 * far away (of a batch norm's first epochs), which would flatten all others.
 *
 * Returns: a loss; 0 when there is none yet
 */
double
cp_loss_series_get_highest (const CpLossSeries *self)
{
  const double validation = 1.05 * self->highest_validation;

  if (self->highest_smoothed == 0)
    return validation;
  return MAX (HEADROOM * self->highest_smoothed, MIN (validation, VALIDATION_ROOM * self->highest_smoothed));
}

/**
 * cp_loss_series_get_highest_rate:
 * @self: a series
 *
 * Returns: the highest learning rate there is and will be, as far as known; 0 if not known
 */
double
cp_loss_series_get_highest_rate (const CpLossSeries *self)
{
  return self->highest_rate > 0 ? MAX (self->highest_rate, cp_loss_history_get_plan (self->history)->rate) : 0;
}

/**
 * cp_loss_series_get_points:
 * @self: a series
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the finished epochs
 */
const CpLossPoint *
cp_loss_series_get_points (const CpLossSeries *self,
                           guint              *n)
{
  *n = self->points->len;
  return (const CpLossPoint *) (gpointer) self->points->data;
}

/**
 * cp_loss_series_get_point_of:
 * @self: a series
 * @batch: a batch, from 1
 *
 * Returns: (nullable) (transfer none): the epoch it belongs to, %NULL while
 *   that has not ended
 */
const CpLossPoint *
cp_loss_series_get_point_of (const CpLossSeries *self,
                             guint               batch)
{
  guint n;
  const CpLossPoint *points = cp_loss_series_get_points (self, &n);
  guint low = 0;
  guint high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (points[middle].batch < batch)
        low = middle + 1;
      else
        high = middle;
    }
  return low < n ? &points[low] : NULL;
}

/* Epochs of each network, from the batches that one took; 0 if not known. */
static guint
estimate_epochs (const CpLossSeries *self,
                 const CpLossPoint  *last)
{
  const guint member_batches = cp_loss_series_get_member_batches (self);
  const guint expected = member_batches > 0 ? member_batches : cp_loss_history_get_plan (self->history)->batches;
  const guint batches = member_batches > 0 ? (last->batch - 1) % member_batches + 1 : last->batch;

  return batches == 0 ? 0 : (guint) lround ((double) expected * last->epoch / batches);
}

static char *
describe_epochs (const CpLossSeries *self,
                 const CpLossPoint  *last)
{
  const guint epochs = estimate_epochs (self, last);
  char train[G_ASCII_DTOSTR_BUF_SIZE], validation[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (train, sizeof train, "%.3f", last->train_loss);
  g_ascii_formatd (validation, sizeof validation, "%.3f", last->val_loss);
  if (cp_loss_series_get_member_batches (self) > 0)
    return g_strdup_printf (_("Network %u: loss %s after %u of %u epochs, validation %s"), last->member, train,
                            last->epoch, epochs, validation);
  if (epochs < last->epoch)
    return g_strdup_printf (_("Loss %s after %u epochs, validation %s"), train, last->epoch, validation);

  return g_strdup_printf (_("Loss %s after %u of %u epochs, validation %s"), train, last->epoch, epochs, validation);
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
  const guint n = cp_loss_series_get_n (self);
  char loss[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->points->len > 0)
    return describe_epochs (self, &g_array_index (self->points, CpLossPoint, self->points->len - 1));
  if (n == 0)
    return g_strdup (_("No loss yet"));

  g_ascii_formatd (loss, sizeof loss, "%.3f", cp_loss_series_get_value (self, CP_LOSS_SMOOTHED, n));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Loss %s after %u batch", "Loss %s after %u batches", n), loss, n);
}
