/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpChartFunc:
 * @user_data: as given
 *
 * Returns: (transfer full) (nullable): the chart as it is now
 */
typedef CpChart *(*CpChartFunc) (gpointer user_data);

/**
 * CpChartCanvas:
 *
 * The drawn part of a #CpChartView.
 */
#define CP_TYPE_CHART_CANVAS (cp_chart_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CpChartCanvas, cp_chart_canvas, CP, CHART_CANVAS, GtkWidget)

void        cp_chart_canvas_set_source  (CpChartCanvas *self,
                                         CpChartFunc    build,
                                         gpointer       user_data);
void        cp_chart_canvas_invalidate  (CpChartCanvas *self);
CpChart    *cp_chart_canvas_get_chart   (CpChartCanvas *self);
char       *cp_chart_canvas_get_readout (CpChartCanvas *self);
guint       cp_chart_canvas_get_renders (CpChartCanvas *self);

G_END_DECLS
