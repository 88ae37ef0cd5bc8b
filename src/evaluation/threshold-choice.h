/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"

G_BEGIN_DECLS

/**
 * CpRule:
 * @CP_RULE_RECALL: recall reaches a target
 * @CP_RULE_GUARDED_RECALL: the lower bound of recall's interval does
 * @CP_RULE_YOUDEN: greatest recall + specificity − 1
 * @CP_RULE_F1: greatest F1
 * @CP_RULE_COST: least cost of what is missed and of false alarms
 *
 * Ways to choose a threshold.
 */
typedef enum
{
  CP_RULE_RECALL,
  CP_RULE_GUARDED_RECALL,
  CP_RULE_YOUDEN,
  CP_RULE_F1,
  CP_RULE_COST,
} CpRule;

#define CP_N_RULES (CP_RULE_COST + 1)

/**
 * CpThresholdRule:
 * @rule: the rule
 * @target: recall wanted, from 0 to 1; ignored by rules without a target
 * @cost_missed: what one missed pneumonia costs, above 0; only for cost
 * @cost_false_alarm: what one false alarm costs, above 0, in the same unit; only for cost
 *
 * A rule with what it needs to know.
 */
typedef struct
{
  CpRule rule;
  double target;
  double cost_missed;
  double cost_false_alarm;
} CpThresholdRule;

/**
 * CpChoice:
 * @attainable: whether any threshold obeys the rule
 * @threshold: the threshold chosen; NaN where none is
 * @confusion: the confusion matrix there; zero where none is
 *
 * A threshold and what it does to the predictions it was chosen on.
 */
typedef struct
{
  gboolean attainable;
  double threshold;
  CpConfusion confusion;
} CpChoice;

const char *cp_rule_get_name    (CpRule                 rule);
gboolean    cp_rule_from_name   (const char            *name,
                                 CpRule                *rule);
CpChoice    cp_choose_threshold (const CpPredictions   *predictions,
                                 const CpThresholdRule *rule);
gboolean    cp_threshold_next   (const CpPredictions   *predictions,
                                 double                 threshold,
                                 int                    direction,
                                 gboolean               positives_only,
                                 double                *next);

G_END_DECLS
