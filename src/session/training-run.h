/* SPDX-License-Identifier: MIT */
#pragma once

#include "checkpoint.h"
#include "loss-history.h"
#include "model.h"
#include "recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CP_RUN_READY,
  CP_RUN_RUNNING,
  CP_RUN_PAUSED,
  CP_RUN_STOPPING,
  CP_RUN_FINISHED,
  CP_RUN_STOPPED,
  CP_RUN_FAILED,
} CpRunState;

GType cp_run_state_get_type (void);
#define CP_TYPE_RUN_STATE (cp_run_state_get_type ())

/**
 * CpTrainingRun:
 *
 * A training in a worker thread, seen from the main thread. The worker appends
 * to a queue under a lock; at most one main-loop source a frame (33 ms) takes
 * it over, so that no widget is ever touched from the worker.
 *
 * Properties (read-only, notify): `state` (CpRunState), `summary` (string, the text
 * of the training state label: "Epoch 3 of 5 · loss 0.168", "Trained: 5 epochs"), `fraction` (double 0…1).
 *
 * `::model (CpModel)`: an epoch ended; its model, a boxed pointer.
 * `::checkpoint (GBytes)`: from here the training can be continued.
 */
#define CP_TYPE_TRAINING_RUN (cp_training_run_get_type ())
G_DECLARE_FINAL_TYPE (CpTrainingRun, cp_training_run, CP, TRAINING_RUN, GObject)

CpTrainingRun *cp_training_run_new         (const CpRecipe  *recipe,
                                            CpDataset       *dataset,
                                            GError         **error);
CpTrainingRun *cp_training_run_new_continued (CpCheckpoint   *checkpoint,
                                            CpDataset       *dataset,
                                            GError         **error);
CpTrainingRun *cp_training_run_new_ended   (const CpRecipe  *recipe,
                                            CpRunState       state,
                                            CpLossHistory   *history,
                                            CpModel         *model);
void           cp_training_run_start       (CpTrainingRun   *self);
void           cp_training_run_pause       (CpTrainingRun   *self);
void           cp_training_run_resume      (CpTrainingRun   *self);
void           cp_training_run_stop        (CpTrainingRun   *self);
CpRunState     cp_training_run_get_state   (CpTrainingRun   *self);
const char    *cp_training_run_get_summary (CpTrainingRun   *self);
double         cp_training_run_get_fraction (CpTrainingRun  *self);
const GError  *cp_training_run_get_error   (CpTrainingRun   *self);  /* (nullable): set when FAILED */
CpLossHistory *cp_training_run_get_history (CpTrainingRun   *self);
CpModel       *cp_training_run_get_model   (CpTrainingRun   *self);  /* (nullable): newest finished epoch's */
const CpRecipe *cp_training_run_get_recipe (CpTrainingRun   *self);

G_END_DECLS
