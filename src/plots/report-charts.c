/* SPDX-License-Identifier: MIT */
#include "report-private.h"

#include <math.h>

#define MOST_POINTS 1000 /* of a curve: more than a printer resolves */
#define N_BINS 15 /* as the expected calibration error */
#define N_DECISIONS 199

static CpChart *
new_roc (const CpReportFacts *facts,
         CpConfusion          confusion,
         CpEstimate           auroc)
{
  g_autoptr (CpCurvePoints) curve = cp_roc_curve (facts->predictions, MOST_POINTS);

  return cp_chart_new_roc (curve, auroc, confusion, facts->threshold);
}

static CpChart *
new_precision_recall (const CpReportFacts *facts,
                      CpConfusion          confusion,
                      CpEstimate           average_precision)
{
  g_autoptr (CpCurvePoints) curve = cp_precision_recall_curve (facts->predictions, MOST_POINTS);

  return cp_chart_new_precision_recall (curve, average_precision, confusion, facts->threshold);
}

static CpChart *
new_calibration (const CpReportFacts *facts)
{
  CpReliabilityBin before[N_BINS], after[N_BINS];

  cp_reliability (facts->predictions, N_BINS, before);
  if (facts->recalibrated != NULL)
    cp_reliability (facts->recalibrated, N_BINS, after);

  return cp_chart_new_calibration (before, facts->recalibrated != NULL ? after : NULL, N_BINS, facts->recalibration,
                                   facts->threshold, NAN);
}

static CpChart *
new_decision_curve (const CpReportFacts *facts,
                    CpConfusion          confusion)
{
  CpDecisionPoint points[N_DECISIONS];

  cp_decision_curve (facts->predictions, 0.005, 0.995, N_DECISIONS, points);

  return cp_chart_new_decision_curve (points, N_DECISIONS, confusion, facts->threshold, FALSE);
}

static CpChart *
new_icons (const CpReportFacts *facts,
           CpConfusion          confusion)
{
  double positives = (double) cp_predictions_get_positives (facts->predictions);
  double own = positives / (double) cp_predictions_get_n (facts->predictions);
  double prevalence = isnan (facts->prevalence) ? own : facts->prevalence;

  return cp_chart_new_per_thousand (cp_per_thousand (confusion, prevalence, 1000), prevalence);
}

/* Makes every chart of the report. */
void
cp_report_charts (CpReport            *self,
                  const CpReportFacts *facts,
                  CpEstimate           auroc,
                  CpEstimate           average_precision)
{
  self->charts[CP_REPORT_ROC] = new_roc (facts, self->confusion, auroc);
  self->charts[CP_REPORT_PRECISION_RECALL] = new_precision_recall (facts, self->confusion, average_precision);
  self->charts[CP_REPORT_CALIBRATION] = new_calibration (facts);
  self->charts[CP_REPORT_DECISION] = new_decision_curve (facts, self->confusion);
  self->charts[CP_REPORT_HISTOGRAM] = cp_chart_new_histogram (facts->predictions, facts->threshold, TRUE);
  self->charts[CP_REPORT_ICONS] = new_icons (facts, self->confusion);
}
