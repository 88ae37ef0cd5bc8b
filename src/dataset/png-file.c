/* SPDX-License-Identifier: MIT */
/* PNG through libpng. libpng reports errors by longjmp: all that must survive
 * one lives in a Decoder or Encoder, never in a local variable. */
#include "png-file.h"

#include "printable.h"

#include <png.h>
#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize left;
  png_structp png;
  png_infop info;
  guint8 *rows;       /* of one row, or of all when interlaced */
  CpGreyImage *image;
  GError **error;
} Decoder;

typedef struct
{
  const CpGreyImage *image;
  png_structp png;
  png_infop info;
  GByteArray *bytes;
  GError **error;
} Encoder;

static void
fail (png_structp  png,
      const char  *message)
{
  GError **error = png_get_error_ptr (png);
  g_autofree char *text = cp_printable (message, -1);

  if (error != NULL && *error == NULL)
    g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "damaged PNG image: %s", text);
  g_clear_pointer (&text, g_free);
  png_longjmp (png, 1);
}

static void
ignore_warning (png_structp  png,
                const char  *message)
{
}

static void
read_data (png_structp png,
           guint8     *buffer,
           gsize       length)
{
  Decoder *decoder = png_get_io_ptr (png);

  if (length > decoder->left)
    png_error (png, "it ends too early");

  memcpy (buffer, decoder->data, length);
  decoder->data += length;
  decoder->left -= length;
}

static void
check_side (Decoder *decoder,
            guint    width,
            guint    height)
{
  if (MAX (width, height) <= CP_MAX_IMAGE_SIDE)
    return;

  g_set_error (decoder->error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
               "expected at most %d pixels a side, found %u×%u", CP_MAX_IMAGE_SIDE, width, height);
  png_longjmp (decoder->png, 1);
}

/* Asks libpng for 8-bit grey, grey and alpha, RGB or RGBA, whatever the file holds. */
static void
read_header (Decoder *decoder)
{
  png_structp png = decoder->png;
  png_infop info = decoder->info;

  png_read_info (png, info);
  check_side (decoder, png_get_image_width (png, info), png_get_image_height (png, info));
  png_set_expand (png);
  png_set_scale_16 (png);
}

/* Rec. 601 luma in 16-bit fixed point; the weights add up to 65536. */
static guint
to_grey (guint r,
         guint g,
         guint b)
{
  return (r * 19595 + g * 38470 + b * 7471 + 32768) >> 16;
}

/* @channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. Transparent is black. */
static void
convert_row (const guint8 *row,
             guint         channels,
             guint8       *grey,
             guint         width)
{
  for (guint x = 0; x < width; x++, row += channels)
    {
      guint value = channels < 3 ? row[0] : to_grey (row[0], row[1], row[2]);

      if (channels % 2 == 0)
        value = (value * row[channels - 1] + 127) / 255;
      grey[x] = value;
    }
}

static void
read_rows (Decoder *decoder)
{
  png_structp png = decoder->png;
  guint width = png_get_image_width (png, decoder->info);
  guint height = png_get_image_height (png, decoder->info);
  int passes = png_set_interlace_handling (png);
  gsize stride, kept;
  guint channels;

  png_read_update_info (png, decoder->info);
  stride = png_get_rowbytes (png, decoder->info);
  channels = png_get_channels (png, decoder->info);
  kept = passes > 1 ? stride : 0; /* an interlaced row comes in parts */

  decoder->image = cp_grey_image_new (width, height);
  decoder->rows = g_try_malloc0 (passes > 1 ? stride * height : stride);
  if (decoder->image == NULL || decoder->rows == NULL)
    png_error (png, "not enough memory for it");

  for (int pass = 0; pass < passes; pass++)
    for (guint y = 0; y < height; y++)
      {
        guint8 *row = decoder->rows + y * kept;

        png_read_row (png, row, NULL);
        if (pass == passes - 1)
          convert_row (row, channels, decoder->image->pixels + (gsize) y * width, width);
      }
  png_read_end (png, NULL);
}

static gboolean
decode (Decoder *decoder)
{
  if (setjmp (png_jmpbuf (decoder->png)))
    return FALSE;

  png_set_read_fn (decoder->png, decoder, read_data);
  png_set_user_limits (decoder->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max (decoder->png, 8u << 20);
  read_header (decoder);
  read_rows (decoder);

  return TRUE;
}

/**
 * cp_png_is_png:
 * @data: the first bytes of a file
 * @size: how many
 *
 * Returns: whether they are PNG's
 */
gboolean
cp_png_is_png (const guint8 *data,
               gsize         size)
{
  return size >= 8 && png_sig_cmp (data, 0, 8) == 0;
}

/**
 * cp_png_decode:
 * @data: (array length=size): a whole PNG file
 * @size: bytes
 * @error: return location for an error
 *
 * Decodes any kind of PNG and turns it to 8-bit grey, over black.
 *
 * Returns: (transfer full): the image, or %NULL
 */
CpGreyImage *
cp_png_decode (const guint8  *data,
               gsize          size,
               GError       **error)
{
  g_autoptr (GError) cause = NULL;
  Decoder decoder = { .data = data, .left = size, .error = &cause };
  gboolean done = FALSE;

  decoder.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &cause, fail, ignore_warning);
  if (decoder.png != NULL)
    decoder.info = png_create_info_struct (decoder.png);
  if (decoder.info != NULL)
    done = decode (&decoder);

  png_destroy_read_struct (&decoder.png, &decoder.info, NULL);
  g_free (decoder.rows);
  if (done)
    return decoder.image;

  g_clear_pointer (&decoder.image, cp_grey_image_free);
  if (cause == NULL)
    g_set_error (&cause, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "not enough memory to decode it");
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static void
write_data (png_structp png,
            guint8     *buffer,
            gsize       length)
{
  Encoder *encoder = png_get_io_ptr (png);

  g_byte_array_append (encoder->bytes, buffer, length);
}

static void
flush_data (png_structp png)
{
}

static gboolean
encode (Encoder *encoder)
{
  const CpGreyImage *image = encoder->image;

  if (setjmp (png_jmpbuf (encoder->png)))
    return FALSE;

  png_set_write_fn (encoder->png, encoder, write_data, flush_data);
  png_set_IHDR (encoder->png, encoder->info, image->width, image->height, 8,
                PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (encoder->png, encoder->info);
  for (guint y = 0; y < image->height; y++)
    png_write_row (encoder->png, image->pixels + (gsize) y * image->width);
  png_write_end (encoder->png, NULL);

  return TRUE;
}

/**
 * cp_png_encode:
 * @image: an image
 * @error: return location for an error
 *
 * Returns: (transfer full): it as an 8-bit grey PNG file, or %NULL
 */
GBytes *
cp_png_encode (const CpGreyImage  *image,
               GError            **error)
{
  g_autoptr (GError) cause = NULL;
  Encoder encoder = { .image = image, .error = &cause };
  gboolean done = FALSE;

  encoder.bytes = g_byte_array_new ();
  encoder.png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &cause, fail, ignore_warning);
  if (encoder.png != NULL)
    encoder.info = png_create_info_struct (encoder.png);
  if (encoder.info != NULL)
    done = encode (&encoder);

  png_destroy_write_struct (&encoder.png, &encoder.info);
  if (done)
    return g_byte_array_free_to_bytes (encoder.bytes);

  g_byte_array_unref (encoder.bytes);
  if (cause == NULL)
    g_set_error (&cause, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "not enough memory to encode an image");
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}
