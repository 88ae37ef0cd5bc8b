/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

/**
 * cp_workspace_restore:
 * @self: a workspace
 * @dataset: (nullable): the images, or %NULL where they are missing: then nothing can be scored or trained
 * @entries: (element-type CpRunEntry): the runs, oldest first
 * @counted: entries there ever were
 * @current: (nullable): the one that is reviewed
 *
 * Puts what was kept in place of all that is open. Nothing is scored yet:
 * that is for cp_workspace_restore_scores() or cp_workspace_score_current().
 */
void
cp_workspace_restore (CpWorkspace *self,
                      CpDataset   *dataset,
                      GPtrArray   *entries,
                      guint        counted,
                      CpRunEntry  *current)
{
  g_return_if_fail (CP_IS_WORKSPACE (self));

  g_cancellable_cancel (self->loading);
  cp_workspace_open_dataset (self, dataset);
  for (guint i = 0; i < entries->len; i++)
    cp_workspace_insert (self, G_MAXUINT, entries->pdata[i]);
  self->counted = MAX (counted, entries->len);
  if (current != NULL)
    cp_workspace_mark_current (self, current);
}

static const double *
get_numbers (GBytes *bytes,
             gsize  *n)
{
  gsize size = 0;
  const double *numbers = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  *n = size / sizeof (double);

  return numbers;
}

static gboolean
restore_split (CpWorkspace         *self,
               CpSplit              split,
               const CpKeptScores  *scores,
               GError             **error)
{
  gsize n, n_deviations;
  const double *probabilities = get_numbers (scores->probabilities, &n);
  const double *deviations = get_numbers (scores->deviations, &n_deviations);

  if (probabilities == NULL || (deviations != NULL && n_deviations != n))
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "split %s: expected as many deviations as probabilities",
                   cp_split_get_name (split));
      return FALSE;
    }

  return cp_review_set_ensemble_scores (self->review, split, probabilities, deviations, n, error);
}

/**
 * cp_workspace_restore_scores:
 * @self: a workspace with images and a current run
 * @scores: (array fixed-size=3): what the current run's model has said of each split
 * @error: return location
 *
 * Returns: whether they fit the images; where they do not, score them anew
 */
gboolean
cp_workspace_restore_scores (CpWorkspace         *self,
                             const CpKeptScores  *scores,
                             GError             **error)
{
  g_return_val_if_fail (CP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (self->current != NULL, FALSE);

  for (guint split = 0; split < CP_N_SPLITS; split++)
    if (!restore_split (self, split, &scores[split], error))
      {
        cp_workspace_forget_scores (self);
        return FALSE;
      }
  cp_workspace_set_model (self, cp_run_entry_get_model (self->current));

  return TRUE;
}

/**
 * cp_workspace_score_current:
 * @self: a workspace
 * @callback: called when done, also where there is nothing to score
 * @user_data: given to @callback
 *
 * Asks the current run's model about all images, in a worker thread.
 */
void
cp_workspace_score_current (CpWorkspace         *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CpModel *model = self->current != NULL ? cp_run_entry_get_model (self->current) : NULL;

  if (model != NULL && self->dataset != NULL)
    {
      cp_workspace_score (self, model, NULL, task);
      return;
    }
  g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

static CpRunEntry *
new_entry_like (CpRunEntry    *old,
                CpTrainingRun *run)
{
  CpRunEntry *entry = cp_run_entry_new_trained (cp_run_entry_get_number (old), run);

  cp_run_entry_set_look (entry, cp_run_entry_get_look (old));
  cp_run_entry_set_shown (entry, cp_run_entry_get_shown (old));

  return entry;
}

/**
 * cp_workspace_continue_run:
 * @self: a workspace with images, none of whose runs is under training
 * @entry: one of its runs, which was interrupted
 * @checkpoint: where it stood
 * @error: return location
 *
 * Trains on from @checkpoint; a new entry takes the place of @entry and is
 * current.
 *
 * Returns: %FALSE where the images are others or something is being trained
 */
gboolean
cp_workspace_continue_run (CpWorkspace   *self,
                           CpRunEntry    *entry,
                           CpCheckpoint  *checkpoint,
                           GError       **error)
{
  g_autoptr (CpTrainingRun) run = NULL;
  g_autoptr (CpRunEntry) continued = NULL;
  guint position;

  if (!cp_workspace_can_train (self, error))
    return FALSE;
  g_return_val_if_fail (g_list_store_find (self->runs, entry, &position), FALSE);
  run = cp_training_run_new_continued (checkpoint, self->dataset, error);
  if (run == NULL)
    return FALSE;
  continued = new_entry_like (entry, run);
  g_list_store_remove (self->runs, position);
  cp_workspace_set_run (self, run);
  cp_workspace_insert (self, position, continued);
  cp_workspace_mark_current (self, continued);
  cp_training_run_start (run);

  return TRUE;
}
