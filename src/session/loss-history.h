/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpEpochRecord:
 *
 * One finished epoch: a row of the epoch table and of the history CSV. Immutable.
 */
#define CP_TYPE_EPOCH_RECORD (cp_epoch_record_get_type ())
G_DECLARE_FINAL_TYPE (CpEpochRecord, cp_epoch_record, CP, EPOCH_RECORD, GObject)

CpEpochRecord *cp_epoch_record_new                (guint          member,
                                                   guint          epoch,
                                                   guint          last_batch,
                                                   double         train_loss,
                                                   double         val_loss,
                                                   CpConfusion    validation,
                                                   double         seconds);
guint          cp_epoch_record_get_member         (CpEpochRecord *self);
guint          cp_epoch_record_get_epoch          (CpEpochRecord *self);
guint          cp_epoch_record_get_last_batch     (CpEpochRecord *self);
double         cp_epoch_record_get_train_loss     (CpEpochRecord *self);
double         cp_epoch_record_get_val_loss       (CpEpochRecord *self);
CpConfusion    cp_epoch_record_get_validation     (CpEpochRecord *self);
double         cp_epoch_record_get_seconds        (CpEpochRecord *self);

/**
 * CpLossPlan:
 * @batches: of the whole run, of all networks together; 0 if not known
 * @members: networks that are trained one after another; 0 if not known
 * @rate: the highest learning rate; 0 if not known
 *
 * What a run is going to be, so that a plot's axes can stand still.
 */
typedef struct
{
  guint batches;
  guint members;
  double rate;
} CpLossPlan;

/**
 * CpLossHistory:
 *
 * What a training run has shown so far: the loss and rate of every batch and a
 * #GListModel of #CpEpochRecord. Lives in the main thread. `::changed` is
 * emitted after anything was appended.
 */
#define CP_TYPE_LOSS_HISTORY (cp_loss_history_get_type ())
G_DECLARE_FINAL_TYPE (CpLossHistory, cp_loss_history, CP, LOSS_HISTORY, GObject)

CpLossHistory *cp_loss_history_new                  (const CpLossPlan *plan);
void           cp_loss_history_append_batches       (CpLossHistory  *self,
                                                     const float    *losses,
                                                     const float    *rates,
                                                     guint           n);
void           cp_loss_history_append_epoch         (CpLossHistory  *self,
                                                     CpEpochRecord  *record);
const CpLossPlan *cp_loss_history_get_plan          (CpLossHistory  *self);
guint          cp_loss_history_get_member_batches   (CpLossHistory  *self);
const float   *cp_loss_history_get_batches          (CpLossHistory  *self,
                                                     guint          *n);
const float   *cp_loss_history_get_rates            (CpLossHistory  *self);
GListModel    *cp_loss_history_get_epochs           (CpLossHistory  *self);

G_END_DECLS
