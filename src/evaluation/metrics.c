/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include "auroc.h"
#include "average-precision.h"
#include "calibration.h"
#include "likelihood-ratio.h"
#include "rates.h"
#include "scores.h"

#include <glib/gi18n.h>

/* A figure and the one function that computes it. */
typedef struct
{
  const char *key;
  const char *name;
  CpEstimate (*of_confusion) (CpConfusion confusion);
  CpEstimate (*of_decision) (CpConfusion confusion, double threshold);
  CpEstimate (*of_predictions) (const CpPredictions *predictions);
} MetricRow;

/* A new figure is one value of the enum and one row here. */
static const MetricRow metrics[CP_N_METRICS] = {
  [CP_METRIC_ACCURACY] = { "accuracy", N_ ("Accuracy"), .of_confusion = cp_rate_accuracy },
  [CP_METRIC_PRECISION] = { "precision", N_ ("Precision"), .of_confusion = cp_rate_precision },
  [CP_METRIC_RECALL] = { "recall", N_ ("Recall"), .of_confusion = cp_rate_recall },
  [CP_METRIC_SPECIFICITY] = { "specificity", N_ ("Specificity"), .of_confusion = cp_rate_specificity },
  [CP_METRIC_NPV] = { "npv", N_ ("NPV"), .of_confusion = cp_rate_npv },
  [CP_METRIC_F1] = { "f1", N_ ("F1"), .of_confusion = cp_rate_f1 },
  [CP_METRIC_BALANCED_ACCURACY] = { "balanced_accuracy", N_ ("Balanced accuracy"),
                                    .of_confusion = cp_rate_balanced_accuracy },
  [CP_METRIC_MCC] = { "mcc", N_ ("MCC"), .of_confusion = cp_rate_mcc },
  [CP_METRIC_LR_POSITIVE] = { "lr_positive", N_ ("LR+"), .of_confusion = cp_likelihood_ratio_positive },
  [CP_METRIC_LR_NEGATIVE] = { "lr_negative", N_ ("LR−"), .of_confusion = cp_likelihood_ratio_negative },
  [CP_METRIC_AUROC] = { "auroc", N_ ("AUROC"), .of_predictions = cp_auroc },
  [CP_METRIC_AVERAGE_PRECISION] = { "average_precision", N_ ("Average precision"),
                                    .of_predictions = cp_average_precision },
  [CP_METRIC_BRIER] = { "brier", N_ ("Brier score"), .of_predictions = cp_brier_score },
  [CP_METRIC_LOG_LOSS] = { "log_loss", N_ ("Log loss"), .of_predictions = cp_log_loss },
  [CP_METRIC_ECE] = { "ece", N_ ("Expected calibration error"), .of_predictions = cp_calibration_error },
  [CP_METRIC_CALIBRATION_SLOPE] = { "calibration_slope", N_ ("Calibration slope"),
                                    .of_predictions = cp_calibration_slope },
  [CP_METRIC_CALIBRATION_INTERCEPT] = { "calibration_intercept", N_ ("Calibration in the large"),
                                        .of_predictions = cp_calibration_intercept },
  [CP_METRIC_NET_BENEFIT] = { "net_benefit", N_ ("Net benefit"), .of_decision = cp_rate_net_benefit },
};

static const MetricRow *
metric_row (CpMetric metric)
{
  g_return_val_if_fail ((guint) metric < CP_N_METRICS, &metrics[CP_METRIC_ACCURACY]);

  return &metrics[metric];
}

/**
 * cp_metric_get_key:
 * @metric: a figure
 *
 * Returns: its key in JSON, such as "balanced_accuracy"
 */
const char *
cp_metric_get_key (CpMetric metric)
{
  return metric_row (metric)->key;
}

/**
 * cp_metric_get_name:
 * @metric: a figure
 *
 * Returns: its English name, such as "Balanced accuracy", marked for translation
 */
const char *
cp_metric_get_name (CpMetric metric)
{
  return metric_row (metric)->name;
}

/**
 * cp_metric_uses_threshold:
 * @metric: a figure
 *
 * Figures that do not use it may be computed once; those that do cost O(log n).
 *
 * Returns: whether the figure depends on the threshold
 */
gboolean
cp_metric_uses_threshold (CpMetric metric)
{
  return metric_row (metric)->of_predictions == NULL;
}

/**
 * cp_metric_compute:
 * @metric: a figure
 * @predictions: predictions
 * @threshold: an image is positive if p ≥ @threshold; ignored by figures that do not use it
 *
 * Pure and thread-safe: the same predictions give the same bits.
 *
 * Returns: the figure with its 95 % interval; NaN where either is undefined
 */
CpEstimate
cp_metric_compute (CpMetric             metric,
                   const CpPredictions *predictions,
                   double               threshold)
{
  const MetricRow *row = metric_row (metric);

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  if (row->of_predictions)
    return row->of_predictions (predictions);
  if (row->of_decision)
    return row->of_decision (cp_confusion_at (predictions, threshold), threshold);
  return row->of_confusion (cp_confusion_at (predictions, threshold));
}
