/* SPDX-License-Identifier: MIT */
#pragma once

#include "charts.h"

G_BEGIN_DECLS

/* Every kind of chart, of one made-up classifier. */
typedef enum
{
  TEST_ROC,
  TEST_PRECISION_RECALL,
  TEST_CALIBRATION,
  TEST_RECALIBRATION,
  TEST_DECISION,
  TEST_HISTOGRAM,
  TEST_LOGIT_HISTOGRAM,
  TEST_PER_THOUSAND,
} TestChart;

#define N_TEST_CHARTS (TEST_PER_THOUSAND + 1)

CpPredictions *test_predictions_new (guint                n,
                                     double               separation);
const char    *test_chart_get_name  (TestChart            kind);
CpChart       *test_chart_new       (TestChart            kind,
                                     const CpPredictions *predictions,
                                     double               threshold);

G_END_DECLS
