/* SPDX-License-Identifier: MIT */
/* What is said of images: one of them, those listed, and why none is. */
#include "image-empty.h"
#include "image-words.h"
#include "widget-test.h"

static void
test_count (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autofree char *words = NULL;

  cp_review_set_verdict (review, CP_SPLIT_TEST, 4, CP_VERDICT_UNSURE);
  cp_review_set_verdict (review, CP_SPLIT_TEST, 17, CP_VERDICT_UNSURE);
  cp_review_set_verdict_filter (review, CP_VERDICT_FILTER_UNSURE);
  words = cp_review_describe_count (review);
  g_assert_cmpstr (words, ==, "2 of 624 images");
}

/* What a sentence compares is not printed alike where it differs. */
static void
test_digits (void)
{
  struct { double probability, threshold; const char *text; } cases[] = {
    { 0.5, 0.25, "0.500" }, { 0.0378, 0.0382, "0.0378" }, { 0.038, 0.038, "0.038" }, { 0.5 - 1e-7, 0.5, "0.4999999" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cp_probability_to_string_beside (cases[i].probability, cases[i].threshold);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_explained (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  const CpImageSet *images = cp_dataset_get_split (cp_review_get_dataset (review), CP_SPLIT_TEST);
  g_autofree double *scores = g_new0 (double, images->n);
  g_autoptr (CpReviewImage) image = NULL;
  g_autofree char *explained = NULL;
  g_autofree char *sealed = NULL;

  scores[0] = 0.0378;
  g_assert_true (cp_review_set_scores (review, CP_SPLIT_TEST, scores, images->n, NULL));
  image = g_list_model_get_item (cp_review_get_images (review), 0);
  explained = cp_image_explain (image, 0.0382);
  sealed = cp_image_explain_sealed (image);
  g_assert_cmpstr (explained, ==, "Image 0 is a pneumonia. Its probability 0.0378 is below the threshold 0.0382: missed "
                                  "(false negative).");
  g_assert_cmpstr (sealed, ==, "Image 0 is a pneumonia. What the model makes of it is sealed until a threshold is "
                               "locked.");
}

static void
test_empty (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();

  cp_review_set_changed_only (review, TRUE);
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "No threshold is pinned");
  cp_review_set_pinned (review, cp_review_get_threshold (review));
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "No decision has changed");
  cp_review_set_verdict_filter (review, CP_VERDICT_FILTER_AGREE);
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "No image passes all filters");
  cp_review_set_changed_only (review, FALSE);
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "You agree with no image yet");
  cp_review_clear_filters (review);
  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  cp_review_set_threshold (review, 0);
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "No missed pneumonias");
  cp_review_set_sealed (review, TRUE);
  g_assert_cmpstr (cp_image_empty_get_hint (review), ==, "The test figures are sealed until a threshold is locked.");
  cp_review_set_sealed (review, FALSE);
  cp_review_set_dataset (review, NULL);
  g_assert_cmpstr (cp_image_empty_get_title (review), ==, "No images yet");
}

int
main (int   argc,
      char *argv[])
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/widgets/image-words/count", test_count);
  g_test_add_func ("/widgets/image-words/digits", test_digits);
  g_test_add_func ("/widgets/image-words/explained", test_explained);
  g_test_add_func ("/widgets/image-words/empty", test_empty);

  return g_test_run ();
}
