/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"
#include "confusion.h"
#include "curve.h"
#include "decision-curve.h"
#include "estimate.h"
#include "prevalence.h"
#include "reliability.h"

G_BEGIN_DECLS

CpChart *cp_chart_new_roc              (const CpCurvePoints    *curve,
                                        CpEstimate              auroc,
                                        CpConfusion             confusion,
                                        double                  threshold);
CpChart *cp_chart_new_precision_recall (const CpCurvePoints    *curve,
                                        CpEstimate              average_precision,
                                        CpConfusion             confusion,
                                        double                  threshold);
CpChart *cp_chart_new_calibration      (const CpReliabilityBin *bins,
                                        const CpReliabilityBin *recalibrated,
                                        guint                   n_bins,
                                        const char             *method,
                                        double                  threshold,
                                        double                  recalibrated_threshold);
CpChart *cp_chart_new_decision_curve   (const CpDecisionPoint  *points,
                                        guint                   n,
                                        CpConfusion             confusion,
                                        double                  threshold,
                                        gboolean                recalibrated);
CpChart *cp_chart_new_histogram        (const CpPredictions    *predictions,
                                        double                  threshold,
                                        gboolean                logit);
CpChart *cp_chart_new_per_thousand     (CpPerThousand           counts,
                                        double                  prevalence);
char    *cp_per_thousand_to_words      (CpPerThousand           counts,
                                        double                  prevalence);

G_END_DECLS
