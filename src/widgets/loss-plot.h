/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_LOSS_PLOT (cp_loss_plot_get_type ())
G_DECLARE_FINAL_TYPE (CpLossPlot, cp_loss_plot, CP, LOSS_PLOT, GtkWidget)

GtkWidget     *cp_loss_plot_new         (void);
CpLossHistory *cp_loss_plot_get_history (CpLossPlot    *self);
void           cp_loss_plot_set_history (CpLossPlot    *self,
                                         CpLossHistory *history);
void           cp_loss_plot_set_runs    (CpLossPlot    *self,
                                         GListModel    *runs);

G_END_DECLS
