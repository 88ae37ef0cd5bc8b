/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageTile:
 *
 * A thumbnail: the image, its probability as a number and on a small axis that
 * the threshold cuts, and the outcome as colour, mark and word.
 */
#define CP_TYPE_IMAGE_TILE (cp_image_tile_get_type ())
G_DECLARE_FINAL_TYPE (CpImageTile, cp_image_tile, CP, IMAGE_TILE, GtkWidget)

GtkWidget     *cp_image_tile_new           (void);
CpReviewImage *cp_image_tile_get_image     (CpImageTile   *self);
void           cp_image_tile_set_image     (CpImageTile   *self,
                                            CpReviewImage *image);
double         cp_image_tile_get_threshold (CpImageTile   *self);
void           cp_image_tile_set_threshold (CpImageTile   *self,
                                            double         threshold);

G_END_DECLS
