/* SPDX-License-Identifier: MIT */
#include "session-writer-private.h"

#include "session-folder.h"

struct _CpSessionWriter
{
  GAsyncQueue *jobs; /* Job */
  GThread *thread;
  CpStore *store;    /* (nullable): the thread's alone … */
  GError *failure;   /* (nullable): … as is why there is none */

  GMutex mutex; /* for who waits until a job is done */
  GCond condition;
};

typedef struct _Job Job;

typedef void (*JobFunc) (CpSessionWriter *self,
                         Job             *job);

/* Something to do: @task is told where there is one, otherwise somebody waits for @done. */
struct _Job
{
  JobFunc run;
  GTask *task;               /* (nullable) */
  CpSessionContent *content; /* (nullable): owned by the task, where there is one */
  gboolean done;
  GError *error;
};

static gpointer
work (gpointer data)
{
  CpSessionWriter *self = data;
  Job *job;

  while ((job = g_async_queue_pop (self->jobs))->run != NULL)
    job->run (self, job);
  g_free (job);
  g_clear_pointer (&self->store, cp_store_close);

  return NULL;
}

static void
push (CpSessionWriter *self,
      JobFunc          run,
      GTask           *task)
{
  Job *job = g_new0 (Job, 1);

  job->run = run;
  job->task = task;
  g_async_queue_push (self->jobs, job);
}

static void
answer (Job      *job,
        gboolean  ok,
        GError   *error) /* (transfer full) */
{
  if (ok)
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, error);
  g_object_unref (job->task);
  g_free (job);
}

/*
 * cp_session_writer_new:
 *
 * Returns: (transfer full): a thread without a file
 */
CpSessionWriter *
cp_session_writer_new (void)
{
  CpSessionWriter *self = g_new0 (CpSessionWriter, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->condition);
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new ("cutpoint-save", work, self);

  return self;
}

/*
 * cp_session_writer_free:
 * @self: (transfer full): a writer
 *
 * Waits until all that was asked for has happened and the file is closed.
 */
void
cp_session_writer_free (CpSessionWriter *self)
{
  push (self, NULL, NULL);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->condition);
  g_clear_error (&self->failure);
  g_free (self);
}

static void
run_prune (CpSessionWriter *self,
           Job             *job)
{
  cp_session_folder_prune (g_task_get_task_data (job->task));
  answer (job, TRUE, NULL);
}

/* Removes the oldest sessions of @folder. */
void
cp_session_writer_prune (CpSessionWriter *self,
                         const char      *folder)
{
  GTask *task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  push (self, run_prune, task);
}

static void
run_create (CpSessionWriter *self,
            Job             *job)
{
  const char *path = g_task_get_task_data (job->task);
  g_autofree char *folder = g_path_get_dirname (path);
  GError *error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_clear_pointer (&self->store, cp_store_close);
  g_clear_error (&self->failure);
  self->store = cp_store_open (path, TRUE, &error);
  self->failure = error != NULL ? g_error_copy (error) : NULL;
  answer (job, self->store != NULL, error);
}

/* Begins a file at @path. */
void
cp_session_writer_create (CpSessionWriter     *self,
                          const char          *path,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  push (self, run_create, task);
}

/* @self: (transfer full) */
void
cp_session_opened_free (CpSessionOpened *self)
{
  g_clear_pointer (&self->content, cp_session_content_free);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  g_clear_error (&self->data_error);
  g_free (self);
}

/* Where the data and the session were moved together, they still lie together. */
static char *
beside (const CpKeptData *data,
        const char       *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (data->location);

  return g_build_filename (folder, name, NULL);
}

/*
 * cp_session_find_data:
 * @data: what a session says of its images
 * @path: the session's file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the data set at that location, or
 *   beside the session; its fingerprint is known
 */
CpDataset *
cp_session_find_data (const CpKeptData  *data,
                      const char        *path,
                      GError           **error)
{
  CpDataset *dataset = cp_dataset_load (data->location, error);

  if (dataset == NULL)
    {
      g_autofree char *other = beside (data, path);

      dataset = cp_dataset_load (other, NULL);
      if (dataset == NULL)
        return NULL;
      g_clear_error (error);
    }
  cp_dataset_get_fingerprint (dataset);
  cp_dataset_get_duplicates (dataset);

  return dataset;
}

static CpSessionOpened *
open_file (CpSessionWriter  *self,
           const char       *path,
           GError          **error)
{
  g_autoptr (CpSessionOpened) opened = g_new0 (CpSessionOpened, 1);

  self->store = cp_store_open (path, FALSE, error);
  if (self->store == NULL || !cp_store_check (self->store, error))
    return NULL;
  opened->content = cp_session_content_read (self->store, error);
  if (opened->content == NULL)
    return NULL;
  if (opened->content->data != NULL)
    opened->dataset = cp_session_find_data (opened->content->data, path, &opened->data_error);

  return g_steal_pointer (&opened);
}

static void
run_open (CpSessionWriter *self,
          Job             *job)
{
  g_autoptr (GError) error = NULL;
  const char *path = g_task_get_task_data (job->task);
  CpSessionOpened *opened = open_file (self, path, &error);

  if (opened != NULL)
    g_task_return_pointer (job->task, opened, (GDestroyNotify) cp_session_opened_free);
  else
    {
      g_clear_pointer (&self->store, cp_store_close);
      g_task_return_error (job->task, g_steal_pointer (&error));
    }
  g_object_unref (job->task);
  g_free (job);
}

/* Opens, checks and reads the file at @path, and the images it is about. */
void
cp_session_writer_open (CpSessionWriter     *self,
                        const char          *path,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  push (self, run_open, task);
}

CpSessionOpened *
cp_session_writer_open_finish (GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
write_content (CpSessionWriter   *self,
               CpSessionContent  *content,
               GError           **error)
{
  if (self->store != NULL)
    return cp_session_content_write (content, self->store, error);
  g_propagate_error (error, g_error_copy (self->failure));

  return FALSE;
}

static void
run_write (CpSessionWriter *self,
           Job             *job)
{
  GError *error = NULL;
  const gboolean ok = write_content (self, g_task_get_task_data (job->task), &error);

  answer (job, ok, error);
}

/* @content: (transfer full): can be had back from the result */
void
cp_session_writer_write (CpSessionWriter     *self,
                         CpSessionContent    *content,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, content, (GDestroyNotify) cp_session_content_free);
  push (self, run_write, task);
}

/* Returns: (transfer none): what was to be written */
CpSessionContent *
cp_session_writer_get_content (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

static gboolean
move_to (CpSessionWriter  *self,
         const char       *path,
         GError          **error)
{
  CpStore *moved;

  if (self->store == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, "%s: there is no session to copy from", path);
      return FALSE;
    }
  if (!cp_store_copy (self->store, path, error))
    return FALSE;
  moved = cp_store_open (path, FALSE, error);
  if (moved == NULL)
    return FALSE;
  cp_store_close (self->store);
  self->store = moved;

  return TRUE;
}

static void
run_move (CpSessionWriter *self,
          Job             *job)
{
  GError *error = NULL;
  const gboolean ok = move_to (self, g_task_get_task_data (job->task), &error);

  answer (job, ok, error);
}

/* Copies all to @path and goes on there; the old file stays as it is. */
void
cp_session_writer_move (CpSessionWriter     *self,
                        const char          *path,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  push (self, run_move, task);
}

gboolean
cp_session_writer_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_write_now (CpSessionWriter *self,
               Job             *job)
{
  if (job->content != NULL)
    write_content (self, job->content, &job->error);
  g_mutex_lock (&self->mutex);
  job->done = TRUE;
  g_cond_signal (&self->condition);
  g_mutex_unlock (&self->mutex);
}

/*
 * cp_session_writer_write_now:
 * @self: a writer
 * @content: (nullable) (transfer none): what to write, after all that was asked for before
 * @error: return location
 *
 * Waits until it is written.
 *
 * Returns: whether it was; of what was asked for before, their callbacks will tell
 */
gboolean
cp_session_writer_write_now (CpSessionWriter   *self,
                             CpSessionContent  *content,
                             GError           **error)
{
  Job job = { .run = run_write_now, .content = content };

  g_async_queue_push (self->jobs, &job);
  g_mutex_lock (&self->mutex);
  while (!job.done)
    g_cond_wait (&self->condition, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);

  return FALSE;
}
