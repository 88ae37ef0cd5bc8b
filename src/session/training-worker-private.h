/* SPDX-License-Identifier: MIT */
#pragma once

#include "checkpoint.h"

G_BEGIN_DECLS

/**
 * CpTrainingWorker:
 *
 * A training in a thread of its own, and the queue between that thread and the
 * main thread: the worker appends under a lock, the main thread takes all of it
 * away at once. Reference-counted, so that the thread may outlive its owner.
 */
typedef struct _CpTrainingWorker CpTrainingWorker;

/**
 * CpFinishedEpoch:
 * @epoch: its figures
 * @model: (owned): its weights
 */
typedef struct
{
  CpTrainingEpoch epoch;
  CpModel *model;
} CpFinishedEpoch;

/**
 * CpTrainingNews:
 * @losses: (element-type float): of the batches since the last time
 * @rates: (element-type float): their learning rates
 * @epochs: (element-type CpFinishedEpoch): finished since the last time
 * @checkpoint: (nullable): the newest since the last time
 * @newest: the newest batch; all zero before the first
 * @loss: mean over the running epoch so far
 * @ended: whether the thread is done
 * @cancelled: whether it ended because it was asked to
 * @error: (nullable): why it failed
 *
 * What happened since the last time.
 */
typedef struct
{
  GArray *losses;
  GArray *rates;
  GArray *epochs;
  GBytes *checkpoint;
  CpTrainingBatch newest;
  double loss;
  gboolean ended;
  gboolean cancelled;
  GError *error;
} CpTrainingNews;

CpTrainingWorker *cp_training_worker_new          (CpTraining       *training);
void              cp_training_worker_unref        (CpTrainingWorker *self);
CpTraining       *cp_training_worker_get_training (CpTrainingWorker *self);
void              cp_training_worker_start        (CpTrainingWorker *self);
void              cp_training_worker_take         (CpTrainingWorker *self,
                                                   CpTrainingNews   *news);
void              cp_training_news_clear          (CpTrainingNews   *news);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpTrainingNews, cp_training_news_clear)

G_END_DECLS
