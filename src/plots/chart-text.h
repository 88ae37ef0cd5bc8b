/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

PangoContext *cp_chart_text_context (void);
PangoLayout  *cp_chart_text_new     (PangoContext       *context,
                                     const CpChartStyle *style,
                                     double              size,
                                     gboolean            bold,
                                     const char         *text);
void          cp_chart_text_limit   (PangoLayout        *layout,
                                     double              width,
                                     int                 lines);
void          cp_chart_text_measure (PangoLayout        *layout,
                                     double             *width,
                                     double             *height);
char         *cp_chart_number       (double              value,
                                     int                 decimals);
char         *cp_chart_count        (double              value);

G_END_DECLS
