/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpCutpointPanel:
 *
 * The heart of the window, always in view: the threshold over the
 * probabilities it cuts, and what it costs.
 */
#define CP_TYPE_CUTPOINT_PANEL (cp_cutpoint_panel_get_type ())
G_DECLARE_FINAL_TYPE (CpCutpointPanel, cp_cutpoint_panel, CP, CUTPOINT_PANEL, GtkWidget)

void     cp_cutpoint_panel_set_workspace    (CpCutpointPanel *self,
                                             CpWorkspace     *workspace);
void     cp_cutpoint_panel_preset_threshold (CpCutpointPanel *self,
                                             double           threshold);
gboolean cp_cutpoint_panel_get_exploratory  (CpCutpointPanel *self);

G_END_DECLS
