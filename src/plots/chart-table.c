/* SPDX-License-Identifier: MIT */
#include "chart-private.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* What a table may have beside the axes' own columns. */
static const struct
{
  const char *name;
  gsize offset;
} columns[] = {
  { "low", G_STRUCT_OFFSET (CpChartPoint, low) },
  { "high", G_STRUCT_OFFSET (CpChartPoint, high) },
  { "x_low", G_STRUCT_OFFSET (CpChartPoint, x_low) },
  { "x_high", G_STRUCT_OFFSET (CpChartPoint, x_high) },
  { "threshold", G_STRUCT_OFFSET (CpChartPoint, threshold) },
  { "n", G_STRUCT_OFFSET (CpChartPoint, n) },
};

static double
column_value (const CpChartPoint *point,
              guint               column)
{
  return G_STRUCT_MEMBER (double, point, columns[column].offset);
}

/* Whether a column says anything that the x axis does not. */
static gboolean
is_used (const CpChart *self,
         guint          column)
{
  if (g_strcmp0 (columns[column].name, self->x.key) == 0)
    return FALSE;

  for (guint s = 0; s < self->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (self, s);

      for (guint p = 0; p < series->points->len; p++)
        if (!isnan (column_value (cp_chart_series_get (series, p), column)))
          return TRUE;
    }

  return FALSE;
}

/* The fewest digits that read back as the same double; nothing where it is undefined. */
static void
append_number (GString *csv,
               double   value)
{
  static const char *const precisions[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isnan (value))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
    if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, precisions[i], value), NULL) == value)
      break;
  g_string_append (csv, text);
}

static void
append_head (const CpChart  *self,
             const gboolean *used,
             GString        *csv)
{
  g_string_append (csv, "series");
  if (self->x.key != NULL)
    g_string_append_printf (csv, ",%s", self->x.key);
  for (guint i = 0; i < self->n_panels; i++)
    g_string_append_printf (csv, ",%s", self->y[i].key);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (used[i])
      g_string_append_printf (csv, ",%s", columns[i].name);
  g_string_append_c (csv, '\n');
}

static void
append_row (const CpChart       *self,
            const CpChartSeries *series,
            const CpChartPoint  *point,
            const gboolean      *used,
            GString             *csv)
{
  g_string_append (csv, series->key);
  if (self->x.key != NULL)
    append_number (csv, point->x);
  for (guint i = 0; i < self->n_panels; i++)
    append_number (csv, series->panel == i ? point->y : NAN);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (used[i])
      append_number (csv, column_value (point, i));
  g_string_append_c (csv, '\n');
}

/**
 * cp_chart_to_csv:
 * @self: a chart
 *
 * The data behind the chart, a row a point, with a header: the series, the
 * axes' values, and the bounds of intervals and bars, thresholds and counts
 * where there are any. Numbers read back as the same doubles; an empty field is
 * undefined.
 *
 * Returns: (transfer full): the table
 */
char *
cp_chart_to_csv (const CpChart *self)
{
  GString *csv = g_string_new (NULL);
  gboolean used[G_N_ELEMENTS (columns)];

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    used[i] = is_used (self, i);
  append_head (self, used, csv);
  for (guint s = 0; s < self->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (self, s);

      for (guint p = 0; p < series->points->len; p++)
        append_row (self, series, cp_chart_series_get (series, p), used, csv);
    }

  return g_string_free (csv, FALSE);
}
