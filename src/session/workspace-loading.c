/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

/* Loading a data set */

/* Whether a folder is still wanted. */
static gboolean
go_on (guint    done,
       guint    n,
       gpointer cancellable)
{
  return !g_cancellable_is_cancelled (cancellable);
}

static void
load_dataset_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;
  CpDataset *dataset = cp_dataset_load_with (task_data, &(CpDatasetOptions) { 0, go_on, cancellable }, &error);

  if (dataset == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* both take a moment; here, so that the main thread need not wait for them */
  cp_dataset_get_fingerprint (dataset);
  cp_dataset_get_duplicates (dataset);
  g_task_return_pointer (task, dataset, (GDestroyNotify) cp_dataset_unref);
}

/* @dataset: (nullable): another one, without which nothing is shown */
void
cp_workspace_open_dataset (CpWorkspace *self,
                           CpDataset   *dataset)
{
  cp_workspace_emit_closing (self);
  g_cancellable_cancel (self->scoring);
  cp_workspace_forget_runs (self);
  cp_workspace_set_model (self, NULL);
  cp_review_set_dataset (self->review, dataset);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
  g_object_notify (G_OBJECT (self), "dataset");
}

static void
on_dataset_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpWorkspace *self = g_task_get_source_object (outer);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  cp_workspace_remove_job (self);
  if (dataset != NULL)
    {
      cp_workspace_open_dataset (self, dataset);
      g_task_return_boolean (outer, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cp_workspace_fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
}

/**
 * cp_workspace_load_dataset:
 * @self: a workspace
 * @location: as for cp_dataset_load()
 * @callback: (nullable): called when done
 * @user_data: given to @callback
 *
 * Opens a data set in a worker thread. Once it is there, runs, model and
 * probabilities are forgotten; where it cannot be opened, all is kept.
 */
void
cp_workspace_load_dataset (CpWorkspace         *self,
                           const char          *location,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = g_task_new (NULL, cp_workspace_supersede (&self->loading), on_dataset_loaded, outer);

  g_task_set_task_data (task, g_strdup (location), g_free);
  cp_workspace_add_job (self);
  g_task_run_in_thread (task, load_dataset_thread);
}

/**
 * cp_workspace_load_dataset_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the data set was opened
 */
gboolean
cp_workspace_load_dataset_finish (CpWorkspace   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Loading a model */

static gboolean
can_load_model (CpWorkspace  *self,
                GError      **error)
{
  if (self->dataset == NULL)
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "a model needs images to score: open a data set first");
  else if (cp_workspace_is_training (self))
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "a model is being trained: stop the training first");
  else
    return TRUE;

  return FALSE;
}

/**
 * cp_workspace_load_model:
 * @self: a workspace with a data set
 * @path: a safetensors file
 * @callback: (nullable): called when done
 * @user_data: given to @callback
 *
 * Opens a model and scores the data set with it, in a worker thread; it then
 * joins the list of runs and is current. Where that fails, all is kept.
 */
void
cp_workspace_load_model (CpWorkspace         *self,
                         const char          *path,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;

  if (can_load_model (self, &error))
    {
      cp_workspace_score (self, NULL, path, outer);
      return;
    }
  cp_workspace_fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
  g_object_unref (outer);
}

/**
 * cp_workspace_load_model_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the model was opened
 */
gboolean
cp_workspace_load_model_finish (CpWorkspace   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
