/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpDecisionPoint:
 * @threshold: the threshold
 * @model: net benefit of calling pneumonia what the model gives at least @threshold
 * @treat_all: net benefit of calling everything pneumonia; that of calling nothing so is 0
 *
 * A point of a decision curve. NaN where the threshold is 1.
 */
typedef struct
{
  double threshold;
  double model;
  double treat_all;
} CpDecisionPoint;

double cp_net_benefit_treat_all (double               prevalence,
                                 double               threshold);
void   cp_decision_curve        (const CpPredictions *predictions,
                                 double               low,
                                 double               high,
                                 guint                n,
                                 CpDecisionPoint     *points);
double cp_cost_threshold        (double               cost_ratio);
double cp_threshold_cost        (double               threshold);

G_END_DECLS
