/* SPDX-License-Identifier: MIT */
/* PNG files of every kind, made here with libpng, and the one preprocessing. */
#include "archive.h"
#include "grey-image.h"
#include "png-file.h"

#include <png.h>
#include <string.h>

#define WIDTH 13
#define HEIGHT 9

static void
append (png_structp png,
        guint8     *data,
        gsize       size)
{
  g_byte_array_append (png_get_io_ptr (png), data, size);
}

static void
flush (png_structp png)
{
}

/* What a sample is: different for each place and channel, in the range of the depth. */
static guint
value_at (guint x,
          guint y,
          guint channel,
          guint depth)
{
  guint value = (x * 1901 + y * 3571 + channel * 7919 + 12345) & 0xffff;

  return value >> (16 - depth);
}

static void
put_sample (guint8 *row,
            guint   index,
            guint   depth,
            guint   value)
{
  if (depth == 16)
    {
      row[index * 2] = value >> 8;
      row[index * 2 + 1] = value & 0xff;
    }
  else
    {
      row[index * depth / 8] |= value << (8 - depth - index * depth % 8);
    }
}

static guint
channels_of (int type)
{
  return type == PNG_COLOR_TYPE_RGB ? 3 : type == PNG_COLOR_TYPE_RGB_ALPHA ? 4
         : type == PNG_COLOR_TYPE_GRAY_ALPHA ? 2 : 1;
}

/* A palette's colour @i has samples i, 3i and 7i, and alpha 255 − 5i. */
static void
put_palette (png_structp png,
             png_infop   info,
             guint       n,
             gboolean    transparent)
{
  png_color palette[256];
  guint8 alpha[256];

  for (guint i = 0; i < n; i++)
    {
      palette[i] = (png_color) { i, i * 3, i * 7 };
      alpha[i] = 255 - i * 5;
    }
  png_set_PLTE (png, info, palette, n);
  if (transparent)
    png_set_tRNS (png, info, alpha, n, NULL);
}

static GBytes *
make_png (int      type,
          guint    depth,
          gboolean interlaced,
          gboolean transparent)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  GByteArray *bytes = g_byte_array_new ();
  guint8 rows[HEIGHT][WIDTH * 8];
  guint8 *pointers[HEIGHT];
  guint channels = channels_of (type);

  memset (rows, 0, sizeof rows);
  for (guint y = 0; y < HEIGHT; y++)
    {
      pointers[y] = rows[y];
      for (guint x = 0; x < WIDTH; x++)
        for (guint c = 0; c < channels; c++)
          put_sample (rows[y], x * channels + c, depth, value_at (x, y, c, depth));
    }

  png_set_write_fn (png, bytes, append, flush);
  png_set_IHDR (png, info, WIDTH, HEIGHT, depth, type,
                interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (type == PNG_COLOR_TYPE_PALETTE)
    put_palette (png, info, 1u << depth, transparent);
  else if (transparent)
    png_set_tRNS (png, info, NULL, 0, &(png_color_16) { .gray = value_at (3, 4, 0, depth) });
  png_write_info (png, info);
  png_write_image (png, pointers);
  png_write_end (png, NULL);
  png_destroy_write_struct (&png, &info);

  return g_byte_array_free_to_bytes (bytes);
}

/* The grey value expected, computed in double. */
static double
expected_at (guint    x,
             guint    y,
             int      type,
             guint    depth,
             gboolean transparent)
{
  guint channels = channels_of (type);
  double s[4] = { 0 }, alpha = 1, grey;

  for (guint c = 0; c < channels; c++)
    s[c] = value_at (x, y, c, depth) * 255.0 / ((1 << depth) - 1);
  if (type == PNG_COLOR_TYPE_PALETTE)
    {
      guint i = value_at (x, y, 0, depth);

      grey = 0.299 * (i & 255) + 0.587 * (i * 3 & 255) + 0.114 * (i * 7 & 255);
      alpha = transparent ? ((255 - i * 5) & 255) / 255.0 : 1;
    }
  else
    {
      grey = channels < 3 ? s[0] : 0.299 * s[0] + 0.587 * s[1] + 0.114 * s[2];
      if (channels % 2 == 0)
        alpha = s[channels - 1] / 255;
      else if (transparent)
        alpha = value_at (x, y, 0, depth) == value_at (3, 4, 0, depth) ? 0 : 1;
    }

  return grey * alpha;
}

static void
check_kind (int      type,
            guint    depth,
            gboolean interlaced,
            gboolean transparent)
{
  g_autoptr (GBytes) bytes = make_png (type, depth, interlaced, transparent);
  char *path = write_file ("image.png", bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpGreyImage) image = cp_grey_image_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, WIDTH);
  g_assert_cmpuint (image->height, ==, HEIGHT);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      g_assert_cmpfloat_with_epsilon (image->pixels[y * WIDTH + x],
                                      expected_at (x, y, type, depth, transparent), 1.51);
  remove_file (path);
}

static void
test_kinds (void)
{
  for (int interlaced = 0; interlaced < 2; interlaced++)
    {
      for (guint depth = 1; depth <= 16; depth *= 2)
        {
          check_kind (PNG_COLOR_TYPE_GRAY, depth, interlaced, FALSE);
          check_kind (PNG_COLOR_TYPE_GRAY, depth, interlaced, TRUE);
        }
      for (guint depth = 1; depth <= 8; depth *= 2)
        {
          check_kind (PNG_COLOR_TYPE_PALETTE, depth, interlaced, FALSE);
          check_kind (PNG_COLOR_TYPE_PALETTE, depth, interlaced, TRUE);
        }
      for (guint depth = 8; depth <= 16; depth *= 2)
        {
          check_kind (PNG_COLOR_TYPE_RGB, depth, interlaced, FALSE);
          check_kind (PNG_COLOR_TYPE_RGB_ALPHA, depth, interlaced, FALSE);
          check_kind (PNG_COLOR_TYPE_GRAY_ALPHA, depth, interlaced, FALSE);
        }
    }
}

/* Cut anywhere, and changed anywhere: an error or an image, no crash and no leak. */
static void
test_damaged (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int interlaced = 0; interlaced < 2; interlaced++)
    {
      g_autoptr (GBytes) bytes = make_png (PNG_COLOR_TYPE_RGB_ALPHA, 16, interlaced, FALSE);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      for (gsize n = 0; n < size; n++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, MAX (n, 1));
          g_autoptr (GError) error = NULL;

          g_assert_null (cp_png_decode (copy, n, &error));
          g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT);
        }
      for (guint round = 0; round < 500; round++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, size);
          g_autoptr (GError) error = NULL;
          g_autoptr (CpGreyImage) image = NULL;

          copy[g_rand_int_range (random, 0, size)] ^= 1 << g_rand_int_range (random, 0, 8);
          image = cp_png_decode (copy, size, &error);
          g_assert_true ((image == NULL) == (error != NULL));
        }
    }
}

/* A header that promises 4097 × 9 pixels, with its CRC put right. */
static void
test_too_large (void)
{
  g_autoptr (GBytes) bytes = make_png (PNG_COLOR_TYPE_GRAY, 8, FALSE, FALSE);
  gsize size;
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;
  guint32 crc = G_MAXUINT32;

  copy[18] = 4097 >> 8;
  copy[19] = 4097 & 255;
  for (guint i = 12; i < 29; i++)
    {
      crc ^= copy[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
  crc = ~crc;
  for (guint i = 0; i < 4; i++)
    copy[29 + i] = crc >> (24 - 8 * i) & 255;

  g_assert_null (cp_png_decode (copy, size, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "expected at most 4096 pixels a side, found 4097×9");
}

static void
test_other_files (void)
{
  static const struct { const char *bytes; gsize size; const char *what; } cases[] = {
    { "GIF89a..", 8, "expected a PNG or JPEG image, found a GIF image" },
    { "PK\3\4....", 8, "expected a PNG or JPEG image, found a zip archive" },
    { "hello", 5, "expected a PNG or JPEG image, found something else" },
    { "", 0, "expected a PNG or JPEG image, found an empty file" },
    { "\x89PNG\r\n\x1a\n", 8, "damaged PNG image: it ends too early" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].size);
      char *path = write_file ("scan.png", bytes);
      g_autofree char *expected = g_strdup_printf ("%s: %s", path, cases[i].what);
      g_autoptr (GError) error = NULL;

      g_assert_null (cp_grey_image_load (path, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, expected);
      remove_file (path);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (CpGreyImage) image = cp_grey_image_new (300, 17);
  g_autoptr (CpGreyImage) again = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  char *path = write_file ("image.png", nothing);

  for (guint i = 0; i < 300 * 17; i++)
    image->pixels[i] = i * i >> 4;
  cp_grey_image_save_png (image, path, &error);
  g_assert_no_error (error);
  again = cp_grey_image_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (image->pixels, 300 * 17, again->pixels, again->width * again->height);
  remove_file (path);

  g_assert_false (cp_grey_image_save_png (image, "/nowhere/image.png", &error));
  g_assert_cmpstr (error->message, ==, "/nowhere/image.png: its folder does not exist");
}

static CpGreyImage *
load_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "dataset", name, NULL);
  g_autoptr (GError) error = NULL;
  CpGreyImage *image = cp_grey_image_load (path, &error);

  g_assert_no_error (error);
  return image;
}

/* Pillow's bytes, all of them. */
static void
test_resize_golden (void)
{
  static const struct { const char *source; guint size; } cases[] = {
    { "97x61", 28 }, { "61x98", 28 }, { "20x20", 28 }, { "150x150", 64 }, { "31x300", 28 }, { "29x27", 28 }, { "40x9", 96 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *source_name = g_strdup_printf ("resize-%s.png", cases[i].source);
      g_autofree char *golden_name = g_strdup_printf ("resize-%s-%u.png", cases[i].source, cases[i].size);
      g_autoptr (CpGreyImage) source = load_fixture (source_name);
      g_autoptr (CpGreyImage) golden = load_fixture (golden_name);
      g_autoptr (CpGreyImage) square = cp_grey_image_to_square (source, cases[i].size);

      g_assert_cmpuint (square->width, ==, cases[i].size);
      g_assert_cmpuint (square->height, ==, cases[i].size);
      g_assert_cmpmem (square->pixels, square->width * square->height,
                       golden->pixels, golden->width * golden->height);
    }
}

static void
test_resize_unchanged (void)
{
  g_autoptr (CpGreyImage) image = load_fixture ("resize-20x20.png");
  g_autoptr (CpGreyImage) square = cp_grey_image_to_square (image, 20);

  g_assert_cmpmem (square->pixels, 400, image->pixels, 400);
}

/* Flat stays flat at any size, one pixel's image included. */
static void
test_resize_flat (void)
{
  const guint sides[] = { 1, 2, 27, 28, 500 };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (CpGreyImage) image = cp_grey_image_new (sides[i] + i, sides[i]);
      g_autoptr (CpGreyImage) square = NULL;

      memset (image->pixels, 200, image->width * image->height);
      square = cp_grey_image_to_square (image, 28);
      for (guint j = 0; j < 28 * 28; j++)
        g_assert_cmpuint (square->pixels[j], ==, 200);
    }
}

/* The same filter; in proportion; never larger; never nothing. */
static void
test_fit (void)
{
  g_autoptr (CpGreyImage) square = cp_grey_image_new (90, 90), line = cp_grey_image_new (3000, 1);
  g_autoptr (CpGreyImage) fitted = NULL, expected = NULL, same = NULL, thin = NULL;

  for (guint i = 0; i < 90 * 90; i++)
    square->pixels[i] = (guint8) (i * 7);
  fitted = cp_grey_image_fit (square, 40);
  expected = cp_grey_image_to_square (square, 40);
  g_assert_cmpmem (fitted->pixels, fitted->width * fitted->height, expected->pixels, 40 * 40);
  same = cp_grey_image_fit (square, 91);
  g_assert_cmpmem (same->pixels, same->width * same->height, square->pixels, 90 * 90);
  thin = cp_grey_image_fit (line, 1000);
  g_assert_cmpuint (thin->width, ==, 1000);
  g_assert_cmpuint (thin->height, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/kinds", test_kinds);
  g_test_add_func ("/image/damaged", test_damaged);
  g_test_add_func ("/image/too-large", test_too_large);
  g_test_add_func ("/image/other-files", test_other_files);
  g_test_add_func ("/image/round-trip", test_round_trip);
  g_test_add_func ("/image/resize/golden", test_resize_golden);
  g_test_add_func ("/image/resize/unchanged", test_resize_unchanged);
  g_test_add_func ("/image/resize/flat", test_resize_flat);
  g_test_add_func ("/image/resize/fit", test_fit);

  return g_test_run ();
}
