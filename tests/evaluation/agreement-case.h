/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/* The sets of make_agreement.py, bit for bit. */
#define CASE_N_SETS 200

typedef struct
{
  CpPredictions *predictions;
  double threshold;
  double prevalence;
  double target;
  double cost_missed;
  double cost_false_alarm;
} Case;

void case_init  (Case  *self,
                 guint  number);
void case_clear (Case  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

G_END_DECLS
