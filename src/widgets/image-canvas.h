/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"
#include "image-placement.h"
#include "image-shades.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageCanvas:
 *
 * Draws one image as large as there is room, with a map of evidence over it:
 * zoom around the pointer by scrolling, move by dragging or by the arrow keys,
 * window and level by dragging with the right button or with Shift.
 *
 * `::view-changed`: zoom, place or shades differ.
 */
#define CP_TYPE_IMAGE_CANVAS (cp_image_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CpImageCanvas, cp_image_canvas, CP, IMAGE_CANVAS, GtkWidget)

void                    cp_image_canvas_set_pixels    (CpImageCanvas       *self,
                                                       GBytes              *pixels,
                                                       guint                size);
void                    cp_image_canvas_set_overlay   (CpImageCanvas       *self,
                                                       CpExplanation       *explanation,
                                                       double               opacity);
const CpImagePlacement *cp_image_canvas_get_placement (CpImageCanvas       *self);
const CpImageShades    *cp_image_canvas_get_shades    (CpImageCanvas       *self);
void                    cp_image_canvas_set_shades    (CpImageCanvas       *self,
                                                       const CpImageShades *shades);
void                    cp_image_canvas_zoom          (CpImageCanvas       *self,
                                                       int                  steps);
void                    cp_image_canvas_set_scale     (CpImageCanvas       *self,
                                                       double               scale);
void                    cp_image_canvas_reset         (CpImageCanvas       *self);

G_END_DECLS
