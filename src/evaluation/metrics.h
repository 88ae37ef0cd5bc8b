/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"
#include "estimate.h"

G_BEGIN_DECLS

/**
 * CpMetric:
 *
 * The figures of an evaluation, in the order in which `evaluate --json` prints
 * them.
 */
typedef enum
{
  CP_METRIC_ACCURACY,
  CP_METRIC_PRECISION,
  CP_METRIC_RECALL,
  CP_METRIC_SPECIFICITY,
  CP_METRIC_NPV,
  CP_METRIC_F1,
  CP_METRIC_BALANCED_ACCURACY,
  CP_METRIC_MCC,
  CP_METRIC_LR_POSITIVE,
  CP_METRIC_LR_NEGATIVE,
  CP_METRIC_AUROC,
  CP_METRIC_AVERAGE_PRECISION,
  CP_METRIC_BRIER,
  CP_METRIC_LOG_LOSS,
  CP_METRIC_ECE,
  CP_METRIC_CALIBRATION_SLOPE,
  CP_METRIC_CALIBRATION_INTERCEPT,
  CP_METRIC_NET_BENEFIT,
} CpMetric;

#define CP_N_METRICS (CP_METRIC_NET_BENEFIT + 1)

const char *cp_metric_get_key        (CpMetric             metric);
const char *cp_metric_get_name       (CpMetric             metric);
gboolean    cp_metric_uses_threshold (CpMetric             metric);
CpEstimate  cp_metric_compute        (CpMetric             metric,
                                      const CpPredictions *predictions,
                                      double               threshold);

G_END_DECLS
