/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "samples.h"
#include "schedule.h"

G_BEGIN_DECLS

/**
 * CpTrainerSettings:
 * @epochs: passes over the training images
 * @batch_size: images a step
 * @learning_rate: of Adam; the highest where it changes
 * @schedule: how the rate changes from step to step
 * @weight_decay: of AdamW; 0 for Adam
 * @averaging: share of the weights' moving average that a step keeps, below 1; 0 for the weights as they are
 * @augmentation: how far training images are changed at random; %NULL for not at all
 * @class_weights: weigh both classes as if equally frequent
 * @seed: of shuffling, dropout and augmentation
 * @threads: worker threads; 0 for one a processor
 * @background: the trainer's own threads give way to all others
 */
typedef struct
{
  guint epochs;
  guint batch_size;
  double learning_rate;
  CpScheduleKind schedule;
  double weight_decay;
  double averaging;
  const CpAugmentation *augmentation;
  gboolean class_weights;
  guint64 seed;
  guint threads;
  gboolean background;
} CpTrainerSettings;

/**
 * CpTrainerBatch:
 * @epoch: from 1
 * @batch: in this epoch, from 1
 * @batches: in each epoch
 * @loss: mean over the batch
 * @rate: the learning rate it was trained with
 */
typedef struct
{
  guint epoch;
  guint batch;
  guint batches;
  float loss;
  double rate;
} CpTrainerBatch;

/**
 * CpTrainerEpoch:
 * @epoch: from 1
 * @train_loss: mean over the epoch's samples, while the weights changed
 * @validation_loss: with the weights at its end, and the same class weights
 * @validation_logits: (n of validation), valid during the call
 * @seconds: without pauses, validation included
 */
typedef struct
{
  guint epoch;
  double train_loss;
  double validation_loss;
  const float *validation_logits;
  double seconds;
} CpTrainerEpoch;

/**
 * CpTrainerCallbacks:
 * @batch: (nullable): after each batch
 * @epoch: (nullable): after each epoch
 *
 * Progress, called in the thread that runs cp_trainer_run().
 */
typedef struct
{
  void (*batch) (const CpTrainerBatch *batch,
                 gpointer              user_data);
  void (*epoch) (const CpTrainerEpoch *epoch,
                 gpointer              user_data);
} CpTrainerCallbacks;

/**
 * CpTrainerState:
 * @finished_epochs: how many epochs have ended
 * @n_values: of the network
 * @n_trained: those of them that the optimiser changes
 * @values: (n_values)
 * @moment1: (n_trained) the optimiser's
 * @moment2: (n_trained) likewise
 * @average: (n_values) (nullable): the moving average of the weights
 *
 * All that a training goes on from at an epoch's end: what is random is
 * counted, not remembered. Borrowed.
 */
typedef struct
{
  guint finished_epochs;
  gsize n_values;
  gsize n_trained;
  const float *values;
  const float *moment1;
  const float *moment2;
  const float *average;
} CpTrainerState;

/**
 * CpTrainer:
 *
 * The training of one network.
 */
typedef struct _CpTrainer CpTrainer;

CpTrainer *cp_trainer_new         (CpNetwork                *network,
                                   const CpSamples          *train,
                                   const CpSamples          *validation,
                                   const CpTrainerSettings  *settings,
                                   GError                  **error);
void       cp_trainer_free        (CpTrainer                *self);
guint      cp_trainer_get_batches (CpTrainer                *self);
gboolean   cp_trainer_run         (CpTrainer                *self,
                                   const CpTrainerCallbacks *callbacks,
                                   gpointer                  user_data,
                                   GError                  **error);
void       cp_trainer_start_over  (CpTrainer                *self,
                                   guint64                   seed);
void       cp_trainer_get_state   (CpTrainer                *self,
                                   CpTrainerState           *state);
gboolean   cp_trainer_set_state   (CpTrainer                *self,
                                   const CpTrainerState     *state,
                                   GError                  **error);
const CpNetwork *cp_trainer_get_result (CpTrainer           *self);
void       cp_trainer_pause       (CpTrainer                *self);
void       cp_trainer_resume      (CpTrainer                *self);
void       cp_trainer_cancel      (CpTrainer                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTrainer, cp_trainer_free)

G_END_DECLS
