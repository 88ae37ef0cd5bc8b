/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

/* Loading a data set */

#define LOOK_EVERY 100 /* ms, at how much of a folder has been read */

static void
loading_clear (gpointer data)
{
  CpLoading *loading = data;

  g_free (loading->location);
  g_object_unref (loading->cancellable);
}

static void
loading_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, loading_clear);
}

static CpLoading *
loading_new (const char   *location,
             GCancellable *cancellable)
{
  CpLoading *loading = g_atomic_rc_box_new0 (CpLoading);

  loading->location = g_strdup (location);
  loading->cancellable = g_object_ref (cancellable);

  return loading;
}

/* Returns: whether the folder is still wanted */
static gboolean
on_file_read (guint    done,
              guint    n,
              gpointer user_data)
{
  CpLoading *loading = user_data;

  g_atomic_int_set (&loading->n, (int) n);
  g_atomic_int_set (&loading->done, (int) done);

  return !g_cancellable_is_cancelled (loading->cancellable);
}

static void
set_load_fraction (CpWorkspace *self,
                   double       fraction)
{
  if (self->load_fraction == fraction)
    return;
  self->load_fraction = fraction;
  g_object_notify (G_OBJECT (self), "load-fraction");
}

static gboolean
look_at_load (gpointer user_data)
{
  CpWorkspace *self = user_data;
  const int done = g_atomic_int_get (&self->load->done), n = g_atomic_int_get (&self->load->n);

  if (n > 0)
    set_load_fraction (self, (double) done / n);

  return G_SOURCE_CONTINUE;
}

/* Nothing is followed any more. */
void
cp_workspace_forget_load (CpWorkspace *self)
{
  g_clear_handle_id (&self->load_watch, g_source_remove);
  g_clear_pointer (&self->load, loading_release);
}

static void
follow_load (CpWorkspace *self,
             CpLoading   *loading)
{
  cp_workspace_forget_load (self);
  self->load = g_atomic_rc_box_acquire (loading);
  self->load_watch = g_timeout_add (LOOK_EVERY, look_at_load, self);
}

static void
load_dataset_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;
  CpLoading *loading = task_data;
  CpDataset *dataset = cp_dataset_load_with (loading->location, &(CpDatasetOptions) { 0, on_file_read, loading }, &error);

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

  if (self->load == g_task_get_task_data (G_TASK (result))) /* no newer one */
    {
      cp_workspace_forget_load (self);
      set_load_fraction (self, 1);
    }
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
  CpLoading *loading = loading_new (location, self->loading);

  follow_load (self, loading);
  g_task_set_task_data (task, loading, loading_release);
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
