/* SPDX-License-Identifier: MIT */
#include "grey-image.h"

#include "file-bytes.h"
#include "jpeg-file.h"
#include "png-file.h"
#include "printable.h"

#include <string.h>

/* An image of 4096 × 4096 with four channels of 16 bits, stored as it is, and as much again. */
#define MAX_FILE ((gsize) 256 << 20)

/* What a file is by its first bytes. */
typedef struct
{
  const char *name;
  gsize offset;
  const char *magic;
  gsize length;
} Signature;

static const Signature signatures[] = {
  { "a DICOM file", 128, "DICM", 4 },
  { "a TIFF image", 0, "II*\0", 4 },
  { "a TIFF image", 0, "MM\0*", 4 },
  { "a GIF image", 0, "GIF8", 4 },
  { "a BMP image", 0, "BM", 2 },
  { "a WebP image", 8, "WEBP", 4 },
  { "a zip archive", 0, "PK\x03\x04", 4 },
  { "a PDF document", 0, "%PDF", 4 },
};

static const char *
describe (const guint8 *data,
          gsize         size)
{
  if (size == 0)
    return "an empty file";
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *s = &signatures[i];

      if (size >= s->offset + s->length && memcmp (data + s->offset, s->magic, s->length) == 0)
        return s->name;
    }

  return "something else";
}

/**
 * cp_grey_image_new:
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full): a black image, or %NULL when there is no memory for it
 */
CpGreyImage *
cp_grey_image_new (guint width,
                   guint height)
{
  guint8 *pixels = g_try_malloc0_n (width, height);
  CpGreyImage *self;

  if (pixels == NULL)
    return NULL;

  self = g_new (CpGreyImage, 1);
  self->width = width;
  self->height = height;
  self->pixels = pixels;

  return self;
}

/**
 * cp_grey_image_free:
 * @self: (transfer full): an image
 */
void
cp_grey_image_free (CpGreyImage *self)
{
  g_free (self->pixels);
  g_free (self);
}

/**
 * cp_grey_image_load:
 * @path: a PNG file: 8 or 16 bit, grey, RGB, palette, with alpha, interlaced; or a JPEG
 *   file: grey or colour, baseline or progressive
 * @error: return location for an error
 *
 * Loads an image and turns it to grey (Rec. 601 luma, over black where it is
 * transparent). At most 4096 pixels a side. What it is its bytes say, not its
 * name. Errors are one line that names the file.
 *
 * Returns: (transfer full): the image, or %NULL
 */
CpGreyImage *
cp_grey_image_load (const char  *path,
                    GError     **error)
{
  g_autoptr (GBytes) bytes = cp_file_read (path, MAX_FILE, error);
  CpGreyImage *self = NULL;
  const guint8 *data;
  gsize size;

  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);
  if (cp_png_is_png (data, size))
    self = cp_png_decode (data, size, error);
  else if (cp_jpeg_is_jpeg (data, size))
    self = cp_jpeg_decode (data, size, error);
  else
    g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                 "expected a PNG or JPEG image, found %s", describe (data, size));

  if (self == NULL)
    {
      g_autofree char *name = cp_printable_path (path);

      g_prefix_error (error, "%s: ", name);
    }

  return self;
}

/**
 * cp_grey_image_save_png:
 * @self: an image
 * @path: where to write it
 * @error: return location for an error
 *
 * Writes an 8-bit grey PNG, whole or not at all.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_grey_image_save_png (const CpGreyImage  *self,
                        const char         *path,
                        GError            **error)
{
  g_autoptr (GBytes) bytes = cp_png_encode (self, error);

  return bytes != NULL && cp_file_replace (path, bytes, error);
}
