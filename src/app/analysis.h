/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis-work.h"
#include "prevalence.h"
#include "workspace.h"

G_BEGIN_DECLS

/**
 * CpAnalysis:
 *
 * What the Analyse page shows: the curves and figures of the split shown,
 * computed in threads, and where the threshold and a prevalence stand on them.
 *
 * `::curves-changed`: other predictions, or another recalibration.
 * `::figures-changed`: figures that do not depend on the threshold.
 * `::operating-changed`: the threshold or the prevalence.
 */
#define CP_TYPE_ANALYSIS (cp_analysis_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalysis, cp_analysis, CP, ANALYSIS, GObject)

CpAnalysis             *cp_analysis_new                  (CpWorkspace *workspace);
CpWorkspace            *cp_analysis_get_workspace        (CpAnalysis  *self);
CpReview               *cp_analysis_get_review           (CpAnalysis  *self);
CpProtocol             *cp_analysis_get_protocol         (CpAnalysis  *self);
void                    cp_analysis_set_active           (CpAnalysis  *self,
                                                          gboolean     active);
const CpAnalysisCurves *cp_analysis_get_curves           (CpAnalysis  *self);
gboolean                cp_analysis_get_figure           (CpAnalysis  *self,
                                                          CpMetric     metric,
                                                          CpEstimate  *figure);
gboolean                cp_analysis_get_recalibrated     (CpAnalysis  *self,
                                                          CpMetric     metric,
                                                          CpEstimate  *figure);
double                  cp_analysis_get_threshold        (CpAnalysis  *self);
double                  cp_analysis_get_mapped_threshold (CpAnalysis  *self);
void                    cp_analysis_set_mapped_threshold (CpAnalysis  *self,
                                                          double       threshold);
double                  cp_analysis_get_own_prevalence   (CpAnalysis  *self);
double                  cp_analysis_get_prevalence       (CpAnalysis  *self);
gboolean                cp_analysis_has_own_prevalence   (CpAnalysis  *self);
void                    cp_analysis_set_prevalence       (CpAnalysis  *self,
                                                          double       prevalence);

G_END_DECLS
