/* SPDX-License-Identifier: MIT */
#include "chart-icons.h"
#include "chart-layout.h"
#include "chart-scale.h"
#include "chart-series.h"

#include <math.h>

#define TICK 0.3 /* length, in ems */

/* The width of grid and axes: a pixel with a window's font. */
static double
hairline (const CpChartLayout *layout)
{
  return layout->em / 13;
}

/* The middle of a pixel, where hairlines stay sharp; paper has none. */
static double
crisp (cairo_t *cr,
       double   place)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG ? place : floor (place) + 0.5;
}

static void
trace_grid (const CpChartLayout *layout,
            guint                panel,
            cairo_t             *cr)
{
  const CpChartBox *box = &layout->panels[panel];

  cairo_new_path (cr);
  for (guint i = 0; i < layout->x_ticks->len; i++)
    {
      double x = crisp (cr, cp_chart_layout_x (layout, panel, g_array_index (layout->x_ticks, CpChartTick, i).value));

      cairo_move_to (cr, x, box->y);
      cairo_line_to (cr, x, box->y + box->height);
    }
  for (guint i = 0; i < layout->y_ticks[panel]->len; i++)
    {
      double y = crisp (cr, cp_chart_layout_y (layout, panel, g_array_index (layout->y_ticks[panel], CpChartTick, i).value));

      cairo_move_to (cr, box->x, y);
      cairo_line_to (cr, box->x + box->width, y);
    }
}

/* The axes: where zero is, and the left side; ticks below the lowest panel. */
static void
trace_axes (const CpChartLayout *layout,
            guint                panel,
            cairo_t             *cr)
{
  const CpChartBox *box = &layout->panels[panel];
  const CpChartAxis *axis = &layout->chart->y[panel];
  double bottom = crisp (cr, box->y + box->height), left = crisp (cr, box->x);

  cairo_new_path (cr);
  cairo_move_to (cr, left, box->y);
  cairo_line_to (cr, left, bottom);
  cairo_line_to (cr, box->x + box->width, bottom);
  if (axis->low < 0 && axis->high > 0)
    {
      cairo_move_to (cr, box->x, crisp (cr, cp_chart_layout_y (layout, panel, 0)));
      cairo_line_to (cr, box->x + box->width, crisp (cr, cp_chart_layout_y (layout, panel, 0)));
    }
  for (guint i = 0; panel + 1 == layout->n_panels && i < layout->x_ticks->len; i++)
    {
      double x = crisp (cr, cp_chart_layout_x (layout, panel, g_array_index (layout->x_ticks, CpChartTick, i).value));

      cairo_move_to (cr, x, bottom);
      cairo_line_to (cr, x, bottom + TICK * layout->em);
    }
}

static void
draw_series (const CpChartLayout *layout,
             guint                panel,
             cairo_t             *cr)
{
  const CpChartBox *box = &layout->panels[panel];
  double line = layout->style->line_width;

  for (guint i = 0; i < layout->chart->series->len; i++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, i);

      if (series->panel != panel)
        continue;
      cairo_save (cr);
      /* Markers on an edge are drawn whole; their values are never beyond it. */
      if (series->marker == CP_MARKER_NONE)
        {
          cairo_rectangle (cr, box->x - line, box->y - line, box->width + 2 * line, box->height + 2 * line);
          cairo_clip (cr);
        }
      cp_chart_series_draw (layout, series, cr);
      cairo_restore (cr);
    }
}

static void
draw_panel (const CpChartLayout *layout,
            guint                panel,
            cairo_t             *cr)
{
  cairo_set_line_width (cr, hairline (layout));
  cp_chart_style_set_source (layout->style, cr, CP_CHART_GRID, 1);
  trace_grid (layout, panel, cr);
  cairo_stroke (cr);
  draw_series (layout, panel, cr);
  cairo_set_line_width (cr, hairline (layout));
  cp_chart_style_set_source (layout->style, cr, CP_CHART_DIM, 1);
  trace_axes (layout, panel, cr);
  cairo_stroke (cr);
}

static void
draw_label (const CpChartLayout *layout,
            const CpChartLabel  *label,
            cairo_t             *cr)
{
  cairo_save (cr);
  cp_chart_style_set_source (layout->style, cr, label->role, 1);
  cairo_translate (cr, label->box.x, label->box.y);
  if (label->upright)
    {
      cairo_translate (cr, 0, label->box.height);
      cairo_rotate (cr, -G_PI_2);
    }
  cairo_move_to (cr, 0, 0);
  pango_cairo_show_layout (cr, label->text);
  cairo_restore (cr);
}

static void
draw_legend (const CpChartLayout *layout,
             cairo_t             *cr)
{
  if (layout->legend_inside)
    {
      cp_chart_style_set_source (layout->style, cr, CP_CHART_BACKGROUND, 0.85);
      cairo_rectangle (cr, layout->legend.x, layout->legend.y, layout->legend.width, layout->legend.height);
      cairo_fill (cr);
    }
  for (guint i = 0; i < layout->swatches->len; i++)
    cp_chart_swatch_draw (layout, &g_array_index (layout->swatches, CpChartSwatch, i), cr);
}

/**
 * cp_chart_draw:
 * @self: a chart
 * @cr: where to draw, from (0, 0)
 * @width: of the chart
 * @height: of the chart
 * @style: its look
 *
 * Draws a chart. Ticks get fewer, labels are cut and the legend moves out of
 * the axes, or goes, as room gets scarce; below about 240 by 200 units of a
 * font 13 units high there is no room to speak of.
 */
void
cp_chart_draw (const CpChart      *self,
               cairo_t            *cr,
               double              width,
               double              height,
               const CpChartStyle *style)
{
  g_autoptr (CpChartLayout) layout = cp_chart_layout_new (self, width, height, style);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cp_chart_style_set_source (style, cr, CP_CHART_BACKGROUND, 1);
  if (style->colors[CP_CHART_BACKGROUND].alpha > 0)
    cairo_paint (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (self->icons)
    cp_chart_draw_icons (layout, cr);
  else
    for (guint i = 0; i < layout->n_panels; i++)
      draw_panel (layout, i, cr);
  draw_legend (layout, cr);
  for (guint i = 0; i < layout->labels->len; i++)
    draw_label (layout, &g_array_index (layout->labels, CpChartLabel, i), cr);
  cairo_restore (cr);
}
