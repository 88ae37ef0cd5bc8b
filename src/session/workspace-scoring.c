/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "split-scores-private.h"

/* Tasks that run in a worker thread have no source object: the thread may drop
 * the task's last reference, and the workspace must not end there. */

/* A model to score with: at hand, or still in a file. */
typedef struct
{
  CpModel *model;
  char *path;
  CpDataset *dataset;
} Scoring;

static void
scoring_free (gpointer data)
{
  Scoring *scoring = data;

  g_clear_pointer (&scoring->model, cp_model_unref);
  cp_dataset_unref (scoring->dataset);
  g_free (scoring->path);
  g_free (scoring);
}

static gboolean
take_scores (CpWorkspace    *self,
             CpSplitScores  *scores,
             GError        **error)
{
  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      const CpScores *s = scores->scores[split];

      if (!cp_review_set_ensemble_scores (self->review, split, s->probabilities, s->deviations, s->n, error))
        return FALSE;
    }

  return TRUE;
}

static void
score_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Scoring *scoring = task_data;
  GError *error = NULL;
  CpSplitScores *scores;

  if (scoring->path != NULL)
    scores = cp_split_scores_load (scoring->path, scoring->dataset, cancellable, &error);
  else
    scores = cp_split_scores_new (scoring->model, scoring->dataset, cancellable, &error);

  if (scores != NULL)
    g_task_return_pointer (task, scores, (GDestroyNotify) cp_split_scores_free);
  else
    g_task_return_error (task, error);
}

static void
on_scored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpWorkspace *self = g_task_get_source_object (outer);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpSplitScores) scores = g_task_propagate_pointer (G_TASK (result), &error);

  cp_workspace_remove_job (self);
  if (scores != NULL && take_scores (self, scores, &error))
    {
      const Scoring *scoring = g_task_get_task_data (G_TASK (result));

      cp_workspace_set_model (self, scores->model);
      if (scoring->path != NULL)
        cp_workspace_add_opened (self, scoring->path, scores->model);
      g_task_return_boolean (outer, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cp_workspace_fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
}

/* Nothing is scored any more. */
void
cp_workspace_forget_scores (CpWorkspace *self)
{
  g_cancellable_cancel (self->scoring);
  for (guint split = 0; split < CP_N_SPLITS; split++)
    cp_review_set_scores (self->review, split, NULL, 0, NULL);
  cp_workspace_set_model (self, NULL);
}

/* @model or @path: the one is NULL; @outer: (transfer full): returns whether it worked */
void
cp_workspace_score (CpWorkspace *self,
                    CpModel     *model,
                    const char  *path,
                    GTask       *outer)
{
  g_autoptr (GTask) task = g_task_new (NULL, cp_workspace_supersede (&self->scoring), on_scored, outer);
  Scoring *scoring = g_new0 (Scoring, 1);

  scoring->model = model != NULL ? cp_model_ref (model) : NULL;
  scoring->path = g_strdup (path);
  scoring->dataset = cp_dataset_ref (self->dataset);
  g_task_set_task_data (task, scoring, scoring_free);
  cp_workspace_add_job (self);
  g_task_run_in_thread (task, score_thread);
}
