/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

G_BEGIN_DECLS

/**
 * CpChart:
 *
 * What a plot shows, without a size or a look: made by the functions of
 * charts.h, immutable from then on and atomically reference-counted. Drawn in a
 * window, an exported file or a report, it is the same plot.
 */
typedef struct _CpChart CpChart;

/**
 * CpChartHit:
 * @series: which series
 * @point: which of its points
 * @x: where it was drawn
 * @y: where it was drawn
 * @threshold: the threshold that belongs to it; NaN where none does
 *
 * A point of a drawn chart.
 */
typedef struct
{
  guint series;
  guint point;
  double x;
  double y;
  double threshold;
} CpChartHit;

CpChart    *cp_chart_ref             (CpChart            *self);
void        cp_chart_unref           (CpChart            *self);
const char *cp_chart_get_title       (const CpChart      *self);
const char *cp_chart_get_description (const CpChart      *self);
void        cp_chart_draw            (const CpChart      *self,
                                      cairo_t            *cr,
                                      double              width,
                                      double              height,
                                      const CpChartStyle *style);
gboolean    cp_chart_nearest         (const CpChart      *self,
                                      double              width,
                                      double              height,
                                      const CpChartStyle *style,
                                      double              x,
                                      double              y,
                                      CpChartHit         *hit);
gboolean    cp_chart_step            (const CpChart      *self,
                                      double              width,
                                      double              height,
                                      const CpChartStyle *style,
                                      int                 points,
                                      int                 series,
                                      CpChartHit         *hit);
char       *cp_chart_get_readout     (const CpChart      *self,
                                      const CpChartHit   *hit);
gboolean    cp_chart_save            (const CpChart      *self,
                                      const char         *path,
                                      double              width,
                                      double              height,
                                      const CpChartStyle *style,
                                      GError            **error);
char       *cp_chart_to_csv          (const CpChart      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpChart, cp_chart_unref)

G_END_DECLS
