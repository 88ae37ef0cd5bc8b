/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-text.h"
#include "report-private.h"

G_BEGIN_DECLS

/* A4, in points. */
#define CP_PAGE_WIDTH 595.28
#define CP_PAGE_HEIGHT 841.89
#define CP_PAGE_MARGIN 48.0
#define CP_PAGE_ROOM (CP_PAGE_WIDTH - 2 * CP_PAGE_MARGIN)
#define CP_PAGE_GAP 22.0
#define CP_PAGE_COLUMN ((CP_PAGE_ROOM - CP_PAGE_GAP) / 2)

/* What texts on a page are drawn with. */
typedef struct
{
  cairo_t *cr;
  PangoContext *context;
  CpChartStyle style;
} CpPage;

double cp_page_text    (CpPage              *page,
                        const char          *text,
                        double               size,
                        gboolean             bold,
                        CpChartRole          role,
                        double               x,
                        double               y,
                        double               width,
                        PangoAlignment       alignment);
void   cp_page_rule    (CpPage              *page,
                        CpChartRole          role,
                        double               x,
                        double               y,
                        double               width);
double cp_page_heading (CpPage              *page,
                        const CpReportBlock *block,
                        double               x,
                        double               y,
                        double               width);
double cp_page_facts   (CpPage              *page,
                        const CpReportBlock *block,
                        double               x,
                        double               y,
                        double               width);
double cp_page_figures (CpPage              *page,
                        const CpReportBlock *block,
                        guint                from,
                        guint                to,
                        double               x,
                        double               y,
                        double               width);
double cp_page_matrix  (CpPage              *page,
                        CpConfusion          confusion,
                        double               x,
                        double               y,
                        double               width);

G_END_DECLS
