/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"

G_BEGIN_DECLS

/* The main panel, and a strip below it that shares its x axis. */
#define CP_CHART_PANELS 2

typedef enum
{
  CP_SERIES_LINE,      /* points joined */
  CP_SERIES_BAND,      /* low to high filled */
  CP_SERIES_POINTS,    /* markers, with bars from low to high and x_low to x_high */
  CP_SERIES_BARS,      /* x_low to x_high, 0 to y */
  CP_SERIES_REFERENCE, /* a straight line through all points, across the panel */
  CP_SERIES_OPERATING, /* the operating point, with its intervals */
  CP_SERIES_ICONS,     /* y marks of a kind */
} CpSeriesKind;

typedef enum
{
  CP_DASH_NONE,
  CP_DASH_LONG,
  CP_DASH_SHORT,
  CP_DASH_DOT,
} CpDash;

typedef enum
{
  CP_MARKER_NONE,
  CP_MARKER_DISC,
  CP_MARKER_RING,
  CP_MARKER_SQUARE,
  CP_MARKER_DIAMOND,
  CP_MARKER_CROSS,
  CP_MARKER_DOT,
} CpMarker;

typedef enum
{
  CP_SCALE_LINEAR,
  CP_SCALE_LOGIT, /* range strictly between 0 and 1 */
} CpScale;

/* NaN is what is not there. */
typedef struct
{
  double x, y;
  double low, high;     /* interval of y */
  double x_low, x_high; /* interval of x, a bar's sides */
  double threshold;
  double n;             /* of images */
} CpChartPoint;

typedef struct
{
  char *label;
  const char *key; /* its column in a table */
  double low, high;
  CpScale scale;
  gboolean absolute; /* ticks without their sign: a mirrored axis */
  gboolean whole;    /* no ticks between whole numbers */
} CpChartAxis;

/* Returns (transfer full): one point in words. */
typedef char *(*CpReadout) (const CpChart      *chart,
                            const CpChartPoint *point);

typedef struct
{
  CpSeriesKind kind;
  CpChartRole role;
  CpDash dash;
  CpMarker marker;
  guint panel;
  const char *key;  /* its name in a table */
  char *name;       /* in the legend; NULL keeps it out */
  GArray *points;   /* of CpChartPoint */
  CpReadout readout; /* NULL: the pointer does not find it */
  double hatch_low, hatch_high; /* the part of the x axis where bars are hatched */
} CpChartSeries;

struct _CpChart
{
  gatomicrefcount ref_count;
  char *title;
  char *description;
  CpChartAxis x;
  CpChartAxis y[CP_CHART_PANELS];
  guint n_panels;
  gboolean square;   /* both axes have the same scale */
  gboolean icons;    /* no axes but a field of marks */
  GPtrArray *series; /* of CpChartSeries */
};

CpChart       *cp_chart_new             (const char          *title);
void           cp_chart_take_description (CpChart            *self,
                                         char                *description);
void           cp_chart_set_axis        (CpChartAxis         *axis,
                                         const char          *key,
                                         const char          *label,
                                         double               low,
                                         double               high);
CpChartSeries *cp_chart_add_series      (CpChart             *self,
                                         CpSeriesKind         kind,
                                         const char          *key,
                                         CpChartRole          role);
CpChartPoint  *cp_chart_series_add      (CpChartSeries       *series,
                                         double               x,
                                         double               y);
const CpChartSeries *cp_chart_get_series (const CpChart      *self,
                                         guint                index);
const CpChartPoint  *cp_chart_series_get (const CpChartSeries *series,
                                         guint                index);

G_END_DECLS
