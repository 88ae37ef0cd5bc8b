/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-layout.h"

G_BEGIN_DECLS

void     cp_chart_arrange_icons (CpChartLayout       *self,
                                 const CpChartBox    *room);
void     cp_chart_draw_icons    (const CpChartLayout *self,
                                 cairo_t             *cr);
gboolean cp_chart_icon_at       (const CpChartLayout *self,
                                 double               x,
                                 double               y,
                                 CpChartHit          *hit);

G_END_DECLS
