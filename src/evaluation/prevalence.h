/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"
#include "estimate.h"

G_BEGIN_DECLS

/**
 * CpPerThousand:
 * @found: pneumonia called pneumonia
 * @missed: pneumonia called normal
 * @false_alarms: normal called pneumonia
 * @cleared: normal called normal
 *
 * What becomes of so many patients, in whole numbers.
 */
typedef struct
{
  guint found;
  guint missed;
  guint false_alarms;
  guint cleared;
} CpPerThousand;

CpEstimate    cp_ppv_at_prevalence           (CpConfusion confusion,
                                              double      prevalence);
CpEstimate    cp_npv_at_prevalence           (CpConfusion confusion,
                                              double      prevalence);
CpPerThousand cp_per_thousand                (CpConfusion confusion,
                                              double      prevalence,
                                              guint       n);
double        cp_probability_without_weights (double      p,
                                              double      weight_ratio);

G_END_DECLS
