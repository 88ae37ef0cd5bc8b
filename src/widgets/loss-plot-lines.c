/* SPDX-License-Identifier: MIT */
#include "loss-plot-drawing.h"

#include <math.h>

#define SPARSE 12.0 /* pixels between dots, below which they would be a blot */

typedef double (*PlaceFunc) (const CpLossDrawing *drawing, double value);

static double
place_rate (const CpLossDrawing *drawing,
            double               rate)
{
  return drawing->bottom - rate / drawing->highest_rate * (drawing->bottom - drawing->top);
}

/* With several batches to a pixel, a column's lowest and highest stand for all: as many steps as there are
 * pixels, however long the line is. */
static void
add_columns (const CpLossDrawing *drawing,
             cairo_t             *cr,
             const CpTrace       *trace,
             guint                start,
             guint                n,
             PlaceFunc            place)
{
  const double per_pixel = drawing->extent / (drawing->right - drawing->left);

  while (start < n)
    {
      const guint column = (guint) ((start + 1) / per_pixel);
      const guint end = MIN (n, MAX (start + 1, (guint) ceil ((column + 1) * per_pixel) - 1));
      const double x = cp_loss_drawing_get_x (drawing, end);
      float low, high;

      if (cp_trace_get_range (trace, start, end, &low, &high))
        {
          cairo_line_to (cr, x, place (drawing, low));
          cairo_line_to (cr, x, place (drawing, high));
        }
      start = end;
    }
}

static void
add_stretch (const CpLossDrawing *drawing,
             cairo_t             *cr,
             const CpTrace       *trace,
             guint                start,
             guint                end,
             PlaceFunc            place)
{
  const double per_pixel = drawing->extent / (drawing->right - drawing->left);
  const float *values = cp_trace_get_values (trace);

  cairo_new_sub_path (cr);
  if (per_pixel > 2)
    {
      add_columns (drawing, cr, trace, start, end, place);
      return;
    }
  for (guint i = start; i < end; i++)
    if (isfinite (values[i]))
      cairo_line_to (cr, cp_loss_drawing_get_x (drawing, i + 1), place (drawing, values[i]));
}

/* Networks of an ensemble are not joined. */
static void
draw_trace (const CpLossDrawing *drawing,
            cairo_t             *cr,
            const CpLossSeries  *series,
            CpLossTrace          which,
            PlaceFunc            place)
{
  const CpTrace *trace = cp_loss_series_get_trace (series, which);
  const guint n = cp_trace_get_n (trace);
  const guint member_batches = cp_loss_series_get_member_batches (series);
  const guint step = member_batches > 0 ? member_batches : MAX (n, 1);

  cairo_new_path (cr);
  for (guint start = 0; start < n; start += step)
    add_stretch (drawing, cr, trace, start, MIN (n, start + step), place);
  cairo_stroke (cr);
}

static void
set_source (cairo_t       *cr,
            const GdkRGBA *color,
            double         opacity)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * opacity);
}

static void
draw_training (const CpLossDrawing *drawing,
               const CpLossSeries  *series,
               cairo_t             *cr)
{
  if (drawing->highest_rate > 0)
    {
      gdk_cairo_set_source_rgba (cr, &drawing->style->rate);
      cairo_set_line_width (cr, 1.25);
      draw_trace (drawing, cr, series, CP_LOSS_RATES, place_rate);
    }
  set_source (cr, &drawing->style->training, CP_LOSS_FAINT);
  cairo_set_line_width (cr, 1);
  draw_trace (drawing, cr, series, CP_LOSS_BATCHES, cp_loss_drawing_get_y);
  gdk_cairo_set_source_rgba (cr, &drawing->style->training);
  cairo_set_line_width (cr, CP_LOSS_BOLD);
  draw_trace (drawing, cr, series, CP_LOSS_SMOOTHED, cp_loss_drawing_get_y);
}

/**
 * cp_loss_set_look:
 * @style: how a plot looks
 * @cr: where to draw
 * @look: which of all looks, from 0
 * @bold: whether it is the current run's
 *
 * Sets colour, dashes and width of a run's validation curve. Neighbouring looks
 * differ in both colour and dashes; thirty are all different.
 */
void
cp_loss_set_look (const CpPlotStyle *style,
                  cairo_t           *cr,
                  guint              look,
                  gboolean           bold)
{
  static const struct
  {
    int n;
    double lengths[6];
  } dashes[] = { { 0, { 0 } }, { 2, { 7, 3 } }, { 4, { 10, 3, 2, 3 } }, { 2, { 3, 3 } }, { 2, { 14, 4 } },
                 { 6, { 8, 3, 2, 3, 2, 3 } } };
  const guint i = look % G_N_ELEMENTS (dashes);

  gdk_cairo_set_source_rgba (cr, &style->runs[look % G_N_ELEMENTS (style->runs)]);
  cairo_set_dash (cr, dashes[i].lengths, dashes[i].n, 0);
  cairo_set_line_width (cr, bold ? CP_LOSS_BOLD : 1.5);
}

/**
 * cp_loss_add_dot:
 * @cr: where to draw
 * @x: its middle
 * @y: its middle
 *
 * Adds the dot of a validation loss to the path.
 */
void
cp_loss_add_dot (cairo_t *cr,
                 double   x,
                 double   y)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, CP_LOSS_DOT, 0, 2 * G_PI);
}

/* Epochs closer together than half a pixel are passed over, networks are not joined. */
static void
add_validation_line (const CpLossDrawing *drawing,
                     const CpLossPoint   *points,
                     guint                n,
                     cairo_t             *cr)
{
  double last = -INFINITY;

  cairo_new_path (cr);
  for (guint i = 0; i < n; i++)
    {
      const double x = cp_loss_drawing_get_x (drawing, points[i].batch);

      if (i > 0 && points[i].member != points[i - 1].member)
        cairo_new_sub_path (cr);
      else if (!isfinite (points[i].val_loss) || x - last < 0.5)
        continue;
      if (isfinite (points[i].val_loss))
        cairo_line_to (cr, x, cp_loss_drawing_get_y (drawing, points[i].val_loss));
      last = x;
    }
}

static void
draw_dots (const CpLossDrawing *drawing,
           const CpLossPoint   *points,
           guint                n,
           cairo_t             *cr)
{
  const double reach = n > 0 ? cp_loss_drawing_get_x (drawing, points[n - 1].batch) - drawing->left : 0;

  if (n == 0 || reach / n < SPARSE)
    return;
  cairo_new_path (cr);
  for (guint i = 0; i < n; i++)
    if (isfinite (points[i].val_loss))
      cp_loss_add_dot (cr, cp_loss_drawing_get_x (drawing, points[i].batch),
                       cp_loss_drawing_get_y (drawing, points[i].val_loss));
  cairo_fill (cr);
}

static void
draw_validation (const CpLossDrawing *drawing,
                 const CpLossCurve   *curve,
                 gboolean             current,
                 cairo_t             *cr)
{
  guint n;
  const CpLossPoint *points = cp_loss_series_get_points (curve->series, &n);

  cp_loss_set_look (drawing->style, cr, curve->look, current);
  add_validation_line (drawing, points, n, cr);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (current || n == 1)
    draw_dots (drawing, points, n, cr);
}

/**
 * cp_loss_draw_lines:
 * @drawing: a layout
 * @cr: where to draw
 *
 * Draws the current run in full: learning rate and each batch faint, smoothed
 * bold, validation with dots; of all others their validation curves.
 */
void
cp_loss_draw_lines (const CpLossDrawing *drawing,
                    cairo_t             *cr)
{
  const CpLossCurves *curves = drawing->curves;

  cairo_save (cr);
  cairo_rectangle (cr, drawing->left - CP_LOSS_DOT, drawing->top - CP_LOSS_DOT,
                   drawing->right - drawing->left + 2 * CP_LOSS_DOT,
                   drawing->bottom - drawing->top + 2 * CP_LOSS_DOT);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (curves->current != NULL)
    draw_training (drawing, curves->current->series, cr);
  for (guint i = 0; i < curves->others->len; i++)
    draw_validation (drawing, curves->others->pdata[i], FALSE, cr);
  if (curves->current != NULL)
    draw_validation (drawing, curves->current, TRUE, cr);
  cairo_restore (cr);
}
