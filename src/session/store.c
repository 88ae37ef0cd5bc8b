/* SPDX-License-Identifier: MIT */
#include "store-private.h"

#include "printable.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The longest text or blob taken out of a file: an ensemble of 64 large networks. */
#define MAX_LENGTH (512 << 20)

/* Why the system refused; 0 where it did not, or where it is not known. SQLite keeps that of an open alone, but no call
 * of its own comes between a failed write and its answer. */
static int
system_cause (CpStore *self)
{
  const int kept = sqlite3_system_errno (self->db), now = errno;

  switch (sqlite3_extended_errcode (self->db))
    {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
      return kept != 0 ? kept : now;
    default:
      return kept;
    }
}

/* The database's own words for what went wrong, under this folder's error. */
gboolean
cp_store_fail (CpStore  *self,
               GError  **error)
{
  const int code = sqlite3_errcode (self->db) & 0xff, cause = system_cause (self);
  g_autofree char *message = NULL;

  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    message = g_strdup ("it is open in another window of Cutpoint: close that one first");
  else if (code == SQLITE_NOTADB)
    message = g_strdup ("expected a Cutpoint session, found another kind of file");
  else if (code == SQLITE_CORRUPT)
    message = g_strdup ("the session is damaged");
  else if (code == SQLITE_FULL)
    message = g_strdup (g_strerror (ENOSPC));
  else if (code == SQLITE_READONLY || code == SQLITE_PERM)
    message = g_strdup ("it cannot be written: no permission");
  else if (cause != 0)
    message = g_strdup (g_strerror (cause));
  else
    message = cp_printable (sqlite3_errmsg (self->db), -1);
  g_set_error (error, CP_SESSION_ERROR,
               code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? CP_SESSION_ERROR_FORMAT : CP_SESSION_ERROR_IO, "%s: %s",
               self->path, message);

  return FALSE;
}

gboolean
cp_store_refuse (CpStore     *self,
                 GError     **error,
                 const char  *format,
                 ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "%s: %s", self->path, message);

  return FALSE;
}

/* Statements that give no rows. */
gboolean
cp_store_run (CpStore     *self,
              const char  *sql,
              GError     **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || cp_store_fail (self, error);
}

/* A file from a stranger may hold any schema and any bytes. */
static void
distrust (CpStore *self)
{
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, MAX_LENGTH);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 0);
}

/* One program alone has the file, until it ends, however it ends. What is committed is on the disk. */
static gboolean
configure (CpStore  *self,
           GError  **error)
{
  return cp_store_run (self, "PRAGMA locking_mode = EXCLUSIVE", error)
         && cp_store_run (self, "PRAGMA cell_size_check = ON", error)
         && cp_store_run (self, "PRAGMA synchronous = FULL", error)
         && cp_store_run (self, "PRAGMA foreign_keys = ON", error);
}

/* SQLite makes a file, too, but forgets why it could not. */
gboolean
cp_store_make_empty (const char  *temporary,
                     const char  *path,
                     GError     **error)
{
  int file;

  file = g_open (temporary, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file < 0)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  close (file);

  return TRUE;
}

static gboolean
fill_file (CpStore     *self,
           const char  *temporary,
           GError     **error)
{
  if (sqlite3_open_v2 (temporary, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return cp_store_fail (self, error);

  return cp_store_schema_create (self, error);
}

/* The file is made under another name first, so that there is none, or a whole one. */
static gboolean
make_file (const char  *path,
           GError     **error)
{
  g_autofree char *temporary = g_strconcat (path, CP_STORE_UNFINISHED, NULL);
  g_autoptr (CpStore) self = g_new0 (CpStore, 1);

  self->path = g_strdup (path);
  if (!cp_store_make_empty (temporary, path, error))
    return FALSE;
  if (!fill_file (self, temporary, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  g_clear_pointer (&self, cp_store_close);
  if (g_rename (temporary, path) == 0)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, "%s: %s", path, g_strerror (errno));
  g_unlink (temporary);

  return FALSE;
}

/* SQLite would open what may not be written for reading alone, and fail later with another reason. */
static gboolean
check_access (const char  *path,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (faccessat (AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0 && faccessat (AT_FDCWD, folder, W_OK, AT_EACCESS) == 0)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, "%s: %s", path, g_strerror (errno));

  return FALSE;
}

/**
 * cp_store_open:
 * @path: a session file
 * @create: make it where there is none; an existing one is opened either way
 * @error: return location
 *
 * Takes the file for this program alone. One of an older schema is brought to
 * the newest one.
 *
 * Returns: (transfer full) (nullable): the store; %NULL with CP_SESSION_ERROR_IO where it cannot be
 *   opened or another program has it, CP_SESSION_ERROR_FORMAT where it is not a
 *   session, damaged or a later program's
 */
CpStore *
cp_store_open (const char  *path,
               gboolean     create,
               GError     **error)
{
  g_autoptr (CpStore) self = g_new0 (CpStore, 1);

  self->path = g_strdup (path);
  if (create && !g_file_test (path, G_FILE_TEST_EXISTS) && !make_file (path, error))
    return NULL;
  if (!check_access (path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      cp_store_fail (self, error);
      return NULL;
    }
  distrust (self);
  if (!configure (self, error) || !cp_store_schema_prepare (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * cp_store_close:
 * @self: (transfer full): a store without an open transaction
 *
 * All that was committed is in the one file then.
 */
void
cp_store_close (CpStore *self)
{
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

/**
 * cp_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none): its file
 */
const char *
cp_store_get_path (CpStore *self)
{
  return self->path;
}

static gboolean
read_verdict (CpStoreRow  *row,
              gpointer     data,
              GError     **error)
{
  char **verdict = data;

  return *verdict != NULL || cp_store_row_get_text (row, 0, verdict, error);
}

/**
 * cp_store_check:
 * @self: a store
 * @error: return location
 *
 * Reads the whole file and compares its parts, which takes a while.
 *
 * Returns: %FALSE with CP_SESSION_ERROR_FORMAT where it is damaged
 */
gboolean
cp_store_check (CpStore  *self,
                GError  **error)
{
  g_autofree char *verdict = NULL;

  if (!cp_store_query (self, read_verdict, &verdict, error, "PRAGMA integrity_check (1)", ""))
    return FALSE;

  return g_strcmp0 (verdict, "ok") == 0 || cp_store_refuse (self, error, "the session is damaged: %s", verdict);
}

/**
 * cp_store_begin:
 * @self: a store
 * @error: return location
 *
 * Begins a transaction: what follows is written whole or not at all.
 *
 * Returns: whether it worked
 */
gboolean
cp_store_begin (CpStore  *self,
                GError  **error)
{
  return cp_store_run (self, "BEGIN IMMEDIATE", error);
}

/**
 * cp_store_commit:
 * @self: a store in a transaction
 * @error: return location
 *
 * Ends the transaction; what was written is on the disk when this returns %TRUE.
 *
 * Returns: whether it worked; if not, the transaction is rolled back
 */
gboolean
cp_store_commit (CpStore  *self,
                 GError  **error)
{
  if (cp_store_run (self, "COMMIT", error))
    return TRUE;
  cp_store_rollback (self);

  return FALSE;
}

/**
 * cp_store_rollback:
 * @self: a store
 *
 * Takes back what was written since cp_store_begin().
 */
void
cp_store_rollback (CpStore *self)
{
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}
