/* SPDX-License-Identifier: MIT */
#pragma once

#include "settings.h"
#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpCutpointPanel:
 *
 * The heart of the window, always in view: the threshold over the
 * probabilities it cuts, what it costs, and how it was come by.
 *
 * Properties: `pinned` (boolean): whether a threshold is pinned; setting it
 * pins the present one, or unpins.
 */
#define CP_TYPE_CUTPOINT_PANEL (cp_cutpoint_panel_get_type ())
G_DECLARE_FINAL_TYPE (CpCutpointPanel, cp_cutpoint_panel, CP, CUTPOINT_PANEL, GtkWidget)

void     cp_cutpoint_panel_set_workspace   (CpCutpointPanel *self,
                                            CpWorkspace     *workspace);
void     cp_cutpoint_panel_restore         (CpCutpointPanel *self,
                                            CpSettings      *settings);
void     cp_cutpoint_panel_remember        (CpCutpointPanel *self,
                                            CpSettings      *settings);
GAction *cp_cutpoint_panel_get_seal_action (CpCutpointPanel *self);
gboolean cp_cutpoint_panel_handle_key      (CpCutpointPanel *self,
                                            guint            key,
                                            GdkModifierType  state);

G_END_DECLS
