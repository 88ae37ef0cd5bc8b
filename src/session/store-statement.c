/* SPDX-License-Identifier: MIT */
#include "store-private.h"

#include <math.h>
#include <string.h>

struct _CpStoreRow
{
  CpStore *store;
  sqlite3_stmt *statement;
};

/* One letter an argument: i a gint64, d a double (NaN is stored as nothing), t a text, b a GBytes; either may be NULL. */
static int
bind (sqlite3_stmt *statement,
      const char   *types,
      va_list      *arguments)
{
  int result = SQLITE_OK;

  for (int i = 1; *types != '\0' && result == SQLITE_OK; i++, types++)
    {
      if (*types == 'i')
        result = sqlite3_bind_int64 (statement, i, va_arg (*arguments, gint64));
      else if (*types == 'd')
        result = sqlite3_bind_double (statement, i, va_arg (*arguments, double)); /* NaN binds NULL */
      else if (*types == 't')
        result = sqlite3_bind_text (statement, i, va_arg (*arguments, const char *), -1, SQLITE_TRANSIENT);
      else
        {
          GBytes *bytes = va_arg (*arguments, GBytes *);
          gsize size = 0;
          gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

          if (bytes == NULL)
            result = sqlite3_bind_null (statement, i);
          else if (size == 0)
            result = sqlite3_bind_zeroblob (statement, i, 0);
          else
            result = sqlite3_bind_blob64 (statement, i, data, size, SQLITE_TRANSIENT);
        }
    }

  return result;
}

static gboolean
step_through (CpStore         *self,
              sqlite3_stmt    *statement,
              CpStoreRowFunc   function,
              gpointer         data,
              GError         **error)
{
  CpStoreRow row = { self, statement };
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (function == NULL || function (&row, data, error))
        continue;
      if (error != NULL && !g_str_has_prefix ((*error)->message, self->path))
        g_prefix_error (error, "%s: ", self->path);
      return FALSE;
    }

  return result == SQLITE_DONE || cp_store_fail (self, error);
}

static gboolean
ask (CpStore         *self,
     CpStoreRowFunc   function,
     gpointer         data,
     const char      *sql,
     const char      *types,
     va_list         *arguments,
     GError         **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean ok;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    return cp_store_fail (self, error);
  if (bind (statement, types, arguments) != SQLITE_OK)
    ok = cp_store_fail (self, error);
  else
    ok = step_through (self, statement, function, data, error);
  sqlite3_finalize (statement);

  return ok;
}

/**
 * cp_store_execute:
 * @self: a store
 * @error: return location
 * @sql: a statement without rows, with a `?` an argument
 * @types: a letter an argument: i for a #gint64, d for a double (NaN becomes NULL), t for a
 *   text, b for a #GBytes
 * @...: the arguments; texts and bytes may be %NULL
 *
 * Returns: whether it worked
 */
gboolean
cp_store_execute (CpStore     *self,
                  GError     **error,
                  const char  *sql,
                  const char  *types,
                  ...)
{
  va_list arguments;
  gboolean ok;

  va_start (arguments, types);
  ok = ask (self, NULL, NULL, sql, types, &arguments, error);
  va_end (arguments);

  return ok;
}

/**
 * cp_store_query:
 * @self: a store
 * @function: given each row
 * @data: given to it
 * @error: return location
 * @sql: a question, with a `?` an argument
 * @types: as for cp_store_execute()
 * @...: the arguments
 *
 * Returns: %FALSE where the database or @function failed
 */
gboolean
cp_store_query (CpStore         *self,
                CpStoreRowFunc   function,
                gpointer         data,
                GError         **error,
                const char      *sql,
                const char      *types,
                ...)
{
  va_list arguments;
  gboolean ok;

  va_start (arguments, types);
  ok = ask (self, function, data, sql, types, &arguments, error);
  va_end (arguments);

  return ok;
}

static gboolean
refuse_column (CpStoreRow  *row,
               guint        column,
               const char  *expected,
               GError     **error)
{
  return cp_store_refuse (row->store, error, "%s: expected %s", sqlite3_column_name (row->statement, (int) column),
                          expected);
}

/**
 * cp_store_row_is_null:
 * @row: a row
 * @column: from 0
 *
 * Returns: whether there is nothing
 */
gboolean
cp_store_row_is_null (CpStoreRow *row,
                      guint       column)
{
  return sqlite3_column_type (row->statement, (int) column) == SQLITE_NULL;
}

/**
 * cp_store_row_get_int:
 * @row: a row
 * @column: from 0
 * @least: smallest value that makes sense
 * @most: largest
 * @value: (out): the value
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_FORMAT for anything else
 */
gboolean
cp_store_row_get_int (CpStoreRow  *row,
                      guint        column,
                      gint64       least,
                      gint64       most,
                      gint64      *value,
                      GError     **error)
{
  if (sqlite3_column_type (row->statement, (int) column) != SQLITE_INTEGER)
    return refuse_column (row, column, "a whole number", error);
  *value = sqlite3_column_int64 (row->statement, (int) column);

  return (*value >= least && *value <= most) || refuse_column (row, column, "another range", error);
}

/**
 * cp_store_row_get_double:
 * @row: a row
 * @column: from 0
 * @value: (out): the value; NaN where there is nothing
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_FORMAT where there is no finite number
 */
gboolean
cp_store_row_get_double (CpStoreRow  *row,
                         guint        column,
                         double      *value,
                         GError     **error)
{
  const int type = sqlite3_column_type (row->statement, (int) column);

  *value = NAN;
  if (type == SQLITE_NULL)
    return TRUE;
  if (type == SQLITE_FLOAT || type == SQLITE_INTEGER)
    *value = sqlite3_column_double (row->statement, (int) column);

  return isfinite (*value) || refuse_column (row, column, "a number", error);
}

/**
 * cp_store_row_get_text:
 * @row: a row
 * @column: from 0
 * @value: (out) (transfer full) (nullable): the text; %NULL where there is nothing
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_FORMAT where it is not UTF-8
 */
gboolean
cp_store_row_get_text (CpStoreRow  *row,
                       guint        column,
                       char       **value,
                       GError     **error)
{
  const int type = sqlite3_column_type (row->statement, (int) column);
  const char *text;

  *value = NULL;
  if (type == SQLITE_NULL)
    return TRUE;
  if (type != SQLITE_TEXT)
    return refuse_column (row, column, "a text", error);
  text = (const char *) sqlite3_column_text (row->statement, (int) column);
  if (text == NULL || !g_utf8_validate (text, sqlite3_column_bytes (row->statement, (int) column), NULL))
    return refuse_column (row, column, "a text in UTF-8", error);
  *value = g_strdup (text);

  return TRUE;
}

/**
 * cp_store_row_get_bytes:
 * @row: a row
 * @column: from 0
 * @value: (out) (transfer full) (nullable): the bytes; %NULL where there is nothing
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_FORMAT where there is anything else
 */
gboolean
cp_store_row_get_bytes (CpStoreRow  *row,
                        guint        column,
                        GBytes     **value,
                        GError     **error)
{
  const int type = sqlite3_column_type (row->statement, (int) column);
  gconstpointer data;

  *value = NULL;
  if (type == SQLITE_NULL)
    return TRUE;
  if (type != SQLITE_BLOB)
    return refuse_column (row, column, "bytes", error);
  data = sqlite3_column_blob (row->statement, (int) column);
  *value = g_bytes_new (data, (gsize) sqlite3_column_bytes (row->statement, (int) column));

  return TRUE;
}
