/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_METRIC_LIST (cp_metric_list_get_type ())
G_DECLARE_FINAL_TYPE (CpMetricList, cp_metric_list, CP, METRIC_LIST, GtkWidget)

GtkWidget *cp_metric_list_new        (void);
CpReview  *cp_metric_list_get_review (CpMetricList *self);
void       cp_metric_list_set_review (CpMetricList *self,
                                      CpReview     *review);

char      *cp_estimate_format        (CpEstimate    estimate);

G_END_DECLS
