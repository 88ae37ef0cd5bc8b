/* SPDX-License-Identifier: MIT */
#pragma once

#include "plot-style.h"
#include "review.h"

G_BEGIN_DECLS

const GdkRGBA *cp_outcome_get_color      (CpOutcome          outcome,
                                          const CpPlotStyle *style);
const GdkRGBA *cp_outcome_get_text_color (CpOutcome          outcome,
                                          const CpPlotStyle *style);
void           cp_outcome_mark_draw      (CpOutcome          outcome,
                                          const CpPlotStyle *style,
                                          cairo_t           *cr,
                                          double             x,
                                          double             y,
                                          double             size);

G_END_DECLS
