/* SPDX-License-Identifier: MIT */
#include "loss-plot-drawing.h"

#include <math.h>

#define ROOM_PER_X_TICK 64
#define ROOM_PER_Y_TICK 32
#define RATE_HEADROOM 1.1

static double
widest_rate (const CpLossDrawing *drawing)
{
  double widest = 0;

  for (guint i = 0; i < drawing->rate_ticks.n; i++)
    {
      char text[CP_PLOT_TICK_LENGTH];
      double width;

      cp_plot_text_measure (drawing->style, cp_plot_ticks_format (&drawing->rate_ticks, i, text), &width, NULL);
      widest = MAX (widest, width);
    }

  return widest;
}

/**
 * cp_loss_drawing_init:
 * @drawing: (out): the layout
 * @curves: whose losses must fit
 * @style: an updated style
 * @width: of the whole plot
 * @height: of the whole plot
 *
 * Lays a plot out: axes from zero, a row above for the legend, one below for
 * the batches, a column on the left for the losses and one on the right for the
 * learning rate.
 */
void
cp_loss_drawing_init (CpLossDrawing      *drawing,
                      const CpLossCurves *curves,
                      const CpPlotStyle  *style,
                      double              width,
                      double              height)
{
  const double highest = cp_loss_curves_get_highest (curves);
  double line, label;
  guint n_ticks;

  cp_plot_text_measure (style, "0.000", &label, &line);
  *drawing = (CpLossDrawing) {
    .curves = curves,
    .style = style,
    .left = label + 2 * CP_LOSS_GAP,
    .top = line + 2 * CP_LOSS_GAP,
    .right = width - CP_LOSS_GAP,
    .bottom = height - line - CP_LOSS_GAP,
    .width = width,
    .extent = cp_loss_curves_get_extent (curves),
    .highest = highest > 0 ? highest : 1,
    .highest_rate = RATE_HEADROOM * cp_loss_curves_get_highest_rate (curves),
  };
  n_ticks = (guint) MAX (2, (drawing->bottom - drawing->top) / ROOM_PER_Y_TICK);
  cp_plot_ticks_init (&drawing->y_ticks, 0, drawing->highest, n_ticks);
  cp_plot_ticks_init (&drawing->rate_ticks, 0, drawing->highest_rate, MAX (2, n_ticks / 2));
  if (drawing->rate_ticks.n > 0)
    drawing->right -= widest_rate (drawing) + CP_LOSS_GAP;
  cp_plot_ticks_init (&drawing->x_ticks, 0, drawing->extent,
                      (guint) MAX (2, (drawing->right - drawing->left) / ROOM_PER_X_TICK));
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
