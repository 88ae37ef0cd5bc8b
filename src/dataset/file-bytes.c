/* SPDX-License-Identifier: MIT */
#include "file-bytes.h"

#include "printable.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A pipe would block and a device never end: only regular files are opened. */
static gboolean
check_regular (const char  *path,
               GError     **error)
{
  g_autofree char *name = cp_printable_path (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO,
                   "%s: %s", name, g_strerror (errno));
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO,
                   "%s: expected a file, found a folder", name);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO,
                   "%s: expected a file, found a device or pipe", name);
      return FALSE;
    }

  return TRUE;
}

/**
 * cp_file_map:
 * @path: a regular file
 * @error: return location for an error
 *
 * Maps a file into memory for reading. Errors name the file.
 *
 * Returns: (transfer full): its bytes, or %NULL
 */
GBytes *
cp_file_map (const char  *path,
             GError     **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GError) cause = NULL;

  if (!check_regular (path, error))
    return NULL;

  file = g_mapped_file_new (path, FALSE, &cause);
  if (file == NULL)
    {
      /* GLib's message repeats the name */
      g_autofree char *name = cp_printable_path (path);
      const char *reason = g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES)
                           ? g_strerror (EACCES) : cause->message;

      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO, "%s: %s", name, reason);
      return NULL;
    }

  return g_mapped_file_get_bytes (file);
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
  g_autofree char *name = cp_printable_path (path);
  g_autoptr (GError) cause = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO,
                   "%s: its folder does not exist", name);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO,
                   "%s: expected a file, found a folder", name);
      return FALSE;
    }
  if (!g_file_set_contents_full (path, data, size,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0666, &cause))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO, "%s: %s", name, cause->message);
      return FALSE;
    }

  return TRUE;
}
