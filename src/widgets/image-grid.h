/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageGrid:
 *
 * The images that pass a review's filter, as thumbnails, under a line that
 * counts them in words.
 */
#define CP_TYPE_IMAGE_GRID (cp_image_grid_get_type ())
G_DECLARE_FINAL_TYPE (CpImageGrid, cp_image_grid, CP, IMAGE_GRID, GtkWidget)

GtkWidget          *cp_image_grid_new           (void);
CpReview           *cp_image_grid_get_review    (CpImageGrid *self);
void                cp_image_grid_set_review    (CpImageGrid *self,
                                                 CpReview    *review);
GtkSingleSelection *cp_image_grid_get_selection (CpImageGrid *self);

G_END_DECLS
