/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-plot-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SAMPLE 22.0 /* length of a line in the legend */

static void
set_plain (cairo_t       *cr,
           const GdkRGBA *color,
           double         opacity,
           double         width)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * opacity);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, width);
}

/* The line must be set up. Returns the left side of what was drawn, @right where there is no room. */
static double
draw_entry (const CpLossDrawing *drawing,
            cairo_t             *cr,
            const char          *text,
            gboolean             dot,
            double               right)
{
  double width, height, left, middle;

  cp_plot_text_measure (drawing->style, text, &width, &height);
  left = right - width - CP_LOSS_GAP - SAMPLE;
  middle = floor (height / 2) + 0.5;
  if (left < drawing->left + 2 * CP_LOSS_GAP)
    return right;

  cairo_move_to (cr, left, middle);
  cairo_line_to (cr, left + SAMPLE, middle);
  cairo_stroke (cr);
  if (dot)
    {
      cp_loss_add_dot (cr, left + SAMPLE / 2, middle);
      cairo_fill (cr);
    }
  cp_plot_text_draw (drawing->style, cr, &drawing->style->text, text, right, 0, 1, 0);

  return left - 2 * CP_LOSS_GAP;
}

static double
draw_current (const CpLossDrawing *drawing,
              cairo_t             *cr,
              double               right)
{
  const CpPlotStyle *style = drawing->style;

  cp_loss_set_look (style, cr, drawing->curves->current->look, TRUE);
  right = draw_entry (drawing, cr, _("validation"), TRUE, right);
  set_plain (cr, &style->training, 1, CP_LOSS_BOLD);
  right = draw_entry (drawing, cr, _("smoothed"), FALSE, right);
  set_plain (cr, &style->training, CP_LOSS_FAINT, 1);
  right = draw_entry (drawing, cr, _("each batch"), FALSE, right);
  if (drawing->highest_rate == 0)
    return right;
  set_plain (cr, &style->rate, 1, 1.25);
  return draw_entry (drawing, cr, _("learning rate"), FALSE, right);
}

/**
 * cp_loss_draw_legend:
 * @drawing: a layout
 * @cr: where to draw
 *
 * Draws what the lines are, above the plot: the scale of the right side last,
 * next to it, then the others' numbers as far as there is room.
 */
void
cp_loss_draw_legend (const CpLossDrawing *drawing,
                     cairo_t             *cr)
{
  const CpLossCurves *curves = drawing->curves;
  double right = drawing->width;

  cairo_save (cr);
  if (curves->current != NULL)
    right = draw_current (drawing, cr, right);
  for (guint i = curves->others->len; i > 0; i--)
    {
      const CpLossCurve *curve = curves->others->pdata[i - 1];
      g_autofree char *text = g_strdup_printf (_("run %u"), curve->number);

      cp_loss_set_look (drawing->style, cr, curve->look, FALSE);
      right = draw_entry (drawing, cr, text, FALSE, right);
    }
  cairo_restore (cr);
}

/* A line of the readout, with a number of three decimals; nothing where that is none. */
static void
add_number (GString    *text,
            const char *name,
            double      value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append_printf (text, "\n%s %s", name, g_ascii_formatd (number, sizeof number, "%.3f", value));
}

static void
add_place (GString            *text,
           const CpLossSeries *series,
           const CpLossPoint  *point,
           guint               batch)
{
  if (point == NULL)
    g_string_append_printf (text, _("batch %u"), batch);
  else if (cp_loss_series_get_member_batches (series) > 0)
    g_string_append_printf (text, _("batch %u · network %u · epoch %u"), batch, point->member, point->epoch);
  else
    g_string_append_printf (text, _("batch %u · epoch %u"), batch, point->epoch);
}

static void
add_current (GString            *text,
             const CpLossSeries *series,
             guint               batch)
{
  const CpLossPoint *point = cp_loss_series_get_point_of (series, batch);
  const double rate = cp_loss_series_get_value (series, CP_LOSS_RATES, batch);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  add_place (text, series, point, batch);
  add_number (text, _("loss"), cp_loss_series_get_value (series, CP_LOSS_BATCHES, batch));
  add_number (text, _("smoothed"), cp_loss_series_get_value (series, CP_LOSS_SMOOTHED, batch));
  if (point != NULL)
    add_number (text, _("validation"), point->val_loss);
  if (isfinite (rate))
    g_string_append_printf (text, "\n%s %s", _("learning rate"),
                            g_ascii_formatd (number, sizeof number, "%.3g", rate));
}

static void
add_other (GString           *text,
           const CpLossCurve *curve,
           guint              batch)
{
  const CpLossPoint *point = cp_loss_series_get_point_of (curve->series, batch);
  g_autofree char *name = g_strdup_printf (_("run %u: validation"), curve->number);

  if (point != NULL)
    add_number (text, name, point->val_loss);
}

static gboolean
reaches (const CpLossCurve *curve,
         guint              batch)
{
  return curve != NULL && batch <= cp_loss_series_get_n (curve->series);
}

static char *
describe_batch (const CpLossCurves *curves,
                guint               batch)
{
  GString *text = g_string_new (NULL);

  if (reaches (curves->current, batch))
    add_current (text, curves->current->series, batch);
  else
    g_string_append_printf (text, _("batch %u"), batch);
  for (guint i = 0; i < curves->others->len; i++)
    add_other (text, curves->others->pdata[i], batch);

  return g_string_free (text, FALSE);
}

static void
draw_box (const CpLossDrawing *drawing,
          cairo_t             *cr,
          const char          *text,
          double               x)
{
  const CpPlotStyle *style = drawing->style;
  double width, height;
  double left = x + 2 * CP_LOSS_GAP;

  cp_plot_text_measure (style, text, &width, &height);
  if (left + width + 2 * CP_LOSS_GAP > drawing->right)
    left = x - 4 * CP_LOSS_GAP - width;
  cairo_rectangle (cr, floor (left) + 0.5, floor (drawing->top + CP_LOSS_GAP) + 0.5, width + 2 * CP_LOSS_GAP,
                   height + 2 * CP_LOSS_GAP);
  cp_plot_fill_area (cr, &style->background, 0.92);
  gdk_cairo_set_source_rgba (cr, &style->grid);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cp_plot_text_draw (style, cr, &style->text, text, left + CP_LOSS_GAP, drawing->top + 2 * CP_LOSS_GAP, 0, 0);
}

/**
 * cp_loss_draw_readout:
 * @drawing: a layout
 * @batch: the batch pointed at, from 1
 * @cr: where to draw
 *
 * Draws a guide through a batch and its values beside it.
 */
void
cp_loss_draw_readout (const CpLossDrawing *drawing,
                      guint                batch,
                      cairo_t             *cr)
{
  const CpLossCurve *current = drawing->curves->current;
  const double x = cp_loss_drawing_get_x (drawing, batch);
  g_autofree char *text = describe_batch (drawing->curves, batch);

  gdk_cairo_set_source_rgba (cr, &drawing->style->dim);
  cairo_set_line_width (cr, 1);
  cp_loss_draw_vertical (drawing, cr, x);
  if (reaches (current, batch))
    {
      gdk_cairo_set_source_rgba (cr, &drawing->style->training);
      cairo_new_path (cr);
      cp_loss_add_dot (cr, x, cp_loss_drawing_get_y (drawing, cp_loss_series_get_value (current->series,
                                                                                         CP_LOSS_SMOOTHED, batch)));
      cairo_fill (cr);
    }
  draw_box (drawing, cr, text, x);
}
