/* SPDX-License-Identifier: MIT */
#include "loss-history.h"

#include <math.h>

struct _CpEpochRecord
{
  GObject parent_instance;

  guint member;
  guint epoch;
  guint last_batch;
  double train_loss;
  double val_loss;
  CpConfusion validation;
  double seconds;
};

G_DEFINE_FINAL_TYPE (CpEpochRecord, cp_epoch_record, G_TYPE_OBJECT)

static void
cp_epoch_record_class_init (CpEpochRecordClass *klass)
{
}

static void
cp_epoch_record_init (CpEpochRecord *self)
{
}

/**
 * cp_epoch_record_new:
 * @member: network of the ensemble, from 1
 * @epoch: its number, from 1 in each network
 * @last_batch: batches trained since the start of the run when it ended
 * @train_loss: mean weighted loss over the epoch's training images
 * @val_loss: mean loss on validation after it
 * @validation: confusion on validation at threshold 0.5
 * @seconds: how long it took
 *
 * Returns: (transfer full): a record
 */
CpEpochRecord *
cp_epoch_record_new (guint       member,
                     guint       epoch,
                     guint       last_batch,
                     double      train_loss,
                     double      val_loss,
                     CpConfusion validation,
                     double      seconds)
{
  CpEpochRecord *self = g_object_new (CP_TYPE_EPOCH_RECORD, NULL);

  self->member = member;
  self->epoch = epoch;
  self->last_batch = last_batch;
  self->train_loss = train_loss;
  self->val_loss = val_loss;
  self->validation = validation;
  self->seconds = seconds;
  return self;
}

/**
 * cp_epoch_record_get_member:
 * @self: a record
 *
 * Returns: which network of an ensemble was trained, from 1
 */
guint
cp_epoch_record_get_member (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0);

  return self->member;
}

/**
 * cp_epoch_record_get_epoch:
 * @self: a record
 *
 * Returns: the epoch's number, from 1 in each network
 */
guint
cp_epoch_record_get_epoch (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0);

  return self->epoch;
}

/**
 * cp_epoch_record_get_last_batch:
 * @self: a record
 *
 * Returns: batches trained since the start of the run when the epoch ended, its place on the loss plot
 */
guint
cp_epoch_record_get_last_batch (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0);

  return self->last_batch;
}

/**
 * cp_epoch_record_get_train_loss:
 * @self: a record
 *
 * Returns: the mean loss over the epoch's training images
 */
double
cp_epoch_record_get_train_loss (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0.0);

  return self->train_loss;
}

/**
 * cp_epoch_record_get_val_loss:
 * @self: a record
 *
 * Returns: the mean loss on validation after the epoch
 */
double
cp_epoch_record_get_val_loss (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0.0);

  return self->val_loss;
}

/**
 * cp_epoch_record_get_validation:
 * @self: a record
 *
 * Returns: the confusion on validation at threshold 0.5
 */
CpConfusion
cp_epoch_record_get_validation (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), ((CpConfusion){ 0 }));

  return self->validation;
}

/**
 * cp_epoch_record_get_seconds:
 * @self: a record
 *
 * Returns: how long the epoch took
 */
double
cp_epoch_record_get_seconds (CpEpochRecord *self)
{
  g_return_val_if_fail (CP_IS_EPOCH_RECORD (self), 0.0);

  return self->seconds;
}

struct _CpLossHistory
{
  GObject parent_instance;

  CpLossPlan plan;
  GArray *batches; /* of float */
  GArray *rates;   /* of float, as many */
  GListStore *epochs;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpLossHistory, cp_loss_history, G_TYPE_OBJECT)

static void
cp_loss_history_finalize (GObject *object)
{
  CpLossHistory *self = CP_LOSS_HISTORY (object);

  g_array_unref (self->batches);
  g_array_unref (self->rates);
  g_object_unref (self->epochs);
  G_OBJECT_CLASS (cp_loss_history_parent_class)->finalize (object);
}

static void
cp_loss_history_class_init (CpLossHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cp_loss_history_finalize;

  /**
   * CpLossHistory::changed:
   *
   * Batches or an epoch were appended.
   */
  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_LOSS_HISTORY, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_loss_history_init (CpLossHistory *self)
{
  self->batches = g_array_new (FALSE, FALSE, sizeof (float));
  self->rates = g_array_new (FALSE, FALSE, sizeof (float));
  self->epochs = g_list_store_new (CP_TYPE_EPOCH_RECORD);
}

/**
 * cp_loss_history_new:
 * @plan: (nullable): what the run is going to be; copied
 *
 * Returns: (transfer full): an empty history
 */
CpLossHistory *
cp_loss_history_new (const CpLossPlan *plan)
{
  CpLossHistory *self = g_object_new (CP_TYPE_LOSS_HISTORY, NULL);

  if (plan != NULL)
    self->plan = *plan;
  return self;
}

/**
 * cp_loss_history_append_batches:
 * @self: a history
 * @losses: (array length=n): (n) mean loss of each batch, oldest first
 * @rates: (array length=n) (nullable): (n) the learning rate each was trained with; %NULL where not known
 * @n: how many; 0 does nothing
 *
 * Many batches at once cost one `::changed`.
 */
void
cp_loss_history_append_batches (CpLossHistory *self,
                                const float   *losses,
                                const float   *rates,
                                guint          n)
{
  const float unknown = NAN;

  g_return_if_fail (CP_IS_LOSS_HISTORY (self));

  if (n == 0)
    return;
  g_array_append_vals (self->batches, losses, n);
  if (rates != NULL)
    g_array_append_vals (self->rates, rates, n);
  for (guint i = 0; rates == NULL && i < n; i++)
    g_array_append_val (self->rates, unknown);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * cp_loss_history_append_epoch:
 * @self: a history
 * @record: (transfer none): a finished epoch
 */
void
cp_loss_history_append_epoch (CpLossHistory *self,
                              CpEpochRecord *record)
{
  g_return_if_fail (CP_IS_LOSS_HISTORY (self));
  g_return_if_fail (CP_IS_EPOCH_RECORD (record));

  g_list_store_append (self->epochs, record);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * cp_loss_history_get_plan:
 * @self: a history
 *
 * Returns: (transfer none): what the run is going to be, all zero where that is not known
 */
const CpLossPlan *
cp_loss_history_get_plan (CpLossHistory *self)
{
  g_return_val_if_fail (CP_IS_LOSS_HISTORY (self), NULL);

  return &self->plan;
}

/**
 * cp_loss_history_get_member_batches:
 * @self: a history
 *
 * Returns: batches that each network of an ensemble takes; 0 for a single network, or if not known
 */
guint
cp_loss_history_get_member_batches (CpLossHistory *self)
{
  g_return_val_if_fail (CP_IS_LOSS_HISTORY (self), 0);

  return self->plan.members > 1 ? self->plan.batches / self->plan.members : 0;
}

/**
 * cp_loss_history_get_batches:
 * @self: a history
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): (n) the loss of each batch so far; valid until the next append
 */
const float *
cp_loss_history_get_batches (CpLossHistory *self,
                             guint         *n)
{
  g_return_val_if_fail (CP_IS_LOSS_HISTORY (self), NULL);

  *n = self->batches->len;
  return (const float *) (gpointer) self->batches->data;
}

/**
 * cp_loss_history_get_rates:
 * @self: a history
 *
 * Returns: (transfer none): the learning rate of each batch so far, as many as losses, NaN where not known; valid
 *   until the next append
 */
const float *
cp_loss_history_get_rates (CpLossHistory *self)
{
  g_return_val_if_fail (CP_IS_LOSS_HISTORY (self), NULL);

  return (const float *) (gpointer) self->rates->data;
}

/**
 * cp_loss_history_get_epochs:
 * @self: a history
 *
 * Returns: (transfer none): the finished epochs, a #GListModel of #CpEpochRecord
 */
GListModel *
cp_loss_history_get_epochs (CpLossHistory *self)
{
  g_return_val_if_fail (CP_IS_LOSS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->epochs);
}
