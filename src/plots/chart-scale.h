/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-private.h"

G_BEGIN_DECLS

/* A mark on an axis, with its label. */
typedef struct
{
  double value;
  char text[32];
} CpChartTick;

double  cp_chart_axis_place  (const CpChartAxis *axis,
                              double             value);
double  cp_chart_axis_value  (const CpChartAxis *axis,
                              double             place);
GArray *cp_chart_axis_ticks  (const CpChartAxis *axis,
                              guint              most);

G_END_DECLS
