/* SPDX-License-Identifier: MIT */
#pragma once

#include "image-canvas.h"
#include "saliency-overlay.h"

G_BEGIN_DECLS

/**
 * CpImageInspector:
 *
 * What a model sees in an image, what it looks like to it, and how it is
 * displayed: a column of three sections beside the image.
 */
#define CP_TYPE_IMAGE_INSPECTOR (cp_image_inspector_get_type ())
G_DECLARE_FINAL_TYPE (CpImageInspector, cp_image_inspector, CP, IMAGE_INSPECTOR, GtkWidget)

void               cp_image_inspector_set_canvas     (CpImageInspector *self,
                                                      CpImageCanvas    *canvas);
void               cp_image_inspector_set_model      (CpImageInspector *self,
                                                      CpModel          *model,
                                                      CpDataset        *dataset);
void               cp_image_inspector_set_image      (CpImageInspector *self,
                                                      GBytes           *pixels,
                                                      guint             size,
                                                      gsize             except);
void               cp_image_inspector_set_concealed  (CpImageInspector *self,
                                                      gboolean          concealed);
void               cp_image_inspector_toggle_overlay (CpImageInspector *self);
CpSaliencyOverlay *cp_image_inspector_get_overlay    (CpImageInspector *self);
void               cp_image_inspector_show           (CpImageInspector *self,
                                                      const char       *section);

G_END_DECLS
