/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageGrid:
 *
 * The images that pass a review's filters, as thumbnails, under controls that
 * count, order and filter them.
 */
#define CP_TYPE_IMAGE_GRID (cp_image_grid_get_type ())
G_DECLARE_FINAL_TYPE (CpImageGrid, cp_image_grid, CP, IMAGE_GRID, GtkWidget)

GtkWidget          *cp_image_grid_new           (void);
CpReview           *cp_image_grid_get_review    (CpImageGrid *self);
void                cp_image_grid_set_review    (CpImageGrid *self,
                                                 CpReview    *review);
GtkSingleSelection *cp_image_grid_get_selection (CpImageGrid *self);
GPtrArray          *cp_image_grid_get_selected  (CpImageGrid *self);
guint               cp_image_grid_get_thumbnail_size (CpImageGrid *self);
void                cp_image_grid_set_thumbnail_size (CpImageGrid *self,
                                                      guint        size);

G_END_DECLS
