/* SPDX-License-Identifier: MIT */
#include "phantom.h"
#include "review.h"

#include <math.h>

/* What is sealed can neither be seen nor guessed from what is shown. */

static CpDataset *dataset;

static void
set_scores (CpReview *review,
            CpSplit   split,
            double    probability)
{
  const gsize n = cp_dataset_get_split (dataset, split)->n;
  g_autofree double *scores = g_new (double, n);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    scores[i] = probability;
  g_assert_true (cp_review_set_scores (review, split, scores, n, &error));
  g_assert_no_error (error);
}

static double
first_probability (CpReview *review)
{
  g_autoptr (CpReviewImage) image = g_list_model_get_item (cp_review_get_images (review), 0);

  return cp_review_image_get_scored (image) ? cp_review_image_get_probability (image) : NAN;
}

static void
count (guint *n)
{
  (*n)++;
}

static void
assert_hidden (CpReview *review)
{
  guint normal[4], pneumonia[4];

  g_assert_true (cp_review_get_sealed (review));
  g_assert_false (cp_review_has_scores (review));
  g_assert_null (cp_review_get_predictions_of (review, CP_SPLIT_TEST));
  g_assert_true (isnan (cp_review_get_metric (review, CP_METRIC_AUROC).value));
  g_assert_cmpuint (cp_review_get_confusion (review).tp, ==, 0);
  g_assert_true (isnan (first_probability (review)));
  cp_review_get_histogram (review, 4, normal, pneumonia);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (normal[i] + pneumonia[i], ==, 0);
}

static void
test_hides (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  guint figures = 0, scores = 0;

  cp_review_set_dataset (review, dataset);
  set_scores (review, CP_SPLIT_TEST, 0.75);
  set_scores (review, CP_SPLIT_VALIDATION, 0.25);
  g_signal_connect_swapped (review, "figures-changed", G_CALLBACK (count), &figures);
  g_signal_connect_swapped (review, "scores-changed", G_CALLBACK (count), &scores);

  g_object_set (review, "sealed", TRUE, NULL);
  g_assert_cmpuint (figures, ==, 1);
  g_assert_cmpuint (scores, ==, 1);
  assert_hidden (review);
  cp_review_set_filter (review, CP_OUTCOME_FALSE_POSITIVE);
  g_assert_cmpuint (g_list_model_get_n_items (cp_review_get_images (review)), ==, 0);
  cp_review_set_filter (review, CP_OUTCOME_NONE);

  cp_review_set_split (review, CP_SPLIT_VALIDATION);
  g_assert_true (cp_review_has_scores (review));
  g_assert_cmpfloat (first_probability (review), ==, 0.25);
  cp_review_set_split (review, CP_SPLIT_TEST);
  assert_hidden (review);
}

/* Scores that arrive under the seal are there once it is broken. */
static void
test_keeps (void)
{
  g_autoptr (CpReview) review = cp_review_new ();

  cp_review_set_dataset (review, dataset);
  cp_review_set_sealed (review, TRUE);
  set_scores (review, CP_SPLIT_TEST, 0.75);
  assert_hidden (review);
  cp_review_set_sealed (review, FALSE);
  g_assert_true (cp_review_has_scores (review));
  g_assert_cmpfloat (first_probability (review), ==, 0.75);
}

int
main (int   argc,
      char *argv[])
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 20, .n_val = 20, .n_test = 20, .seed = 1 };
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = cp_phantom_dataset_new (&settings, NULL);
  g_assert_nonnull (dataset);
  g_test_add_func ("/sealed/hides", test_hides);
  g_test_add_func ("/sealed/keeps", test_keeps);
  status = g_test_run ();
  cp_dataset_unref (dataset);

  return status;
}
