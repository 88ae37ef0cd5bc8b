/* SPDX-License-Identifier: MIT */
#pragma once

#include "session-error.h"

G_BEGIN_DECLS

/* The longest row, its end included. */
#define CP_CSV_MAX_ROW 65536

/**
 * CpCsvField:
 * @text: its bytes, without quotes, not terminated
 * @length: how many
 *
 * A field of a row.
 */
typedef struct
{
  const char *text;
  gsize length;
} CpCsvField;

/**
 * CpCsvReader:
 * @row: the number of the row that was read, from 1, which is the header's
 * @fields: the fields of that row
 * @n_fields: how many
 *
 * Reads comma-separated values. The fields hold until the next row is read.
 */
typedef struct
{
  gsize row;
  const CpCsvField *fields;
  guint n_fields;
  /*< private >*/
  GBytes *bytes;
  const char *next;
  const char *end;
  GArray *array;
  char *unquoted; /* (CP_CSV_MAX_ROW) fields that had quotes */
  gsize n_unquoted;
} CpCsvReader;

void     cp_csv_reader_init     (CpCsvReader       *self,
                                 GBytes            *bytes);
void     cp_csv_reader_clear    (CpCsvReader       *self);
gboolean cp_csv_reader_next     (CpCsvReader       *self,
                                 GError           **error);
gboolean cp_csv_field_is        (const CpCsvField  *field,
                                 const char        *text);
char    *cp_csv_field_printable (const CpCsvField  *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpCsvReader, cp_csv_reader_clear)

G_END_DECLS
