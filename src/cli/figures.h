/* SPDX-License-Identifier: MIT */
#pragma once

#include "metrics.h"
#include "prevalence.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * CpFigures:
 * @n: predictions
 * @positives: of them, pneumonia
 * @negatives: of them, normal
 * @threshold: positive is p ≥ it
 * @confusion: at the threshold
 * @metrics: every figure
 * @prevalence: share of pneumonia elsewhere; NaN where it was not asked for
 * @ppv: precision at that prevalence
 * @npv: the same of what is called normal
 * @per_thousand: what becomes of 1,000 patients there
 *
 * What an evaluation finds.
 */
typedef struct
{
  gsize n;
  gsize positives;
  gsize negatives;
  double threshold;
  CpConfusion confusion;
  CpEstimate metrics[CP_N_METRICS];
  double prevalence;
  CpEstimate ppv;
  CpEstimate npv;
  CpPerThousand per_thousand;
} CpFigures;

void cp_figures_compute        (CpFigures           *self,
                                const CpPredictions *predictions,
                                double               threshold);
void cp_figures_set_prevalence (CpFigures           *self,
                                double               prevalence);
void cp_figures_add_json       (const CpFigures     *self,
                                JsonBuilder         *json);
void cp_figures_append_text    (const CpFigures     *self,
                                GString             *text);
void cp_confusion_add_json     (const CpConfusion   *confusion,
                                JsonBuilder         *json);
void cp_confusion_append_text  (const CpConfusion   *confusion,
                                GString             *text);

G_END_DECLS
