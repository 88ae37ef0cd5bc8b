/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-private.h"
#include "chart-text.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} CpChartBox;

/* A text where it is drawn. */
typedef struct
{
  PangoLayout *text;
  CpChartBox box;
  CpChartRole role;
  gboolean upright; /* reads from below to above */
} CpChartLabel;

/* A series' sample in the legend. */
typedef struct
{
  guint series;
  CpChartBox box;
} CpChartSwatch;

/* Where everything of a chart lies at one size. Kept free of drawing, so that a
 * test can see whether anything overlaps, and the pointer find what was drawn. */
typedef struct
{
  const CpChart *chart;
  const CpChartStyle *style;
  PangoContext *context;
  GHashTable *widths;                 /* of small texts that were measured before: char * to double * */
  double width, height;
  double em;                          /* the font's size */
  double line;                        /* a line of small text's height */
  guint n_panels;                     /* shown */
  CpChartBox panels[CP_CHART_PANELS];
  GArray *x_ticks;                    /* of CpChartTick */
  GArray *y_ticks[CP_CHART_PANELS];
  GArray *labels;                     /* of CpChartLabel */
  GArray *swatches;                   /* of CpChartSwatch */
  CpChartBox legend;                  /* no width: there is none */
  gboolean legend_inside;
  guint icon_columns;
  double icon_size;
} CpChartLayout;

CpChartLayout *cp_chart_layout_new   (const CpChart       *chart,
                                      double               width,
                                      double               height,
                                      const CpChartStyle  *style);
void           cp_chart_layout_free  (CpChartLayout       *self);
double         cp_chart_layout_x     (const CpChartLayout *self,
                                      guint                panel,
                                      double               value);
double         cp_chart_layout_y     (const CpChartLayout *self,
                                      guint                panel,
                                      double               value);
void           cp_chart_layout_label (CpChartLayout       *self,
                                      PangoLayout         *text,
                                      CpChartRole          role,
                                      double               x,
                                      double               y,
                                      double               xalign,
                                      double               yalign);
void           cp_chart_layout_clear (CpChartLayout       *self);
gboolean       cp_chart_box_overlaps (const CpChartBox    *a,
                                      const CpChartBox    *b);

/* chart-axes.c */
void           cp_chart_arrange_axes  (CpChartLayout      *self,
                                       const CpChartBox   *room);
void           cp_chart_label_axes    (CpChartLayout      *self);

/* chart-legend.c */
double         cp_chart_legend_widest (CpChartLayout      *self);
double         cp_chart_legend_flow   (CpChartLayout      *self,
                                       double              x,
                                       double              y,
                                       double              width,
                                       double              height,
                                       gboolean            rows,
                                       gboolean            place);
gboolean       cp_chart_legend_inside (CpChartLayout      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpChartLayout, cp_chart_layout_free)

G_END_DECLS
