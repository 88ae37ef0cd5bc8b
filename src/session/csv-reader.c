/* SPDX-License-Identifier: MIT */
#include "csv-reader.h"

#include "printable.h"

#include <string.h>

#define PRINTED 40 /* of a field, in a message */

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (const CpCsvReader  *self,
        GError            **error,
        const char         *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "row %" G_GSIZE_FORMAT ": %s", self->row, message);

  return FALSE;
}

/**
 * cp_csv_reader_init:
 * @self: (out caller-allocates): a reader
 * @bytes: a whole file
 *
 * Begins before the first row, after a UTF-8 byte order mark.
 */
void
cp_csv_reader_init (CpCsvReader *self,
                    GBytes      *bytes)
{
  gsize size;

  *self = (CpCsvReader) { .bytes = g_bytes_ref (bytes) };
  self->next = g_bytes_get_data (bytes, &size);
  self->end = self->next + size;
  if (size >= 3 && memcmp (self->next, "\xef\xbb\xbf", 3) == 0)
    self->next += 3;
  self->array = g_array_new (FALSE, FALSE, sizeof (CpCsvField));
}

/**
 * cp_csv_reader_clear:
 * @self: a reader
 *
 * Frees what it holds.
 */
void
cp_csv_reader_clear (CpCsvReader *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->array, g_array_unref);
  g_clear_pointer (&self->unquoted, g_free);
}

/* Where a row without quotes ends: past its \n; NULL where it is too long. */
static const char *
find_end (const CpCsvReader *self)
{
  gsize rest = (gsize) (self->end - self->next);
  const char *newline = memchr (self->next, '\n', MIN (rest, CP_CSV_MAX_ROW));

  if (newline != NULL)
    return newline + 1;

  return rest <= CP_CSV_MAX_ROW ? self->end : NULL;
}

static gsize
end_length (const char *start,
            const char *end)
{
  if (end == start || end[-1] != '\n')
    return end > start && end[-1] == '\r' ? 1 : 0;

  return end - start > 1 && end[-2] == '\r' ? 2 : 1;
}

static void
add_field (CpCsvReader *self,
           const char  *text,
           gsize        length)
{
  const CpCsvField field = { text, length };

  g_array_append_val (self->array, field);
}

static void
split_plain (CpCsvReader *self,
             const char  *end)
{
  const char *start = self->next;

  for (const char *p = start; p < end; p++)
    if (*p == ',')
      {
        add_field (self, start, (gsize) (p - start));
        start = p + 1;
      }
  add_field (self, start, (gsize) (end - start));
}

/* Reads a field that begins with a quote, and returns what follows its last
 * one; two quotes inside stand for one (RFC 4180, section 2). NULL where it is
 * not closed in time. */
static const char *
take_quoted (CpCsvReader *self,
             const char  *p,
             const char  *limit)
{
  char *text = self->unquoted + self->n_unquoted;
  gsize length = 0;

  for (p++; p < limit; p++)
    {
      if (*p == '"' && (p + 1 == limit || p[1] != '"'))
        {
          add_field (self, text, length);
          self->n_unquoted += length;
          return p + 1;
        }
      p += *p == '"';
      text[length++] = *p;
    }

  return NULL;
}

static const char *
take_plain (CpCsvReader *self,
            const char  *p,
            const char  *limit)
{
  const char *start = p;

  while (p < limit && *p != ',' && *p != '\n')
    p++;
  add_field (self, start, (gsize) (p - start) - (p > start && p[-1] == '\r' && (p == limit || *p == '\n')));

  return p;
}

/* A row with quotes may go over several lines. */
static gboolean
split_quoted (CpCsvReader  *self,
              GError      **error)
{
  const char *limit = self->next + MIN (self->end - self->next, CP_CSV_MAX_ROW);
  const char *p = self->next;

  if (self->unquoted == NULL)
    self->unquoted = g_malloc (CP_CSV_MAX_ROW);
  self->n_unquoted = 0;

  for (;; p++)
    {
      p = p < limit && *p == '"' ? take_quoted (self, p, limit) : take_plain (self, p, limit);
      if (p == NULL)
        return refuse (self, error, "expected a closing quote within %d bytes, found none", CP_CSV_MAX_ROW);
      if (p < limit && *p == '\r' && (p + 1 == limit || p[1] == '\n'))
        p++;
      if (p == limit || *p == '\n')
        break;
      if (*p != ',')
        return refuse (self, error, "expected a comma after a closing quote, found something else");
    }
  if (p == limit && limit < self->end)
    return refuse (self, error, "expected at most %d bytes, found more", CP_CSV_MAX_ROW);
  self->next = p < limit ? p + 1 : p;

  return TRUE;
}

static gboolean
is_rest_empty (const CpCsvReader *self)
{
  const char *p = self->next;

  while (p < self->end && (*p == '\n' || *p == '\r'))
    p++;

  return p == self->end;
}

static gboolean
read_row (CpCsvReader  *self,
          GError      **error)
{
  const char *start = self->next;
  const char *end = find_end (self);
  gsize length;

  if (end == NULL)
    return refuse (self, error, "expected at most %d bytes, found more", CP_CSV_MAX_ROW);
  length = (gsize) (end - start) - end_length (start, end);
  if (length == 0)
    return refuse (self, error, "expected fields, found an empty line");

  if (memchr (start, '"', length) == NULL)
    {
      split_plain (self, start + length);
      self->next = end;
    }
  else if (!split_quoted (self, error))
    {
      return FALSE;
    }
  if (memchr (start, '\0', (gsize) (self->next - start)) != NULL)
    return refuse (self, error, "expected text, found a NUL byte");

  return TRUE;
}

/**
 * cp_csv_reader_next:
 * @self: a reader
 * @error: return location
 *
 * Reads the next row as RFC 4180 has it; lines may end with or without a
 * carriage return, and the last one at the end of the file. Empty lines are
 * ignored at the end only. A quote inside a field that does not begin with one
 * is a character like others.
 *
 * Errors: #CP_SESSION_ERROR_FORMAT for an empty line, a row longer than
 * #CP_CSV_MAX_ROW, a NUL byte and quotes without sense; the message names the
 * row.
 *
 * Returns: %FALSE at the end, and on error
 */
gboolean
cp_csv_reader_next (CpCsvReader  *self,
                    GError      **error)
{
  gboolean read;

  g_array_set_size (self->array, 0);
  if (self->next == self->end || ((*self->next == '\n' || *self->next == '\r') && is_rest_empty (self)))
    {
      self->next = self->end;
      return FALSE;
    }

  self->row++;
  read = read_row (self, error);
  self->fields = (const CpCsvField *) (gpointer) self->array->data;
  self->n_fields = self->array->len;

  return read;
}

/**
 * cp_csv_field_is:
 * @field: a field
 * @text: what it may hold
 *
 * Returns: whether it holds exactly that
 */
gboolean
cp_csv_field_is (const CpCsvField *field,
                 const char       *text)
{
  return field->length == strlen (text) && memcmp (field->text, text, field->length) == 0;
}

/**
 * cp_csv_field_printable:
 * @field: a field
 *
 * Returns: (transfer full): its beginning, for a one-line message
 */
char *
cp_csv_field_printable (const CpCsvField *field)
{
  g_autofree char *start = cp_printable (field->text, (gssize) MIN (field->length, PRINTED));

  return field->length > PRINTED ? g_strconcat (start, "…", NULL) : g_steal_pointer (&start);
}
