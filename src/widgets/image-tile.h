/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"
#include "thumbnail-cache.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whole pixels of the screen for each of 28, the commonest size, at every step. */
#define CP_TILE_STEP 28
#define CP_TILE_SIDE_MIN (2 * CP_TILE_STEP)
#define CP_TILE_SIDE_DEFAULT (4 * CP_TILE_STEP)
#define CP_TILE_SIDE_MAX (10 * CP_TILE_STEP)

/**
 * CpImageTile:
 *
 * A thumbnail: the image, its probability as a number and on a small axis that
 * the threshold cuts, the outcome as colour, mark and word, and a reader's
 * verdict. Outlined for a moment when the threshold changes its outcome.
 */
#define CP_TYPE_IMAGE_TILE (cp_image_tile_get_type ())
G_DECLARE_FINAL_TYPE (CpImageTile, cp_image_tile, CP, IMAGE_TILE, GtkWidget)

GtkWidget     *cp_image_tile_new           (void);
void           cp_image_tile_set_cache     (CpImageTile      *self,
                                            CpThumbnailCache *cache);
CpReviewImage *cp_image_tile_get_image     (CpImageTile   *self);
void           cp_image_tile_set_image     (CpImageTile   *self,
                                            CpReviewImage *image);
double         cp_image_tile_get_threshold (CpImageTile   *self);
void           cp_image_tile_set_threshold (CpImageTile   *self,
                                            double         threshold);
guint          cp_image_tile_get_side      (CpImageTile   *self);
void           cp_image_tile_set_side      (CpImageTile   *self,
                                            guint          side);
gboolean       cp_image_tile_has_picture   (CpImageTile   *self);
void           cp_image_tile_flash         (CpImageTile   *self);
gboolean       cp_image_tile_is_flashing   (CpImageTile   *self);

G_END_DECLS
