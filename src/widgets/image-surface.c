/* SPDX-License-Identifier: MIT */
#include "image-surface.h"

#include <math.h>

/**
 * cp_image_surface_new:
 * @pixels: (H, W) grey values
 * @size: side of the square image, in pixels
 * @shades: (nullable): (256) what each grey value is shown as
 *
 * Makes grey values ready to draw.
 *
 * Returns: (transfer full): a surface with its own copy of the pixels
 */
cairo_surface_t *
cp_image_surface_new (const guint8 *pixels,
                      guint         size,
                      const guint8 *shades)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) size, (int) size);
  guchar *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  for (gsize y = 0; data != NULL && y < size; y++)
    for (gsize x = 0; x < size; x++)
      {
        guint8 grey = pixels[y * size + x];
        guint32 shade = shades != NULL ? shades[grey] : grey;

        ((guint32 *) (gpointer) (data + y * stride))[x] = shade * 0x010101u;
      }

  cairo_surface_mark_dirty (surface);
  return surface;
}

/* A reader must not see between large pixels what would be invented; at other than whole sizes, small ones would
 * come out of unequal width. */
#define SHARP_SCALE 3.0

static void
paint (cairo_surface_t *surface,
       cairo_t         *cr,
       double           x,
       double           y,
       double           side,
       cairo_filter_t   filter)
{
  const double scale = side / cairo_image_surface_get_width (surface);

  cairo_save (cr);
  cairo_rectangle (cr, x, y, side, side);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
}

/**
 * cp_image_surface_paint:
 * @surface: from cp_image_surface_new()
 * @cr: where to draw
 * @x: left edge
 * @y: upper edge
 * @side: width and height on the screen
 *
 * Draws an image: with sharp pixels where they are large or all alike, smooth
 * otherwise.
 */
void
cp_image_surface_paint (cairo_surface_t *surface,
                        cairo_t         *cr,
                        double           x,
                        double           y,
                        double           side)
{
  const double scale = side / cairo_image_surface_get_width (surface);
  const gboolean sharp = scale >= SHARP_SCALE || (scale >= 1 && fabs (scale - round (scale)) < 1e-6);

  paint (surface, cr, x, y, side, sharp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
}

/**
 * cp_image_surface_paint_smooth:
 * @surface: a surface
 * @cr: where to draw
 * @x: left edge
 * @y: upper edge
 * @side: width and height on the screen
 *
 * Draws what has no pixels of its own, such as a map, at any size.
 */
void
cp_image_surface_paint_smooth (cairo_surface_t *surface,
                               cairo_t         *cr,
                               double           x,
                               double           y,
                               double           side)
{
  paint (surface, cr, x, y, side, CAIRO_FILTER_GOOD);
}
