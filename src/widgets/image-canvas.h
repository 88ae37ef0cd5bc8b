/* SPDX-License-Identifier: MIT */
#pragma once

#include "image-shades.h"
#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_IMAGE_CANVAS (cp_image_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CpImageCanvas, cp_image_canvas, CP, IMAGE_CANVAS, GtkWidget)

void                 cp_image_canvas_set_image  (CpImageCanvas       *self,
                                                 CpReviewImage       *image);
double               cp_image_canvas_get_scale  (CpImageCanvas       *self);
const CpImageShades *cp_image_canvas_get_shades (CpImageCanvas       *self);
void                 cp_image_canvas_set_shades (CpImageCanvas       *self,
                                                 const CpImageShades *shades);
void                 cp_image_canvas_zoom       (CpImageCanvas       *self,
                                                 int                  steps);
void                 cp_image_canvas_reset      (CpImageCanvas       *self);

G_END_DECLS
