/* SPDX-License-Identifier: MIT */
#include "fixture-reader.h"

#include "network-features.h"
#include "presets.h"
#include "saliency.h"

#include <math.h>
#include <string.h>

/* Agreement that is asked for, relative to the norm of all maps together. */
#define TOLERANCE 1e-4

/* And of each map that is not empty. */
#define CORRELATION 0.999

/* Images whose occlusion plain loops compute: more take long under a sanitizer. */
#define N_REFERENCE 2

/* What tests/fixtures/engine/saliency.py has written of one network. */
typedef struct
{
  guint32 side, n_features;
  const char *logits, *features, *cam[2], *hires[2], *enlarged[2], *occlusion[2]; /* pneumonia, normal */
} Expected;

typedef struct
{
  char *contents;
  guint32 size, n, patch, stride, fill, seed;
  const guint8 *pixels;
  Expected expected[2]; /* baseline, residual */
} Fixture;

static const char *const presets[] = { "baseline", "residual" };

static void
read_expected (Expected    *e,
               const char **at,
               gsize        n,
               gsize        size)
{
  memcpy (&e->side, fixture_take (at, 4), 4);
  memcpy (&e->n_features, fixture_take (at, 4), 4);
  e->logits = fixture_take (at, n * sizeof (float));
  e->features = fixture_take (at, n * e->n_features * sizeof (float));
  for (guint i = 0; i < 2; i++)
    e->cam[i] = fixture_take (at, n * e->side * e->side * sizeof (float));
  for (guint i = 0; i < 2; i++)
    e->hires[i] = fixture_take (at, n * e->side * e->side * sizeof (float));
  for (guint i = 0; i < 2; i++)
    e->enlarged[i] = fixture_take (at, n * size * size * sizeof (float));
  for (guint i = 0; i < 2; i++)
    e->occlusion[i] = fixture_take (at, n * size * size * sizeof (float));
}

static void
open_fixture (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  const char *at;
  gsize length;

  g_file_get_contents (FIXTURES "/saliency.bin", &f->contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (f->contents, 8, "CPSALI01", 8);
  memcpy (&f->size, f->contents + 8, 24);
  at = f->contents + 8 + 24;
  f->pixels = (const guint8 *) fixture_take (&at, f->n * f->size * f->size);
  for (guint i = 0; i < 2; i++)
    read_expected (&f->expected[i], &at, f->n, f->size);
  g_assert_true (at == f->contents + length);
}

static CpNetwork *
new_network (const Fixture *f,
             guint          preset)
{
  g_autoptr (GError) error = NULL;
  CpNetwork *network = cp_preset_new_network (presets[preset], f->size, &error);

  g_assert_no_error (error);
  fixture_fill (network, f->seed);

  return network;
}

/* Pearson's, of the values of one map. */
static double
correlate (const float *a,
           const float *b,
           gsize        n)
{
  double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;

  for (gsize i = 0; i < n; i++)
    {
      mean_a += (double) a[i] / (double) n;
      mean_b += (double) b[i] / (double) n;
    }
  for (gsize i = 0; i < n; i++)
    {
      ab += ((double) a[i] - mean_a) * ((double) b[i] - mean_b);
      aa += ((double) a[i] - mean_a) * ((double) a[i] - mean_a);
      bb += ((double) b[i] - mean_b) * ((double) b[i] - mean_b);
    }

  return ab / sqrt (aa * bb);
}

static float
largest (const float *map,
         gsize        n)
{
  float value = 0;

  for (gsize i = 0; i < n; i++)
    value = MAX (value, map[i]);

  return value;
}

/* All maps together, and each for itself; those that are empty in PyTorch are empty here. */
static void
compare_maps (const float *found,
              const char  *raw,
              guint        n,
              gsize        floats,
              const char  *what)
{
  g_autofree float *expected = g_new (float, n * floats);
  const double difference = fixture_difference (found, raw, n * floats);
  double lowest = 1;
  guint full = 0;

  memcpy (expected, raw, n * floats * sizeof (float));
  for (guint i = 0; i < n; i++)
    {
      const float peak = largest (expected + i * floats, floats);

      if (peak > 0)
        lowest = MIN (lowest, correlate (found + i * floats, expected + i * floats, floats));
      else
        g_assert_cmpfloat (largest (found + i * floats, floats), ==, 0);
      full += peak > 0;
    }
  g_test_message ("%s: %u of %u maps not empty, relative error %.2g, lowest correlation %.8f", what, full, n,
                  difference, lowest);
  g_assert_cmpuint (2 * full, >, n);
  g_assert_cmpfloat (difference, <, TOLERANCE);
  g_assert_cmpfloat (lowest, >, CORRELATION);
}

static void
check_grad_cam (const Fixture   *f,
                const Expected  *e,
                const CpNetwork *network,
                const CpKernels *kernels,
                CpThreadPool    *pool)
{
  const CpSamples samples = { f->pixels, NULL, f->n, f->size };
  const gsize cells = e->side * e->side, pixels = f->size * f->size;
  g_autoptr (CpPass) pass = cp_pass_new_explaining (network, kernels, pool);
  g_autofree float *maps = g_new (float, f->n * cells);
  g_autofree float *evidence = g_new (float, f->n * cells);
  g_autofree float *enlarged = g_new (float, f->n * pixels);
  g_autofree float *logits = g_new (float, f->n);

  g_assert_cmpuint (cp_grad_cam_get_shape (network).height, ==, e->side);
  g_assert_cmpuint (cp_grad_cam_get_shape (network).width, ==, e->side);
  cp_pass_pack (pass);
  cp_grad_cam (pass, &samples, maps, logits);
  g_assert_cmpfloat (fixture_difference (logits, e->logits, f->n), <, TOLERANCE);
  for (guint side = 0; side < 2; side++)
    {
      const float peak = cp_saliency_take_side (maps, f->n * cells, side == 0, evidence);

      g_assert_cmpfloat (peak, ==, largest (evidence, f->n * cells));
      for (guint i = 0; i < f->n; i++)
        cp_saliency_enlarge (evidence + i * cells, e->side, enlarged + i * pixels, f->size);
      compare_maps (evidence, e->cam[side], f->n, cells, side == 0 ? "Grad-CAM, pneumonia" : "Grad-CAM, normal");
      compare_maps (enlarged, e->enlarged[side], f->n, pixels, "enlarged");
    }
}

static void
check_hires_cam (const Fixture   *f,
                 const Expected  *e,
                 const CpNetwork *network,
                 const CpKernels *kernels,
                 CpThreadPool    *pool)
{
  const CpSamples samples = { f->pixels, NULL, f->n, f->size };
  const gsize cells = e->side * e->side;
  g_autoptr (CpPass) pass = cp_pass_new_explaining (network, kernels, pool);
  g_autofree float *maps = g_new (float, f->n * cells);
  g_autofree float *evidence = g_new (float, f->n * cells);
  g_autofree float *logits = g_new (float, f->n);

  cp_pass_pack (pass);
  cp_hires_cam (pass, &samples, maps, logits);
  g_assert_cmpfloat (fixture_difference (logits, e->logits, f->n), <, TOLERANCE);
  for (guint side = 0; side < 2; side++)
    {
      cp_saliency_take_side (maps, f->n * cells, side == 0, evidence);
      compare_maps (evidence, e->hires[side], f->n, cells, side == 0 ? "HiResCAM, pneumonia" : "HiResCAM, normal");
    }
}

static void
check_occlusion (const Fixture   *f,
                 const Expected  *e,
                 guint            n,
                 const CpNetwork *network,
                 const CpKernels *kernels,
                 CpThreadPool    *pool)
{
  const CpOcclusion occlusion = { f->patch, f->stride, (guint8) f->fill, NULL };
  const gsize pixels = f->size * f->size;
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autofree float *maps = g_new (float, n * pixels);
  g_autofree float *evidence = g_new (float, n * pixels);
  g_autofree float *logits = g_new (float, n);

  cp_pass_pack (pass);
  for (guint i = 0; i < n; i++)
    cp_occlude (pass, f->pixels + i * pixels, &occlusion, maps + i * pixels, &logits[i]);
  g_assert_cmpfloat (fixture_difference (logits, e->logits, n), <, TOLERANCE);
  for (guint side = 0; side < 2; side++)
    {
      cp_saliency_take_side (maps, n * pixels, side == 0, evidence);
      compare_maps (evidence, e->occlusion[side], n, pixels, side == 0 ? "occlusion, pneumonia" : "occlusion, normal");
    }
}

static void
check_features (const Fixture   *f,
                const Expected  *e,
                const CpNetwork *network,
                const CpKernels *kernels,
                CpThreadPool    *pool)
{
  const CpSamples samples = { f->pixels, NULL, f->n, f->size };
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autofree float *features = g_new (float, f->n * e->n_features);
  g_autofree float *logits = g_new (float, f->n);

  g_assert_cmpuint (cp_network_get_n_features (network), ==, e->n_features);
  cp_pass_pack (pass);
  cp_features_compute (pass, &samples, features, logits);
  g_assert_cmpfloat (fixture_difference (features, e->features, f->n * e->n_features), <, TOLERANCE);
  g_assert_cmpfloat (fixture_difference (logits, e->logits, f->n), <, TOLERANCE);
}

static void
test_pytorch (gconstpointer level)
{
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, &error);
  g_autoptr (CpThreadPool) pool = NULL;
  Fixture f;

  if (kernels == NULL)
    {
      g_test_skip (error->message);
      return;
    }
  open_fixture (&f);
  pool = cp_thread_pool_new (2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CpNetwork) network = new_network (&f, i);

      g_test_message ("%s", presets[i]);
      check_grad_cam (&f, &f.expected[i], network, kernels, pool);
      check_hires_cam (&f, &f.expected[i], network, kernels, pool);
      check_occlusion (&f, &f.expected[i], strcmp (level, "reference") == 0 ? N_REFERENCE : f.n, network, kernels, pool);
      check_features (&f, &f.expected[i], network, kernels, pool);
    }
  g_free (f.contents);
}

/* A map depends neither on the images beside it nor on the number of threads. */
static void
test_alone (void)
{
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_choose (&error);
  g_autoptr (CpNetwork) network = NULL;
  g_autoptr (CpThreadPool) many = cp_thread_pool_new (3);
  g_autoptr (CpThreadPool) one = cp_thread_pool_new (1);
  g_autoptr (CpPass) together = NULL, alone = NULL;
  float maps[50 * 6 * 6], map[6 * 6], logits[50], logit;
  Fixture f;

  open_fixture (&f);
  network = new_network (&f, 0);
  together = cp_pass_new_explaining (network, kernels, many);
  alone = cp_pass_new_explaining (network, kernels, one);
  cp_pass_pack (together);
  cp_pass_pack (alone);
  cp_grad_cam (together, &(CpSamples) { f.pixels, NULL, 50, f.size }, maps, logits);
  for (guint i = 0; i < 50; i++)
    {
      cp_grad_cam (alone, &(CpSamples) { f.pixels + i * f.size * f.size, NULL, 1, f.size }, map, &logit);
      g_assert_cmpmem (map, sizeof map, maps + i * 36, sizeof map);
      g_assert_cmpfloat (logit, ==, logits[i]);
    }
  g_free (f.contents);
}

/* A patch of what is there already hides nothing; every pixel is covered. */
static void
test_nothing_hidden (void)
{
  static const guint strides[] = { 1, 2, 3, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", 13, &error);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (1);
  g_autoptr (CpPass) pass = cp_pass_new (network, cp_kernels_choose (&error), pool, 0);
  guint8 pixels[13 * 13];
  float map[13 * 13];

  memset (pixels, 60, sizeof pixels);
  fixture_fill (network, 3);
  cp_pass_pack (pass);
  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    for (guint8 fill = 60; fill < 200; fill += 100)
      {
        cp_occlude (pass, pixels, &(CpOcclusion) { 5, strides[i], fill, NULL }, map, NULL);
        for (guint p = 0; p < 13 * 13; p++)
          g_assert_true (isfinite (map[p]) && (map[p] == 0) == (fill == 60));
      }
}

/* What shows through is the reference at that place, whatever the fill. */
static void
test_reference (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", 13, &error);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (1);
  g_autoptr (CpPass) pass = cp_pass_new (network, cp_kernels_choose (&error), pool, 0);
  guint8 pixels[13 * 13], reference[13 * 13];
  float map[13 * 13], filled[13 * 13];

  for (guint i = 0; i < 13 * 13; i++)
    reference[i] = pixels[i] = (guint8) (i * 37);
  fixture_fill (network, 3);
  cp_pass_pack (pass);
  cp_occlude (pass, pixels, &(CpOcclusion) { 5, 2, 90, reference }, map, NULL);
  for (guint i = 0; i < 13 * 13; i++)
    g_assert_cmpfloat (map[i], ==, 0);

  memset (reference, 90, sizeof reference);
  cp_occlude (pass, pixels, &(CpOcclusion) { 5, 2, 7, reference }, map, NULL);
  cp_occlude (pass, pixels, &(CpOcclusion) { 5, 2, 90, NULL }, filled, NULL);
  g_assert_cmpmem (map, sizeof map, filled, sizeof filled);
}

/* By hand: centres of two cells at a quarter and three quarters, and flat beyond them. */
static void
test_enlarge (void)
{
  const float map[] = { 0, 4, 8, 12 };
  const float rows[] = { 0, 1, 3, 4 };
  float enlarged[16], one[9];

  cp_saliency_enlarge (map, 2, enlarged, 4);
  for (guint y = 0; y < 4; y++)
    for (guint x = 0; x < 4; x++)
      g_assert_cmpfloat_with_epsilon (enlarged[4 * y + x], 2 * rows[y] + rows[x], 1e-6);

  cp_saliency_enlarge (map + 3, 1, one, 3);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpfloat (one[i], ==, 12);
}

static void
test_randomised (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = cp_preset_new_network ("residual", 12, &error);
  g_autoptr (CpNetwork) a = NULL, b = NULL, c = NULL;
  const gsize n = cp_network_get_n_trained (network);
  gsize same = 0;

  cp_network_initialise (network, 7);
  a = cp_network_randomised (network, 7);
  b = cp_network_randomised (network, 7);
  c = cp_network_randomised (network, 8);
  g_assert_cmpmem (cp_network_get_values (a), n * sizeof (float), cp_network_get_values (b), n * sizeof (float));
  for (gsize i = 0; i < n; i++)
    {
      const float value = cp_network_get_values (a)[i];

      same += value != 0 && value != 1 /* batch norms' */
              && (value == cp_network_get_values (network)[i] || value == cp_network_get_values (c)[i]);
    }
  g_assert_cmpuint (same, <, n / 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/saliency/pytorch/reference", "reference", test_pytorch);
  g_test_add_data_func ("/saliency/pytorch/portable", "portable", test_pytorch);
  g_test_add_data_func ("/saliency/pytorch/avx2", "avx2", test_pytorch);
  g_test_add_data_func ("/saliency/pytorch/avx512", "avx512", test_pytorch);
  g_test_add_func ("/saliency/alone", test_alone);
  g_test_add_func ("/saliency/nothing-hidden", test_nothing_hidden);
  g_test_add_func ("/saliency/reference", test_reference);
  g_test_add_func ("/saliency/enlarge", test_enlarge);
  g_test_add_func ("/saliency/randomised", test_randomised);

  return g_test_run ();
}
