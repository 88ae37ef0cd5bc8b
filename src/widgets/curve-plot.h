/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpCurve:
 * @CP_CURVE_ROC: recall over the rate of false alarms
 * @CP_CURVE_PRECISION_RECALL: precision over recall
 *
 * What every threshold at once looks like.
 */
typedef enum
{
  CP_CURVE_ROC,
  CP_CURVE_PRECISION_RECALL,
} CpCurve;

GType cp_curve_get_type (void);
#define CP_TYPE_CURVE (cp_curve_get_type ())

/**
 * CpCurvePlot:
 *
 * A curve over all thresholds of the split shown, with the operating point.
 */
#define CP_TYPE_CURVE_PLOT (cp_curve_plot_get_type ())
G_DECLARE_FINAL_TYPE (CpCurvePlot, cp_curve_plot, CP, CURVE_PLOT, GtkWidget)

GtkWidget *cp_curve_plot_new        (CpCurve      curve);
CpReview  *cp_curve_plot_get_review (CpCurvePlot *self);
void       cp_curve_plot_set_review (CpCurvePlot *self,
                                     CpReview    *review);
gboolean   cp_curve_point           (CpCurve      curve,
                                     CpConfusion  confusion,
                                     double      *x,
                                     double      *y);

G_END_DECLS
