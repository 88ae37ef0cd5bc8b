/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-layout.h"

G_BEGIN_DECLS

void cp_chart_series_draw (const CpChartLayout *layout,
                           const CpChartSeries *series,
                           cairo_t             *cr);
void cp_chart_swatch_draw (const CpChartLayout *layout,
                           const CpChartSwatch *swatch,
                           cairo_t             *cr);

G_END_DECLS
