/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAnalyseControls:
 *
 * Among whom the threshold would be used, what a mistake costs there, and
 * whether probabilities are recalibrated.
 */
#define CP_TYPE_ANALYSE_CONTROLS (cp_analyse_controls_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalyseControls, cp_analyse_controls, CP, ANALYSE_CONTROLS, GtkWidget)

void cp_analyse_controls_set_analysis (CpAnalyseControls *self,
                                       CpAnalysis        *analysis);

G_END_DECLS
