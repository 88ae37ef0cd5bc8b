/* SPDX-License-Identifier: MIT */
#include "image-surface.h"

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

/**
 * cp_image_surface_paint:
 * @surface: from cp_image_surface_new()
 * @cr: where to draw
 * @x: left edge
 * @y: upper edge
 * @side: width and height on the screen
 *
 * Draws an image. Enlarged pixels keep their edges: what a reader sees between
 * them would be invented.
 */
void
cp_image_surface_paint (cairo_surface_t *surface,
                        cairo_t         *cr,
                        double           x,
                        double           y,
                        double           side)
{
  double scale = side / cairo_image_surface_get_width (surface);

  cairo_save (cr);
  cairo_rectangle (cr, x, y, side, side);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            scale >= 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_restore (cr);
}
