/* SPDX-License-Identifier: MIT */
#pragma once

#include "metrics.h"

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
} CpFigures;

void cp_figures_compute     (CpFigures           *self,
                             const CpPredictions *predictions,
                             double               threshold);
void cp_figures_add_json    (const CpFigures     *self,
                             JsonBuilder         *json);
void cp_figures_append_text (const CpFigures     *self,
                             GString             *text);

G_END_DECLS
