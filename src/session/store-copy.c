/* SPDX-License-Identifier: MIT */
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* All pages into a new file. */
static gboolean
copy_pages (CpStore  *self,
            CpStore  *copy,
            GError  **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy->db, "main", self->db, "main");

  if (backup == NULL)
    return cp_store_fail (copy, error);
  sqlite3_backup_step (backup, -1);

  return sqlite3_backup_finish (backup) == SQLITE_OK || cp_store_fail (copy, error);
}

static gboolean
sync_file (const char *path)
{
  const int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  const gboolean ok = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);

  return ok;
}

static gboolean
copy_to (CpStore     *self,
         const char  *temporary,
         const char  *path,
         GError     **error)
{
  g_autoptr (CpStore) copy = g_new0 (CpStore, 1);

  copy->path = g_strdup (path);
  if (sqlite3_open_v2 (temporary, &copy->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return cp_store_fail (copy, error);

  return copy_pages (self, copy, error);
}

/**
 * cp_store_copy:
 * @self: a store without an open transaction
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Writes all that is in the store into another file.
 *
 * Returns: whether it worked
 */
gboolean
cp_store_copy (CpStore     *self,
               const char  *path,
               GError     **error)
{
  g_autofree char *temporary = g_strconcat (path, CP_STORE_UNFINISHED, NULL);

  if (!cp_store_make_empty (temporary, path, error))
    return FALSE;
  if (!copy_to (self, temporary, path, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (sync_file (temporary) && g_rename (temporary, path) == 0)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, "%s: %s", path, g_strerror (errno));
  g_unlink (temporary);

  return FALSE;
}
