/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cp_chart_look_up      (CpChartStyle    *style,
                            GtkWidget       *widget);
void cp_chart_readout_place (graphene_rect_t *box,
                            double           x,
                            double           y,
                            double           width,
                            double           height);
void cp_chart_readout_draw (GtkWidget       *widget,
                            GtkSnapshot     *snapshot,
                            const char      *text,
                            const char      *hint,
                            double           x,
                            double           y);

G_END_DECLS
