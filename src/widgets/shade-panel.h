/* SPDX-License-Identifier: MIT */
#pragma once

#include "image-canvas.h"

G_BEGIN_DECLS

/**
 * CpShadePanel:
 *
 * Window, level and size of an image as numbers that can be typed and sliders
 * that can be dragged.
 */
#define CP_TYPE_SHADE_PANEL (cp_shade_panel_get_type ())
G_DECLARE_FINAL_TYPE (CpShadePanel, cp_shade_panel, CP, SHADE_PANEL, GtkWidget)

void cp_shade_panel_set_canvas (CpShadePanel  *self,
                                CpImageCanvas *canvas);

G_END_DECLS
