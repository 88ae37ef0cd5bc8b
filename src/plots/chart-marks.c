/* SPDX-License-Identifier: MIT */
#include "chart-marks.h"

static void
trace_cross (cairo_t *cr,
             double   x,
             double   y,
             double   radius)
{
  double r = radius * 0.8;

  cairo_move_to (cr, x - r, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_move_to (cr, x + r, y - r);
  cairo_line_to (cr, x - r, y + r);
}

static void
trace_diamond (cairo_t *cr,
               double   x,
               double   y,
               double   radius)
{
  double r = radius * 1.2;

  cairo_move_to (cr, x, y - r);
  cairo_line_to (cr, x + r, y);
  cairo_line_to (cr, x, y + r);
  cairo_line_to (cr, x - r, y);
  cairo_close_path (cr);
}

static void
trace (cairo_t  *cr,
       CpMarker  marker,
       double    x,
       double    y,
       double    radius)
{
  cairo_new_path (cr);
  switch (marker)
    {
    case CP_MARKER_SQUARE:
      cairo_rectangle (cr, x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
      break;
    case CP_MARKER_DIAMOND:
      trace_diamond (cr, x, y, radius);
      break;
    case CP_MARKER_CROSS:
      trace_cross (cr, x, y, radius);
      break;
    case CP_MARKER_DOT:
      cairo_arc (cr, x, y, radius * 0.4, 0, 2 * G_PI);
      break;
    case CP_MARKER_RING:
    case CP_MARKER_DISC:
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      break;
    case CP_MARKER_NONE:
    default:
      break;
    }
}

/* Draws a mark about (x, y); the path's own line width is kept out of the radius. */
void
cp_chart_marker_draw (const CpChartStyle *style,
                      cairo_t            *cr,
                      CpMarker            marker,
                      CpChartRole         role,
                      double              x,
                      double              y,
                      double              radius)
{
  gboolean hollow = marker == CP_MARKER_RING || marker == CP_MARKER_DIAMOND;
  double line = MIN (style->line_width * 0.9, radius * 0.5);

  trace (cr, marker, x, y, radius - (hollow ? line / 2 : 0));
  cairo_set_line_width (cr, marker == CP_MARKER_CROSS ? line * 1.4 : line);
  if (hollow)
    {
      cp_chart_style_set_source (style, cr, CP_CHART_BACKGROUND, 1);
      cairo_fill_preserve (cr);
    }
  cp_chart_style_set_source (style, cr, role, 1);
  if (hollow || marker == CP_MARKER_CROSS)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

/* Sets how lines are broken; %CP_DASH_NONE joins them again. */
void
cp_chart_dash_set (const CpChartStyle *style,
                   cairo_t            *cr,
                   CpDash              dash)
{
  double w = style->line_width;
  const double patterns[][4] = {
    [CP_DASH_NONE] = { 0 },
    [CP_DASH_LONG] = { 5 * w, 2.5 * w, 5 * w, 2.5 * w },
    [CP_DASH_SHORT] = { 2.5 * w, 2 * w, 2.5 * w, 2 * w },
    [CP_DASH_DOT] = { w, 1.8 * w, w, 1.8 * w },
  };

  cairo_set_dash (cr, patterns[dash], dash == CP_DASH_NONE ? 0 : 4, 0);
}
