/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * CpChartRole:
 * @CP_CHART_BACKGROUND: behind everything
 * @CP_CHART_TEXT: titles, axis labels, the operating point
 * @CP_CHART_DIM: tick labels, axes
 * @CP_CHART_GRID: gridlines
 * @CP_CHART_REFERENCE: what guessing, or treating all or none, would give
 * @CP_CHART_MODEL: the classifier
 * @CP_CHART_SECOND: the classifier changed, or a strategy to compare it with
 * @CP_CHART_NORMAL: the class without pneumonia
 * @CP_CHART_PNEUMONIA: the class with pneumonia
 *
 * What a colour stands for. No drawing code knows a colour of its own.
 */
typedef enum
{
  CP_CHART_BACKGROUND,
  CP_CHART_TEXT,
  CP_CHART_DIM,
  CP_CHART_GRID,
  CP_CHART_REFERENCE,
  CP_CHART_MODEL,
  CP_CHART_SECOND,
  CP_CHART_NORMAL,
  CP_CHART_PNEUMONIA,
} CpChartRole;

#define CP_N_CHART_ROLES (CP_CHART_PNEUMONIA + 1)

/**
 * CpChartLook:
 * @CP_CHART_LOOK_LIGHT: for a light window
 * @CP_CHART_LOOK_DARK: for a dark window
 * @CP_CHART_LOOK_PRINT: for paper: white, black text, finer lines
 *
 * The looks a chart comes in.
 */
typedef enum
{
  CP_CHART_LOOK_LIGHT,
  CP_CHART_LOOK_DARK,
  CP_CHART_LOOK_PRINT,
} CpChartLook;

/**
 * CpChartColor:
 *
 * A colour, each part from 0 to 1.
 */
typedef struct
{
  double red, green, blue, alpha;
} CpChartColor;

/**
 * CpChartStyle:
 * @colors: one a role; a background without alpha leaves what is behind
 * @font_family: one or more, separated by commas; static or interned
 * @font_size: in the units of the chart; every other length follows from it
 * @line_width: of curves, in the same units
 * @stretch: how much wider than high a panel may get whose axes have the same scale; 1 keeps it square
 * @untitled: whether to leave the title out, as where a heading beside the chart says it
 *
 * The look of a chart. Copied by value.
 */
typedef struct
{
  CpChartColor colors[CP_N_CHART_ROLES];
  const char *font_family;
  double font_size;
  double line_width;
  double stretch;
  gboolean untitled;
} CpChartStyle;

void     cp_chart_style_init       (CpChartStyle       *style,
                                    CpChartLook         look);
void     cp_chart_style_fit        (CpChartStyle       *style,
                                    double              width,
                                    double              height);
gboolean cp_chart_look_from_name   (const char         *name,
                                    CpChartLook        *look);
void     cp_chart_style_set_source (const CpChartStyle *style,
                                    cairo_t            *cr,
                                    CpChartRole         role,
                                    double              opacity);

G_END_DECLS
