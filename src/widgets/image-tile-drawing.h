/* SPDX-License-Identifier: MIT */
#pragma once

#include "plot-style.h"
#include "review.h"

G_BEGIN_DECLS

/**
 * CpTileLayout:
 * @side: of the image, in pixels
 * @left: where the image begins
 * @text: height of the caption
 *
 * Where the parts of a tile lie, below each other: image, bar, caption.
 */
typedef struct
{
  int side;
  int left;
  int text;
} CpTileLayout;

int            cp_tile_text_height  (const CpPlotStyle  *style);
int            cp_tile_height       (const CpTileLayout *layout);
GskRenderNode *cp_tile_picture_node (const CpTileLayout *layout,
                                     const CpPlotStyle  *style,
                                     cairo_surface_t    *surface,
                                     CpVerdict           verdict);
GskRenderNode *cp_tile_caption_node (const CpTileLayout *layout,
                                     const CpPlotStyle  *style,
                                     CpReviewImage      *image,
                                     CpOutcome           outcome);
void           cp_tile_snapshot_bar (const CpTileLayout *layout,
                                     const CpPlotStyle  *style,
                                     GtkSnapshot        *snapshot,
                                     CpReviewImage      *image,
                                     CpOutcome           outcome,
                                     double              threshold);
void           cp_tile_snapshot_flash (const CpTileLayout *layout,
                                       const CpPlotStyle  *style,
                                       GtkSnapshot        *snapshot,
                                       CpOutcome           outcome,
                                       double              opacity);

G_END_DECLS
