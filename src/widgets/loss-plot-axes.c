/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-plot-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_EPOCH_WIDTH 8.0 /* below which epochs are no longer marked */

static void
draw_horizontal (const CpLossDrawing *drawing,
                 cairo_t             *cr,
                 double               y)
{
  cairo_move_to (cr, drawing->left, floor (y) + 0.5);
  cairo_line_to (cr, drawing->right, floor (y) + 0.5);
  cairo_stroke (cr);
}

/**
 * cp_loss_draw_vertical:
 * @drawing: a layout
 * @cr: where to draw
 * @x: a place
 *
 * Draws a line over the whole height.
 */
void
cp_loss_draw_vertical (const CpLossDrawing *drawing,
                       cairo_t             *cr,
                       double               x)
{
  cairo_move_to (cr, floor (x) + 0.5, drawing->top);
  cairo_line_to (cr, floor (x) + 0.5, drawing->bottom);
  cairo_stroke (cr);
}

static void
draw_y_axis (const CpLossDrawing *drawing,
             cairo_t             *cr)
{
  const CpPlotStyle *style = drawing->style;
  char text[CP_PLOT_TICK_LENGTH];

  for (guint i = 0; i < drawing->y_ticks.n; i++)
    {
      double y = cp_loss_drawing_get_y (drawing, cp_plot_ticks_get (&drawing->y_ticks, i));

      gdk_cairo_set_source_rgba (cr, i == 0 ? &style->dim : &style->grid);
      draw_horizontal (drawing, cr, y);
      cp_plot_text_draw (style, cr, &style->dim, cp_plot_ticks_format (&drawing->y_ticks, i, text),
                         drawing->left - CP_LOSS_GAP, y, 1, 0.5);
    }
  cp_plot_text_draw (style, cr, &style->dim, _("loss"), drawing->left - CP_LOSS_GAP, 0, 1, 0);
}

/* The learning rate's own scale: numbers only, so that nobody takes the gridlines for its. */
static void
draw_rate_axis (const CpLossDrawing *drawing,
                cairo_t             *cr)
{
  const CpPlotStyle *style = drawing->style;
  char text[CP_PLOT_TICK_LENGTH];

  for (guint i = 1; i < drawing->rate_ticks.n; i++)
    {
      double share = cp_plot_ticks_get (&drawing->rate_ticks, i) / drawing->highest_rate;
      double y = drawing->bottom - share * (drawing->bottom - drawing->top);

      cp_plot_text_draw (style, cr, &style->dim, cp_plot_ticks_format (&drawing->rate_ticks, i, text), drawing->width, y,
                         1, 0.5);
    }
}

/* The axis's name takes the place of the last label. */
static void
draw_x_axis (const CpLossDrawing *drawing,
             cairo_t             *cr)
{
  const CpPlotStyle *style = drawing->style;
  char text[CP_PLOT_TICK_LENGTH];
  double y = drawing->bottom + CP_LOSS_GAP;
  double name, width;

  cp_plot_text_measure (style, _("batch"), &name, NULL);
  cp_plot_text_draw (style, cr, &style->dim, _("batch"), drawing->right, y, 1, 0);
  for (guint i = 0; i < drawing->x_ticks.n; i++)
    {
      double x = cp_loss_drawing_get_x (drawing, cp_plot_ticks_get (&drawing->x_ticks, i));

      cp_plot_ticks_format (&drawing->x_ticks, i, text);
      cp_plot_text_measure (style, text, &width, NULL);
      if (x + width / 2 + CP_LOSS_GAP < drawing->right - name)
        cp_plot_text_draw (style, cr, &style->dim, text, x, y, 0.5, 0);
    }
}

/* A mark with its label to the left of it, as far as that is free. Returns where the next label may begin. */
static double
draw_mark (const CpLossDrawing *drawing,
           cairo_t             *cr,
           double               x,
           const char          *text,
           double               free_from)
{
  double width;

  cp_loss_draw_vertical (drawing, cr, x);
  cp_plot_text_measure (drawing->style, text, &width, NULL);
  if (x - width - CP_LOSS_GAP < free_from)
    return free_from;
  cp_plot_text_draw (drawing->style, cr, &drawing->style->dim, text, x - CP_LOSS_GAP / 2, drawing->top, 1, 0);

  return x;
}

static double
epoch_width (const CpLossDrawing *drawing,
             const CpLossPoint   *points,
             guint                n)
{
  const guint batches = n > 1 ? points[1].batch - points[0].batch : points[0].batch;

  return (double) batches / drawing->extent * (drawing->right - drawing->left);
}

/* Each epoch's end is a fine line, with its number where no network has a label. */
static void
draw_epochs (const CpLossDrawing *drawing,
             const CpLossSeries  *series,
             cairo_t             *cr)
{
  static const double dashes[] = { 2, 3 };
  const guint member_batches = cp_loss_series_get_member_batches (series);
  guint n;
  const CpLossPoint *points = cp_loss_series_get_points (series, &n);
  double width, free_from = drawing->left;
  gboolean roomy;
  char text[64];

  if (n == 0 || epoch_width (drawing, points, n) < LEAST_EPOCH_WIDTH)
    return;
  g_snprintf (text, sizeof text, _("epoch %u"), points[n - 1].epoch);
  cp_plot_text_measure (drawing->style, text, &width, NULL);
  roomy = epoch_width (drawing, points, n) > width + CP_LOSS_GAP;
  for (guint i = 0; i < n; i++)
    {
      g_snprintf (text, sizeof text, roomy || free_from == drawing->left ? _("epoch %u") : "%u", points[i].epoch);
      gdk_cairo_set_source_rgba (cr, &drawing->style->grid);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      free_from = draw_mark (drawing, cr, cp_loss_drawing_get_x (drawing, points[i].batch),
                             member_batches > 0 ? "" : text, free_from);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

/* Where a network of an ensemble ends, and the next begins. */
static void
draw_members (const CpLossDrawing *drawing,
              const CpLossSeries  *series,
              cairo_t             *cr)
{
  const guint each = cp_loss_series_get_member_batches (series);
  const guint members = cp_loss_history_get_plan (cp_loss_series_get_history (series))->members;
  double free_from = drawing->left;

  for (guint i = 1; each > 0 && i <= members; i++)
    {
      char text[64];

      g_snprintf (text, sizeof text, _("network %u"), i);
      gdk_cairo_set_source_rgba (cr, &drawing->style->rate);
      free_from = draw_mark (drawing, cr, cp_loss_drawing_get_x (drawing, i * each), text, free_from);
    }
}

/**
 * cp_loss_draw_axes:
 * @drawing: a layout
 * @cr: where to draw
 *
 * Draws gridlines and their labels, and where the current run's epochs and
 * networks end.
 */
void
cp_loss_draw_axes (const CpLossDrawing *drawing,
                   cairo_t             *cr)
{
  const CpLossCurve *current = drawing->curves->current;

  cairo_set_line_width (cr, 1);
  draw_y_axis (drawing, cr);
  draw_rate_axis (drawing, cr);
  draw_x_axis (drawing, cr);
  if (current == NULL)
    return;
  draw_epochs (drawing, current->series, cr);
  draw_members (drawing, current->series, cr);
}
