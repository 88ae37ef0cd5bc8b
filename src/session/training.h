/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-history.h"
#include "model.h"
#include "recipe.h"

G_BEGIN_DECLS

/**
 * CpTraining:
 *
 * A recipe trained on a data set, blocking: what the worker thread of the
 * window and cutpoint-cli both run. pause, resume and cancel may be called
 * from any thread (and cancel from a signal handler) and act within 100 ms.
 */
typedef struct _CpTraining CpTraining;

/**
 * CpTrainingBatch:
 *
 * @member: network of the ensemble, from 1
 * @members: how many
 * @epoch: of this network, from 1
 * @epochs: of each network
 * @batch: in this epoch, from 1
 * @batches: in each epoch
 * @loss: mean over the batch
 * @rate: the learning rate it was trained with
 *
 * Progress after each batch.
 */
typedef struct
{
  guint member;
  guint members;
  guint epoch;
  guint epochs;
  guint batch;
  guint batches;
  float loss;
  double rate;
} CpTrainingBatch;

/**
 * CpTrainingEpoch:
 * @member: network of the ensemble, from 1
 * @epoch: of this network, from 1
 * @last_batch: batches trained since the start, those of earlier networks included
 * @train_loss: mean over the epoch's images, while the weights changed
 * @val_loss: this network's on validation
 * @validation: this network's confusion on validation at threshold 0.5
 * @seconds: without pauses, validation included
 *
 * Progress after each epoch.
 */
typedef struct
{
  guint member;
  guint epoch;
  guint last_batch;
  double train_loss;
  double val_loss;
  CpConfusion validation;
  double seconds;
} CpTrainingEpoch;

/**
 * CpTrainingCallbacks:
 * @batch: (nullable): after each batch
 * @epoch: (nullable): after each epoch
 *
 * Progress, called in the thread that runs cp_training_run().
 */
typedef struct
{
  void (*batch) (const CpTrainingBatch *batch, gpointer user_data);
  /* @model: (transfer none): the weights at this epoch's end; once networks of an ensemble are finished, these */
  void (*epoch) (const CpTrainingEpoch *epoch, CpModel *model, gpointer user_data);
} CpTrainingCallbacks;

CpTraining *cp_training_new         (const CpRecipe             *recipe,
                                     CpDataset                  *dataset,
                                     GError                    **error);
void        cp_training_free        (CpTraining                 *self);
guint       cp_training_get_batches (CpTraining                 *self);
CpModel    *cp_training_run         (CpTraining                 *self,
                                     const CpTrainingCallbacks  *callbacks,
                                     gpointer                    user_data,
                                     gboolean                   *cancelled,
                                     GError                    **error);
CpModel    *cp_training_get_model   (CpTraining                 *self);
void        cp_training_pause       (CpTraining                 *self);
void        cp_training_resume      (CpTraining                 *self);
void        cp_training_cancel      (CpTraining                 *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTraining, cp_training_free)

G_END_DECLS
