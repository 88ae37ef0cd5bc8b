/* SPDX-License-Identifier: MIT */
#pragma once

#include "plot-style.h"
#include "verdict.h"

G_BEGIN_DECLS

void cp_verdict_mark_draw (CpVerdict          verdict,
                           const CpPlotStyle *style,
                           cairo_t           *cr,
                           double             x,
                           double             y,
                           double             size);

G_END_DECLS
