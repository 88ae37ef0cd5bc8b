/* SPDX-License-Identifier: MIT */
#pragma once

#include "curve.h"
#include "decision-curve.h"
#include "metrics.h"
#include "recalibration.h"
#include "reliability.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CP_ANALYSIS_BINS 15 /* as the expected calibration error */
#define CP_ANALYSIS_DECISIONS 199

/**
 * CpAnalysisCurves:
 * @predictions: as the model gives them
 * @recalibrated: (nullable): the same, recalibrated
 * @recalibration: (nullable): how
 * @roc: ROC curve
 * @precision_recall: precision–recall curve
 * @auroc: with DeLong's interval
 * @bins: reliability
 * @recalibrated_bins: the same after recalibration
 * @decisions: net benefit, of the recalibrated probabilities where there are any
 *
 * What does not depend on the threshold and is quickly computed.
 */
typedef struct
{
  CpPredictions *predictions;
  CpPredictions *recalibrated;
  CpRecalibration *recalibration;
  CpCurvePoints *roc;
  CpCurvePoints *precision_recall;
  CpEstimate auroc;
  CpReliabilityBin bins[CP_ANALYSIS_BINS];
  CpReliabilityBin recalibrated_bins[CP_ANALYSIS_BINS];
  CpDecisionPoint decisions[CP_ANALYSIS_DECISIONS];
} CpAnalysisCurves;

void              cp_analysis_curves_free    (CpAnalysisCurves     *self);
void              cp_analysis_curves_async   (CpPredictions        *predictions,
                                              CpRecalibration      *recalibration,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
CpAnalysisCurves *cp_analysis_curves_finish  (GAsyncResult         *result,
                                              GError              **error);

gboolean          cp_analysis_is_slow        (CpMetric              metric);
gboolean          cp_analysis_is_calibration (CpMetric              metric);
void              cp_analysis_figures_async  (CpPredictions        *predictions,
                                              gboolean              calibration_only,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
CpEstimate       *cp_analysis_figures_finish (GAsyncResult         *result,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAnalysisCurves, cp_analysis_curves_free)

G_END_DECLS
