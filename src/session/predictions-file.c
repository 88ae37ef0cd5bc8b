/* SPDX-License-Identifier: MIT */
#include "predictions-file.h"

#include "csv-reader.h"
#include "decimal.h"
#include "file-bytes.h"
#include "printable.h"

#include <string.h>

typedef enum
{
  COLUMN_LABEL,
  COLUMN_PROBABILITY,
  COLUMN_SPLIT,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = { "label", "probability", "split" };

typedef struct
{
  CpCsvReader csv;
  guint n_fields;         /* of each row */
  int columns[N_COLUMNS]; /* where each is; −1 where there is none */
  const char *split;      /* rows of others are not read; NULL for all */
  GPtrArray *splits;      /* the names found */
  gsize n, room;
  double *probabilities;
  guint8 *labels;
} Loader;

static void
loader_clear (Loader *self)
{
  cp_csv_reader_clear (&self->csv);
  g_clear_pointer (&self->splits, g_ptr_array_unref);
  g_clear_pointer (&self->probabilities, g_free);
  g_clear_pointer (&self->labels, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loader, loader_clear)

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError     **error,
        const char  *format,
        ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, format, arguments);
  va_end (arguments);

  return FALSE;
}

static gboolean
refuse_field (const Loader      *self,
              Column             column,
              const char        *expected,
              const CpCsvField  *field,
              GError           **error)
{
  g_autofree char *found = cp_csv_field_printable (field);

  return refuse (error, "row %" G_GSIZE_FORMAT ": %s: expected %s, found “%s”", self->csv.row, column_names[column],
                 expected, found);
}

static CpCsvField
strip (CpCsvField field)
{
  while (field.length > 0 && (*field.text == ' ' || *field.text == '\t'))
    field = (CpCsvField) { field.text + 1, field.length - 1 };
  while (field.length > 0 && (field.text[field.length - 1] == ' ' || field.text[field.length - 1] == '\t'))
    field.length--;

  return field;
}

static gboolean
is_word (const CpCsvField *field,
         const char       *word)
{
  return field->length == strlen (word) && g_ascii_strncasecmp (field->text, word, field->length) == 0;
}

static CpCsvField
get_field (const Loader *self,
           Column        column)
{
  return strip (self->csv.fields[self->columns[column]]);
}

static gboolean
find_column (Loader  *self,
             Column   column,
             GError **error)
{
  self->columns[column] = -1;
  for (guint i = 0; i < self->n_fields; i++)
    {
      const CpCsvField field = strip (self->csv.fields[i]);

      if (!is_word (&field, column_names[column]))
        continue;
      if (self->columns[column] >= 0)
        return refuse (error, "row 1: expected one column “%s”, found two", column_names[column]);
      self->columns[column] = (int) i;
    }

  return TRUE;
}

/* The header's beginning, as it stands in the file. */
static char *
describe_header (const Loader *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->n_fields, 8); i++)
    {
      g_autofree char *name = cp_csv_field_printable (&self->csv.fields[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", name);
    }
  if (self->n_fields > 8)
    g_string_append (text, ",…");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
refuse_header (const Loader  *self,
               const char    *expected,
               GError       **error)
{
  g_autofree char *found = describe_header (self);

  return refuse (error, "row 1: expected a header with %s, found “%s”", expected, found);
}

static gboolean
read_header (Loader  *self,
             GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!cp_csv_reader_next (&self->csv, &cause))
    {
      if (cause == NULL)
        return refuse (error, "expected a header with the columns label and probability, found an empty file");
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  self->n_fields = self->csv.n_fields;

  for (Column column = 0; column < N_COLUMNS; column++)
    if (!find_column (self, column, error))
      return FALSE;
  if (self->columns[COLUMN_LABEL] < 0 || self->columns[COLUMN_PROBABILITY] < 0)
    return refuse_header (self, "the columns label and probability, with commas between", error);
  if (self->split != NULL && self->columns[COLUMN_SPLIT] < 0)
    return refuse_header (self, "a column split, to choose by", error);

  return TRUE;
}

/* Remembers each name of a split once; most rows have the last one's. */
static gboolean
note_split (Loader            *self,
            const CpCsvField  *field,
            GError           **error)
{
  for (guint i = self->splits->len; i > 0; i--)
    if (cp_csv_field_is (field, self->splits->pdata[i - 1]))
      return TRUE;

  if (self->splits->len == CP_PREDICTIONS_FILE_MAX_SPLITS)
    return refuse_field (self, COLUMN_SPLIT, "one of at most " G_STRINGIFY (CP_PREDICTIONS_FILE_MAX_SPLITS) " names",
                         field, error);
  g_ptr_array_add (self->splits, g_strndup (field->text, field->length));

  return TRUE;
}

static gboolean
take_label (const Loader  *self,
            guint8        *label,
            GError       **error)
{
  const CpCsvField field = get_field (self, COLUMN_LABEL);
  double number;

  if (cp_decimal_parse (field.text, field.length, &number) && (number == 0 || number == 1))
    *label = (guint8) number;
  else if (is_word (&field, "normal"))
    *label = 0;
  else if (is_word (&field, "pneumonia"))
    *label = 1;
  else
    return refuse_field (self, COLUMN_LABEL, "0, 1, normal or pneumonia", &field, error);

  return TRUE;
}

static gboolean
take_probability (const Loader  *self,
                  double        *probability,
                  GError       **error)
{
  const CpCsvField field = get_field (self, COLUMN_PROBABILITY);

  if (!cp_decimal_parse (field.text, field.length, probability) || !(*probability >= 0 && *probability <= 1))
    return refuse_field (self, COLUMN_PROBABILITY, "a number from 0 to 1", &field, error);

  return TRUE;
}

static void
make_room (Loader *self)
{
  if (self->n < self->room)
    return;
  self->room = MAX (4096, self->room * 2);
  self->probabilities = g_renew (double, self->probabilities, self->room);
  self->labels = g_renew (guint8, self->labels, self->room);
}

static gboolean
take_row (Loader  *self,
          GError **error)
{
  if (self->csv.n_fields != self->n_fields)
    return refuse (error, "row %" G_GSIZE_FORMAT ": expected %u fields, as in the header, found %u", self->csv.row,
                   self->n_fields, self->csv.n_fields);
  if (self->columns[COLUMN_SPLIT] >= 0)
    {
      const CpCsvField split = get_field (self, COLUMN_SPLIT);

      if (!note_split (self, &split, error))
        return FALSE;
      if (self->split != NULL && !cp_csv_field_is (&split, self->split))
        return TRUE;
    }

  make_room (self);
  if (!take_label (self, &self->labels[self->n], error)
      || !take_probability (self, &self->probabilities[self->n], error))
    return FALSE;
  self->n++;

  return TRUE;
}

static gboolean
read_rows (Loader  *self,
           GError **error)
{
  g_autoptr (GError) cause = NULL;

  while (cp_csv_reader_next (&self->csv, &cause))
    {
      if (self->csv.row > CP_PREDICTIONS_FILE_MAX_ROWS + 1)
        return refuse (error, "expected at most %d rows, found more", CP_PREDICTIONS_FILE_MAX_ROWS);
      if (!take_row (self, error))
        return FALSE;
    }
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  return self->csv.row > 1 || refuse (error, "expected at least one row below the header, found none");
}

static char *
describe_splits (const Loader *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->splits->len; i++)
    {
      const char *name = self->splits->pdata[i];
      const CpCsvField field = { name, strlen (name) };
      g_autofree char *printable = cp_csv_field_printable (&field);

      g_string_append_printf (text, "%s“%s”", i == 0 ? "" : ", ", printable);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
check_splits (const Loader  *self,
              GError       **error)
{
  g_autofree char *found = describe_splits (self);
  g_autofree char *expected = NULL;

  if (self->split == NULL ? self->splits->len <= 1 : self->n > 0)
    return TRUE;

  expected = self->split != NULL ? cp_printable (self->split, -1) : NULL;
  if (expected != NULL)
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                 "split: expected rows of “%s”, found %s", expected, found);
  else
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "split: expected one, found %s", found);

  return FALSE;
}

static gboolean
check_bytes (GBytes  *bytes,
             GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size > CP_PREDICTIONS_FILE_MAX_BYTES)
    return refuse (error, "expected at most 2 GiB, found %" G_GSIZE_FORMAT " bytes", size);
  if (size >= 2 && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
    return refuse (error, "expected UTF-8 text, found UTF-16");

  return TRUE;
}

static CpPredictions *
load (Loader  *self,
      GBytes  *bytes,
      GError **error)
{
  if (!check_bytes (bytes, error))
    return NULL;

  cp_csv_reader_init (&self->csv, bytes);
  if (!read_header (self, error) || !read_rows (self, error) || !check_splits (self, error))
    return NULL;

  return cp_predictions_new (self->probabilities, self->labels, self->n, error);
}

/**
 * cp_predictions_file_load:
 * @path: a file of comma-separated values (RFC 4180)
 * @split: (nullable): read only rows with this in their column `split`
 * @split_found: (out) (optional) (nullable) (transfer full): what the rows read
 *   have in that column; %NULL where there is none
 * @error: return location
 *
 * Reads the predictions of any classifier. The first row is a header that holds
 * `label` (0, 1, normal or pneumonia) and `probability` (of pneumonia, from 0
 * to 1), in any order and in any case; other columns are ignored, but for
 * `split`: predictions of different splits are never mixed. Blanks around names
 * and numbers are ignored. Probabilities are read as the nearest double.
 *
 * Errors name the file, and the row, which is 1 for the header, as
 * spreadsheets count: #CP_DATASET_ERROR_IO where the file cannot be read,
 * #CP_SESSION_ERROR_FORMAT for anything else in it, #CP_SESSION_ERROR_MISMATCH
 * where it holds several splits and @split is %NULL, or no row of @split.
 *
 * Returns: (transfer full) (nullable): the predictions
 */
CpPredictions *
cp_predictions_file_load (const char  *path,
                          const char  *split,
                          char       **split_found,
                          GError     **error)
{
  g_autoptr (GBytes) bytes = cp_file_read (path, (gsize) CP_PREDICTIONS_FILE_MAX_BYTES, error);
  g_auto (Loader) loader = { .split = split };
  CpPredictions *predictions;

  if (bytes == NULL)
    return NULL;

  loader.splits = g_ptr_array_new_with_free_func (g_free);
  predictions = load (&loader, bytes, error);
  if (predictions == NULL)
    {
      g_autofree char *name = cp_printable_path (path);

      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (split_found != NULL)
    *split_found = split != NULL ? g_strdup (split)
                   : loader.splits->len > 0 ? g_steal_pointer (&loader.splits->pdata[0]) : NULL;

  return predictions;
}
