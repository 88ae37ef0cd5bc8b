/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAnalyseCalibration:
 *
 * How probabilities are recalibrated, and what that does to them.
 */
#define CP_TYPE_ANALYSE_CALIBRATION (cp_analyse_calibration_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalyseCalibration, cp_analyse_calibration, CP, ANALYSE_CALIBRATION, GtkWidget)

void cp_analyse_calibration_set_analysis (CpAnalyseCalibration *self,
                                          CpAnalysis           *analysis);

G_END_DECLS
