/* SPDX-License-Identifier: MIT */
#pragma once

#include "threshold-strip-drawing.h"

G_BEGIN_DECLS

/* The strip's histograms with the slider on their axis. Private to the strip. */
#define CP_TYPE_THRESHOLD_PLOT (cp_threshold_plot_get_type ())
G_DECLARE_FINAL_TYPE (CpThresholdPlot, cp_threshold_plot, CP, THRESHOLD_PLOT, GtkWidget)

void                   cp_threshold_plot_set_review   (CpThresholdPlot *self,
                                                       CpReview        *review);
double                 cp_threshold_plot_get_mark     (CpThresholdPlot *self,
                                                       CpThresholdMark  mark);
void                   cp_threshold_plot_set_mark     (CpThresholdPlot *self,
                                                       CpThresholdMark  mark,
                                                       double           value);
void                   cp_threshold_plot_set_note     (CpThresholdPlot *self,
                                                       CpThresholdMark  mark,
                                                       const char      *note);
void                   cp_threshold_plot_set_remark   (CpThresholdPlot *self,
                                                       const char      *remark);
void                   cp_threshold_plot_set_axis     (CpThresholdPlot *self,
                                                       CpThresholdAxis  axis);
GtkWidget             *cp_threshold_plot_get_scale    (CpThresholdPlot *self);
const CpStripGeometry *cp_threshold_plot_get_geometry (CpThresholdPlot *self);

G_END_DECLS
