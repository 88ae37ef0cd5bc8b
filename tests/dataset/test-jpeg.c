/* SPDX-License-Identifier: MIT */
/* JPEG files of every kind, made here with libjpeg. */
#include "grey-image.h"
#include "jpeg-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#define WIDTH 24
#define HEIGHT 16

typedef struct
{
  J_COLOR_SPACE in;
  guint channels;
  J_COLOR_SPACE stored;
  gboolean progressive;
  guint orientation; /* 0: no Exif */
  gboolean big_endian;
  guint side; /* 0: WIDTH × HEIGHT */
} Kind;

/* Smooth, so that compression keeps it: brighter to the right, and more so downwards. */
static guint
value_at (guint x,
          guint y)
{
  return 40 + 4 * x + 5 * y;
}

static void
fill_row (guint8 *row,
          guint   y,
          guint   width,
          guint   channels)
{
  for (guint x = 0; x < width; x++)
    for (guint c = 0; c < channels; c++)
      row[x * channels + c] = (guint8) (channels == 4 ? 255 - value_at (x, y) : value_at (x, y));
}

static void
write_exif (struct jpeg_compress_struct *jpeg,
            const Kind                  *kind)
{
  static const guint8 little[] = { 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0,
                                   0x0f, 1, 2, 0, 1, 0, 0, 0, 'x', 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0 };
  static const guint8 big[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2,
                                1, 0x0f, 0, 2, 0, 0, 0, 1, 'x', 0, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0 };
  guint8 data[sizeof little];

  memcpy (data, kind->big_endian ? big : little, sizeof data);
  data[kind->big_endian ? 37 : 36] = (guint8) kind->orientation;
  jpeg_write_marker (jpeg, JPEG_APP0 + 1, data, sizeof data);
}

static GBytes *
make_jpeg (const Kind *kind)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  guint8 *buffer = NULL;
  unsigned long size = 0;
  const guint width = kind->side > 0 ? kind->side : WIDTH, height = kind->side > 0 ? 1 : HEIGHT;
  g_autofree guint8 *row = g_malloc0 ((gsize) width * 4);
  JSAMPROW rows[] = { row };
  GBytes *bytes;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &buffer, &size);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = (int) kind->channels;
  jpeg.in_color_space = kind->in;
  jpeg_set_defaults (&jpeg);
  jpeg_set_colorspace (&jpeg, kind->stored);
  jpeg_set_quality (&jpeg, 100, TRUE);
  if (kind->progressive)
    jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  if (kind->orientation > 0)
    write_exif (&jpeg, kind);
  for (guint y = 0; y < height; y++)
    {
      if (kind->side == 0)
        fill_row (row, y, width, kind->channels);
      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  bytes = g_bytes_new (buffer, size);
  free (buffer);

  return bytes;
}

static CpGreyImage *
decode (GBytes  *bytes,
        GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_true (cp_jpeg_is_jpeg (data, size));
  return cp_jpeg_decode (data, size, error);
}

static void
assert_value (const CpGreyImage *image,
              guint              x,
              guint              y,
              guint              expected)
{
  g_assert_cmpint (ABS ((int) image->pixels[y * image->width + x] - (int) expected), <=, 2);
}

static void
test_kinds (void)
{
  static const Kind kinds[] = {
    { JCS_GRAYSCALE, 1, JCS_GRAYSCALE, FALSE, 0, FALSE, 0 }, { JCS_GRAYSCALE, 1, JCS_GRAYSCALE, TRUE, 0, FALSE, 0 },
    { JCS_RGB, 3, JCS_YCbCr, FALSE, 0, FALSE, 0 }, { JCS_RGB, 3, JCS_YCbCr, TRUE, 0, FALSE, 0 },
    { JCS_RGB, 3, JCS_RGB, FALSE, 0, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = make_jpeg (&kinds[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (CpGreyImage) image = decode (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (image->width, ==, WIDTH);
      g_assert_cmpuint (image->height, ==, HEIGHT);
      for (guint y = 0; y < HEIGHT; y++)
        for (guint x = 0; x < WIDTH; x++)
          assert_value (image, x, y, value_at (x, y));
    }
}

/* Where the stored upper left and lower left corners are once the image stands upright. */
static void
test_orientation (void)
{
  static const struct
  {
    gboolean exchanged;
    gboolean right, bottom;             /* stored (0, 0) */
    gboolean lower_right, lower_bottom; /* stored (0, HEIGHT − 1) */
  } expected[] = {
    { FALSE, FALSE, FALSE, FALSE, TRUE }, { FALSE, TRUE, FALSE, TRUE, TRUE }, { FALSE, TRUE, TRUE, TRUE, FALSE },
    { FALSE, FALSE, TRUE, FALSE, FALSE }, { TRUE, FALSE, FALSE, TRUE, FALSE }, { TRUE, TRUE, FALSE, FALSE, FALSE },
    { TRUE, TRUE, TRUE, FALSE, TRUE }, { TRUE, FALSE, TRUE, TRUE, TRUE },
  };

  for (guint i = 0; i < 16; i++)
    {
      const guint o = i % 8;
      const Kind kind = { JCS_GRAYSCALE, 1, JCS_GRAYSCALE, FALSE, o + 1, i >= 8, 0 };
      g_autoptr (GBytes) bytes = make_jpeg (&kind);
      g_autoptr (CpGreyImage) image = decode (bytes, NULL);
      const guint last_x = image->width - 1, last_y = image->height - 1;

      g_assert_cmpuint (image->width, ==, expected[o].exchanged ? HEIGHT : WIDTH);
      assert_value (image, expected[o].right ? last_x : 0, expected[o].bottom ? last_y : 0, value_at (0, 0));
      assert_value (image, expected[o].lower_right ? last_x : 0, expected[o].lower_bottom ? last_y : 0,
                    value_at (0, HEIGHT - 1));
    }
}

static void
assert_refused (GBytes     *bytes,
                const char *contains)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (bytes, &error));
  g_assert_cmpuint (error->domain, ==, CP_DATASET_ERROR);
  g_assert_nonnull (strstr (error->message, contains));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused (void)
{
  const Kind print = { JCS_CMYK, 4, JCS_CMYK, FALSE, 0, FALSE, 0 };
  const Kind wide = { JCS_GRAYSCALE, 1, JCS_GRAYSCALE, FALSE, 0, FALSE, 4097 };
  g_autoptr (GBytes) for_print = make_jpeg (&print), too_wide = make_jpeg (&wide);

  assert_refused (for_print, "for print");
  assert_refused (too_wide, "at most 4096 pixels a side, found 4097×1");
}

/* Cut off anywhere it is refused, not filled with grey; with any byte changed it never crashes. */
static void
test_damaged (void)
{
  const Kind kinds[] = { { JCS_RGB, 3, JCS_YCbCr, FALSE, 3, FALSE, 0 }, { JCS_RGB, 3, JCS_YCbCr, TRUE, 6, TRUE, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = make_jpeg (&kinds[i]);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      for (gsize n = 3; n < size - 2; n += 3)
        {
          g_autoptr (GBytes) cut = g_bytes_new (data, n);

          assert_refused (cut, "damaged JPEG image");
        }
      for (gsize at = 3; at < size; at++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, size);
          g_autoptr (CpGreyImage) image = NULL;

          copy[at] ^= (guint8) g_test_rand_int_range (1, 256);
          image = cp_jpeg_decode (copy, size, NULL);
        }
    }
}

/* Compressed data that means nothing is refused, bytes that mean nothing between markers are not. */
static void
test_corrupt (void)
{
  const Kind kind = { JCS_GRAYSCALE, 1, JCS_GRAYSCALE, FALSE, 0, FALSE, 0 };
  g_autoptr (GBytes) bytes = make_jpeg (&kind), rubbish = NULL, litter = NULL;
  g_autoptr (CpGreyImage) image = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GByteArray) longer = g_byte_array_new ();

  for (gsize at = size - 30; at < size - 2; at += 2)
    {
      copy[at] = 0xff; /* stuffed, and so no marker: a long run of ones, which is no code */
      copy[at + 1] = 0;
    }
  rubbish = g_bytes_new (copy, size);
  assert_refused (rubbish, "damaged JPEG image: Corrupt JPEG data");

  g_byte_array_append (longer, data, size - 2);
  g_byte_array_append (longer, (const guint8 *) "litter\xff\xd9", 8);
  litter = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  image = decode (litter, NULL);
  g_assert_cmpuint (image->width, ==, WIDTH);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jpeg/kinds", test_kinds);
  g_test_add_func ("/jpeg/orientation", test_orientation);
  g_test_add_func ("/jpeg/refused", test_refused);
  g_test_add_func ("/jpeg/damaged", test_damaged);
  g_test_add_func ("/jpeg/corrupt", test_corrupt);

  return g_test_run ();
}
