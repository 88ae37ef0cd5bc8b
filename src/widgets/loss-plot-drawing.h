/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-series.h"
#include "plot-axis.h"
#include "plot-style.h"

G_BEGIN_DECLS

/**
 * CpLossDrawing:
 * @left: of the plot's area, in pixels
 * @top: of the plot's area
 * @right: of the plot's area
 * @bottom: of the plot's area
 * @extent: batches along the whole x axis
 * @highest: loss at the area's top
 * @x_ticks: of the batches
 * @y_ticks: of the loss
 *
 * Where a loss plot's values lie.
 */
typedef struct
{
  double left, top, right, bottom;
  guint extent;
  double highest;
  CpPlotTicks x_ticks;
  CpPlotTicks y_ticks;
} CpLossDrawing;

void   cp_loss_drawing_init      (CpLossDrawing       *drawing,
                                  const CpLossSeries  *series,
                                  const CpPlotStyle   *style,
                                  double               width,
                                  double               height);
double cp_loss_drawing_get_x     (const CpLossDrawing *drawing,
                                  double               batch);
double cp_loss_drawing_get_y     (const CpLossDrawing *drawing,
                                  double               loss);
guint  cp_loss_drawing_get_batch (const CpLossDrawing *drawing,
                                  double               x);

void   cp_loss_draw_axes         (const CpLossDrawing *drawing,
                                  const CpLossSeries  *series,
                                  const CpPlotStyle   *style,
                                  cairo_t             *cr);
void   cp_loss_draw_series       (const CpLossDrawing *drawing,
                                  const CpLossSeries  *series,
                                  const CpPlotStyle   *style,
                                  cairo_t             *cr);
void   cp_loss_draw_legend       (const CpLossDrawing *drawing,
                                  const CpPlotStyle   *style,
                                  cairo_t             *cr);
void   cp_loss_draw_readout      (const CpLossDrawing *drawing,
                                  const CpLossSeries  *series,
                                  const CpPlotStyle   *style,
                                  guint                batch,
                                  cairo_t             *cr);

G_END_DECLS
