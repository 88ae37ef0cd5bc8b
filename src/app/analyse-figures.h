/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAnalyseFigures:
 *
 * Every figure with its interval, and what the threshold means for people.
 */
#define CP_TYPE_ANALYSE_FIGURES (cp_analyse_figures_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalyseFigures, cp_analyse_figures, CP, ANALYSE_FIGURES, GtkWidget)

void        cp_analyse_figures_set_analysis (CpAnalyseFigures *self,
                                             CpAnalysis       *analysis);
const char *cp_analyse_figures_get_text     (CpAnalyseFigures *self,
                                             CpMetric          metric);

G_END_DECLS
