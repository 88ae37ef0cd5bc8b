/* SPDX-License-Identifier: MIT */
#include "file-bytes.h"

#include "printable.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is asked for at once. */
#define MAX_READ ((gsize) 64 << 20)

static gboolean
fail (const char  *path,
      const char  *reason,
      GError     **error)
{
  g_autofree char *name = cp_printable_path (path);

  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO, "%s: %s", name, reason);

  return FALSE;
}

/* A pipe would block and a device never end: only regular files are read. */
static gboolean
check_regular (int          file,
               const char  *path,
               goffset     *size,
               GError     **error)
{
  struct stat status;

  if (fstat (file, &status) != 0)
    return fail (path, g_strerror (errno), error);
  if (S_ISDIR (status.st_mode))
    return fail (path, "expected a file, found a folder", error);
  if (!S_ISREG (status.st_mode))
    return fail (path, "expected a file, found a device or pipe", error);
  *size = status.st_size;

  return TRUE;
}

/* Returns: a descriptor; -1 with an error */
static int
open_regular (const char  *path,
              goffset     *size,
              GError     **error)
{
  const int file = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);

  if (file < 0)
    {
      fail (path, g_strerror (errno), error);
      return -1;
    }
  if (check_regular (file, path, size, error))
    return file;
  close (file);

  return -1;
}

/* A read may stop short of what was asked for: it is asked again for the rest. */
static gssize
read_fully (int     file,
            guint8 *buffer,
            gsize   length)
{
  gsize done = 0;

  while (done < length)
    {
      const gssize n = read (file, buffer + done, MIN (length - done, MAX_READ));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }

  return (gssize) done;
}

static GBytes *
read_bytes (int          file,
            gsize        length,
            const char  *path,
            GError     **error)
{
  g_autofree guint8 *buffer = g_try_malloc (MAX (length, 1));
  gssize n;

  if (buffer == NULL)
    {
      fail (path, "there is not enough memory to read it", error);
      return NULL;
    }
  n = read_fully (file, buffer, length);
  if (n < 0)
    fail (path, g_strerror (errno), error);
  else if ((gsize) n < length)
    fail (path, "it became shorter while it was read", error);
  else
    return g_bytes_new_take (g_steal_pointer (&buffer), length);

  return NULL;
}

/**
 * cp_file_read:
 * @path: a regular file
 * @most: the longest that is taken, in bytes
 * @error: return location for an error
 *
 * Reads a file into memory. It is not mapped, because a file that somebody
 * shortens would then end the program. Errors name the file.
 *
 * Returns: (transfer full): its bytes, or %NULL
 */
GBytes *
cp_file_read (const char  *path,
              gsize        most,
              GError     **error)
{
  goffset size;
  const int file = open_regular (path, &size, error);
  GBytes *bytes = NULL;

  if (file < 0)
    return NULL;
  if ((guint64) size <= most)
    bytes = read_bytes (file, (gsize) size, path, error);
  else
    {
      g_autofree char *reason = g_strdup_printf ("expected at most %" G_GSIZE_FORMAT " bytes, found %" G_GOFFSET_FORMAT,
                                                 most, size);

      fail (path, reason, error);
    }
  close (file);

  return bytes;
}

/**
 * cp_file_read_start:
 * @path: a regular file
 * @most: how many bytes are wanted
 * @error: return location for an error
 *
 * Reads the first bytes of a file. Errors name the file.
 *
 * Returns: (transfer full): @most bytes, or all where there are fewer; %NULL on error
 */
GBytes *
cp_file_read_start (const char  *path,
                    gsize        most,
                    GError     **error)
{
  goffset size;
  const int file = open_regular (path, &size, error);
  GBytes *bytes = NULL;

  if (file < 0)
    return NULL;
  bytes = read_bytes (file, (gsize) MIN ((guint64) size, most), path, error);
  close (file);

  return bytes;
}

/**
 * cp_file_replace:
 * @path: a file, there or not
 * @bytes: what it shall hold
 * @error: return location for an error
 *
 * Writes a file whole or not at all, and to the disk. Errors name the file.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_file_replace (const char  *path,
                 GBytes      *bytes,
                 GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) cause = NULL;
  GStatBuf status;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_stat (folder, &status) != 0 && errno != ENOENT)
    return fail (path, g_strerror (errno), error);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return fail (path, "its folder does not exist", error);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return fail (path, "expected a file, found a folder", error);
  if (!g_file_set_contents_full (path, data, size,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0666, &cause))
    {
      /* GLib's message names the temporary file before the reason */
      const char *reason = g_strrstr (cause->message, ": ");

      return fail (path, reason != NULL ? reason + 2 : cause->message, error);
    }

  return TRUE;
}
