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
 * Progress after each batch. @epoch and @batch count from 1, @loss is the mean
 * over the batch.
 */
typedef struct
{
  guint epoch;
  guint epochs;
  guint batch;
  guint batches;
  float loss;
} CpTrainingBatch;

/**
 * CpTrainingEpoch:
 * @validation: confusion on validation at threshold 0.5
 * @last_batch: batches trained since the start
 *
 * Progress after each epoch.
 */
typedef struct
{
  guint epoch;
  guint last_batch;
  double train_loss;
  double val_loss;
  CpConfusion validation;
  double seconds;
} CpTrainingEpoch;

/* Called in the thread that runs cp_training_run(). */
typedef struct
{
  void (*batch) (const CpTrainingBatch *batch, gpointer user_data);
  /* @model: the weights at this epoch's end (transfer none) */
  void (*epoch) (const CpTrainingEpoch *epoch, CpModel *model, gpointer user_data);
} CpTrainingCallbacks;

CpTraining *cp_training_new         (const CpRecipe             *recipe,
                                     CpDataset                  *dataset,
                                     GError                    **error);
void        cp_training_free        (CpTraining                 *self);
guint       cp_training_get_batches (CpTraining                 *self);   /* of all epochs */
/* Returns: (transfer full): the trained model. When cancelled: that of the last finished epoch (or, before the
 * first has ended, the weights as they are), with *@cancelled TRUE. When the loss is no longer finite: NULL and an error, with the last
 * finished epoch's model still in cp_training_get_model(). */
CpModel    *cp_training_run         (CpTraining                 *self,
                                     const CpTrainingCallbacks  *callbacks,
                                     gpointer                    user_data,
                                     gboolean                   *cancelled,
                                     GError                    **error);
CpModel    *cp_training_get_model   (CpTraining                 *self);   /* (nullable) (transfer none) */
void        cp_training_pause       (CpTraining                 *self);
void        cp_training_resume      (CpTraining                 *self);
void        cp_training_cancel      (CpTraining                 *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTraining, cp_training_free)

G_END_DECLS
