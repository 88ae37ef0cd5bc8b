/* SPDX-License-Identifier: MIT */
#include "cpu-level.h"
#include "kernels/packing.h"

#include <math.h>
#include <string.h>

/* Each level's kernels against the plain loops, on shapes with tails, strides
 * and odd channels; a sentinel behind every output catches what runs over. */

#define SENTINEL 1234.5f
#define MARGIN 16

static GRand *randomness;

typedef struct
{
  float *values;
  gsize n;
} Buffer;

static Buffer
buffer_new (gsize n)
{
  Buffer buffer = { g_new (float, n + MARGIN), n };

  for (gsize i = 0; i < n; i++)
    buffer.values[i] = (float) g_rand_double_range (randomness, -1, 1);
  for (gsize i = n; i < n + MARGIN; i++)
    buffer.values[i] = SENTINEL;

  return buffer;
}

static void
buffer_free (Buffer *buffer)
{
  for (gsize i = buffer->n; i < buffer->n + MARGIN; i++)
    g_assert_cmpfloat (buffer->values[i], ==, SENTINEL);
  g_free (buffer->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Buffer, buffer_free)

static Buffer
buffer_copy (const Buffer *other)
{
  Buffer buffer = buffer_new (other->n);

  memcpy (buffer.values, other->values, other->n * sizeof (float));

  return buffer;
}

static double
norm (const Buffer *buffer)
{
  double square = 0;

  for (gsize i = 0; i < buffer->n; i++)
    square += pow ((double) buffer->values[i], 2);

  return sqrt (square);
}

static double
distance (const Buffer *a,
          const Buffer *b)
{
  double square = 0;

  for (gsize i = 0; i < a->n; i++)
    square += pow ((double) a->values[i] - (double) b->values[i], 2);

  return sqrt (square);
}

static void
assert_close (const Buffer *found,
              const Buffer *expected,
              const char   *what)
{
  double error = distance (found, expected);

  if (!(error <= 2e-6 * norm (expected)))
    g_error ("%s: relative error %g", what, error / norm (expected));
}

static CpConvolutionShape
random_convolution (void)
{
  CpConvolutionShape s;

  s.kernel = (guint) g_rand_int_range (randomness, 1, 6);
  s.stride = (guint) g_rand_int_range (randomness, 1, 4);
  s.padding = (guint) g_rand_int_range (randomness, 0, (gint) s.kernel);
  s.in_height = s.kernel + (guint) g_rand_int_range (randomness, 0, 20);
  s.in_width = s.kernel + (guint) g_rand_int_range (randomness, 0, 40);
  s.in_channels = (guint) g_rand_int_range (randomness, 1, 40);
  s.out_channels = (guint) g_rand_int_range (randomness, 1, 70);
  s.out_height = (s.in_height + 2 * s.padding - s.kernel) / s.stride + 1;
  s.out_width = (s.in_width + 2 * s.padding - s.kernel) / s.stride + 1;

  return s;
}

typedef struct
{
  Buffer y, dx, dw, db;
} ConvolutionResult;

/* What a level makes of the same numbers, the weights' gradient unpacked; with
 * ReLU and max pooling over windows of @pool by @pool where that is not 0. */
static ConvolutionResult
run_convolution (const CpKernels          *k,
                 const CpConvolutionShape *s,
                 guint                     pool,
                 const Buffer             *x,
                 const Buffer             *w,
                 const Buffer             *b,
                 const Buffer             *dy)
{
  const gsize step = cp_round_up (s->out_channels, k->lanes);
  g_auto (Buffer) packed = buffer_new (cp_packed_floats (s, k->lanes));
  g_auto (Buffer) flipped = buffer_new (cp_flipped_floats (s, k->lanes));
  g_auto (Buffer) bias = buffer_new (step);
  g_auto (Buffer) dw = buffer_new (pool > 0 ? cp_pooled_floats (s, k->lanes) : packed.n);
  g_auto (Buffer) db = buffer_new (step);
  g_auto (Buffer) scratch = buffer_new (cp_convolution_scratch (s, k->lanes));
  g_autofree guint8 *choices = g_malloc (s->out_height * s->out_width * step);
  ConvolutionResult r = {
    .y = buffer_new (dy->n), .dx = buffer_new (x->n), .dw = buffer_new (w->n), .db = buffer_new (b->n),
  };

  cp_pack_convolution (s, k->lanes, w->values, packed.values);
  cp_pack_convolution_flipped (s, k->lanes, w->values, flipped.values);
  memcpy (bias.values, b->values, b->n * sizeof (float));
  memset (dw.values, 0, dw.n * sizeof (float));
  memset (db.values, 0, db.n * sizeof (float));

  if (pool == 0)
    {
      k->convolution_forward (s, x->values, packed.values, bias.values, r.y.values, scratch.values);
      k->convolution_backward_input (s, dy->values, flipped.values, r.dx.values, scratch.values);
      k->convolution_backward_weights (s, x->values, dy->values, dw.values, db.values, scratch.values);
      cp_unpack_convolution (s, k->lanes, dw.values, r.dw.values);
    }
  else
    {
      k->convolution_pool_forward (s, pool, x->values, packed.values, bias.values, r.y.values, choices,
                                   scratch.values);
      k->convolution_pool_backward_input (s, pool, dy->values, choices, flipped.values, r.dx.values, scratch.values);
      k->convolution_pool_backward_weights (s, pool, x->values, dy->values, choices, dw.values, db.values,
                                            scratch.values);
      cp_unpack_convolution_pool (s, k->lanes, dw.values, r.dw.values);
    }
  memcpy (r.db.values, db.values, r.db.n * sizeof (float));

  return r;
}

static void
convolution_result_clear (ConvolutionResult *r)
{
  buffer_free (&r->y);
  buffer_free (&r->dx);
  buffer_free (&r->dw);
  buffer_free (&r->db);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConvolutionResult, convolution_result_clear)

static void
check_convolution (const CpKernels          *kernels,
                   const CpConvolutionShape *s,
                   guint                     pool)
{
  const gsize outputs = pool == 0 ? (gsize) s->out_height * s->out_width
                                  : (gsize) (s->out_height / pool) * (s->out_width / pool);
  g_auto (Buffer) x = buffer_new ((gsize) s->in_height * s->in_width * s->in_channels);
  g_auto (Buffer) w = buffer_new ((gsize) s->kernel * s->kernel * s->in_channels * s->out_channels);
  g_auto (Buffer) b = buffer_new (s->out_channels);
  g_auto (Buffer) dy = buffer_new (outputs * s->out_channels);
  g_auto (ConvolutionResult) expected = run_convolution (&cp_kernels_reference, s, pool, &x, &w, &b, &dy);
  g_auto (ConvolutionResult) found = run_convolution (kernels, s, pool, &x, &w, &b, &dy);

  assert_close (&found.y, &expected.y, "output");
  assert_close (&found.dx, &expected.dx, "input gradient");
  /* sums that may all but cancel */
  if (!(distance (&found.dw, &expected.dw) <= MAX (2e-6 * norm (&expected.dw), 1e-7 * norm (&x) * norm (&dy))))
    g_error ("weight gradient: error %g of %g", distance (&found.dw, &expected.dw), norm (&expected.dw));
  if (!(distance (&found.db, &expected.db) <= 1e-6 * norm (&dy)))
    g_error ("bias gradient: error %g", distance (&found.db, &expected.db));
}

static void
test_convolution (gconstpointer data)
{
  for (guint round = 0; round < 60; round++)
    {
      const CpConvolutionShape s = random_convolution ();

      check_convolution (data, &s, 0);
    }
}

/* The shapes that most networks consist of, which have code of their own. */
static void
test_convolution_common (gconstpointer data)
{
  static const guint sizes[] = { 1, 2, 3, 7, 14, 28, 31 };
  static const guint channels[][2] = { { 1, 16 }, { 16, 16 }, { 16, 32 }, { 33, 64 }, { 3, 5 }, { 1, 1 }, { 8, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (channels); j++)
      for (guint stride = 1; stride <= 2; stride++)
        {
          const guint size = sizes[i], out = (size - 1) / stride + 1;
          const CpConvolutionShape three = { size, size, channels[j][0], out, out, channels[j][1], 3, stride, 1 };
          const CpConvolutionShape one = { size, size, channels[j][0], out, out, channels[j][1], 1, stride, 0 };

          check_convolution (data, &three, 0);
          check_convolution (data, &one, 0);
          if (out >= 2)
            check_convolution (data, &three, 2);
          if (out >= 3)
            check_convolution (data, &one, 3);
        }
}

static void
test_convolution_pool (gconstpointer data)
{
  for (guint round = 0; round < 60; round++)
    {
      const CpConvolutionShape s = random_convolution ();
      const guint most = MIN (s.out_height, s.out_width);

      if (most >= 2)
        check_convolution (data, &s, (guint) g_rand_int_range (randomness, 2, (gint) MIN (most, 5) + 1));
    }
}

/* Equal numbers, so that every window is a tie: the first pixel has it. */
static void
test_convolution_pool_ties (gconstpointer data)
{
  const CpKernels *kernels = data;
  const CpConvolutionShape s = { 4, 4, 1, 4, 4, 5, 1, 1, 0 };
  const gsize step = cp_round_up (s.out_channels, kernels->lanes);
  g_auto (Buffer) x = buffer_new (16);
  g_auto (Buffer) packed = buffer_new (cp_packed_floats (&s, kernels->lanes));
  g_auto (Buffer) bias = buffer_new (step);
  g_auto (Buffer) y = buffer_new (4 * 5);
  g_auto (Buffer) scratch = buffer_new (cp_convolution_scratch (&s, kernels->lanes));
  g_autofree guint8 *choices = g_malloc (4 * step);

  for (guint i = 0; i < 16; i++)
    x.values[i] = 1;
  x.values[15] = NAN; /* in the last window, which must not hide it */
  x.values[10] = NAN;
  kernels->convolution_pool_forward (&s, 2, x.values, packed.values, bias.values, y.values, choices, scratch.values);
  for (guint o = 0; o < 5; o++)
    {
      g_assert_cmpuint (choices[o], ==, 0);
      g_assert_cmpfloat (y.values[o], >=, 0);
      g_assert_true (isnan (y.values[3 * 5 + o]));
    }
}

typedef struct
{
  Buffer y, dx, dw;
} LinearResult;

static LinearResult
run_linear (const CpKernels *k,
            guint            n,
            guint            in,
            guint            out,
            const Buffer    *x,
            const Buffer    *w,
            const Buffer    *dy)
{
  const gsize step = cp_round_up (out, k->lanes);
  g_auto (Buffer) packed = buffer_new (in * step);
  g_auto (Buffer) bias = buffer_new (step);
  g_auto (Buffer) scratch = buffer_new (n * cp_round_up (in, k->lanes));
  LinearResult r = { .y = buffer_new (dy->n), .dx = buffer_new (x->n), .dw = buffer_new (w->n) };
  const guint half = in / 2;

  memset (packed.values, 0, packed.n * sizeof (float));
  memset (bias.values, 0, bias.n * sizeof (float));
  k->transpose (out, in, w->values, in, packed.values, step);

  k->linear_forward (n, in, out, x->values, packed.values, bias.values, r.y.values);
  k->linear_backward_input (n, in, out, dy->values, w->values, r.dx.values);
  k->linear_backward_weights (n, in, out, 0, half, x->values, dy->values, r.dw.values, scratch.values);
  k->linear_backward_weights (n, in, out, half, in - half, x->values, dy->values, r.dw.values, scratch.values);

  return r;
}

static void
linear_result_clear (LinearResult *r)
{
  buffer_free (&r->y);
  buffer_free (&r->dx);
  buffer_free (&r->dw);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LinearResult, linear_result_clear)

static void
test_linear (gconstpointer data)
{
  for (guint round = 0; round < 60; round++)
    {
      const guint n = (guint) g_rand_int_range (randomness, 1, 40);
      const guint in = (guint) g_rand_int_range (randomness, 1, 200);
      const guint out = (guint) g_rand_int_range (randomness, 1, 70);
      g_auto (Buffer) x = buffer_new ((gsize) n * in);
      g_auto (Buffer) w = buffer_new ((gsize) in * out);
      g_auto (Buffer) dy = buffer_new ((gsize) n * out);
      g_auto (LinearResult) expected = run_linear (&cp_kernels_reference, n, in, out, &x, &w, &dy);
      g_auto (LinearResult) found = run_linear (data, n, in, out, &x, &w, &dy);

      assert_close (&found.y, &expected.y, "output");
      assert_close (&found.dx, &expected.dx, "input gradient");
      assert_close (&found.dw, &expected.dw, "weight gradient");
    }
}

static void
test_transpose (gconstpointer data)
{
  const CpKernels *kernels = data;

  for (guint round = 0; round < 40; round++)
    {
      const guint rows = (guint) g_rand_int_range (randomness, 1, 70), columns = (guint) g_rand_int_range (randomness, 1, 70);
      const gsize x_step = columns + (gsize) g_rand_int_range (randomness, 0, 9);
      const gsize y_step = rows + (gsize) g_rand_int_range (randomness, 0, 9);
      g_auto (Buffer) x = buffer_new (rows * x_step);
      g_auto (Buffer) y = buffer_new (columns * y_step);
      g_auto (Buffer) before = buffer_copy (&y);

      kernels->transpose (rows, columns, x.values, x_step, y.values, y_step);
      for (guint c = 0; c < columns; c++)
        for (guint r = 0; r < y_step; r++)
          g_assert_cmpfloat (y.values[c * y_step + r], ==,
                             r < rows ? x.values[r * x_step + c] : before.values[c * y_step + r]);
    }
}

static void
test_normalise (gconstpointer data)
{
  const CpKernels *kernels = data;
  g_auto (Buffer) x = buffer_new (256);
  guint8 pixels[256];

  for (guint i = 0; i < 256; i++)
    pixels[i] = (guint8) i;
  kernels->normalise (256, pixels, x.values);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpfloat_with_epsilon ((double) x.values[i], (i / 255.0 - 0.5) / 0.5, 1e-6);
}

static void
test_relu (gconstpointer data)
{
  const CpKernels *kernels = data;
  g_auto (Buffer) y = buffer_new (101);
  g_auto (Buffer) dy = buffer_new (101);
  g_auto (Buffer) x = buffer_copy (&y);
  g_auto (Buffer) before = buffer_copy (&dy);

  x.values[7] = y.values[7] = 0;
  kernels->relu_forward (y.n, y.values);
  kernels->relu_backward (y.n, y.values, dy.values);
  for (gsize i = 0; i < y.n; i++)
    {
      g_assert_cmpfloat (y.values[i], ==, x.values[i] > 0 ? x.values[i] : 0);
      g_assert_cmpfloat (dy.values[i], ==, x.values[i] > 0 ? before.values[i] : 0);
    }
}

/* A network that has diverged must not look healthy again after a ReLU. */
static void
test_relu_keeps_nan (gconstpointer data)
{
  const CpKernels *kernels = data;
  float y[20] = { 0 };

  y[3] = y[19] = NAN;
  kernels->relu_forward (G_N_ELEMENTS (y), y);
  g_assert_true (isnan (y[3]) && isnan (y[19]));
}

static void
check_pool (const CpKernels *kernels,
            guint            height,
            guint            width,
            guint            channels,
            guint            size)
{
  const gsize outputs = (gsize) (height / size) * (width / size) * channels;
  g_auto (Buffer) x = buffer_new ((gsize) height * width * channels);
  g_auto (Buffer) y = buffer_new (outputs);
  g_auto (Buffer) dy = buffer_new (outputs);
  g_auto (Buffer) dx = buffer_new (x.n);
  g_auto (Buffer) expected = buffer_new (x.n);

  for (gsize i = 0; i < x.n; i++)
    x.values[i] = (float) g_rand_int_range (randomness, 0, 4); /* ties */
  memset (expected.values, 0, x.n * sizeof (float));
  kernels->max_pool_forward (height, width, channels, size, x.values, y.values);
  kernels->max_pool_backward (height, width, channels, size, x.values, y.values, dy.values, dx.values);

  for (gsize o = 0; o < outputs; o++)
    {
      const gsize c = o % channels, ox = o / channels % (width / size), oy = o / channels / (width / size);
      gsize winner = (oy * size * width + ox * size) * channels + c;

      for (guint tap = 1; tap < size * size; tap++)
        {
          gsize at = ((oy * size + tap / size) * width + ox * size + tap % size) * channels + c;

          if (x.values[at] > x.values[winner])
            winner = at;
        }
      g_assert_cmpfloat (y.values[o], ==, x.values[winner]);
      expected.values[winner] = dy.values[o];
    }
  g_assert_cmpmem (dx.values, dx.n * sizeof (float), expected.values, expected.n * sizeof (float));
}

static void
test_max_pool (gconstpointer data)
{
  check_pool (data, 8, 6, 16, 2);
  check_pool (data, 7, 9, 5, 2);
  check_pool (data, 9, 9, 70, 3);
  check_pool (data, 4, 4, 130, 4);
}

static void
test_adam (gconstpointer data)
{
  const CpKernels *kernels = data;
  const CpAdamStep step = { 0.9f, 0.999f, 1e-8f, 0.01f, 0.0316f, 0.125f };
  g_auto (Buffer) gradient = buffer_new (77);
  g_auto (Buffer) weights = buffer_new (77);
  g_auto (Buffer) before = buffer_copy (&weights);
  g_auto (Buffer) m = buffer_new (77);
  g_auto (Buffer) v = buffer_new (77);

  memset (m.values, 0, m.n * sizeof (float));
  memset (v.values, 0, v.n * sizeof (float));
  kernels->adam (&step, gradient.n, gradient.values, m.values, v.values, weights.values);
  for (gsize i = 0; i < gradient.n; i++)
    {
      double g = (double) gradient.values[i];
      double expected = (double) before.values[i] * (1 - 0.125)
                        - 0.01 * (0.1 * g) / (sqrt (0.001 * g * g) / (double) step.root + 1e-8);

      g_assert_cmpfloat_with_epsilon ((double) weights.values[i], expected, 1e-5);
    }
}

static void
test_unknown_level (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_kernels_lookup ("mmx", &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "mmx"));
}

static void
test_forced_level (void)
{
  g_autofree char *before = g_strdup (g_getenv ("CUTPOINT_CPU"));
  g_autoptr (GError) error = NULL;

  g_setenv ("CUTPOINT_CPU", "portable", TRUE);
  g_assert_true (cp_kernels_choose (&error) == &cp_kernels_portable);
  g_setenv ("CUTPOINT_CPU", "abacus", TRUE);
  g_assert_null (cp_kernels_choose (&error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID);
  if (before != NULL)
    g_setenv ("CUTPOINT_CPU", before, TRUE);
  else
    g_unsetenv ("CUTPOINT_CPU");
}

static void
add_test (const char      *name,
          const CpKernels *kernels,
          GTestDataFunc    function)
{
  g_autofree char *path = g_strdup_printf ("/kernels/%s/%s", kernels->name, name);

  g_test_add_data_func (path, kernels, function);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const levels[] = { "reference", "portable", "avx2", "avx512" };
  int result;

  g_test_init (&argc, &argv, NULL);
  randomness = g_rand_new_with_seed (20);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      const CpKernels *kernels = cp_kernels_lookup (levels[i], NULL);

      if (kernels == NULL) /* this processor does not have it */
        continue;
      if (kernels != &cp_kernels_reference)
        {
          add_test ("convolution", kernels, test_convolution);
          add_test ("convolution-common", kernels, test_convolution_common);
          add_test ("convolution-pool", kernels, test_convolution_pool);
          add_test ("linear", kernels, test_linear);
        }
      add_test ("convolution-pool-ties", kernels, test_convolution_pool_ties);
      add_test ("transpose", kernels, test_transpose);
      add_test ("normalise", kernels, test_normalise);
      add_test ("relu", kernels, test_relu);
      add_test ("relu-keeps-nan", kernels, test_relu_keeps_nan);
      add_test ("max-pool", kernels, test_max_pool);
      add_test ("adam", kernels, test_adam);
    }
  g_test_add_func ("/kernels/unknown-level", test_unknown_level);
  g_test_add_func ("/kernels/forced-level", test_forced_level);
  result = g_test_run ();
  g_rand_free (randomness);

  return result;
}
