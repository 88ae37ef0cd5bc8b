/* SPDX-License-Identifier: MIT */
#include "chart-private.h"

#include <math.h>

static void
series_free (gpointer data)
{
  CpChartSeries *series = data;

  g_free (series->name);
  g_array_unref (series->points);
  g_free (series);
}

/* A chart with one panel and nothing in it. */
CpChart *
cp_chart_new (const char *title)
{
  CpChart *self = g_new0 (CpChart, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->title = g_strdup (title);
  self->n_panels = 1;
  self->series = g_ptr_array_new_with_free_func (series_free);

  return self;
}

/**
 * cp_chart_ref:
 * @self: a chart
 *
 * Returns: (transfer full): @self
 */
CpChart *
cp_chart_ref (CpChart *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * cp_chart_unref:
 * @self: (transfer full): a chart
 *
 * Lets go of a chart.
 */
void
cp_chart_unref (CpChart *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->title);
  g_free (self->description);
  g_free (self->x.label);
  for (guint i = 0; i < CP_CHART_PANELS; i++)
    g_free (self->y[i].label);
  g_ptr_array_unref (self->series);
  g_free (self);
}

/**
 * cp_chart_get_title:
 * @self: a chart
 *
 * Returns: (transfer none): its title, translated
 */
const char *
cp_chart_get_title (const CpChart *self)
{
  return self->title;
}

/**
 * cp_chart_get_description:
 * @self: a chart
 *
 * Returns: (transfer none): what the chart shows, in a sentence with its main
 *   figure, for those who cannot see it; translated
 */
const char *
cp_chart_get_description (const CpChart *self)
{
  return self->description;
}

void
cp_chart_take_description (CpChart *self,
                           char    *description)
{
  g_free (self->description);
  self->description = description;
}

void
cp_chart_set_axis (CpChartAxis *axis,
                   const char  *key,
                   const char  *label,
                   double       low,
                   double       high)
{
  g_free (axis->label);
  axis->key = key;
  axis->label = g_strdup (label);
  axis->low = low;
  axis->high = high;
}

/* Returns (transfer none): an empty series of the main panel, in the order of drawing */
CpChartSeries *
cp_chart_add_series (CpChart      *self,
                     CpSeriesKind  kind,
                     const char   *key,
                     CpChartRole   role)
{
  CpChartSeries *series = g_new0 (CpChartSeries, 1);

  series->kind = kind;
  series->key = key;
  series->role = role;
  series->points = g_array_new (FALSE, FALSE, sizeof (CpChartPoint));
  series->hatch_low = NAN;
  series->hatch_high = NAN;
  g_ptr_array_add (self->series, series);

  return series;
}

/* Returns (transfer none): the new point, until the next one is added */
CpChartPoint *
cp_chart_series_add (CpChartSeries *series,
                     double         x,
                     double         y)
{
  const CpChartPoint point = { x, y, NAN, NAN, NAN, NAN, NAN, NAN };

  g_array_append_val (series->points, point);

  return &g_array_index (series->points, CpChartPoint, series->points->len - 1);
}

const CpChartSeries *
cp_chart_get_series (const CpChart *self,
                     guint          index)
{
  return g_ptr_array_index (self->series, index);
}

const CpChartPoint *
cp_chart_series_get (const CpChartSeries *series,
                     guint                index)
{
  return &g_array_index (series->points, CpChartPoint, index);
}
