/* SPDX-License-Identifier: MIT */
#include "session-private.h"

#include "session-folder.h"

#include <math.h>

/* From a change to its writing, in milliseconds: together they stay below half a second. */
#define DELAY_MS 200

enum
{
  PROP_PATH = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SIGNAL_FAILED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpSession, cp_session, G_TYPE_OBJECT)

static void flush (CpSession *self);

void
cp_session_emit_changed (CpSession *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The same words are not said twice. */
void
cp_session_emit_failed (CpSession    *self,
                        const GError *error)
{
  if (g_strcmp0 (self->failure, error->message) == 0)
    return;
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
set_path (CpSession  *self,
          const char *path)
{
  if (g_strcmp0 (self->path, path) == 0)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

/* An answer from the writer, and what it is about. */
typedef struct
{
  CpSession *session;
  guint generation;
} Asked;

static Asked *
asked_new (CpSession *self)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked) { g_object_ref (self), self->generation };

  return asked;
}

/* Returns: (transfer full): the session */
static CpSession *
asked_free (Asked    *asked,
            gboolean *current)
{
  CpSession *self = asked->session;

  *current = asked->generation == self->generation;
  g_free (asked);

  return self;
}

/* The whole of it is written next time: after a failure nobody knows what the file has. */
static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  gboolean current;
  g_autoptr (CpSession) self = asked_free (user_data, &current);
  g_autoptr (GError) error = NULL;
  const gboolean ok = cp_session_writer_finish (result, &error);

  if (!ok)
    cp_session_emit_failed (self, error);
  if (!current)
    return;
  self->writing = FALSE;
  if (!ok)
    {
      cp_session_take_back (self, cp_session_writer_get_content (result));
      return;
    }
  g_clear_pointer (&self->failure, g_free);
  if (cp_session_is_dirty (self))
    cp_session_schedule (self);
}

static void
on_created (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  gboolean current;
  g_autoptr (CpSession) self = asked_free (user_data, &current);
  g_autoptr (GError) error = NULL;
  const gboolean ok = cp_session_writer_finish (result, &error);

  if (!ok)
    cp_session_emit_failed (self, error);
  if (!current)
    return;
  self->beginning = FALSE;
  if (ok)
    {
      flush (self);
      return;
    }
  self->generation++;
  g_clear_pointer (&self->writer, cp_session_writer_free);
  set_path (self, NULL);
}

/* A file without a name of a person's choice. */
static void
begin (CpSession  *self,
       const char *path)
{
  self->writer = cp_session_writer_new ();
  self->beginning = TRUE;
  self->all = TRUE;
  set_path (self, path);
  cp_session_writer_create (self->writer, path, on_created, asked_new (self));
}

static void
begin_automatically (CpSession *self)
{
  g_autofree char *path = cp_session_folder_new_path (self->folder);

  begin (self, path);
  cp_session_writer_prune (self->writer, self->folder);
}

static void
flush (CpSession *self)
{
  if (self->writing || self->beginning || self->moving || !cp_session_is_dirty (self))
    return;
  if (self->writer == NULL)
    {
      if (cp_session_is_worth_it (self))
        begin_automatically (self);
      return;
    }
  self->writing = TRUE;
  cp_session_writer_write (self->writer, cp_session_collect (self, FALSE), on_written, asked_new (self));
}

static gboolean
on_timer (gpointer data)
{
  CpSession *self = data;

  self->timer = 0;
  flush (self);

  return G_SOURCE_REMOVE;
}

/* Something has changed. */
void
cp_session_schedule (CpSession *self)
{
  if (self->timer == 0 && !self->writing)
    self->timer = g_timeout_add (DELAY_MS, on_timer, self);
}

static void
stop_timer (CpSession *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}

/* Lets the file go after a last write, without waiting for that. */
void
cp_session_release (CpSession *self)
{
  CpSessionWriter *writer = g_steal_pointer (&self->writer);

  stop_timer (self);
  if (writer != NULL && cp_session_is_dirty (self) && !self->restoring && self->content == NULL)
    cp_session_writer_write (writer, cp_session_collect (self, TRUE), on_written, asked_new (self));
  self->generation++;
  self->writing = self->beginning = self->moving = FALSE;
  cp_session_forget_changes (self);
  cp_session_forget_opened (self);
  g_clear_pointer (&writer, cp_session_writer_free);
  set_path (self, NULL);
}

/* @writer: (transfer full): of the file from now on */
void
cp_session_adopt (CpSession       *self,
                  CpSessionWriter *writer,
                  const char      *path)
{
  g_assert (self->writer == NULL);
  self->writer = writer;
  set_path (self, path);
}

static void
cp_session_dispose (GObject *object)
{
  CpSession *self = CP_SESSION (object);

  if (self->workspace != NULL)
    cp_session_unwatch (self);
  cp_session_forget_changes (self);
  stop_timer (self);
  g_clear_pointer (&self->writer, cp_session_writer_free);
  cp_session_forget_opened (self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (cp_session_parent_class)->dispose (object);
}

static void
cp_session_finalize (GObject *object)
{
  CpSession *self = CP_SESSION (object);

  g_free (self->folder);
  g_free (self->path);
  g_free (self->failure);
  g_hash_table_unref (self->runs);
  g_hash_table_unref (self->removed);
  g_hash_table_unref (self->verdicts);
  g_hash_table_unref (self->checkpoints);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->thresholds);
  g_ptr_array_unref (self->watched);

  G_OBJECT_CLASS (cp_session_parent_class)->finalize (object);
}

static void
cp_session_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, CP_SESSION (object)->path);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_session_class_init (CpSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cp_session_dispose;
  object_class->finalize = cp_session_finalize;
  object_class->get_property = cp_session_get_property;

  /**
   * CpSession:path:
   *
   * Its file, or %NULL as long as nothing was worth keeping.
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CpSession::failed:
   * @self: the session
   * @message: one line for a person: which file, and why
   *
   * It could not be saved.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * CpSession::changed:
   *
   * How its images are, its log or what can be continued may differ.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
cp_session_init (CpSession *self)
{
  self->runs = g_hash_table_new (NULL, NULL);
  self->removed = g_hash_table_new (NULL, NULL);
  self->verdicts = g_hash_table_new (NULL, NULL);
  self->checkpoints = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_bytes_unref);
  self->log = g_ptr_array_new ();
  self->thresholds = g_ptr_array_new ();
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->noted_threshold = self->last_threshold = self->noted_pinned = NAN;
}

/**
 * cp_session_new:
 * @workspace: what to keep
 * @folder: where sessions begin that nobody has given a name, see cp_session_folder_get_default()
 *
 * Returns: (transfer full): a session without a file
 */
CpSession *
cp_session_new (CpWorkspace *workspace,
                const char  *folder)
{
  CpSession *self = g_object_new (CP_TYPE_SESSION, NULL);

  self->workspace = g_object_ref (workspace);
  self->folder = g_strdup (folder);
  cp_session_watch (self);

  return self;
}

/**
 * cp_session_get_path:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): its file
 */
const char *
cp_session_get_path (CpSession *self)
{
  g_return_val_if_fail (CP_IS_SESSION (self), NULL);

  return self->path;
}

/**
 * cp_session_flush:
 * @self: a session
 * @error: return location
 *
 * Waits until all that has changed is on the disk.
 *
 * Returns: whether it is
 */
gboolean
cp_session_flush (CpSession  *self,
                  GError    **error)
{
  CpSessionContent *content;
  gboolean ok;

  g_return_val_if_fail (CP_IS_SESSION (self), FALSE);

  stop_timer (self);
  if (self->writer == NULL && cp_session_is_dirty (self) && cp_session_is_worth_it (self))
    begin_automatically (self);
  if (self->writer == NULL || self->content != NULL)
    return TRUE;
  if (self->writing) /* it may yet fail: then all of it is to be written */
    self->all = TRUE;
  content = cp_session_collect (self, TRUE);
  ok = cp_session_writer_write_now (self->writer, content, error);
  if (!ok)
    cp_session_take_back (self, content);
  cp_session_content_free (content);

  return ok;
}

/**
 * cp_session_close:
 * @self: a session
 * @error: return location
 *
 * Waits until all is on the disk, and lets the file go. A training that is
 * still running can be continued when it is opened again.
 *
 * Returns: %FALSE where something could not be written: then nothing is let go
 */
gboolean
cp_session_close (CpSession  *self,
                  GError    **error)
{
  g_return_val_if_fail (CP_IS_SESSION (self), FALSE);

  if (!cp_session_flush (self, error))
    return FALSE;
  cp_session_unwatch (self);
  cp_session_forget_changes (self);
  cp_session_release (self);

  return TRUE;
}

static void
on_moved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpSession *self = g_task_get_source_object (outer);
  GError *error = NULL;

  self->moving = FALSE;
  if (cp_session_writer_finish (result, &error))
    {
      set_path (self, g_task_get_task_data (outer));
      g_task_return_boolean (outer, TRUE);
    }
  else
    g_task_return_error (outer, error);
  if (cp_session_is_dirty (self))
    cp_session_schedule (self);
}

/* Even what is not worth a file by itself, somebody wants to have kept. */
static void
on_saved_new (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpSession *self = g_task_get_source_object (outer);
  GError *error = NULL;

  if (!cp_session_writer_finish (result, &error))
    {
      g_clear_pointer (&self->writer, cp_session_writer_free);
      self->generation++;
      self->beginning = FALSE;
      set_path (self, NULL);
      g_task_return_error (outer, error);
      return;
    }
  self->beginning = FALSE;
  flush (self);
  g_task_return_boolean (outer, TRUE);
}

/**
 * cp_session_save_as:
 * @self: a session
 * @path: a file, replaced as a whole or not at all
 * @callback: called when done
 * @user_data: given to @callback
 *
 * Copies the session and goes on in the new file; the old one stays as it is.
 */
void
cp_session_save_as (CpSession           *self,
                    const char          *path,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (outer, g_strdup (path), g_free);
  if (g_strcmp0 (path, self->path) == 0)
    {
      flush (self);
      g_task_return_boolean (outer, TRUE);
      g_object_unref (outer);
    }
  else if (self->writer == NULL)
    {
      self->writer = cp_session_writer_new ();
      self->beginning = self->all = TRUE;
      set_path (self, path);
      cp_session_writer_create (self->writer, path, on_saved_new, outer);
    }
  else
    {
      cp_session_log (self, "saved as", path);
      flush (self);
      self->moving = TRUE;
      cp_session_writer_move (self->writer, path, on_moved, outer);
    }
}

/**
 * cp_session_save_as_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether it worked; if not, the session goes on in its old file
 */
gboolean
cp_session_save_as_finish (CpSession     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
