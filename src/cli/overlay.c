/* SPDX-License-Identifier: MIT */
#include "overlay.h"

#include "cli-error.h"
#include "file-bytes.h"
#include "printable.h"

#include <cairo.h>

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
draw (CpExplanation *explanation,
      const guint8  *pixels,
      guint          side,
      double         opacity)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) side, (int) side);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_flush (surface);
  cp_explanation_render (explanation, pixels, side, opacity, (guint32 *) (gpointer) cairo_image_surface_get_data (surface));
  cairo_surface_mark_dirty (surface);

  return surface;
}

/**
 * cp_overlay_save:
 * @explanation: where the evidence is
 * @pixels: the image
 * @side: of the picture, in pixels
 * @opacity: of the strongest evidence, 0 to 1
 * @path: a file
 * @error: return location
 *
 * Writes the map over the image as a PNG, whole or not at all.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_overlay_save (CpExplanation  *explanation,
                 const guint8   *pixels,
                 guint           side,
                 double          opacity,
                 const char     *path,
                 GError        **error)
{
  cairo_surface_t *surface = draw (explanation, pixels, side, opacity);
  GByteArray *png = g_byte_array_new ();
  const cairo_status_t status = cairo_surface_write_to_png_stream (surface, append, png);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (png);

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_autofree char *name = cp_printable_path (path);

      g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "%s: %s", name, cairo_status_to_string (status));
      return FALSE;
    }

  return cp_file_replace (path, bytes, error);
}
