/* SPDX-License-Identifier: MIT */
#include "verdict-mark.h"

static void
trace_bars (cairo_t *cr,
            double   cx,
            double   cy,
            double   r)
{
  cairo_move_to (cr, cx - r, cy - 0.5 * r);
  cairo_line_to (cr, cx + r, cy - 0.5 * r);
  cairo_move_to (cr, cx - r, cy + 0.5 * r);
  cairo_line_to (cr, cx + r, cy + 0.5 * r);
}

static void
trace_question (cairo_t *cr,
                double   cx,
                double   cy,
                double   r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, cx, cy - 0.5 * r, 0.62 * r, -G_PI, 0.3 * G_PI);
  cairo_line_to (cr, cx, cy + 0.45 * r);
  cairo_move_to (cr, cx, cy + 1.05 * r);
  cairo_line_to (cr, cx, cy + 1.1 * r);
}

static void
trace_verdict (CpVerdict  verdict,
               cairo_t   *cr,
               double     cx,
               double     cy,
               double     r)
{
  if (verdict == CP_VERDICT_UNSURE)
    {
      trace_question (cr, cx, cy, r);
      return;
    }
  trace_bars (cr, cx, cy, r);
  if (verdict == CP_VERDICT_DISAGREE)
    {
      cairo_move_to (cr, cx + 0.6 * r, cy - 1.1 * r);
      cairo_line_to (cr, cx - 0.6 * r, cy + 1.1 * r);
    }
}

/* A square with round corners: nothing to be taken for an outcome's disc. */
static void
trace_ground (cairo_t *cr,
              double   x,
              double   y,
              double   size)
{
  const double radius = size / 4;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + size - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + size - radius, y + size - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + size - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/**
 * cp_verdict_mark_draw:
 * @verdict: a verdict; nothing is drawn for none
 * @style: the widget's style
 * @cr: where to draw
 * @x: left edge
 * @y: upper edge
 * @size: width and height, in pixels
 *
 * Draws a reader's verdict so that it can lie on an image: = where the reader
 * agrees, ≠ where not, ? where unsure.
 */
void
cp_verdict_mark_draw (CpVerdict          verdict,
                      const CpPlotStyle *style,
                      cairo_t           *cr,
                      double             x,
                      double             y,
                      double             size)
{
  if (verdict == CP_VERDICT_NONE)
    return;

  cairo_save (cr);
  trace_ground (cr, x, y, size);
  gdk_cairo_set_source_rgba (cr, &style->background);
  cairo_fill (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, size / 9);
  gdk_cairo_set_source_rgba (cr, &style->text);
  trace_verdict (verdict, cr, x + size / 2, y + size / 2, size * 0.24);
  cairo_stroke (cr);
  cairo_restore (cr);
}
