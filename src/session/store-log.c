/* SPDX-License-Identifier: MIT */
#include "store-private.h"

#include "clock-private.h"

#include <string.h>

/* The last entry of the log. */
typedef struct
{
  gint64 entry;
  char *hash;
} Last;

/* The hash of an entry covers the one before it, so that an entry that is changed, taken out or put in shows in all
 * that follow it. It does not show who wrote the log: whoever has the file can write another one from its beginning. */
static char *
hash_entry (const char *before,
            gint64      entry,
            const char *time,
            const char *action,
            const char *detail)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, entry);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const parts[] = { before, number, time, action, detail };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1); /* and where it ends */

  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
read_last (CpStoreRow  *row,
           gpointer     data,
           GError     **error)
{
  Last *last = data;

  return cp_store_row_get_int (row, 0, 1, G_MAXINT64 - 1, &last->entry, error)
         && cp_store_row_get_text (row, 1, &last->hash, error);
}

/**
 * cp_store_log:
 * @self: a store
 * @action: what was done, a word or two
 * @detail: the particulars, one line
 * @error: return location
 *
 * Adds an entry to the log of the session, of this moment.
 *
 * Returns: whether it worked
 */
gboolean
cp_store_log (CpStore     *self,
              const char  *action,
              const char  *detail,
              GError     **error)
{
  g_autoptr (GDateTime) now = cp_clock_get_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);

  return cp_store_log_at (self, time, action, detail, error);
}

/**
 * cp_store_log_at:
 * @self: a store
 * @time: when it was done, UTC in ISO 8601; the order of entries does not depend on it
 * @action: what was done, a word or two
 * @detail: the particulars, one line
 * @error: return location
 *
 * Adds an entry to the log of the session.
 *
 * Returns: whether it worked
 */
gboolean
cp_store_log_at (CpStore     *self,
                 const char  *time,
                 const char  *action,
                 const char  *detail,
                 GError     **error)
{
  g_autofree char *hash = NULL;
  Last last = { 0, NULL };

  if (!cp_store_query (self, read_last, &last, error, "SELECT entry, hash FROM log ORDER BY entry DESC LIMIT 1", ""))
    return FALSE;
  hash = hash_entry (last.hash != NULL ? last.hash : "", last.entry + 1, time, action, detail);
  g_free (last.hash);

  return cp_store_execute (self, error, "INSERT INTO log VALUES (?, ?, ?, ?, ?)", "itttt", last.entry + 1, time, action,
                           detail, hash);
}

/* Where a column may not be empty, a damaged file may have it so. */
static gboolean
get_present (CpStoreRow  *row,
             guint        column,
             char       **text,
             GError     **error)
{
  if (!cp_store_row_get_text (row, column, text, error))
    return FALSE;
  if (*text != NULL)
    return TRUE;
  g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "log: expected a text, found nothing");

  return FALSE;
}

typedef struct
{
  char *before;
  gint64 entry;
  gint64 first_wrong;
} Chain;

static gboolean
follow (CpStoreRow  *row,
        gpointer     data,
        GError     **error)
{
  Chain *chain = data;
  g_autofree char *time = NULL, *action = NULL, *detail = NULL, *hash = NULL, *expected = NULL;
  gint64 entry;

  if (!cp_store_row_get_int (row, 0, 1, G_MAXINT64 - 1, &entry, error)
      || !get_present (row, 1, &time, error) || !get_present (row, 2, &action, error)
      || !get_present (row, 3, &detail, error) || !get_present (row, 4, &hash, error))
    return FALSE;
  chain->entry++;
  expected = hash_entry (chain->before, chain->entry, time, action, detail);
  if (chain->first_wrong == 0 && (entry != chain->entry || !g_str_equal (expected, hash)))
    chain->first_wrong = chain->entry;
  g_free (chain->before);
  chain->before = g_steal_pointer (&hash);

  return TRUE;
}

/**
 * cp_store_check_log:
 * @self: a store
 * @first_wrong: (out): the first entry that is not what was written; 0 for none
 * @error: return location
 *
 * Follows the log from its beginning.
 *
 * Returns: whether it could be read
 */
gboolean
cp_store_check_log (CpStore  *self,
                    gint64   *first_wrong,
                    GError  **error)
{
  Chain chain = { g_strdup (""), 0, 0 };
  gboolean ok = cp_store_query (self, follow, &chain, error,
                                "SELECT entry, time, action, detail, hash FROM log ORDER BY entry", "");

  g_free (chain.before);
  *first_wrong = chain.first_wrong;

  return ok;
}
