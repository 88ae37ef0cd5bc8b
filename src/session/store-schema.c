/* SPDX-License-Identifier: MIT */
#include "store-private.h"

/* All times are UTC in ISO 8601, all blobs of numbers little endian, thresholds on the model's own scale. */
static const char *const tables[] = {
  /* A few single facts: threshold, pinned, rule, recalibration and the like. */
  "CREATE TABLE fact (name TEXT PRIMARY KEY NOT NULL, value TEXT) WITHOUT ROWID",
  /* Where the images are and what they were. The images themselves stay there. */
  "CREATE TABLE data (id INTEGER PRIMARY KEY CHECK (id = 1), location TEXT NOT NULL, name TEXT NOT NULL, "
  "size INTEGER NOT NULL, fingerprint TEXT NOT NULL)",
  /* Trainings and opened models. model: safetensors; checkpoint: of a training that has not ended. */
  "CREATE TABLE run (number INTEGER PRIMARY KEY, title TEXT NOT NULL, summary TEXT NOT NULL, state TEXT NOT NULL, "
  "file TEXT, recipe TEXT, batches INTEGER NOT NULL, current INTEGER NOT NULL, shown INTEGER NOT NULL, "
  "look INTEGER NOT NULL, model BLOB, checkpoint BLOB)",
  "CREATE TABLE epoch (run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, member INTEGER NOT NULL, "
  "epoch INTEGER NOT NULL, last_batch INTEGER NOT NULL, train_loss REAL, val_loss REAL, tp INTEGER NOT NULL, "
  "fp INTEGER NOT NULL, fn INTEGER NOT NULL, tn INTEGER NOT NULL, seconds REAL, PRIMARY KEY (run, member, epoch)) "
  "WITHOUT ROWID",
  /* Of every batch, 32-bit floats. */
  "CREATE TABLE loss (run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, losses BLOB NOT NULL, "
  "rates BLOB NOT NULL)",
  /* What the current run's model says of each image, 64-bit floats. */
  "CREATE TABLE prediction (split TEXT PRIMARY KEY NOT NULL, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, "
  "probabilities BLOB NOT NULL, deviations BLOB) WITHOUT ROWID",
  /* Every threshold that was chosen, locked or pinned: which, how and with what in view. */
  "CREATE TABLE threshold (id INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, value REAL, "
  "provenance TEXT NOT NULL, words TEXT NOT NULL)",
  "CREATE TABLE verdict (split TEXT NOT NULL, image INTEGER NOT NULL, blind INTEGER NOT NULL, verdict TEXT NOT NULL, "
  "note TEXT NOT NULL, probability REAL, threshold REAL, time TEXT NOT NULL, PRIMARY KEY (split, image)) "
  "WITHOUT ROWID",
  /* What was done; each hash covers the one before it. */
  "CREATE TABLE log (entry INTEGER PRIMARY KEY, time TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL, "
  "hash TEXT NOT NULL)",
};

/* Makes the tables of a new file. */
gboolean
cp_store_schema_create (CpStore  *self,
                        GError  **error)
{
  g_autofree char *ids = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                          CP_STORE_APPLICATION_ID, CP_STORE_VERSION);

  if (!cp_store_begin (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!cp_store_run (self, tables[i], error))
      {
        cp_store_rollback (self);
        return FALSE;
      }
  if (!cp_store_run (self, ids, error))
    {
      cp_store_rollback (self);
      return FALSE;
    }

  return cp_store_commit (self, error) && cp_store_run (self, "PRAGMA journal_mode = WAL", error);
}

static gboolean
read_number (CpStoreRow  *row,
             gpointer     data,
             GError     **error)
{
  return cp_store_row_get_int (row, 0, G_MININT32, G_MAXINT32, data, error);
}

static gboolean
is_ours (const char *sql)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_strcmp0 (sql, tables[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Anything else in a schema would be a stranger's: triggers, views, generated columns … */
static gboolean
check_table (CpStoreRow  *row,
             gpointer     data,
             GError     **error)
{
  g_autofree char *sql = NULL;
  guint *found = data;

  if (!cp_store_row_get_text (row, 0, &sql, error))
    return FALSE;
  if (is_ours (sql))
    {
      (*found)++;
      return TRUE;
    }
  g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT,
                       "expected a session’s tables, found others");

  return FALSE;
}

static gboolean
check_tables (CpStore  *self,
              GError  **error)
{
  guint found = 0;

  if (!cp_store_query (self, check_table, &found, error,
                       "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex%'", ""))
    return FALSE;

  return found == G_N_ELEMENTS (tables)
         || cp_store_refuse (self, error, "expected %u tables, found %u", (guint) G_N_ELEMENTS (tables), found);
}

/* Checks that the file is a session of a schema this program knows. */
gboolean
cp_store_schema_prepare (CpStore  *self,
                         GError  **error)
{
  gint64 id = 0, version = 0;

  if (!cp_store_query (self, read_number, &id, error, "PRAGMA application_id", "")
      || !cp_store_query (self, read_number, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (id != CP_STORE_APPLICATION_ID)
    return cp_store_refuse (self, error, "expected a Cutpoint session, found another database");
  if (version > CP_STORE_VERSION)
    return cp_store_refuse (self, error, "it was written by a later version of Cutpoint (format %d, expected up to %d)",
                            (int) version, CP_STORE_VERSION);
  if (version < 1)
    return cp_store_refuse (self, error, "expected a format from 1, found %d", (int) version);
  if (!check_tables (self, error))
    return FALSE;

  /* The first write takes the lock that keeps others out. */
  return cp_store_begin (self, error) && cp_store_commit (self, error);
}
