/* SPDX-License-Identifier: MIT */
#pragma once

#include "outside.h"
#include "protocol.h"
#include "run-entry.h"
#include "verdicts.h"

G_BEGIN_DECLS

/**
 * CpWorkspace:
 *
 * What the window works on: a data set, the list of runs that were trained on
 * it or opened for it, and the review of one of these runs, the current one.
 * Joins them: loading and scoring happen in worker threads, results arrive in
 * the main thread. A failed load or run keeps what was there.
 *
 * Properties (read-only, notify): `dataset` (pointer, CpDataset), `run`
 * (CpTrainingRun, nullable: the newest training), `current` and `removed`
 * (CpRunEntry, nullable), `model` (pointer, CpModel, nullable: whose
 * probabilities are shown), `busy` (boolean: loading or scoring),
 * `load-fraction` (double: how much of a folder has been read).
 *
 * `::failed (const char *message)`: a one-line error for a person.
 */
#define CP_TYPE_WORKSPACE (cp_workspace_get_type ())
G_DECLARE_FINAL_TYPE (CpWorkspace, cp_workspace, CP, WORKSPACE, GObject)

/**
 * CpKeptScores:
 * @probabilities: (nullable): of each image of a split, doubles
 * @deviations: (nullable): likewise; of a single network there are none
 *
 * What a model has said of a split before.
 */
typedef struct
{
  GBytes *probabilities;
  GBytes *deviations;
} CpKeptScores;

CpWorkspace   *cp_workspace_new            (void);
CpReview      *cp_workspace_get_review     (CpWorkspace          *self);  /* (transfer none) */
CpProtocol    *cp_workspace_get_protocol    (CpWorkspace          *self);  /* (transfer none) */
CpVerdicts    *cp_workspace_get_verdicts   (CpWorkspace          *self);  /* (transfer none) */
CpOutside     *cp_workspace_get_outside    (CpWorkspace          *self);  /* (transfer none) */
CpDataset     *cp_workspace_get_dataset    (CpWorkspace          *self);  /* (nullable) (transfer none) */
CpTrainingRun *cp_workspace_get_run        (CpWorkspace          *self);  /* (nullable) (transfer none) */
GListModel    *cp_workspace_get_runs       (CpWorkspace          *self);  /* (transfer none): of CpRunEntry */
CpRunEntry    *cp_workspace_get_current    (CpWorkspace          *self);  /* (nullable) (transfer none) */
void           cp_workspace_set_current    (CpWorkspace          *self,
                                            CpRunEntry           *entry);
gboolean       cp_workspace_remove_run     (CpWorkspace          *self,
                                            CpRunEntry           *entry);
CpRunEntry    *cp_workspace_get_removed    (CpWorkspace          *self);  /* (nullable) (transfer none) */
void           cp_workspace_restore_run    (CpWorkspace          *self);
/* What a session kept. */
void           cp_workspace_restore        (CpWorkspace          *self,
                                            CpDataset            *dataset,
                                            GPtrArray            *entries,
                                            guint                 counted,
                                            CpRunEntry           *current);
gboolean       cp_workspace_restore_scores (CpWorkspace          *self,
                                            const CpKeptScores   *scores,
                                            GError              **error);
void           cp_workspace_score_current  (CpWorkspace          *self,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       cp_workspace_continue_run   (CpWorkspace          *self,
                                            CpRunEntry           *entry,
                                            CpCheckpoint         *checkpoint,
                                            GError              **error);
gboolean       cp_workspace_save_run       (CpWorkspace          *self,
                                            CpRunEntry           *entry,
                                            const char           *path,
                                            GError              **error);
CpModel       *cp_workspace_get_model      (CpWorkspace          *self);  /* (nullable) (transfer none) */
gboolean       cp_workspace_get_busy       (CpWorkspace          *self);
double         cp_workspace_get_load_fraction (CpWorkspace       *self);
/* @callback may be NULL; every failure is also reported by ::failed. A new data set drops run, model and scores. */
void           cp_workspace_load_dataset   (CpWorkspace          *self,
                                            const char           *location,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       cp_workspace_load_dataset_finish (CpWorkspace     *self,
                                            GAsyncResult         *result,
                                            GError              **error);
/* Loads a model and scores the data set with it. */
void           cp_workspace_load_model     (CpWorkspace          *self,
                                            const char           *path,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       cp_workspace_load_model_finish (CpWorkspace       *self,
                                            GAsyncResult         *result,
                                            GError              **error);
gboolean       cp_workspace_save_model     (CpWorkspace          *self,
                                            const char           *path,
                                            GError              **error);
/* Starts a run in a worker thread; after each epoch the review gets the newest model's scores. */
gboolean       cp_workspace_train          (CpWorkspace          *self,
                                            const CpRecipe       *recipe,
                                            GError              **error);

G_END_DECLS
