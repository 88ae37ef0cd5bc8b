/* SPDX-License-Identifier: MIT */
#pragma once

#include "plot-style.h"
#include "threshold-bins.h"
#include "threshold-strip.h"

G_BEGIN_DECLS

/**
 * CpStripGeometry:
 * @kind: how thresholds are laid out between @x0 and @x1
 * @x0: x of threshold 0
 * @x1: x of threshold 1
 * @axis: y of the axis
 * @top: y where the tallest pneumonia bar may end
 * @bottom: y where the longest normal bar may end
 * @width: of the whole drawing
 * @height: of the whole drawing
 *
 * Where things lie in the strip, in pixels. Text has the bands outside @top
 * and @bottom for itself.
 */
typedef struct
{
  CpThresholdAxis kind;
  double x0, x1;
  double axis, top, bottom;
  double width, height;
} CpStripGeometry;

double cp_strip_geometry_get_x         (const CpStripGeometry *geometry,
                                        double                 threshold);
double cp_strip_geometry_get_threshold (const CpStripGeometry *geometry,
                                        double                 x);

/**
 * CpStripDrawing:
 * @geometry: where things lie
 * @bins: the histograms
 * @threshold: where the handle cuts
 * @missed: pneumonias below it
 * @false_alarms: normals at or above it
 * @marks: marked thresholds, NaN for none
 * @empty: what to say where there are no probabilities
 *
 * What the strip shows.
 */
typedef struct
{
  CpStripGeometry geometry;
  CpThresholdBins bins;
  double threshold;
  gsize missed;
  gsize false_alarms;
  double marks[CP_N_THRESHOLD_MARKS];
  const char *empty;
} CpStripDrawing;

void cp_strip_draw_ground (const CpStripDrawing *drawing,
                           const CpPlotStyle    *style,
                           cairo_t              *cr);
void cp_strip_draw_cut    (const CpStripDrawing *drawing,
                           const CpPlotStyle    *style,
                           cairo_t              *cr);

G_END_DECLS
