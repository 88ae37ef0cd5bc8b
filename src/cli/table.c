/* SPDX-License-Identifier: MIT */
#include "table.h"

struct _CpTable
{
  guint n_columns;
  GPtrArray *cells; /* row by row */
};

/**
 * cp_table_new:
 * @n_columns: how many
 *
 * Returns: (transfer full): an empty table
 */
CpTable *
cp_table_new (guint n_columns)
{
  CpTable *self = g_new (CpTable, 1);

  self->n_columns = n_columns;
  self->cells = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * cp_table_free:
 * @self: (transfer full): a table
 */
void
cp_table_free (CpTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * cp_table_add:
 * @self: a table
 * @first: text of the first column
 * @...: text of each other column
 *
 * Adds a row.
 */
void
cp_table_add (CpTable    *self,
              const char *first,
              ...)
{
  va_list others;

  g_ptr_array_add (self->cells, g_strdup (first));
  va_start (others, first);
  for (guint i = 1; i < self->n_columns; i++)
    g_ptr_array_add (self->cells, g_strdup (va_arg (others, const char *)));
  va_end (others);
}

/**
 * cp_table_add_take:
 * @self: a table
 * @first: (transfer full): text of the first column
 * @...: (transfer full): text of each other column
 *
 * Adds a row of strings that were made for it.
 */
void
cp_table_add_take (CpTable *self,
                   char    *first,
                   ...)
{
  va_list others;

  g_ptr_array_add (self->cells, first);
  va_start (others, first);
  for (guint i = 1; i < self->n_columns; i++)
    g_ptr_array_add (self->cells, va_arg (others, char *));
  va_end (others);
}

static guint
column_width (CpTable *self,
              guint    column)
{
  glong width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, g_utf8_strlen (self->cells->pdata[i], -1));

  return (guint) width;
}

static void
append_blanks (GString *text,
               glong    n)
{
  while (n-- > 0)
    g_string_append_c (text, ' ');
}

static void
end_line (GString *text)
{
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

/**
 * cp_table_append_to:
 * @self: a table
 * @text: where its lines go, without blanks at their ends
 */
void
cp_table_append_to (CpTable *self,
                    GString *text)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = self->cells->pdata[i];
      guint column = i % self->n_columns;
      glong blanks = (glong) column_width (self, column) - g_utf8_strlen (cell, -1);

      if (column > 0)
        append_blanks (text, blanks + 2);
      g_string_append (text, cell);
      if (column == 0)
        append_blanks (text, blanks);
      if (column + 1 == self->n_columns)
        end_line (text);
    }
}
