/* SPDX-License-Identifier: MIT */
#pragma once

#include "threshold-strip-drawing.h"

G_BEGIN_DECLS

/**
 * CpThresholdGround:
 * @left: (nullable): the strip as it is left of the cut
 * @right: (nullable): the strip as it is right of the cut
 * @geometry: they were drawn for
 * @style: they were drawn in, without its layout
 * @scale: device pixels a pixel
 *
 * What does not move with the threshold, drawn once for many frames.
 */
typedef struct
{
  cairo_surface_t *left;
  cairo_surface_t *right;
  CpStripGeometry geometry;
  CpPlotStyle style;
  int scale;
} CpThresholdGround;

void cp_threshold_ground_clear (CpThresholdGround    *self);
void cp_threshold_ground_draw  (CpThresholdGround    *self,
                                const CpStripDrawing *drawing,
                                const CpPlotStyle    *style,
                                int                   scale,
                                cairo_t              *cr);

G_END_DECLS
