/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis.h"
#include "chart-view.h"

G_BEGIN_DECLS

/**
 * CpAnalyseCharts:
 *
 * The charts of an analysis, side by side.
 *
 * `::save (CpChartView *view, const char *name)`: somebody wants a chart as a
 * file, for which @name would be a good name.
 */
#define CP_TYPE_ANALYSE_CHARTS (cp_analyse_charts_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalyseCharts, cp_analyse_charts, CP, ANALYSE_CHARTS, GtkWidget)

void cp_analyse_charts_set_analysis (CpAnalyseCharts *self,
                                     CpAnalysis      *analysis);

G_END_DECLS
