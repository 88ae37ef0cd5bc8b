/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-plot-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 6.0
#define DOT 3.0
#define ROOM_PER_X_TICK 64
#define ROOM_PER_Y_TICK 32
#define FAINT 0.4

/**
 * cp_loss_drawing_init:
 * @drawing: (out): the layout
 * @series: whose losses must fit
 * @style: an updated style
 * @width: of the whole plot
 * @height: of the whole plot
 *
 * Lays a plot out: axes from zero, a row above for the legend, one below for
 * the batches, a column on the left for the losses.
 */
void
cp_loss_drawing_init (CpLossDrawing      *drawing,
                      const CpLossSeries *series,
                      const CpPlotStyle  *style,
                      double              width,
                      double              height)
{
  double highest = cp_loss_series_get_highest (series);
  double line, label;

  cp_plot_text_measure (style, "0.000", &label, &line);
  *drawing = (CpLossDrawing) {
    .left = label + 2 * GAP,
    .top = line + 2 * GAP,
    .right = width - GAP,
    .bottom = height - line - GAP,
    .extent = cp_loss_series_get_extent (series),
    .highest = highest > 0 ? highest : 1,
  };
  cp_plot_ticks_init (&drawing->x_ticks, 0, drawing->extent,
                      (guint) MAX (2, (drawing->right - drawing->left) / ROOM_PER_X_TICK));
  cp_plot_ticks_init (&drawing->y_ticks, 0, drawing->highest,
                      (guint) MAX (2, (drawing->bottom - drawing->top) / ROOM_PER_Y_TICK));
}

/**
 * cp_loss_drawing_get_x:
 * @drawing: a layout
 * @batch: batches trained
 *
 * Returns: where that is
 */
double
cp_loss_drawing_get_x (const CpLossDrawing *drawing,
                       double               batch)
{
  return drawing->left + batch / drawing->extent * (drawing->right - drawing->left);
}

/**
 * cp_loss_drawing_get_y:
 * @drawing: a layout
 * @loss: a loss
 *
 * Returns: where that is
 */
double
cp_loss_drawing_get_y (const CpLossDrawing *drawing,
                       double               loss)
{
  return drawing->bottom - loss / drawing->highest * (drawing->bottom - drawing->top);
}

/**
 * cp_loss_drawing_get_batch:
 * @drawing: a layout
 * @x: a place
 *
 * Returns: the batch there, from 1
 */
guint
cp_loss_drawing_get_batch (const CpLossDrawing *drawing,
                           double               x)
{
  double share = (x - drawing->left) / (drawing->right - drawing->left);

  return (guint) CLAMP (lround (share * drawing->extent), 1, (long) drawing->extent);
}

static void
draw_horizontal (const CpLossDrawing *drawing,
                 cairo_t             *cr,
                 double               y)
{
  cairo_move_to (cr, drawing->left, floor (y) + 0.5);
  cairo_line_to (cr, drawing->right, floor (y) + 0.5);
  cairo_stroke (cr);
}

static void
draw_vertical (const CpLossDrawing *drawing,
               cairo_t             *cr,
               double               x)
{
  cairo_move_to (cr, floor (x) + 0.5, drawing->top);
  cairo_line_to (cr, floor (x) + 0.5, drawing->bottom);
  cairo_stroke (cr);
}

static void
draw_y_axis (const CpLossDrawing *drawing,
             const CpPlotStyle   *style,
             cairo_t             *cr)
{
  char text[CP_PLOT_TICK_LENGTH];

  for (guint i = 0; i < drawing->y_ticks.n; i++)
    {
      double y = cp_loss_drawing_get_y (drawing, cp_plot_ticks_get (&drawing->y_ticks, i));

      gdk_cairo_set_source_rgba (cr, i == 0 ? &style->dim : &style->grid);
      draw_horizontal (drawing, cr, y);
      cp_plot_text_draw (style, cr, &style->dim, cp_plot_ticks_format (&drawing->y_ticks, i, text),
                         drawing->left - GAP, y, 1, 0.5);
    }
  cp_plot_text_draw (style, cr, &style->dim, _("loss"), drawing->left - GAP, 0, 1, 0);
}

/* The axis's name takes the place of the last label. */
static void
draw_x_axis (const CpLossDrawing *drawing,
             const CpPlotStyle   *style,
             cairo_t             *cr)
{
  char text[CP_PLOT_TICK_LENGTH];
  double y = drawing->bottom + GAP;
  double name, width;

  cp_plot_text_measure (style, _("batch"), &name, NULL);
  cp_plot_text_draw (style, cr, &style->dim, _("batch"), drawing->right, y, 1, 0);
  for (guint i = 0; i < drawing->x_ticks.n; i++)
    {
      double x = cp_loss_drawing_get_x (drawing, cp_plot_ticks_get (&drawing->x_ticks, i));

      cp_plot_ticks_format (&drawing->x_ticks, i, text);
      cp_plot_text_measure (style, text, &width, NULL);
      if (x + width / 2 + GAP < drawing->right - name)
        cp_plot_text_draw (style, cr, &style->dim, text, x, y, 0.5, 0);
    }
}

/* Each epoch's end is a line with its number, as far as they stay apart. */
static void
draw_epochs (const CpLossDrawing *drawing,
             const CpLossSeries  *series,
             const CpPlotStyle   *style,
             cairo_t             *cr)
{
  static const double dashes[] = { 2, 3 };
  double free_from = drawing->left;

  for (guint i = 0; i < cp_loss_series_get_n_epochs (series); i++)
    {
      g_autoptr (CpEpochRecord) record = cp_loss_series_dup_epoch (series, i);
      double x = cp_loss_drawing_get_x (drawing, cp_epoch_record_get_last_batch (record));
      char text[64];
      double width;

      g_snprintf (text, sizeof text, _("epoch %u"), cp_epoch_record_get_epoch (record));
      cp_plot_text_measure (style, text, &width, NULL);
      if (x - width - GAP < free_from)
        continue;

      gdk_cairo_set_source_rgba (cr, &style->grid);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      draw_vertical (drawing, cr, x);
      cairo_set_dash (cr, NULL, 0, 0);
      cp_plot_text_draw (style, cr, &style->dim, text, x - GAP / 2, drawing->top, 1, 0);
      free_from = x;
    }
}

/**
 * cp_loss_draw_axes:
 * @drawing: a layout
 * @series: whose epochs to mark
 * @style: how it looks
 * @cr: where to draw
 *
 * Draws gridlines and their labels.
 */
void
cp_loss_draw_axes (const CpLossDrawing *drawing,
                   const CpLossSeries  *series,
                   const CpPlotStyle   *style,
                   cairo_t             *cr)
{
  cairo_set_line_width (cr, 1);
  draw_y_axis (drawing, style, cr);
  draw_x_axis (drawing, style, cr);
  draw_epochs (drawing, series, style, cr);
}

/* With several batches to a pixel, a column's lowest and highest stand for all. */
static void
add_columns (const CpLossDrawing *drawing,
             cairo_t             *cr,
             const float         *losses,
             guint                n,
             double               per_pixel)
{
  for (guint start = 0; start < n;)
    {
      guint column = (guint) ((start + 1) / per_pixel);
      guint end = MIN (n, MAX (start + 1, (guint) ceil ((column + 1) * per_pixel) - 1));
      float low = INFINITY, high = -INFINITY;

      for (guint i = start; i < end; i++)
        {
          low = fminf (low, losses[i]);
          high = fmaxf (high, losses[i]);
        }
      if (isfinite (low) && isfinite (high))
        {
          double x = cp_loss_drawing_get_x (drawing, end);

          cairo_line_to (cr, x, cp_loss_drawing_get_y (drawing, low));
          cairo_line_to (cr, x, cp_loss_drawing_get_y (drawing, high));
        }
      start = end;
    }
}

static void
add_line (const CpLossDrawing *drawing,
          cairo_t             *cr,
          const float         *losses,
          guint                n)
{
  double per_pixel = drawing->extent / (drawing->right - drawing->left);

  cairo_new_path (cr);
  if (per_pixel > 2)
    {
      add_columns (drawing, cr, losses, n, per_pixel);
      return;
    }

  for (guint i = 0; i < n; i++)
    if (isfinite (losses[i]))
      cairo_line_to (cr, cp_loss_drawing_get_x (drawing, i + 1), cp_loss_drawing_get_y (drawing, losses[i]));
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
               const CpPlotStyle   *style,
               cairo_t             *cr)
{
  guint n = cp_loss_series_get_n (series);

  add_line (drawing, cr, cp_loss_series_get_batches (series), n);
  set_source (cr, &style->training, FAINT);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);

  add_line (drawing, cr, cp_loss_series_get_smoothed (series), n);
  set_source (cr, &style->training, 1);
  cairo_set_line_width (cr, 2.25);
  cairo_stroke (cr);
}

static void
add_dot (cairo_t *cr,
         double   x,
         double   y)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, DOT, 0, 2 * G_PI);
}

/* The joining line first (@dots FALSE), then the dots upon it. */
static void
add_validation (const CpLossDrawing *drawing,
                const CpLossSeries  *series,
                cairo_t             *cr,
                gboolean             dots)
{
  cairo_new_path (cr);
  for (guint i = 0; i < cp_loss_series_get_n_epochs (series); i++)
    {
      g_autoptr (CpEpochRecord) record = cp_loss_series_dup_epoch (series, i);
      double x = cp_loss_drawing_get_x (drawing, cp_epoch_record_get_last_batch (record));
      double y = cp_loss_drawing_get_y (drawing, cp_epoch_record_get_val_loss (record));

      if (!isfinite (y))
        continue;
      if (dots)
        add_dot (cr, x, y);
      else
        cairo_line_to (cr, x, y);
    }
}

static void
draw_validation (const CpLossDrawing *drawing,
                 const CpLossSeries  *series,
                 const CpPlotStyle   *style,
                 cairo_t             *cr)
{
  gdk_cairo_set_source_rgba (cr, &style->validation);
  cairo_set_line_width (cr, 1.5);
  add_validation (drawing, series, cr, FALSE);
  cairo_stroke (cr);
  add_validation (drawing, series, cr, TRUE);
  cairo_fill (cr);
}

/**
 * cp_loss_draw_series:
 * @drawing: a layout
 * @series: losses
 * @style: how it looks
 * @cr: where to draw
 *
 * Draws a run's losses: each batch faint, smoothed bold, validation as dots.
 */
void
cp_loss_draw_series (const CpLossDrawing *drawing,
                     const CpLossSeries  *series,
                     const CpPlotStyle   *style,
                     cairo_t             *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, drawing->left - DOT, drawing->top - DOT, drawing->right - drawing->left + 2 * DOT,
                   drawing->bottom - drawing->top + 2 * DOT);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_training (drawing, series, style, cr);
  draw_validation (drawing, series, style, cr);
  cairo_restore (cr);
}

typedef struct
{
  const char *text;
  const GdkRGBA *color;
  double opacity;
  double width;
  gboolean dot;
} LegendEntry;

/* Returns the left side of what was drawn. */
static double
draw_legend_entry (const LegendEntry *entry,
                   const CpPlotStyle *style,
                   cairo_t           *cr,
                   double             right)
{
  const double sample = 18;
  double width, height;

  cp_plot_text_measure (style, entry->text, &width, &height);
  cp_plot_text_draw (style, cr, &style->text, entry->text, right, 0, 1, 0);
  right -= width + GAP;
  set_source (cr, entry->color, entry->opacity);
  cairo_set_line_width (cr, entry->width);
  cairo_move_to (cr, right - sample, height / 2);
  cairo_line_to (cr, right, height / 2);
  cairo_stroke (cr);
  if (entry->dot)
    {
      add_dot (cr, right - sample / 2, height / 2);
      cairo_fill (cr);
    }
  return right - sample;
}

/**
 * cp_loss_draw_legend:
 * @drawing: a layout
 * @style: how it looks
 * @cr: where to draw
 *
 * Draws what the lines are, above the plot.
 */
void
cp_loss_draw_legend (const CpLossDrawing *drawing,
                     const CpPlotStyle   *style,
                     cairo_t             *cr)
{
  const LegendEntry entries[] = {
    { _("validation"), &style->validation, 1, 1.5, TRUE },
    { _("smoothed"), &style->training, 1, 2.25, FALSE },
    { _("each batch"), &style->training, FAINT, 1, FALSE },
  };
  double right = drawing->right;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    right = draw_legend_entry (&entries[i], style, cr, right) - 2 * GAP;
}

static char *
describe_batch (const CpLossSeries *series,
                guint               batch)
{
  g_autoptr (CpEpochRecord) record = cp_loss_series_dup_epoch_of (series, batch);
  char loss[G_ASCII_DTOSTR_BUF_SIZE], smoothed[G_ASCII_DTOSTR_BUF_SIZE], validation[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (loss, sizeof loss, "%.3f", cp_loss_series_get_batches (series)[batch - 1]);
  g_ascii_formatd (smoothed, sizeof smoothed, "%.3f", cp_loss_series_get_smoothed (series)[batch - 1]);
  if (record == NULL)
    return g_strdup_printf (_("batch %u\nloss %s\nsmoothed %s"), batch, loss, smoothed);

  g_ascii_formatd (validation, sizeof validation, "%.3f", cp_epoch_record_get_val_loss (record));
  return g_strdup_printf (_("batch %u · epoch %u\nloss %s\nsmoothed %s\nvalidation %s"), batch,
                          cp_epoch_record_get_epoch (record), loss, smoothed, validation);
}

static void
draw_readout_box (const CpLossDrawing *drawing,
                  const CpPlotStyle   *style,
                  cairo_t             *cr,
                  const char          *text,
                  double               x)
{
  double width, height;
  double left = x + 2 * GAP;

  cp_plot_text_measure (style, text, &width, &height);
  if (left + width + 2 * GAP > drawing->right)
    left = x - 4 * GAP - width;
  cairo_rectangle (cr, floor (left) + 0.5, floor (drawing->top + GAP) + 0.5, width + 2 * GAP, height + 2 * GAP);
  cp_plot_fill_area (cr, &style->background, 0.92);
  gdk_cairo_set_source_rgba (cr, &style->grid);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cp_plot_text_draw (style, cr, &style->text, text, left + GAP, drawing->top + 2 * GAP, 0, 0);
}

/**
 * cp_loss_draw_readout:
 * @drawing: a layout
 * @series: losses
 * @style: how it looks
 * @batch: the batch pointed at, 1 to n
 * @cr: where to draw
 *
 * Draws a guide through a batch and its values beside it.
 */
void
cp_loss_draw_readout (const CpLossDrawing *drawing,
                      const CpLossSeries  *series,
                      const CpPlotStyle   *style,
                      guint                batch,
                      cairo_t             *cr)
{
  double x = cp_loss_drawing_get_x (drawing, batch);
  g_autofree char *text = describe_batch (series, batch);

  gdk_cairo_set_source_rgba (cr, &style->dim);
  cairo_set_line_width (cr, 1);
  draw_vertical (drawing, cr, x);
  gdk_cairo_set_source_rgba (cr, &style->training);
  cairo_new_path (cr);
  add_dot (cr, x, cp_loss_drawing_get_y (drawing, cp_loss_series_get_smoothed (series)[batch - 1]));
  cairo_fill (cr);
  draw_readout_box (drawing, style, cr, text, x);
}
