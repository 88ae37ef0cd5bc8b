/* SPDX-License-Identifier: MIT */
#include "chart-series.h"

#include "chart-marks.h"

#include <math.h>

#define MARKER 0.33    /* radius, in ems */
#define OPERATING 0.42
#define BAND_OPACITY 0.16
#define BAR_OPACITY 0.55
#define HATCH 0.42     /* between lines of a hatch, in ems */

static double
place_x (const CpChartLayout *layout,
         const CpChartSeries *series,
         double               value)
{
  return cp_chart_layout_x (layout, series->panel, value);
}

static double
place_y (const CpChartLayout *layout,
         const CpChartSeries *series,
         double               value)
{
  return cp_chart_layout_y (layout, series->panel, value);
}

/* A line breaks where a value is undefined. */
static void
draw_line (const CpChartLayout *layout,
           const CpChartSeries *series,
           cairo_t             *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < series->points->len; i++)
    {
      const CpChartPoint *point = cp_chart_series_get (series, i);
      double x = place_x (layout, series, point->x), y = place_y (layout, series, point->y);

      if (isnan (y))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, x, y);
    }
  cairo_set_line_width (cr, layout->style->line_width * (series->kind == CP_SERIES_REFERENCE ? 0.7 : 1));
  cp_chart_style_set_source (layout->style, cr, series->role, 1);
  cp_chart_dash_set (layout->style, cr, series->dash);
  cairo_stroke (cr);
  cp_chart_dash_set (layout->style, cr, CP_DASH_NONE);
}

static void
draw_band (const CpChartLayout *layout,
           const CpChartSeries *series,
           cairo_t             *cr)
{
  guint n = series->points->len;

  cairo_new_path (cr);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, place_x (layout, series, cp_chart_series_get (series, i)->x),
                   place_y (layout, series, cp_chart_series_get (series, i)->low));
  for (guint i = n; i > 0; i--)
    cairo_line_to (cr, place_x (layout, series, cp_chart_series_get (series, i - 1)->x),
                   place_y (layout, series, cp_chart_series_get (series, i - 1)->high));
  cp_chart_style_set_source (layout->style, cr, series->role, BAND_OPACITY);
  cairo_fill (cr);
}

static void
whisker (cairo_t *cr,
         double   x0,
         double   y0,
         double   x1,
         double   y1,
         double   cap)
{
  gboolean upright = x0 == x1;
  double dx = upright ? cap : 0, dy = upright ? 0 : cap;

  if (isnan (x0 + y0 + x1 + y1))
    return;
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_move_to (cr, x0 - dx, y0 - dy);
  cairo_line_to (cr, x0 + dx, y0 + dy);
  cairo_move_to (cr, x1 - dx, y1 - dy);
  cairo_line_to (cr, x1 + dx, y1 + dy);
}

static void
draw_point (const CpChartLayout *layout,
            const CpChartSeries *series,
            const CpChartPoint  *point,
            cairo_t             *cr)
{
  gboolean operating = series->kind == CP_SERIES_OPERATING;
  double x = place_x (layout, series, point->x), y = place_y (layout, series, point->y);
  double cap = 0.22 * layout->em;

  if (isnan (x + y))
    return;
  cairo_new_path (cr);
  whisker (cr, x, place_y (layout, series, point->low), x, place_y (layout, series, point->high), cap);
  whisker (cr, place_x (layout, series, point->x_low), y, place_x (layout, series, point->x_high), y, cap);
  cp_chart_style_set_source (layout->style, cr, series->role, 1);
  cairo_set_line_width (cr, layout->style->line_width * 0.6);
  cairo_stroke (cr);
  cp_chart_marker_draw (layout->style, cr, series->marker, series->role, x, y,
                        (operating ? OPERATING : MARKER) * layout->em);
}

static CpChartBox
bar_box (const CpChartLayout *layout,
         const CpChartSeries *series,
         const CpChartPoint  *point)
{
  double x0 = place_x (layout, series, point->x_low), x1 = place_x (layout, series, point->x_high);
  double y0 = place_y (layout, series, 0), y1 = place_y (layout, series, point->y);
  double gap = MIN (1, (x1 - x0) / 6);

  return (CpChartBox) { x0 + gap / 2, MIN (y0, y1), MAX (0.2, x1 - x0 - gap), fabs (y1 - y0) };
}

/* Slanted lines over what the clip shows. */
static void
hatch (const CpChartLayout *layout,
       const CpChartBox    *box,
       CpChartRole          role,
       cairo_t             *cr)
{
  double step = HATCH * layout->em;

  cairo_new_path (cr);
  for (double x = floor ((box->x - box->height) / step) * step; x < box->x + box->width; x += step)
    {
      cairo_move_to (cr, x, box->y + box->height);
      cairo_line_to (cr, x + box->height, box->y);
    }
  cp_chart_style_set_source (layout->style, cr, role, 1);
  cairo_set_line_width (cr, layout->style->line_width * 0.55);
  cairo_stroke (cr);
}

static void
clip_to_bars (const CpChartLayout *layout,
              const CpChartSeries *series,
              cairo_t             *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < series->points->len; i++)
    {
      CpChartBox box = bar_box (layout, series, cp_chart_series_get (series, i));

      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
    }
  cairo_clip (cr);
}

static void
hatch_bars (const CpChartLayout *layout,
            const CpChartSeries *series,
            cairo_t             *cr)
{
  const CpChartBox *panel = &layout->panels[series->panel];
  double from = place_x (layout, series, series->hatch_low), to = place_x (layout, series, series->hatch_high);

  cairo_save (cr);
  clip_to_bars (layout, series, cr);
  cairo_rectangle (cr, from, panel->y, to - from, panel->height);
  cairo_clip (cr);
  hatch (layout, panel, series->role, cr);
  cairo_restore (cr);
}

/* Full bars have a class's colour; where the other series of the panel is full too, only their outline. */
static void
draw_bars (const CpChartLayout *layout,
           const CpChartSeries *series,
           cairo_t             *cr)
{
  gboolean outline = series->dash != CP_DASH_NONE;

  cairo_new_path (cr);
  for (guint i = 0; i < series->points->len; i++)
    {
      CpChartBox box = bar_box (layout, series, cp_chart_series_get (series, i));

      if (box.height > 0)
        cairo_rectangle (cr, box.x, box.y, box.width, box.height);
    }
  cp_chart_style_set_source (layout->style, cr, series->role, outline ? 1 : BAR_OPACITY);
  cairo_set_line_width (cr, layout->style->line_width * 0.6);
  if (outline)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
  if (!isnan (series->hatch_low))
    hatch_bars (layout, series, cr);
}

/**
 * cp_chart_series_draw:
 * @layout: of the chart
 * @series: one of its series
 * @cr: where to draw
 *
 * Draws a series on its panel.
 */
void
cp_chart_series_draw (const CpChartLayout *layout,
                      const CpChartSeries *series,
                      cairo_t             *cr)
{
  switch (series->kind)
    {
    case CP_SERIES_LINE:
    case CP_SERIES_REFERENCE:
      draw_line (layout, series, cr);
      break;
    case CP_SERIES_BAND:
      draw_band (layout, series, cr);
      break;
    case CP_SERIES_POINTS:
    case CP_SERIES_OPERATING:
      for (guint i = 0; i < series->points->len; i++)
        draw_point (layout, series, cp_chart_series_get (series, i), cr);
      break;
    case CP_SERIES_BARS:
      draw_bars (layout, series, cr);
      break;
    case CP_SERIES_ICONS:
    default:
      break;
    }
}

static void
draw_swatch_line (const CpChartLayout *layout,
                  const CpChartSeries *series,
                  const CpChartBox    *box,
                  cairo_t             *cr)
{
  double y = box->y + box->height / 2;

  cairo_new_path (cr);
  cairo_move_to (cr, box->x, y);
  cairo_line_to (cr, box->x + box->width, y);
  cairo_set_line_width (cr, layout->style->line_width * (series->kind == CP_SERIES_REFERENCE ? 0.7 : 1));
  cp_chart_style_set_source (layout->style, cr, series->role, 1);
  cp_chart_dash_set (layout->style, cr, series->dash);
  cairo_stroke (cr);
  cp_chart_dash_set (layout->style, cr, CP_DASH_NONE);
}

static void
draw_swatch_area (const CpChartLayout *layout,
                  const CpChartSeries *series,
                  const CpChartBox    *box,
                  cairo_t             *cr)
{
  CpChartBox area = { box->x + box->width * 0.1, box->y + box->height * 0.2, box->width * 0.8, box->height * 0.6 };

  cairo_new_path (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cp_chart_style_set_source (layout->style, cr, series->role, series->kind == CP_SERIES_BAND ? BAND_OPACITY : BAR_OPACITY);
  cairo_fill (cr);
  if (isnan (series->hatch_low))
    return;

  cairo_save (cr);
  cairo_rectangle (cr, area.x + area.width / 2, area.y, area.width / 2, area.height);
  cairo_clip (cr);
  hatch (layout, &area, series->role, cr);
  cairo_restore (cr);
}

/**
 * cp_chart_swatch_draw:
 * @layout: of the chart
 * @swatch: one of its legend's
 * @cr: where to draw
 *
 * Draws the sample beside a name in the legend.
 */
void
cp_chart_swatch_draw (const CpChartLayout *layout,
                      const CpChartSwatch *swatch,
                      cairo_t             *cr)
{
  const CpChartSeries *series = cp_chart_get_series (layout->chart, swatch->series);
  const CpChartBox *box = &swatch->box;
  gboolean line = series->kind == CP_SERIES_LINE || series->kind == CP_SERIES_REFERENCE;

  if (line)
    draw_swatch_line (layout, series, box, cr);
  if (series->kind == CP_SERIES_BAND || series->kind == CP_SERIES_BARS)
    draw_swatch_area (layout, series, box, cr);
  if (series->marker != CP_MARKER_NONE)
    cp_chart_marker_draw (layout->style, cr, series->marker, series->role, box->x + box->width / 2,
                          box->y + box->height / 2,
                          (series->kind == CP_SERIES_OPERATING ? OPERATING : MARKER) * layout->em);
}
