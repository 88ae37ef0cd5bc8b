/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "download.h"

#include "file-bytes.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#define CHUNK 65536
#define PATIENCE 30 /* seconds without a byte */

typedef struct
{
  char *address;
  char *path;
  char *md5;
  guint64 limit;

  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *bytes;
  guint64 expected; /* bytes; 0 where the server does not say */
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
} Work;

static Work *
work_new (const CpDownload *download)
{
  Work *work = g_new0 (Work, 1);

  work->address = g_strdup (download->address);
  work->path = g_strdup (download->path);
  work->md5 = g_strdup (download->md5);
  work->limit = download->limit;
  work->bytes = g_byte_array_new ();

  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->address);
  g_free (work->path);
  g_free (work->md5);
  g_clear_object (&work->stream);
  g_clear_object (&work->message);
  g_clear_object (&work->session);
  g_byte_array_unref (work->bytes);
  g_free (work);
}

static void
tell (Work *work)
{
  if (work->progress != NULL)
    work->progress (work->bytes->len, (goffset) work->expected, work->progress_data);
}

/* Returns: (transfer full) (nullable): what is wrong with @n bytes */
static GError *
check_size (Work    *work,
            guint64  n)
{
  if (n <= work->limit)
    return NULL;
  return g_error_new (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _("%s: more than the %llu bytes expected"),
                      work->address, (unsigned long long) work->limit);
}

/* The whole file is there: nothing but what was asked for is kept. */
static gboolean
keep (Work    *work,
      GError **error)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, work->bytes->data, work->bytes->len);
  g_autofree char *folder = g_path_get_dirname (work->path);
  g_autoptr (GBytes) bytes = g_bytes_new (work->bytes->data, work->bytes->len);

  if (g_ascii_strcasecmp (sum, work->md5) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s: another file than expected came (%u bytes, MD5 %s, not %s)"),
                   work->address, work->bytes->len, sum, work->md5);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return cp_file_replace (work->path, bytes, error);
}

static void
fail (GTask  *task,
      GError *error)
{
  Work *work = g_task_get_task_data (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (&error, "%s: ", work->address);
  g_task_return_error (task, error);
}

static void on_chunk (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data);

static void
read_on (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (work->stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_chunk, task);
}

static void
on_chunk (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size;
  const guint8 *data;

  if (chunk == NULL)
    {
      fail (task, error);
      return;
    }
  data = g_bytes_get_data (chunk, &size);
  error = check_size (work, work->bytes->len + size);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (size > 0)
    {
      g_byte_array_append (work->bytes, data, (guint) size);
      tell (work);
      read_on (g_steal_pointer (&task));
    }
  else if (keep (work, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  const guint status = soup_message_get_status (work->message);
  GError *error = NULL;

  work->stream = soup_session_send_finish (work->session, result, &error);
  if (work->stream == NULL)
    {
      fail (task, error);
      return;
    }
  if (status != SOUP_STATUS_OK)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s: the server answered %u %s"), work->address, status,
                               soup_message_get_reason_phrase (work->message));
      return;
    }
  work->expected = (guint64) MAX (0, soup_message_headers_get_content_length (soup_message_get_response_headers (work->message)));
  error = check_size (work, work->expected);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tell (work);
  read_on (g_steal_pointer (&task));
}

/**
 * cp_download_async:
 * @download: what to fetch
 * @progress: (nullable): told how many bytes there are, and of how many (0 where that is not known); never after the end
 * @progress_data: for @progress
 * @cancellable: (nullable): to give up
 * @callback: called in the main loop once the file is there or cannot be
 * @user_data: for @callback
 *
 * Fetches a file. It is written whole, or not at all: only once its size and
 * its MD5 are those expected. Thirty seconds without a byte count as failure.
 */
void
cp_download_async (const CpDownload     *download,
                   GFileProgressCallback progress,
                   gpointer              progress_data,
                   GCancellable         *cancellable,
                   GAsyncReadyCallback   callback,
                   gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (download != NULL && download->address != NULL && download->path != NULL && download->md5 != NULL);

  work = work_new (download);
  work->progress = progress;
  work->progress_data = progress_data;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, cp_download_async);
  g_task_set_task_data (task, work, work_free);
  work->message = soup_message_new (SOUP_METHOD_GET, work->address);
  if (work->message == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("%s: expected an address, https://…"), work->address);
      return;
    }
  work->session = soup_session_new_with_options ("user-agent", "cutpoint/" CP_VERSION, "timeout", PATIENCE, NULL);
  soup_session_send_async (work->session, work->message, G_PRIORITY_DEFAULT, cancellable, on_answer, g_steal_pointer (&task));
}

/**
 * cp_download_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the file is there now
 */
gboolean
cp_download_finish (GAsyncResult *result,
                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
