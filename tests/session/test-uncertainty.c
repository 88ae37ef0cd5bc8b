/* SPDX-License-Identifier: MIT */
#include "phantom.h"
#include "review.h"

#include <glib/gstdio.h>
#include <math.h>

/* Each image's spread under an ensemble. */

#define N 12

static CpDataset *
make_dataset (void)
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 4, .n_val = 4, .n_test = N, .seed = 9 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  CpDataset *dataset;

  g_assert_no_error (error);
  path = g_build_filename (folder, "phantoms.npz", NULL);
  cp_phantom_write_npz (&settings, path, &error);
  g_assert_no_error (error);
  dataset = cp_dataset_load (path, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);

  return dataset;
}

static CpReviewImage *
image_at (CpReview *review,
          guint     position)
{
  return g_list_model_get_item (cp_review_get_images (review), position);
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_deviations (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  CpDataset *dataset = make_dataset ();
  g_autoptr (CpReviewImage) seen = NULL;
  g_autoptr (CpReviewImage) late = NULL;
  g_autoptr (GError) error = NULL;
  double p[N], deviations[N], read;
  guint notified = 0;

  for (guint i = 0; i < N; i++)
    {
      p[i] = i / (double) N;
      deviations[i] = 0.01 * i;
    }
  cp_review_set_dataset (review, dataset);
  cp_dataset_unref (dataset);
  seen = image_at (review, 3);
  g_signal_connect_swapped (seen, "notify::deviation", G_CALLBACK (count), &notified);
  g_assert_true (isnan (cp_review_image_get_deviation (seen)));

  /* images that were there, and such as are made later */
  cp_review_set_ensemble_scores (review, CP_SPLIT_TEST, p, deviations, N, &error);
  g_assert_no_error (error);
  late = image_at (review, 5);
  g_assert_cmpfloat (cp_review_image_get_deviation (seen), ==, 0.01 * 3);
  g_assert_cmpfloat (cp_review_image_get_deviation (late), ==, 0.01 * 5);
  g_object_get (late, "deviation", &read, NULL);
  g_assert_cmpfloat (read, ==, 0.01 * 5);
  g_assert_cmpuint (notified, ==, 1);
  cp_review_set_ensemble_scores (review, CP_SPLIT_TEST, p, deviations, N, &error);
  g_assert_cmpuint (notified, ==, 1);

  /* another split and back: images are others, their spread is the same */
  cp_review_set_split (review, CP_SPLIT_TRAIN);
  cp_review_set_split (review, CP_SPLIT_TEST);
  g_clear_object (&late);
  late = image_at (review, 5);
  g_assert_cmpfloat (cp_review_image_get_deviation (late), ==, 0.01 * 5);

  /* a single network has none */
  cp_review_set_scores (review, CP_SPLIT_TEST, p, N, &error);
  g_assert_no_error (error);
  g_assert_true (isnan (cp_review_image_get_deviation (late)));
  g_assert_cmpfloat (cp_review_image_get_probability (late), ==, p[5]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uncertainty/deviations", test_deviations);
  return g_test_run ();
}
