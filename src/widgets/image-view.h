/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageView:
 *
 * The selected image, large, with what the threshold makes of it in words and
 * the way to its neighbours.
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

G_END_DECLS
