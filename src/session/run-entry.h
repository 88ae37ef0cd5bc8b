/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

G_BEGIN_DECLS

/**
 * CpRunEntry:
 *
 * A row of the list of runs: a training with its model, or a model that was
 * opened from a file. Main thread only.
 *
 * Properties (notify): `shown` (boolean, read and write: whether its curves
 * are compared with the current run's); read-only `current` (boolean: whether
 * its model is the one reviewed), `summary` (string), `model` (pointer,
 * CpModel, nullable), `best` and `last` (CpEpochRecord, nullable).
 */
#define CP_TYPE_RUN_ENTRY (cp_run_entry_get_type ())
G_DECLARE_FINAL_TYPE (CpRunEntry, cp_run_entry, CP, RUN_ENTRY, GObject)

CpRunEntry     *cp_run_entry_new_trained (guint          number,
                                          CpTrainingRun *run);
CpRunEntry     *cp_run_entry_new_opened  (guint          number,
                                          const char    *path,
                                          CpModel       *model);
const char     *cp_run_entry_get_file    (CpRunEntry    *self);
guint           cp_run_entry_get_number  (CpRunEntry    *self);
const char     *cp_run_entry_get_title   (CpRunEntry    *self);
const char     *cp_run_entry_get_summary (CpRunEntry    *self);
CpTrainingRun  *cp_run_entry_get_run     (CpRunEntry    *self);
CpLossHistory  *cp_run_entry_get_history (CpRunEntry    *self);
CpModel        *cp_run_entry_get_model   (CpRunEntry    *self);
CpEpochRecord  *cp_run_entry_get_best    (CpRunEntry    *self);
CpEpochRecord  *cp_run_entry_get_last    (CpRunEntry    *self);
gboolean        cp_run_entry_is_training (CpRunEntry    *self);
gboolean        cp_run_entry_can_review  (CpRunEntry    *self);
guint           cp_run_entry_get_look    (CpRunEntry    *self);
void            cp_run_entry_set_look    (CpRunEntry    *self,
                                          guint          look);
gboolean        cp_run_entry_get_current (CpRunEntry    *self);
void            cp_run_entry_set_current (CpRunEntry    *self,
                                          gboolean       current);
gboolean        cp_run_entry_get_shown   (CpRunEntry    *self);
void            cp_run_entry_set_shown   (CpRunEntry    *self,
                                          gboolean       shown);

G_END_DECLS
