/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "session-private.h"

#include "protocol-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What was found in an opened file is of no interest any more. */
void
cp_session_forget_opened (CpSession *self)
{
  self->restoring = FALSE;
  self->found = CP_SESSION_DATA_FOUND;
  self->first_wrong = 0;
  g_clear_pointer (&self->content, cp_session_content_free);
  g_clear_pointer (&self->other, cp_dataset_unref);
  g_clear_pointer (&self->data_error, g_free);
  g_clear_object (&self->interrupted);
}

static void
keep_interrupted (CpSession  *self,
                  CpKeptRun  *run,
                  CpRunEntry *entry)
{
  if (!cp_kept_run_interrupted (run))
    return;
  g_set_object (&self->interrupted, entry);
  g_hash_table_insert (self->checkpoints, GUINT_TO_POINTER (run->number), g_bytes_ref (run->checkpoint));
}

/* Fills the workspace: with images or without. */
static void
fill_workspace (CpSession *self,
                CpDataset *dataset)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  CpRunEntry *current = NULL;
  guint counted = 0;

  for (guint i = 0; i < self->content->runs->len; i++)
    {
      CpKeptRun *run = self->content->runs->pdata[i];
      CpRunEntry *entry = cp_kept_run_to_entry (run);

      g_ptr_array_add (entries, entry);
      keep_interrupted (self, run, entry);
      counted = MAX (counted, run->number);
      if (run->current)
        current = entry;
    }
  self->applying = TRUE;
  cp_workspace_restore (self->workspace, dataset, entries, counted, current);
  self->applying = FALSE;
}

static void
put_verdicts (CpSession *self,
              CpDataset *dataset)
{
  CpVerdicts *verdicts = cp_workspace_get_verdicts (self->workspace);

  for (guint i = 0; i < self->content->verdicts->len; i++)
    {
      const CpKeptVerdict *kept = &g_array_index (self->content->verdicts, CpKeptVerdict, i);

      if (kept->index < cp_dataset_get_split (dataset, kept->split)->n)
        cp_verdicts_put (verdicts, kept->split, kept->index, &kept->record);
    }
}

/* The same images have the same scores: the threshold is put where it was, and changes are changes again. */
static void
end_restoring (CpSession *self)
{
  CpDataset *dataset = cp_workspace_get_dataset (self->workspace);
  g_autoptr (CpKeptData) data = cp_kept_data_new (dataset);
  const gboolean moved = !g_str_equal (data->location, self->content->data->location);

  cp_protocol_restore (cp_workspace_get_protocol (self->workspace), self->content->facts);
  g_clear_pointer (&self->content, cp_session_content_free);
  self->restoring = FALSE;
  cp_session_settle (self);
  cp_session_log (self, "opened session", data->name);
  if (moved)
    {
      self->data = TRUE;
      cp_session_log (self, "located data", data->location);
    }
  cp_session_emit_changed (self);
}

typedef struct
{
  CpSession *session;
  guint generation;
} Scoring;

static void
on_scored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Scoring *scoring = user_data;
  g_autoptr (CpSession) self = scoring->session;

  if (scoring->generation == self->generation && self->restoring)
    end_restoring (self);
  g_free (scoring);
}

static gboolean
restore_scores (CpSession *self)
{
  CpRunEntry *current = cp_workspace_get_current (self->workspace);
  CpSessionContent *content = self->content;

  return content->has_scores && current != NULL && cp_run_entry_get_model (current) != NULL
         && cp_run_entry_get_number (current) == content->scored
         && cp_workspace_restore_scores (self->workspace, content->scores, NULL);
}

static void
apply_with_images (CpSession *self,
                   CpDataset *dataset)
{
  Scoring *scoring;

  self->found = CP_SESSION_DATA_FOUND;
  self->restoring = TRUE;
  fill_workspace (self, dataset);
  put_verdicts (self, dataset);
  if (restore_scores (self))
    {
      end_restoring (self);
      return;
    }
  scoring = g_new (Scoring, 1);
  *scoring = (Scoring) { g_object_ref (self), self->generation };
  cp_workspace_score_current (self->workspace, on_scored, scoring);
}

/* @dataset: (transfer full) (nullable): what lies where the session's images were */
static gboolean
is_same_data (CpSession *self,
              CpDataset *dataset)
{
  const CpKeptData *data = self->content->data;

  g_clear_pointer (&self->other, cp_dataset_unref);
  if (data != NULL && g_str_equal (data->fingerprint, cp_dataset_get_fingerprint (dataset)))
    return TRUE;
  self->other = cp_dataset_ref (dataset);
  self->found = CP_SESSION_DATA_OTHER;

  return FALSE;
}

static void
apply (CpSession       *self,
       CpSessionOpened *opened)
{
  self->content = g_steal_pointer (&opened->content);
  self->first_wrong = self->content->first_wrong;
  if (opened->dataset != NULL && is_same_data (self, opened->dataset))
    {
      apply_with_images (self, opened->dataset);
      return;
    }
  if (opened->dataset == NULL)
    self->found = CP_SESSION_DATA_MISSING;
  if (opened->data_error != NULL)
    self->data_error = g_strdup (opened->data_error->message);
  fill_workspace (self, NULL);
  cp_session_emit_changed (self);
}

/* What a task to open a session has to remember. */
typedef struct
{
  CpSessionWriter *writer;
  char *path;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->writer, cp_session_writer_free);
  g_free (opening->path);
  g_free (opening);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpSession *self = g_task_get_source_object (outer);
  Opening *opening = g_task_get_task_data (outer);
  GError *error = NULL;
  g_autoptr (CpSessionOpened) opened = cp_session_writer_open_finish (result, &error);

  if (opened == NULL)
    {
      g_clear_pointer (&opening->writer, cp_session_writer_free);
      g_task_return_error (outer, error);
      return;
    }
  cp_session_release (self);
  cp_session_adopt (self, g_steal_pointer (&opening->writer), opening->path);
  apply (self, opened);
  g_task_return_boolean (outer, TRUE);
}

/**
 * cp_session_open:
 * @self: a session
 * @path: a session's file
 * @callback: called when done
 * @user_data: given to @callback
 *
 * Opens, checks and reads a file in a thread, then puts it in place of all
 * that is open; where that fails, all is kept. Where its images are missing
 * or others, runs and their curves are there, and cp_session_get_data() says so.
 */
void
cp_session_open (CpSession           *self,
                 const char          *path,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  Opening *opening;

  if (g_strcmp0 (path, self->path) == 0)
    {
      g_task_return_boolean (outer, TRUE);
      g_object_unref (outer);
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->path = g_strdup (path);
  opening->writer = cp_session_writer_new ();
  g_task_set_task_data (outer, opening, opening_free);
  cp_session_writer_open (opening->writer, path, on_opened, outer);
}

/**
 * cp_session_open_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether it was opened
 */
gboolean
cp_session_open_finish (CpSession     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cp_session_get_data:
 * @self: a session
 *
 * Returns: how its images are
 */
CpSessionData
cp_session_get_data (CpSession *self)
{
  g_return_val_if_fail (CP_IS_SESSION (self), CP_SESSION_DATA_FOUND);

  return self->found;
}

/**
 * cp_session_describe_data:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): what is wrong with its images, for people; %NULL where nothing is
 */
char *
cp_session_describe_data (CpSession *self)
{
  const CpKeptData *data;

  g_return_val_if_fail (CP_IS_SESSION (self), NULL);

  data = self->content != NULL ? self->content->data : NULL;
  if (self->found == CP_SESSION_DATA_MISSING && data != NULL)
    return g_strdup_printf (_("The images of this session, “%s”, cannot be opened: %s. Its runs are shown without them; "
                              "nothing is lost."), data->name, self->data_error);
  if (self->found == CP_SESSION_DATA_MISSING)
    return g_strdup (_("This session does not say which images it is about."));
  if (self->found == CP_SESSION_DATA_OTHER)
    return g_strdup_printf (_("%s holds other images than this session is about: expected fingerprint %.12s…, found "
                              "%.12s…. Its probabilities, thresholds, verdicts and notes are not about these; its "
                              "models can score them in a new session."),
                            cp_dataset_get_location (self->other), data != NULL ? data->fingerprint : "",
                            cp_dataset_get_fingerprint (self->other));

  return NULL;
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  CpDataset *dataset = cp_dataset_load (task_data, &error);

  if (dataset == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  cp_dataset_get_fingerprint (dataset);
  cp_dataset_get_duplicates (dataset);
  g_task_return_pointer (task, dataset, (GDestroyNotify) cp_dataset_unref);
}

static void
on_located (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CpSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  if (dataset == NULL)
    {
      g_clear_pointer (&self->failure, g_free);
      cp_session_emit_failed (self, error);
    }
  else if (self->content != NULL && !self->restoring)
    {
      if (is_same_data (self, dataset))
        apply_with_images (self, dataset);
      cp_session_emit_changed (self);
    }
}

/**
 * cp_session_locate:
 * @self: a session whose images are missing or others
 * @location: where they are now
 *
 * Looks there, in a thread; ::changed or ::failed tells what was found. Only
 * the same images are taken.
 */
void
cp_session_locate (CpSession  *self,
                   const char *location)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CP_IS_SESSION (self));

  task = g_task_new (NULL, NULL, on_located, g_object_ref (self));
  g_task_set_task_data (task, g_strdup (location), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * cp_session_use_other_images:
 * @self: a session in place of whose images others were found
 *
 * Begins another session with these images and the old one's models, which
 * score them anew. The old session's file stays as it is.
 */
void
cp_session_use_other_images (CpSession *self)
{
  g_autoptr (CpSessionContent) content = g_steal_pointer (&self->content);
  g_autoptr (CpDataset) other = g_steal_pointer (&self->other);
  g_autofree char *path = g_strdup (self->path);

  g_return_if_fail (content != NULL && other != NULL);

  cp_session_release (self);
  self->content = g_steal_pointer (&content);
  fill_workspace (self, other);
  cp_session_forget_opened (self);
  g_hash_table_remove_all (self->checkpoints);
  self->all = TRUE;
  cp_session_log (self, "models of", path);
  cp_workspace_score_current (self->workspace, NULL, NULL);
  cp_session_emit_changed (self);
}

/**
 * cp_session_get_wrong_entry:
 * @self: a session
 *
 * Returns: the first entry of the opened file's log that was changed since it was written; 0 for none
 */
gint64
cp_session_get_wrong_entry (CpSession *self)
{
  g_return_val_if_fail (CP_IS_SESSION (self), 0);

  return self->first_wrong;
}

/**
 * cp_session_get_interrupted:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): a training that had not ended when the program did, and can be continued
 */
CpRunEntry *
cp_session_get_interrupted (CpSession *self)
{
  g_return_val_if_fail (CP_IS_SESSION (self), NULL);

  return self->content == NULL ? self->interrupted : NULL;
}

/**
 * cp_session_continue:
 * @self: a session with an interrupted training
 * @error: return location
 *
 * Trains on, to the same bits as if it had never been interrupted.
 *
 * Returns: %FALSE where the checkpoint is of no use, or something is being trained
 */
gboolean
cp_session_continue (CpSession  *self,
                     GError    **error)
{
  g_autoptr (CpCheckpoint) checkpoint = NULL;
  g_autoptr (CpRunEntry) entry = NULL;
  GBytes *bytes;

  g_return_val_if_fail (CP_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->interrupted != NULL, FALSE);

  entry = g_object_ref (self->interrupted);
  bytes = g_hash_table_lookup (self->checkpoints, GUINT_TO_POINTER (cp_run_entry_get_number (entry)));
  checkpoint = cp_checkpoint_from_bytes (bytes, self->path != NULL ? self->path : "session", error);
  if (checkpoint == NULL || !cp_workspace_continue_run (self->workspace, entry, checkpoint, error))
    return FALSE;
  cp_session_emit_changed (self);

  return TRUE;
}
