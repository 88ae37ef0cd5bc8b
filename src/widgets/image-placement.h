/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpImagePlacement:
 * @size: side of the image, in its own pixels; 0 for none
 * @width: of the room there is, in pixels of the screen
 * @height: of the room there is
 * @scale: screen pixels for each of the image's; 0 for as many as there is room for
 * @dx: of the image's middle from the room's, in pixels of the screen
 * @dy: likewise, downwards
 *
 * Where a square image lies in the room there is. The whole image always can be
 * seen, and what is larger than the room cannot be moved out of it. All zero to
 * begin with.
 */
typedef struct
{
  double size;
  double width;
  double height;
  double scale;
  double dx;
  double dy;
} CpImagePlacement;

double   cp_image_placement_get_scale (const CpImagePlacement *self);
gboolean cp_image_placement_is_whole  (const CpImagePlacement *self);
gboolean cp_image_placement_can_move  (const CpImagePlacement *self);
void     cp_image_placement_get_area  (const CpImagePlacement *self,
                                       double                 *x,
                                       double                 *y,
                                       double                 *side);
void     cp_image_placement_set_size  (CpImagePlacement       *self,
                                       double                  size);
void     cp_image_placement_set_room  (CpImagePlacement       *self,
                                       double                  width,
                                       double                  height);
void     cp_image_placement_set_scale (CpImagePlacement       *self,
                                       double                  scale);
void     cp_image_placement_zoom_at   (CpImagePlacement       *self,
                                       double                  factor,
                                       double                  x,
                                       double                  y);
void     cp_image_placement_move_to   (CpImagePlacement       *self,
                                       double                  dx,
                                       double                  dy);

G_END_DECLS
