/* SPDX-License-Identifier: MIT */
#pragma once

#include "image-inspector.h"
#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageView:
 *
 * The selected image, large, with what the threshold makes of it in words, the
 * way to the next one and, beside it, what a model sees in it.
 *
 * Actions: `image.previous`, `image.next`, `image.zoom-in`, `image.zoom-out`,
 * `image.fit`, `image.actual`, `image.reset`, `image.invert`, `image.overlay`
 * and `image.inspector`.
 */
#define CP_TYPE_IMAGE_VIEW (cp_image_view_get_type ())
G_DECLARE_FINAL_TYPE (CpImageView, cp_image_view, CP, IMAGE_VIEW, GtkWidget)

GtkWidget          *cp_image_view_new           (void);
CpReview           *cp_image_view_get_review    (CpImageView        *self);
void                cp_image_view_set_review    (CpImageView        *self,
                                                 CpReview           *review);
GtkSingleSelection *cp_image_view_get_selection (CpImageView        *self);
void                cp_image_view_set_selection (CpImageView        *self,
                                                 GtkSingleSelection *selection);
CpImageInspector   *cp_image_view_get_inspector (CpImageView        *self);
void                cp_image_view_set_question  (CpImageView        *self,
                                                 const char         *question);
gboolean            cp_image_view_handle_key    (CpImageView        *self,
                                                 guint               key,
                                                 GdkModifierType     state);

G_END_DECLS
