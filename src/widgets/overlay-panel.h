/* SPDX-License-Identifier: MIT */
#pragma once

#include "saliency-overlay.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpOverlayPanel:
 *
 * What to show over an image, and what is shown there: the legend of the map,
 * what it says in a sentence, and how far it can be trusted.
 */
#define CP_TYPE_OVERLAY_PANEL (cp_overlay_panel_get_type ())
G_DECLARE_FINAL_TYPE (CpOverlayPanel, cp_overlay_panel, CP, OVERLAY_PANEL, GtkWidget)

void cp_overlay_panel_set_overlay (CpOverlayPanel    *self,
                                   CpSaliencyOverlay *overlay);
void cp_overlay_panel_toggle      (CpOverlayPanel    *self);

G_END_DECLS
