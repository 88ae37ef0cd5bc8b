/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-curves.h"
#include "plot-axis.h"
#include "plot-style.h"

G_BEGIN_DECLS

#define CP_LOSS_GAP 6.0
#define CP_LOSS_DOT 3.0
#define CP_LOSS_FAINT 0.4
#define CP_LOSS_BOLD 2.25

/**
 * CpLossDrawing:
 * @curves: what is drawn
 * @style: how it looks
 * @left: of the plot's area, in pixels
 * @top: of the plot's area
 * @right: of the plot's area
 * @bottom: of the plot's area
 * @width: of the whole plot
 * @extent: batches along the whole x axis
 * @highest: loss at the area's top
 * @highest_rate: learning rate at the area's top; 0 where none is drawn
 * @x_ticks: of the batches
 * @y_ticks: of the loss
 * @rate_ticks: of the learning rate, on the right
 *
 * Where a loss plot's values lie.
 */
typedef struct
{
  const CpLossCurves *curves;
  const CpPlotStyle *style;
  double left, top, right, bottom;
  double width;
  guint extent;
  double highest;
  double highest_rate;
  CpPlotTicks x_ticks;
  CpPlotTicks y_ticks;
  CpPlotTicks rate_ticks;
} CpLossDrawing;

void   cp_loss_drawing_init      (CpLossDrawing       *drawing,
                                  const CpLossCurves  *curves,
                                  const CpPlotStyle   *style,
                                  double               width,
                                  double               height);
double cp_loss_drawing_get_x     (const CpLossDrawing *drawing,
                                  double               batch);
double cp_loss_drawing_get_y     (const CpLossDrawing *drawing,
                                  double               loss);
guint  cp_loss_drawing_get_batch (const CpLossDrawing *drawing,
                                  double               x);

/* loss-plot-axes.c */
void   cp_loss_draw_axes         (const CpLossDrawing *drawing,
                                  cairo_t             *cr);
void   cp_loss_draw_vertical     (const CpLossDrawing *drawing,
                                  cairo_t             *cr,
                                  double               x);

/* loss-plot-lines.c */
void   cp_loss_draw_lines        (const CpLossDrawing *drawing,
                                  cairo_t             *cr);
void   cp_loss_set_look          (const CpPlotStyle   *style,
                                  cairo_t             *cr,
                                  guint                look,
                                  gboolean             bold);
void   cp_loss_add_dot           (cairo_t             *cr,
                                  double               x,
                                  double               y);

/* loss-plot-words.c */
void   cp_loss_draw_legend       (const CpLossDrawing *drawing,
                                  cairo_t             *cr);
void   cp_loss_draw_readout      (const CpLossDrawing *drawing,
                                  guint                batch,
                                  cairo_t             *cr);

G_END_DECLS
