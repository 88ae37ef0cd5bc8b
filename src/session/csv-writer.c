/* SPDX-License-Identifier: MIT */
#include "csv-writer.h"

#include <math.h>
#include <string.h>

/**
 * cp_csv_append_float:
 * @csv: a table
 * @value: a number
 *
 * Writes the fewest digits that read back as the same float, in any locale.
 */
void
cp_csv_append_float (GString *csv,
                     float    value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], (double) value);
      if ((float) g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (csv, text);
}

/**
 * cp_csv_append_double:
 * @csv: a table
 * @value: a number; NaN (undefined) leaves the field empty
 *
 * Writes the fewest digits that read back as the same double, in any locale.
 */
void
cp_csv_append_double (GString *csv,
                      double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *formats[] = { "%.15g", "%.16g", "%.17g" };

  if (isnan (value))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (csv, text);
}

/**
 * cp_csv_append_text:
 * @csv: a table
 * @text: a field
 *
 * Quotes the field where it needs it (RFC 4180, section 2).
 */
void
cp_csv_append_text (GString    *csv,
                    const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}
