/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

G_BEGIN_DECLS

/* A data set on its way: the worker counts, the main thread looks. */
typedef struct
{
  char *location;
  GCancellable *cancellable;
  gint done; /* atomic: files of a folder that have been read … */
  gint n;    /* … of these; 0 where that is not known */
} CpLoading;

/* workspace.c holds the object, workspace-loading.c opens files, workspace-scoring.c
 * asks models, workspace-runs.c trains them, workspace-restoring.c brings back what a session kept. */
struct _CpWorkspace
{
  GObject parent_instance;

  CpReview *review;
  CpVerdicts *verdicts;
  CpProtocol *protocol; /* how the review's threshold is come by */
  CpOutside *outside; /* scored by the model, too */
  CpDataset *dataset;
  CpTrainingRun *run;
  CpModel *model; /* whose probabilities are shown */

  GListStore *runs;    /* of CpRunEntry */
  CpRunEntry *current; /* (nullable) */
  guint counted;       /* entries there ever were on this data set */
  CpRunEntry *removed; /* (nullable): can be brought back … */
  guint removed_position;
  gboolean removed_was_current;

  guint jobs;            /* loading or scoring */
  GCancellable *scoring; /* the newest scoring's: older ones are dropped */
  GCancellable *loading;
  CpLoading *load;    /* (nullable): the newest, an atomic box */
  guint load_watch;   /* source that looks at it */
  double load_fraction;
};

void          cp_workspace_open_dataset (CpWorkspace  *self,
                                        CpDataset     *dataset);
void          cp_workspace_set_run     (CpWorkspace   *self,
                                        CpTrainingRun *run);
void          cp_workspace_insert      (CpWorkspace   *self,
                                        guint          position,
                                        CpRunEntry    *entry);
void          cp_workspace_mark_current (CpWorkspace  *self,
                                        CpRunEntry    *entry);
void          cp_workspace_fail        (CpWorkspace   *self,
                                        const GError  *error);
void          cp_workspace_emit_closing (CpWorkspace  *self);
void          cp_workspace_forget_load (CpWorkspace   *self);
void          cp_workspace_add_job     (CpWorkspace   *self);
void          cp_workspace_remove_job  (CpWorkspace   *self);
GCancellable *cp_workspace_supersede   (GCancellable **slot);
void          cp_workspace_set_model   (CpWorkspace   *self,
                                        CpModel       *model);
void          cp_workspace_score       (CpWorkspace   *self,
                                        CpModel       *model,
                                        const char    *path,
                                        GTask         *outer);
void          cp_workspace_forget_scores (CpWorkspace *self);
void          cp_workspace_forget_runs (CpWorkspace   *self);
void          cp_workspace_add_opened  (CpWorkspace   *self,
                                        const char    *path,
                                        CpModel       *model);
CpModel      *cp_workspace_model_as_chosen (CpWorkspace *self);
gboolean      cp_workspace_can_train   (CpWorkspace   *self,
                                        GError       **error);
gboolean      cp_workspace_is_training (CpWorkspace   *self);

G_END_DECLS
