/* SPDX-License-Identifier: MIT */
#include "archive.h"
#include "dataset-error.h"
#include "grey-image.h"
#include "phantom.h"

#include <math.h>
#include <string.h>

#define SMALL { .size = 28, .n_train = 40, .n_val = 12, .n_test = 16, .seed = 5 }

/* The same arguments give the same image; any other gives another. */
static void
test_pure (void)
{
  guint8 first[28 * 28], again[28 * 28], other[28 * 28];
  CpPhantomTruth truth, truth_again;

  cp_phantom_render (3, CP_SPLIT_TEST, 17, 28, first, &truth);
  cp_phantom_render (4, CP_SPLIT_TRAIN, 2, 28, other, NULL);
  cp_phantom_render (3, CP_SPLIT_TEST, 17, 28, again, &truth_again);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
  g_assert_cmpuint (truth.n_opacities, ==, truth_again.n_opacities);

  cp_phantom_render (3, CP_SPLIT_TEST, 18, 28, other, NULL);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  cp_phantom_render (3, CP_SPLIT_VALIDATION, 17, 28, other, NULL);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  cp_phantom_render (4, CP_SPLIT_TEST, 17, 28, other, NULL);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  cp_phantom_render (3 + (G_GUINT64_CONSTANT (1) << 32), CP_SPLIT_TEST, 17, 28, other, NULL);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
}

/* Any number of images from the start has its share of normal ones to within one. */
static void
test_balance (void)
{
  const double share[] = { 0.258, 0.258, 0.375 };

  for (guint s = 0; s < CP_N_SPLITS; s++)
    for (guint64 seed = 0; seed < 20; seed++)
      {
        gsize normal = 0;

        for (gsize i = 0; i < 2000; i++)
          {
            normal += cp_phantom_label (seed, s, i) == 0;
            g_assert_cmpfloat (fabs (normal - (i + 1) * share[s]), <=, 1.0);
            if (i == 3)
              g_assert_true (normal > 0 && normal < 4);
          }
      }
}

static void
test_labels_differ_by_seed (void)
{
  guint same = 0;

  for (gsize i = 0; i < 1000; i++)
    same += cp_phantom_label (1, CP_SPLIT_TRAIN, i) == cp_phantom_label (2, CP_SPLIT_TRAIN, i);
  g_assert_cmpuint (same, <, 800);
  g_assert_cmpuint (same, >, 450);
}

static double
correlation (const guint8 *a,
             const guint8 *b,
             gsize         n)
{
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;

  for (gsize i = 0; i < n; i++)
    {
      sa += a[i];
      sb += b[i];
      saa += a[i] * a[i];
      sbb += b[i] * b[i];
      sab += a[i] * b[i];
    }

  return (sab - sa * sb / n) / sqrt ((saa - sa * sa / n) * (sbb - sb * sb / n));
}

/* One chest at 28 and at 224 pixels is one chest; another is another. */
static void
test_sizes (void)
{
  double lowest = 1, across = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (CpGreyImage) large = cp_grey_image_new (224, 224);
      g_autoptr (CpGreyImage) shrunk = NULL;
      guint8 small[28 * 28], other[28 * 28];

      cp_phantom_render (1, CP_SPLIT_TRAIN, i, 28, small, NULL);
      cp_phantom_render (1, CP_SPLIT_TRAIN, i + 100, 28, other, NULL);
      cp_phantom_render (1, CP_SPLIT_TRAIN, i, 224, large->pixels, NULL);
      shrunk = cp_grey_image_to_square (large, 28);
      lowest = MIN (lowest, correlation (small, shrunk->pixels, 28 * 28));
      across += correlation (other, shrunk->pixels, 28 * 28) / 12;
    }

  g_test_message ("same chest: at least %.3f, another: %.3f on average", lowest, across);
  g_assert_cmpfloat (lowest, >, 0.97);
  g_assert_cmpfloat (across, <, 0.95);
}

/* Every chest uses the range of grey, and no two are alike. */
static void
test_exposure (void)
{
  for (guint i = 0; i < 50; i++)
    {
      guint8 pixels[28 * 28];
      double sum = 0, squares = 0;

      cp_phantom_render (9, CP_SPLIT_TEST, i, 28, pixels, NULL);
      for (guint j = 0; j < 28 * 28; j++)
        {
          sum += pixels[j];
          squares += pixels[j] * pixels[j];
        }
      sum /= 28 * 28;
      g_assert_cmpfloat (sum, >, 70);
      g_assert_cmpfloat (sum, <, 215);
      g_assert_cmpfloat (sqrt (squares / (28 * 28) - sum * sum), >, 20);
    }
}

static void
test_truth (void)
{
  for (guint i = 0; i < 200; i++)
    {
      guint8 pixels[8 * 8];
      CpPhantomTruth truth, told;

      cp_phantom_render (1, CP_SPLIT_TRAIN, i, 8, pixels, &truth);
      cp_phantom_get_truth (1, CP_SPLIT_TRAIN, i, &told);
      g_assert_cmpuint (told.n_opacities, ==, truth.n_opacities);
      g_assert_cmpmem (told.opacities, told.n_opacities * sizeof *told.opacities,
                       truth.opacities, truth.n_opacities * sizeof *truth.opacities);
      g_assert_cmpuint (truth.label, ==, cp_phantom_label (1, CP_SPLIT_TRAIN, i));
      g_assert_true ((truth.n_opacities > 0) == (truth.label == 1));
      g_assert_cmpuint (truth.n_opacities, <=, CP_PHANTOM_MAX_OPACITIES);
      for (guint k = 0; k < truth.n_opacities; k++)
        {
          const CpPhantomOpacity *o = &truth.opacities[k];

          g_assert_true (o->x > 0 && o->x < 1 && o->y > 0 && o->y < 1);
          g_assert_true (o->radius_x > 0.02 && o->radius_x < 0.4 && o->radius_y > 0.02 && o->radius_y < 0.5);
          g_assert_true (o->strength > 0.1 && o->strength < 1.2);
        }
    }
}

/* Where the truth says that there is a strong opacity, the lung is brighter than the same place on the other side. */
static void
test_truth_is_there (void)
{
  guint brighter = 0, n = 0;

  for (guint i = 0; i < 400; i++)
    {
      guint8 pixels[64 * 64];
      CpPhantomTruth truth;
      const CpPhantomOpacity *o = truth.opacities;
      guint x, y;

      cp_phantom_render (1, CP_SPLIT_TRAIN, i, 8, pixels, &truth); /* a quick look */
      if (truth.n_opacities != 1 || o->strength < 0.6)
        continue;
      cp_phantom_render (1, CP_SPLIT_TRAIN, i, 64, pixels, NULL);
      x = o->x * 64;
      y = o->y * 64;
      brighter += pixels[y * 64 + x] > pixels[y * 64 + 63 - x] + 10;
      n++;
    }

  g_test_message ("%u of %u", brighter, n);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (brighter * 10, >, n * 7);
}

static void
test_dataset (void)
{
  CpPhantomSettings settings = SMALL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = cp_phantom_dataset_new (&settings, &error);
  const CpImageSet *test;
  guint8 pixels[28 * 28];

  g_assert_no_error (error);
  test = cp_dataset_get_split (dataset, CP_SPLIT_TEST);
  g_assert_cmpint (cp_dataset_get_kind (dataset), ==, CP_DATASET_PHANTOM);
  g_assert_cmpstr (cp_dataset_get_name (dataset), ==, "Phantoms");
  g_assert_cmpstr (cp_dataset_get_location (dataset), ==, "phantom");
  g_assert_cmpuint (test->n, ==, 16);
  cp_phantom_render (5, CP_SPLIT_TEST, 11, 28, pixels, NULL);
  g_assert_cmpmem (test->pixels + 11 * 784, 784, pixels, 784);
  g_assert_cmpuint (cp_dataset_get_duplicates (dataset).groups, ==, 0);
}

/* The file holds what the generator makes, is known for what it is, and is the same each time. */
static void
test_file (void)
{
  CpPhantomSettings settings = SMALL;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (CpDataset) made = cp_phantom_dataset_new (&settings, NULL);
  char *path = write_file ("phantoms.npz", nothing);
  g_autoptr (CpDataset) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL;
  gsize first_size, second_size;

  cp_phantom_write_npz (&settings, path, &error);
  g_assert_no_error (error);
  loaded = cp_dataset_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_dataset_get_fingerprint (loaded), ==, cp_dataset_get_fingerprint (made));
  g_assert_cmpint (cp_dataset_get_kind (loaded), ==, CP_DATASET_PHANTOM);
  g_assert_cmpstr (cp_dataset_get_location (loaded), ==, path);

  g_assert_true (g_file_get_contents (path, &first, &first_size, NULL));
  cp_phantom_write_npz (&settings, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &second, &second_size, NULL));
  g_assert_cmpmem (first, first_size, second, second_size);
  remove_file (path);
}

static void
test_refused (void)
{
  static const struct { CpPhantomSettings settings; const char *message; } cases[] = {
    { { 7, 10, 10, 10, 1 }, "phantoms: expected a size of 8 to 1024 pixels, found 7" },
    { { 1025, 10, 10, 10, 1 }, "phantoms: expected a size of 8 to 1024 pixels, found 1025" },
    { { 28, 3, 10, 10, 1 }, "phantoms: expected 4 to 2739137 train images of 28×28, found 3" },
    { { 1024, 10, 10, 2049, 1 }, "phantoms: expected 4 to 2048 test images of 1024×1024, found 2049" },
    { { 8, 10, 4000001, 10, 1 }, "phantoms: expected 4 to 4000000 val images of 8×8, found 4000001" },
  };
  CpPhantomSettings good = SMALL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (cp_phantom_dataset_new (&cases[i].settings, &refused));
      g_assert_error (refused, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT);
      g_assert_cmpstr (refused->message, ==, cases[i].message);
      g_assert_false (cp_phantom_write_npz (&cases[i].settings, "/nowhere/p.npz", NULL));
    }

  g_assert_false (cp_phantom_write_npz (&good, "/nowhere/p.npz", &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO);
  g_assert_cmpstr (error->message, ==, "/nowhere/p.npz: its folder does not exist");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phantom/pure", test_pure);
  g_test_add_func ("/phantom/balance", test_balance);
  g_test_add_func ("/phantom/labels-differ-by-seed", test_labels_differ_by_seed);
  g_test_add_func ("/phantom/sizes", test_sizes);
  g_test_add_func ("/phantom/exposure", test_exposure);
  g_test_add_func ("/phantom/truth", test_truth);
  g_test_add_func ("/phantom/truth-is-there", test_truth_is_there);
  g_test_add_func ("/phantom/dataset", test_dataset);
  g_test_add_func ("/phantom/file", test_file);
  g_test_add_func ("/phantom/refused", test_refused);

  return g_test_run ();
}
