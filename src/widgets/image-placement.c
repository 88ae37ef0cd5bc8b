/* SPDX-License-Identifier: MIT */
#include "image-placement.h"

#include <math.h>

#define LARGEST_ZOOM 16.0   /* of what there is room for, or of the image's own pixels */
#define WHOLE_PIXELS 3.0    /* from here on, a fraction of a pixel is not worth its uneven edges */
#define NEARLY 0.01

static double
fitting_scale (const CpImagePlacement *self)
{
  const double scale = self->size > 0 ? MIN (self->width, self->height) / self->size : 1;

  return scale >= WHOLE_PIXELS ? floor (scale) : MAX (scale, 1e-6);
}

/**
 * cp_image_placement_get_scale:
 * @self: a placement
 *
 * Returns: screen pixels for each of the image's
 */
double
cp_image_placement_get_scale (const CpImagePlacement *self)
{
  return self->scale > 0 ? self->scale : fitting_scale (self);
}

/**
 * cp_image_placement_is_whole:
 * @self: a placement
 *
 * Returns: whether the image is as large as there is room for, and follows it
 */
gboolean
cp_image_placement_is_whole (const CpImagePlacement *self)
{
  return self->scale <= 0;
}

/**
 * cp_image_placement_can_move:
 * @self: a placement
 *
 * Returns: whether a part of the image is out of sight
 */
gboolean
cp_image_placement_can_move (const CpImagePlacement *self)
{
  return cp_image_placement_get_scale (self) * self->size > MIN (self->width, self->height);
}

/**
 * cp_image_placement_get_area:
 * @self: a placement
 * @x: (out): left edge of the image, on a whole pixel
 * @y: (out): upper edge
 * @side: (out): its width and height
 *
 * Tells where to draw the image.
 */
void
cp_image_placement_get_area (const CpImagePlacement *self,
                             double                 *x,
                             double                 *y,
                             double                 *side)
{
  *side = cp_image_placement_get_scale (self) * self->size;
  *x = floor ((self->width - *side) / 2 + self->dx);
  *y = floor ((self->height - *side) / 2 + self->dy);
}

/**
 * cp_image_placement_move_to:
 * @self: a placement
 * @dx: of the image's middle from the room's
 * @dy: likewise
 *
 * Moves the image, as far as a part of it is out of sight.
 */
void
cp_image_placement_move_to (CpImagePlacement *self,
                            double            dx,
                            double            dy)
{
  const double side = cp_image_placement_get_scale (self) * self->size;
  const double across = MAX (0, (side - self->width) / 2), down = MAX (0, (side - self->height) / 2);

  self->dx = CLAMP (dx, -across, across);
  self->dy = CLAMP (dy, -down, down);
}

/**
 * cp_image_placement_set_size:
 * @self: a placement
 * @size: side of the image
 *
 * Takes an image. One of the same size stays where the last one was, so that they can be compared.
 */
void
cp_image_placement_set_size (CpImagePlacement *self,
                             double            size)
{
  if (size == self->size)
    return;
  self->size = size;
  cp_image_placement_set_scale (self, 0);
}

/**
 * cp_image_placement_set_room:
 * @self: a placement
 * @width: of the room
 * @height: of the room
 *
 * Follows another size of the window.
 */
void
cp_image_placement_set_room (CpImagePlacement *self,
                             double            width,
                             double            height)
{
  self->width = width;
  self->height = height;
  cp_image_placement_move_to (self, self->dx, self->dy);
}

/**
 * cp_image_placement_set_scale:
 * @self: a placement
 * @scale: screen pixels for each of the image's; 0 for as many as there is room for
 *
 * Zooms, around the middle of the room.
 */
void
cp_image_placement_set_scale (CpImagePlacement *self,
                              double            scale)
{
  if (scale > 0)
    {
      cp_image_placement_zoom_at (self, scale / cp_image_placement_get_scale (self), self->width / 2, self->height / 2);
      return;
    }
  self->scale = 0;
  self->dx = self->dy = 0;
}

/**
 * cp_image_placement_zoom_at:
 * @self: a placement
 * @factor: by which to enlarge the image
 * @x: of a place in the room
 * @y: likewise
 *
 * Zooms so that what is at a place stays there, as far as it can. The smallest
 * is the whole image or its own pixels, whichever is smaller.
 */
void
cp_image_placement_zoom_at (CpImagePlacement *self,
                            double            factor,
                            double            x,
                            double            y)
{
  const double fit = fitting_scale (self), before = cp_image_placement_get_scale (self);
  const double scale = CLAMP (before * factor, MIN (fit, 1), LARGEST_ZOOM * MAX (fit, 1));
  const double from_x = x - self->width / 2, from_y = y - self->height / 2;

  self->scale = fabs (scale / fit - 1) < NEARLY ? 0 : scale;
  cp_image_placement_move_to (self, from_x - (from_x - self->dx) * scale / before,
                              from_y - (from_y - self->dy) * scale / before);
}
