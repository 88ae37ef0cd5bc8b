/* SPDX-License-Identifier: MIT */
#include "augment.h"
#include "cpu-level.h"

#include <math.h>
#include <string.h>

static const CpDistortion identity = { .scale = 1, .contrast = 1 };

/* One of them longer than the tiles that the kernel works in. */
static const guint sizes[] = { 2, 3, 8, 13, 28, 64, 130, 1030 };

static const CpKernels *
kernels_or_skip (gconstpointer level)
{
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, &error);

  if (kernels == NULL)
    g_test_skip (error->message);

  return kernels;
}

static guint8 *
random_pixels (guint size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (size);
  guint8 *pixels = g_new (guint8, (gsize) size * size);

  for (gsize i = 0; i < (gsize) size * size; i++)
    pixels[i] = (guint8) g_rand_int_range (rand, 0, 256);

  return pixels;
}

static float *
distorted (const CpKernels    *kernels,
           const CpDistortion *distortion,
           guint               size,
           const guint8       *pixels)
{
  float *out = g_new (float, (gsize) size * size);

  cp_distort (distortion, kernels, size, pixels, out);

  return out;
}

static float
normalised (guint8 pixel)
{
  return ((float) pixel / 255.0f - 0.5f) / 0.5f;
}

static void
test_identity (gconstpointer data)
{
  const CpKernels *kernels = kernels_or_skip (data);

  for (guint s = 0; kernels != NULL && s < G_N_ELEMENTS (sizes); s++)
    {
      const guint size = sizes[s];
      g_autofree guint8 *pixels = random_pixels (size);
      g_autofree float *out = distorted (kernels, &identity, size, pixels);

      for (gsize i = 0; i < (gsize) size * size; i++)
        g_assert_cmpfloat (out[i], ==, normalised (pixels[i]));
    }
}

static void
test_quarter_turn (gconstpointer data)
{
  const CpKernels *kernels = kernels_or_skip (data);
  CpDistortion turn = identity;

  turn.rotation = 90;
  for (guint s = 0; kernels != NULL && s < G_N_ELEMENTS (sizes); s++)
    {
      const guint size = sizes[s];
      g_autofree guint8 *pixels = random_pixels (size);
      g_autofree float *out = distorted (kernels, &turn, size, pixels);

      /* anticlockwise: the right column becomes the upper row */
      for (guint row = 0; row < size; row++)
        for (guint column = 0; column < size; column++)
          g_assert_cmpfloat_with_epsilon (out[row * size + column],
                                          normalised (pixels[column * size + size - 1 - row]), 1e-6f);
    }
}

static void
check_shift (const CpKernels *kernels,
             guint            size,
             int              right,
             int              down)
{
  CpDistortion shift = identity;
  g_autofree guint8 *pixels = random_pixels (size);
  g_autofree float *out = NULL;

  shift.shift_x = (double) right / size;
  shift.shift_y = (double) down / size;
  out = distorted (kernels, &shift, size, pixels);
  for (int row = 0; row < (int) size; row++)
    for (int column = 0; column < (int) size; column++)
      {
        int from_row = CLAMP (row - down, 0, (int) size - 1);
        int from_column = CLAMP (column - right, 0, (int) size - 1);

        g_assert_cmpfloat (out[row * (int) size + column], ==, normalised (pixels[from_row * (int) size + from_column]));
      }
}

static void
test_whole_shift (gconstpointer data)
{
  const CpKernels *kernels = kernels_or_skip (data);

  for (guint s = 0; kernels != NULL && s < G_N_ELEMENTS (sizes); s++)
    {
      check_shift (kernels, sizes[s], 1, 0);
      check_shift (kernels, sizes[s], 0, 1);
      check_shift (kernels, sizes[s], -3, 2);
      check_shift (kernels, sizes[s], 100000, -100000);
    }
}

/* Sizes that leave the floats' range must not leave the image. */
static void
test_absurd (gconstpointer data)
{
  const CpKernels *kernels = kernels_or_skip (data);
  const CpDistortion absurd[] = {
    { .rotation = 33, .scale = 1e-300, .contrast = 1 },
    { .rotation = 33, .scale = 1e300, .contrast = 1 },
    { .scale = 1, .shift_x = 1e300, .shift_y = -1e300, .contrast = 1 },
    { .rotation = NAN, .scale = 1, .contrast = 1 },
    { .scale = 1, .shift_x = NAN, .shift_y = INFINITY, .contrast = 1 },
  };
  g_autofree guint8 *pixels = random_pixels (28);

  for (guint i = 0; kernels != NULL && i < G_N_ELEMENTS (absurd); i++)
    {
      g_autofree float *out = distorted (kernels, &absurd[i], 28, pixels);

      for (guint j = 0; j < 28 * 28; j++)
        g_assert_true (out[j] >= -1 && out[j] <= 1);
    }
}

static const char *
take (const char **at,
      gsize        bytes)
{
  const char *here = *at;

  *at += bytes;

  return here;
}

static void
check_case (const CpKernels *kernels,
            const char     **at)
{
  guint32 size;
  CpDistortion distortion;

  memcpy (&size, take (at, sizeof size), sizeof size);
  G_STATIC_ASSERT (sizeof distortion == 6 * sizeof (double));
  memcpy (&distortion, take (at, sizeof distortion), sizeof distortion);

  const gsize n = (gsize) size * size;
  const guint8 *pixels = (const guint8 *) take (at, n);
  g_autofree float *out = distorted (kernels, &distortion, size, pixels);
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      float expected;

      memcpy (&expected, take (at, sizeof expected), sizeof expected);
      largest = MAX (largest, fabs ((double) (out[i] - expected)));
    }
  g_test_message ("%u pixels a side: off by %.2g at most", size, largest);
  g_assert_cmpfloat (largest, <, 5e-5);
}

/* What tests/fixtures/engine/make_augment.py has written. */
static void
test_pytorch (gconstpointer data)
{
  const CpKernels *kernels = kernels_or_skip (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  const char *at;
  gsize length;
  guint32 count;

  if (kernels == NULL)
    return;
  g_file_get_contents (FIXTURES "/augment.bin", &contents, &length, &error);
  g_assert_no_error (error);
  at = contents;
  g_assert_cmpmem (take (&at, 8), 8, "CPAUGM01", 8);
  memcpy (&count, take (&at, sizeof count), sizeof count);
  g_assert_cmpuint (count, >, 0);
  for (guint i = 0; i < count; i++)
    check_case (kernels, &at);
  g_assert_cmpuint (at - contents, ==, length);
}

/* A draw as six numbers that should be uniform in [-1, 1). */
static void
as_shares (const CpAugmentation *a,
           const CpDistortion   *d,
           double                shares[6])
{
  shares[0] = d->rotation / a->rotation;
  shares[1] = (d->scale - 1) / a->scale;
  shares[2] = d->shift_x / a->shift;
  shares[3] = d->shift_y / a->shift;
  shares[4] = log (d->contrast) / a->contrast;
  shares[5] = d->brightness / a->brightness;
}

static void
test_draws_are_uniform (void)
{
  enum { N = 10000 };
  const CpAugmentation augmentation = cp_augmentation_default ();
  double sums[6] = { 0 }, products[6][6] = { { 0 } };

  for (gsize sample = 0; sample < N; sample++)
    {
      const CpDistortion d = cp_augmentation_draw (&augmentation, 42, 3, sample);
      double shares[6];

      as_shares (&augmentation, &d, shares);
      for (guint i = 0; i < 6; i++)
        {
          g_assert_cmpfloat (fabs (shares[i]), <=, 1 + 1e-12);
          sums[i] += shares[i];
          for (guint j = 0; j < 6; j++)
            products[i][j] += shares[i] * shares[j];
        }
    }

  /* standard deviations: of a mean 0.0058, of a variance 0.0030, of a product 0.0033 */
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (fabs (sums[i] / N), <, 0.025);
      for (guint j = 0; j < 6; j++)
        g_assert_cmpfloat_with_epsilon (products[i][j] / N, i == j ? 1.0 / 3 : 0, 0.015);
    }
}

static void
test_draws_differ (void)
{
  const CpAugmentation augmentation = cp_augmentation_default ();
  const CpDistortion first = cp_augmentation_draw (&augmentation, 1, 2, 3);
  const CpDistortion again = cp_augmentation_draw (&augmentation, 1, 2, 3);
  const CpDistortion others[] = {
    cp_augmentation_draw (&augmentation, 2, 2, 3),
    cp_augmentation_draw (&augmentation, 1, 3, 3),
    cp_augmentation_draw (&augmentation, 1, 2, 4),
    cp_augmentation_draw (&augmentation, 1, 2, 2),
  };
  double shares[6], other_shares[6];

  g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
  as_shares (&augmentation, &first, shares);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      as_shares (&augmentation, &others[i], other_shares);
      for (guint j = 0; j < 6; j++)
        for (guint k = 0; k < 6; k++)
          g_assert_cmpfloat (fabs (shares[j] - other_shares[k]), >, 1e-6);
    }
}

static void
test_no_range_no_change (void)
{
  const CpAugmentation none = { 0 };
  const CpDistortion d = cp_augmentation_draw (&none, 1, 2, 3);

  g_assert_cmpfloat (d.rotation, ==, 0);
  g_assert_cmpfloat (d.scale, ==, 1);
  g_assert_cmpfloat (d.shift_x, ==, 0);
  g_assert_cmpfloat (d.shift_y, ==, 0);
  g_assert_cmpfloat (d.contrast, ==, 1);
  g_assert_cmpfloat (d.brightness, ==, 0);
}

static void
add_for_levels (const char    *name,
                GTestDataFunc  test)
{
  static const char *const levels[] = { "reference", "portable", "avx2", "avx512" };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autofree char *path = g_strdup_printf ("/augment/%s/%s", name, levels[i]);

      g_test_add_data_func (path, levels[i], test);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_for_levels ("identity", test_identity);
  add_for_levels ("quarter-turn", test_quarter_turn);
  add_for_levels ("whole-shift", test_whole_shift);
  add_for_levels ("absurd", test_absurd);
  add_for_levels ("pytorch", test_pytorch);
  g_test_add_func ("/augment/draws-are-uniform", test_draws_are_uniform);
  g_test_add_func ("/augment/draws-differ", test_draws_differ);
  g_test_add_func ("/augment/no-range-no-change", test_no_range_no_change);

  return g_test_run ();
}
