/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-canvas.h"

G_BEGIN_DECLS

/**
 * CpChartView:
 *
 * A chart under its title, to point at, to step through and to export.
 *
 * `::threshold-activated (double)`: somebody picked a point that belongs to
 * this threshold. `::save (const char *extension)`: somebody wants the chart as
 * a file, "png", "svg", "pdf" or "csv".
 */
#define CP_TYPE_CHART_VIEW (cp_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (CpChartView, cp_chart_view, CP, CHART_VIEW, GtkWidget)

GtkWidget *cp_chart_view_new        (void);
void       cp_chart_view_set_source (CpChartView  *self,
                                     CpChartFunc   build,
                                     gpointer      user_data);
void       cp_chart_view_invalidate (CpChartView  *self);
CpChart   *cp_chart_view_get_chart  (CpChartView  *self);
gboolean   cp_chart_view_write      (CpChartView  *self,
                                     const char   *path,
                                     GError      **error);

G_END_DECLS
