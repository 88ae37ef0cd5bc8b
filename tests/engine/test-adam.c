/* SPDX-License-Identifier: MIT */
#include "adam.h"
#include "cpu-level.h"
#include "schedule.h"

#include <math.h>
#include <string.h>

static const char *
take (const char **at,
      gsize        bytes)
{
  const char *here = *at;

  *at += bytes;

  return here;
}

/* ‖found − expected‖ / ‖expected‖ */
static double
difference (const float *found,
            const char  *expected,
            gsize        n)
{
  double error = 0, square = 0;

  for (gsize i = 0; i < n; i++)
    {
      float e;

      memcpy (&e, expected + i * sizeof (float), sizeof e);
      g_assert_true (isfinite (found[i]));
      error += pow ((double) found[i] - (double) e, 2);
      square += pow ((double) e, 2);
    }
  g_assert_cmpfloat (square, >, 0);

  return sqrt (error / square);
}

/* Twenty steps of AdamW with rate and β₁ cycled: tests/fixtures/engine/make_adamw.py. */
static void
test_pytorch (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (data, &error);
  g_autofree char *contents = NULL;
  const char *at;
  gsize length;
  guint32 header[2];
  double recipe[2];

  if (kernels == NULL)
    {
      g_test_skip (error->message);
      return;
    }
  g_file_get_contents (FIXTURES "/adamw.bin", &contents, &length, &error);
  g_assert_no_error (error);
  at = contents;
  g_assert_cmpmem (take (&at, 8), 8, "CPADAMW1", 8);
  memcpy (header, take (&at, sizeof header), sizeof header);
  memcpy (recipe, take (&at, sizeof recipe), sizeof recipe);

  const guint n = header[0], steps = header[1];
  const gsize bytes = n * sizeof (float);
  const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, recipe[0], CP_ADAM_BETA1, TRUE };
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);
  g_autoptr (CpAdam) adam = cp_adam_new (n);
  g_autofree float *gradient = g_new (float, n);
  g_autofree float *weights = g_memdup2 (take (&at, bytes), bytes);

  for (guint step = 0; step < steps; step++)
    {
      const CpSchedulePoint point = cp_schedule_at (&schedule, step, steps);
      const CpAdamSettings settings = { point.rate, point.beta1, recipe[1] };

      memcpy (gradient, take (&at, bytes), bytes);
      cp_adam_step (adam, kernels, pool, &settings, gradient, weights);
      g_assert_cmpfloat (difference (weights, take (&at, bytes), n), <, 1e-6);
    }
  g_assert_cmpuint (at - contents, ==, length);
}

static float *
random_values (gsize   n,
               guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (rand, -1, 1);

  return values;
}

static float *
weights_after_steps (const CpAdamSettings *settings,
                     guint                 threads,
                     const float          *gradient,
                     gsize                 n)
{
  const CpKernels *kernels = cp_kernels_choose (NULL);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (threads);
  g_autoptr (CpAdam) adam = cp_adam_new (n);
  float *weights = random_values (n, 1);

  for (guint i = 0; i < 3; i++)
    cp_adam_step (adam, kernels, pool, settings, gradient, weights);

  return weights;
}

/* More weights than one task takes. */
static void
test_threads (void)
{
  enum { N = 20001 };
  const CpAdamSettings settings = { 1e-3, CP_ADAM_BETA1, 0.01 };
  g_autofree float *gradient = random_values (N, 2);
  g_autofree float *one = weights_after_steps (&settings, 1, gradient, N);
  g_autofree float *three = weights_after_steps (&settings, 3, gradient, N);

  g_assert_cmpmem (one, N * sizeof (float), three, N * sizeof (float));
}

/* Where gradients are zero, only the decay is left: each step a factor 1 − α λ. */
static void
test_decay_alone (void)
{
  enum { N = 100 };
  g_autofree float *gradient = g_new0 (float, N);
  g_autofree float *before = random_values (N, 1);
  g_autofree float *plain = weights_after_steps (&(CpAdamSettings) { 1e-3, CP_ADAM_BETA1, 0 }, 1, gradient, N);
  g_autofree float *decayed = weights_after_steps (&(CpAdamSettings) { 1e-2, CP_ADAM_BETA1, 1 }, 1, gradient, N);

  g_assert_cmpmem (plain, N * sizeof (float), before, N * sizeof (float));
  for (gsize i = 0; i < N; i++)
    {
      const double expected = (double) before[i] * pow (0.99, 3);

      g_assert_cmpfloat_with_epsilon ((double) decayed[i], expected, 3e-7 * fabs (expected));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/adam/pytorch/reference", "reference", test_pytorch);
  g_test_add_data_func ("/adam/pytorch/portable", "portable", test_pytorch);
  g_test_add_data_func ("/adam/pytorch/avx2", "avx2", test_pytorch);
  g_test_add_data_func ("/adam/pytorch/avx512", "avx512", test_pytorch);
  g_test_add_func ("/adam/threads", test_threads);
  g_test_add_func ("/adam/decay-alone", test_decay_alone);

  return g_test_run ();
}
