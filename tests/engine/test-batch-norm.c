/* SPDX-License-Identifier: MIT */
#include "cpu-level.h"
#include "kernels/kernels.h"

#include <math.h>
#include <string.h>

/* What a residual network needs beside convolutions, of each level, against the
 * same in double; a sentinel behind every output catches what runs over. */

#define SENTINEL 1234.5f
#define MARGIN 16
#define SHAPES 40

static GRand *randomness;

/* Values of an image (pixels, channels), or a vector of channels. */
typedef struct
{
  float *values;
  gsize n;
} Floats;

static Floats
floats_new (gsize n)
{
  Floats floats = { g_new (float, n + MARGIN), n };

  for (gsize i = 0; i < n; i++)
    floats.values[i] = (float) g_rand_double_range (randomness, -1, 1);
  for (gsize i = n; i < n + MARGIN; i++)
    floats.values[i] = SENTINEL;

  return floats;
}

static void
floats_free (Floats *floats)
{
  for (gsize i = floats->n; i < floats->n + MARGIN; i++)
    g_assert_cmpfloat (floats->values[i], ==, SENTINEL);
  g_free (floats->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Floats, floats_free)

static void
assert_near (float  found,
             double expected,
             double size)
{
  g_assert_cmpfloat_with_epsilon ((double) found, expected, 2e-6 * MAX (size, 1));
}

/* One vector and several, tails of each level, and single channels and pixels. */
static void
random_shape (guint *pixels,
              guint *channels)
{
  *pixels = (guint) g_rand_int_range (randomness, 1, 60);
  *channels = (guint) g_rand_int_range (randomness, 1, 70);
}

static void
check_statistics (const CpKernels *kernels,
                  guint            pixels,
                  guint            channels,
                  float            level)
{
  g_auto (Floats) x = floats_new ((gsize) pixels * channels);
  g_auto (Floats) mean = floats_new (channels);
  g_auto (Floats) square = floats_new (channels);

  for (gsize i = 0; i < x.n; i++)
    x.values[i] += level;
  kernels->batch_norm_statistics (pixels, channels, x.values, mean.values, square.values);

  for (guint c = 0; c < channels; c++)
    {
      double middle = 0, sum = 0;

      for (guint p = 0; p < pixels; p++)
        middle += (double) x.values[p * channels + c] / pixels;
      for (guint p = 0; p < pixels; p++)
        sum += pow ((double) x.values[p * channels + c] - middle, 2);
      assert_near (mean.values[c], middle, fabs (middle));
      assert_near (square.values[c], sum, pixels * MAX (1, fabs ((double) level) / 100));
    }
}

static void
test_statistics (gconstpointer data)
{
  guint pixels, channels;

  for (guint i = 0; i < SHAPES; i++)
    {
      random_shape (&pixels, &channels);
      check_statistics (data, pixels, channels, 0);
      check_statistics (data, pixels, channels, 1000); /* a square of sums would be lost in the rounding */
    }
}

static void
check_forward (const CpKernels *kernels,
               guint            pixels,
               guint            channels,
               gboolean         sum,
               gboolean         relu)
{
  g_auto (Floats) mean = floats_new (channels);
  g_auto (Floats) scale = floats_new (channels);
  g_auto (Floats) shift = floats_new (channels);
  g_auto (Floats) x = floats_new ((gsize) pixels * channels);
  g_auto (Floats) other = floats_new (x.n);
  g_auto (Floats) y = floats_new (x.n);

  kernels->batch_norm_forward (pixels, channels, mean.values, scale.values, shift.values, x.values,
                               sum ? other.values : NULL, relu, y.values);
  for (gsize i = 0; i < x.n; i++)
    {
      const gsize c = i % channels;
      double expected = ((double) x.values[i] - (double) mean.values[c]) * (double) scale.values[c]
                        + (double) shift.values[c] + (sum ? (double) other.values[i] : 0);

      assert_near (y.values[i], relu ? MAX (expected, 0) : expected, 1);
    }
}

static void
test_forward (gconstpointer data)
{
  guint pixels, channels;

  for (guint i = 0; i < SHAPES; i++)
    {
      random_shape (&pixels, &channels);
      check_forward (data, pixels, channels, i & 1, i & 2);
    }
}

/* A network that has diverged must not look healthy again after a batch norm. */
static void
test_forward_keeps_nan (gconstpointer data)
{
  const CpKernels *kernels = data;
  const guint channels = 21;
  g_auto (Floats) vector = floats_new (channels);
  g_auto (Floats) x = floats_new (2 * channels);
  g_auto (Floats) y = floats_new (x.n);

  x.values[3] = x.values[channels + 20] = NAN;
  kernels->batch_norm_forward (2, channels, vector.values, vector.values, vector.values, x.values, NULL, TRUE,
                               y.values);
  for (gsize i = 0; i < x.n; i++)
    g_assert_true (isnan (y.values[i]) == (i == 3 || i == channels + 20));
}

/* NaN anywhere in a channel reaches its sums, in whole vectors and in tails. */
static void
test_sums_keep_nan (gconstpointer data)
{
  const CpKernels *kernels = data;
  const guint channels = 21, pixels = 6;
  g_auto (Floats) x = floats_new (pixels * channels);
  g_auto (Floats) dy = floats_new (x.n);
  g_auto (Floats) mean = floats_new (channels);
  g_auto (Floats) first = floats_new (channels);
  g_auto (Floats) second = floats_new (channels);

  x.values[2 * channels + 5] = dy.values[4 * channels + 20] = NAN;
  kernels->batch_norm_backward_sums (pixels, channels, mean.values, x.values, NULL, dy.values, first.values,
                                     second.values);
  for (guint c = 0; c < channels; c++)
    {
      g_assert_true (isnan (first.values[c]) == (c == 20));
      g_assert_true (isnan (second.values[c]) == (c == 5 || c == 20));
    }
  kernels->batch_norm_statistics (pixels, channels, x.values, first.values, second.values);
  for (guint c = 0; c < channels; c++)
    g_assert_true (isnan (first.values[c]) == (c == 5) && isnan (second.values[c]) == (c == 5));
}

static void
check_sums (const CpKernels *kernels,
            guint            pixels,
            guint            channels,
            gboolean         relu)
{
  g_auto (Floats) mean = floats_new (channels);
  g_auto (Floats) x = floats_new ((gsize) pixels * channels);
  g_auto (Floats) y = floats_new (x.n);
  g_auto (Floats) dy = floats_new (x.n);
  g_auto (Floats) sum = floats_new (channels);
  g_auto (Floats) product = floats_new (channels);
  g_autofree double *kept = g_new (double, x.n);

  for (gsize i = 0; i < x.n; i++)
    {
      if (i % 7 == 0)
        y.values[i] = 0;
      kept[i] = !relu || y.values[i] > 0 ? (double) dy.values[i] : 0;
    }
  kernels->batch_norm_backward_sums (pixels, channels, mean.values, x.values, relu ? y.values : NULL, dy.values,
                                     sum.values, product.values);

  for (gsize i = 0; i < x.n; i++)
    g_assert_cmpfloat ((double) dy.values[i], ==, kept[i]);
  for (guint c = 0; c < channels; c++)
    {
      double total = 0, products = 0;

      for (gsize i = c; i < x.n; i += channels)
        {
          total += kept[i];
          products += kept[i] * ((double) x.values[i] - (double) mean.values[c]);
        }
      assert_near (sum.values[c], total, pixels);
      assert_near (product.values[c], products, pixels);
    }
}

static void
test_sums (gconstpointer data)
{
  guint pixels, channels;

  for (guint i = 0; i < SHAPES; i++)
    {
      random_shape (&pixels, &channels);
      check_sums (data, pixels, channels, i & 1);
    }
}

static void
test_backward (gconstpointer data)
{
  const CpKernels *kernels = data;
  guint pixels, channels;

  for (guint round = 0; round < SHAPES; round++)
    {
      random_shape (&pixels, &channels);
      {
        g_auto (Floats) mean = floats_new (channels);
        g_auto (Floats) scale = floats_new (channels);
        g_auto (Floats) level = floats_new (channels);
        g_auto (Floats) slope = floats_new (channels);
        g_auto (Floats) x = floats_new ((gsize) pixels * channels);
        g_auto (Floats) dy = floats_new (x.n);
        g_auto (Floats) dx = floats_new (x.n);

        kernels->batch_norm_backward (pixels, channels, mean.values, scale.values, level.values, slope.values,
                                      x.values, dy.values, dx.values);
        for (gsize i = 0; i < x.n; i++)
          {
            const gsize c = i % channels;
            const double d = (double) x.values[i] - (double) mean.values[c];

            assert_near (dx.values[i], (double) scale.values[c] * ((double) dy.values[i] - (double) level.values[c]
                                                                   - d * (double) slope.values[c]), 1);
          }
      }
    }
}

static void
test_average_pool (gconstpointer data)
{
  const CpKernels *kernels = data;
  guint pixels, channels;

  for (guint round = 0; round < SHAPES; round++)
    {
      random_shape (&pixels, &channels);
      {
        g_auto (Floats) x = floats_new ((gsize) pixels * channels);
        g_auto (Floats) dx = floats_new (x.n);
        g_auto (Floats) y = floats_new (channels);
        g_auto (Floats) dy = floats_new (channels);

        kernels->average_pool_forward (pixels, channels, x.values, y.values);
        kernels->average_pool_backward (pixels, channels, dy.values, dx.values);
        for (guint c = 0; c < channels; c++)
          {
            double mean = 0;

            for (gsize i = c; i < x.n; i += channels)
              {
                mean += (double) x.values[i] / pixels;
                assert_near (dx.values[i], (double) dy.values[c] / pixels, 1);
              }
            assert_near (y.values[c], mean, 1);
          }
      }
    }
}

static void
test_add (gconstpointer data)
{
  const CpKernels *kernels = data;

  for (gsize n = 0; n < 70; n++)
    {
      g_auto (Floats) x = floats_new (n);
      g_auto (Floats) y = floats_new (n);
      g_autofree float *before = g_memdup2 (y.values, MAX (n, 1) * sizeof (float));

      kernels->add (n, x.values, y.values);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (y.values[i], ==, before[i] + x.values[i]);
    }
}

static void
add_test (const char      *name,
          const CpKernels *kernels,
          GTestDataFunc    function)
{
  g_autofree char *path = g_strdup_printf ("/batch-norm/%s/%s", kernels->name, name);

  g_test_add_data_func (path, kernels, function);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const levels[] = { "reference", "portable", "avx2", "avx512" };
  int result;

  g_test_init (&argc, &argv, NULL);
  randomness = g_rand_new_with_seed (21);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      const CpKernels *kernels = cp_kernels_lookup (levels[i], NULL);

      if (kernels == NULL) /* this processor does not have it */
        continue;
      add_test ("statistics", kernels, test_statistics);
      add_test ("forward", kernels, test_forward);
      add_test ("forward-keeps-nan", kernels, test_forward_keeps_nan);
      add_test ("sums", kernels, test_sums);
      add_test ("sums-keep-nan", kernels, test_sums_keep_nan);
      add_test ("backward", kernels, test_backward);
      add_test ("average-pool", kernels, test_average_pool);
      add_test ("add", kernels, test_add);
    }
  result = g_test_run ();
  g_rand_free (randomness);

  return result;
}
