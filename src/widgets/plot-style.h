/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Colours of the runs that are compared, then they begin again (with other dashes). */
#define CP_PLOT_RUN_COLORS 5

/**
 * CpPlotStyle:
 * @text: labels and lines that must be read
 * @dim: labels that only help
 * @grid: gridlines
 * @background: behind text that lies over lines
 * @layout: (nullable): for every text, in the widget's font
 *
 * The look of a plot, taken from its widget's style: no drawing code knows a
 * colour of its own. Classes and losses come as colours for areas and lines
 * and, where text needs more contrast, for text.
 */
typedef struct
{
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA grid;
  GdkRGBA background;
  GdkRGBA normal;
  GdkRGBA normal_text;
  GdkRGBA pneumonia;
  GdkRGBA pneumonia_text;
  GdkRGBA training;
  GdkRGBA validation;
  GdkRGBA rate;
  GdkRGBA runs[CP_PLOT_RUN_COLORS];
  PangoLayout *layout;
} CpPlotStyle;

void cp_plot_style_update (CpPlotStyle       *style,
                           GtkWidget         *widget);
void cp_plot_style_clear  (CpPlotStyle       *style);
void cp_plot_text_measure (const CpPlotStyle *style,
                           const char        *text,
                           double            *width,
                           double            *height);
void cp_plot_text_draw    (const CpPlotStyle *style,
                           cairo_t           *cr,
                           const GdkRGBA     *color,
                           const char        *text,
                           double             x,
                           double             y,
                           double             xalign,
                           double             yalign);
void cp_plot_fill_area    (cairo_t           *cr,
                           const GdkRGBA     *color,
                           double             opacity);

G_END_DECLS
