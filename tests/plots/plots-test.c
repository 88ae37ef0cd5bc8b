/* SPDX-License-Identifier: MIT */
#include "plots-test.h"

#include "auroc.h"

#include <math.h>

#define N_BINS 10
#define N_DECISIONS 99
#define MOST_POINTS 400

static const char *const names[] = {
  [TEST_ROC] = "roc",
  [TEST_PRECISION_RECALL] = "precision-recall",
  [TEST_CALIBRATION] = "calibration",
  [TEST_RECALIBRATION] = "recalibration",
  [TEST_DECISION] = "decision",
  [TEST_HISTOGRAM] = "histogram",
  [TEST_LOGIT_HISTOGRAM] = "logit-histogram",
  [TEST_PER_THOUSAND] = "per-thousand",
};

/* Logits of two normal distributions, three of five pneumonia; always the same. */
CpPredictions *
test_predictions_new (guint  n,
                      double separation)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);
  g_autoptr (GError) error = NULL;
  CpPredictions *predictions;

  for (guint i = 0; i < n; i++)
    {
      double radius = sqrt (-2 * log (1 - g_rand_double (random)));
      double normal = radius * cos (2 * G_PI * g_rand_double (random));

      labels[i] = i % 5 < 3;
      probabilities[i] = 1 / (1 + exp (-1.6 * (normal + (labels[i] ? separation / 2 : -separation / 2))));
    }
  predictions = cp_predictions_new (probabilities, labels, n, &error);
  g_assert_no_error (error);

  return predictions;
}

const char *
test_chart_get_name (TestChart kind)
{
  return names[kind];
}

static CpChart *
new_calibration (const CpPredictions *predictions,
                 gboolean             again,
                 double               threshold)
{
  CpReliabilityBin before[N_BINS], after[N_BINS];
  g_autoptr (CpPredictions) other = test_predictions_new (624, 3.4);

  cp_reliability (predictions, N_BINS, before);
  cp_reliability (other, N_BINS, after);

  return cp_chart_new_calibration (before, again ? after : NULL, N_BINS, again ? "Platt" : NULL, threshold, threshold / 2);
}

static CpChart *
new_decision_curve (const CpPredictions *predictions,
                    double               threshold)
{
  CpDecisionPoint points[N_DECISIONS];

  cp_decision_curve (predictions, 0.01, 0.99, N_DECISIONS, points);

  return cp_chart_new_decision_curve (points, N_DECISIONS, cp_confusion_at (predictions, threshold), threshold,
                                      FALSE);
}

static CpChart *
new_roc (const CpPredictions *predictions,
         double               threshold)
{
  g_autoptr (CpCurvePoints) curve = cp_roc_curve (predictions, MOST_POINTS);

  return cp_chart_new_roc (curve, cp_auroc (predictions), cp_confusion_at (predictions, threshold), threshold);
}

static CpChart *
new_precision_recall (const CpPredictions *predictions,
                      double               threshold)
{
  g_autoptr (CpCurvePoints) curve = cp_precision_recall_curve (predictions, MOST_POINTS);

  /* the bootstrap would take most of the tests' time */
  return cp_chart_new_precision_recall (curve, (CpEstimate) { 0.97, 0.95, 0.985 },
                                        cp_confusion_at (predictions, threshold), threshold);
}

CpChart *
test_chart_new (TestChart            kind,
                const CpPredictions *predictions,
                double               threshold)
{
  switch (kind)
    {
    case TEST_ROC:
      return new_roc (predictions, threshold);
    case TEST_PRECISION_RECALL:
      return new_precision_recall (predictions, threshold);
    case TEST_CALIBRATION:
    case TEST_RECALIBRATION:
      return new_calibration (predictions, kind == TEST_RECALIBRATION, threshold);
    case TEST_DECISION:
      return new_decision_curve (predictions, threshold);
    case TEST_HISTOGRAM:
    case TEST_LOGIT_HISTOGRAM:
      return cp_chart_new_histogram (predictions, threshold, kind == TEST_LOGIT_HISTOGRAM);
    case TEST_PER_THOUSAND:
    default:
      return cp_chart_new_per_thousand (cp_per_thousand (cp_confusion_at (predictions, threshold), 0.05, 1000), 0.05);
    }
}
