/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-private.h"

G_BEGIN_DECLS

void cp_chart_marker_draw (const CpChartStyle *style,
                           cairo_t            *cr,
                           CpMarker            marker,
                           CpChartRole         role,
                           double              x,
                           double              y,
                           double              radius);
void cp_chart_dash_set    (const CpChartStyle *style,
                           cairo_t            *cr,
                           CpDash              dash);

G_END_DECLS
