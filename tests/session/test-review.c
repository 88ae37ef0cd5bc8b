/* SPDX-License-Identifier: MIT */
#include "evaluation-error.h"
#include "phantom.h"
#include "review.h"
#include "session-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A few phantoms, made once. */
static CpDataset *dataset;

static const CpImageSet *
split_images (CpSplit split)
{
  return cp_dataset_get_split (dataset, split);
}

/* Probabilities that follow the labels, not too closely, with ties. */
static double *
make_scores (CpSplit split,
             guint32 seed)
{
  const CpImageSet *images = split_images (split);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  double *scores = g_new (double, images->n);

  for (gsize i = 0; i < images->n; i++)
    {
      double score = g_rand_double_range (random, -0.1, 0.7) + 0.4 * images->labels[i];

      scores[i] = CLAMP (round (score * 1000.0) / 1000.0, 0.0, 1.0);
    }
  return scores;
}

static void
set_scores (CpReview *review,
            CpSplit   split,
            guint32   seed)
{
  g_autofree double *scores = make_scores (split, seed);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_review_set_scores (review, split, scores, split_images (split)->n, &error));
  g_assert_no_error (error);
}

static CpReview *
scored_review (void)
{
  CpReview *review = cp_review_new ();

  cp_review_set_dataset (review, dataset);
  set_scores (review, CP_SPLIT_TEST, 1);
  return review;
}

/* What a list view would do: follows items-changed and must end up with the list. */
typedef struct
{
  GListModel *model;
  GPtrArray *items;
  guint signals;
  guint removed;
  guint added;
} Follower;

static void
follow (GListModel *model,
        guint       position,
        guint       removed,
        guint       added,
        gpointer    user_data)
{
  Follower *follower = user_data;

  if (removed > 0)
    g_ptr_array_remove_range (follower->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (follower->items, position + i, g_list_model_get_item (model, position + i));
  follower->signals++;
  follower->removed += removed;
  follower->added += added;
  g_assert_cmpuint (follower->items->len, ==, g_list_model_get_n_items (model));
}

static void
follower_init (Follower *follower,
               CpReview *review)
{
  *follower = (Follower){ .model = cp_review_get_images (review) };
  follower->items = g_ptr_array_new_with_free_func (g_object_unref);
  follow (follower->model, 0, 0, g_list_model_get_n_items (follower->model), follower);
  follower->signals = follower->removed = follower->added = 0;
  g_signal_connect (follower->model, "items-changed", G_CALLBACK (follow), follower);
}

static void
follower_check (Follower *follower)
{
  for (guint i = 0; i < follower->items->len; i++)
    {
      g_autoptr (CpReviewImage) image = g_list_model_get_item (follower->model, i);

      g_assert_true (image == g_ptr_array_index (follower->items, i));
    }
}

static void
follower_clear (Follower *follower)
{
  follower_check (follower);
  g_signal_handlers_disconnect_by_data (follower->model, follower);
  g_ptr_array_unref (follower->items);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Follower, follower_clear)

static void
count (gpointer object,
       guint   *n)
{
  (*n)++;
}

static void
count_notify (gpointer    object,
              GParamSpec *pspec,
              guint      *n)
{
  (*n)++;
}

static void
test_empty (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  CpConfusion confusion = cp_review_get_confusion (review);
  guint normal[2] = { 9, 9 }, pneumonia[2] = { 9, 9 };
  guint position;

  g_assert_cmpuint (g_list_model_get_n_items (cp_review_get_images (review)), ==, 0);
  g_assert_null (g_list_model_get_item (cp_review_get_images (review), 0));
  g_assert_null (cp_review_get_dataset (review));
  g_assert_null (cp_review_get_predictions (review));
  g_assert_false (cp_review_has_scores (review));
  g_assert_false (cp_review_find_image (review, 0, &position));
  g_assert_cmpuint (confusion.tp + confusion.fp + confusion.fn + confusion.tn, ==, 0);
  g_assert_true (isnan (cp_review_get_metric (review, CP_METRIC_RECALL).value));
  cp_review_get_histogram (review, 2, normal, pneumonia);
  g_assert_cmpuint (normal[0] + normal[1] + pneumonia[0] + pneumonia[1], ==, 0);
  cp_review_set_sort (review, CP_SORT_WRONGNESS);
  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  cp_review_set_threshold (review, 0.25);
}

static void
test_unscored (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  const CpImageSet *images = split_images (CP_SPLIT_TEST);
  GListModel *list = cp_review_get_images (review);
  g_autoptr (CpReviewImage) image = NULL;

  cp_review_set_dataset (review, dataset);
  cp_review_set_sort (review, CP_SORT_PROBABILITY);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, images->n);
  image = g_list_model_get_item (list, 3);
  g_assert_cmpuint (cp_review_image_get_index (image), ==, 3);
  g_assert_cmpint (cp_review_image_get_pneumonia (image), ==, images->labels[3]);
  g_assert_cmpuint (cp_review_image_get_size (image), ==, images->size);
  g_assert_true (cp_review_image_get_pixels (image) == images->pixels + (gsize) 3 * images->size * images->size);
  g_assert_false (cp_review_image_get_scored (image));
  g_assert_true (isnan (cp_review_image_get_probability (image)));
  g_assert_cmpint (cp_review_image_get_outcome (image, 0.5), ==, CP_OUTCOME_NONE);

  cp_review_set_filter (review, CP_OUTCOME_TRUE_NEGATIVE);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
}

/* An image and its pixels outlive the review and everyone else's data set. */
static void
test_image_outlives (void)
{
  CpReview *review = scored_review ();
  g_autoptr (CpReviewImage) image = g_list_model_get_item (cp_review_get_images (review), 0);
  const guint8 *pixels = cp_review_image_get_pixels (image);

  g_assert_finalize_object (review);
  g_assert_cmpmem (pixels, 16, split_images (CP_SPLIT_TEST)->pixels, 16);
  g_assert_true (cp_review_image_get_scored (image));
}

static void
test_properties (void)
{
  g_autoptr (CpReview) review = scored_review ();
  guint notified = 0, figures = 0, scores = 0, split;
  double threshold;
  CpOutcome filter;
  CpSort sort;

  g_signal_connect (review, "figures-changed", G_CALLBACK (count), &figures);
  g_signal_connect (review, "scores-changed", G_CALLBACK (count), &scores);
  g_signal_connect (review, "notify", G_CALLBACK (count_notify), &notified);

  g_object_set (review, "threshold", 0.125, "filter", CP_OUTCOME_FALSE_POSITIVE, "sort", CP_SORT_WRONGNESS, NULL);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_cmpuint (figures, ==, 1);
  g_assert_cmpuint (scores, ==, 0);
  g_object_set (review, "threshold", 0.125, "filter", CP_OUTCOME_FALSE_POSITIVE, "sort", CP_SORT_WRONGNESS,
                "split", CP_SPLIT_TEST, NULL);
  g_assert_cmpuint (notified, ==, 3);
  g_object_set (review, "split", CP_SPLIT_VALIDATION, NULL);
  g_assert_cmpuint (notified, ==, 4);
  g_assert_cmpuint (figures, ==, 2);
  g_assert_cmpuint (scores, ==, 1);

  g_object_get (review, "threshold", &threshold, "filter", &filter, "sort", &sort, "split", &split, NULL);
  g_assert_cmpfloat (threshold, ==, 0.125);
  g_assert_cmpint (filter, ==, CP_OUTCOME_FALSE_POSITIVE);
  g_assert_cmpint (sort, ==, CP_SORT_WRONGNESS);
  g_assert_cmpuint (split, ==, CP_SPLIT_VALIDATION);
}

static void
test_threshold_clamped (void)
{
  g_autoptr (CpReview) review = scored_review ();
  guint notified = 0;

  g_assert_cmpfloat (cp_review_get_threshold (review), ==, 0.5);
  cp_review_set_threshold (review, 3.0);
  g_assert_cmpfloat (cp_review_get_threshold (review), ==, 1.0);
  cp_review_set_threshold (review, -INFINITY);
  g_assert_cmpfloat (cp_review_get_threshold (review), ==, 0.0);
  g_signal_connect (review, "notify::threshold", G_CALLBACK (count_notify), &notified);
  cp_review_set_threshold (review, NAN);
  cp_review_set_threshold (review, -0.5);
  g_assert_cmpfloat (cp_review_get_threshold (review), ==, 0.0);
  g_assert_cmpuint (notified, ==, 0);
}

/* The filters are the cells of the matrix: same counts, right outcome, no image twice. */
static void
test_filters_are_cells (void)
{
  g_autoptr (CpReview) review = scored_review ();
  GListModel *list = cp_review_get_images (review);

  for (guint step = 0; step <= 20; step++)
    {
      CpConfusion confusion;
      gsize expected[5];

      cp_review_set_threshold (review, step / 20.0);
      confusion = cp_review_get_confusion (review);
      expected[CP_OUTCOME_TRUE_POSITIVE] = confusion.tp;
      expected[CP_OUTCOME_FALSE_POSITIVE] = confusion.fp;
      expected[CP_OUTCOME_FALSE_NEGATIVE] = confusion.fn;
      expected[CP_OUTCOME_TRUE_NEGATIVE] = confusion.tn;
      for (CpOutcome outcome = CP_OUTCOME_TRUE_POSITIVE; outcome <= CP_OUTCOME_TRUE_NEGATIVE; outcome++)
        {
          cp_review_set_filter (review, outcome);
          g_assert_cmpuint (g_list_model_get_n_items (list), ==, expected[outcome]);
          for (guint i = 0; i < g_list_model_get_n_items (list); i++)
            {
              g_autoptr (CpReviewImage) image = g_list_model_get_item (list, i);

              g_assert_cmpint (cp_review_image_get_outcome (image, step / 20.0), ==, outcome);
            }
        }
    }
}

static double
sort_key (CpReviewImage *image,
          CpSort         sort)
{
  double probability = cp_review_image_get_probability (image);

  if (sort == CP_SORT_INDEX)
    return -(double) cp_review_image_get_index (image);
  return sort == CP_SORT_PROBABILITY ? probability : fabs (probability - cp_review_image_get_pneumonia (image));
}

static void
test_sort (void)
{
  g_autoptr (CpReview) review = scored_review ();
  GListModel *list = cp_review_get_images (review);

  for (CpOutcome filter = CP_OUTCOME_NONE; filter <= CP_OUTCOME_TRUE_NEGATIVE; filter++)
    for (CpSort sort = CP_SORT_INDEX; sort <= CP_SORT_WRONGNESS; sort++)
      {
        cp_review_set_filter (review, filter);
        cp_review_set_sort (review, sort);
        for (guint i = 1; i < g_list_model_get_n_items (list); i++)
          {
            g_autoptr (CpReviewImage) before = g_list_model_get_item (list, i - 1);
            g_autoptr (CpReviewImage) after = g_list_model_get_item (list, i);

            g_assert_cmpfloat (sort_key (before, sort), >=, sort_key (after, sort));
            if (sort_key (before, sort) == sort_key (after, sort))
              g_assert_cmpuint (cp_review_image_get_index (before), <, cp_review_image_get_index (after));
          }
      }
}

static void
test_find (void)
{
  g_autoptr (CpReview) review = scored_review ();
  GListModel *list = cp_review_get_images (review);
  guint shown = 0, n = (guint) split_images (CP_SPLIT_TEST)->n;

  cp_review_set_sort (review, CP_SORT_WRONGNESS);
  cp_review_set_filter (review, CP_OUTCOME_TRUE_POSITIVE);
  for (guint index = 0; index < n; index++)
    {
      guint position;
      g_autoptr (CpReviewImage) image = NULL;

      if (!cp_review_find_image (review, index, &position))
        continue;
      image = g_list_model_get_item (list, position);
      g_assert_cmpuint (cp_review_image_get_index (image), ==, index);
      shown++;
    }
  g_assert_cmpuint (shown, ==, g_list_model_get_n_items (list));
  g_assert_false (cp_review_find_image (review, n, &n));
}

/* Without a filter the list does not stir when the threshold moves. */
static void
test_threshold_without_filter (void)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };

  follower_init (&follower, review);
  for (guint step = 0; step <= 100; step++)
    cp_review_set_threshold (review, step / 100.0);
  g_assert_cmpuint (follower.signals, ==, 0);
}

/* Under a filter only images that change sides come and go, in any order of images. */
static void
check_threshold_moves (CpOutcome filter,
                       CpSort    sort)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };
  guint before;

  cp_review_set_sort (review, sort);
  cp_review_set_filter (review, filter);
  follower_init (&follower, review);
  before = follower.items->len;
  for (guint step = 50; step <= 100; step++)
    {
      guint came, gone, after;

      follower.removed = follower.added = 0;
      cp_review_set_threshold (review, step / 100.0);
      came = follower.added;
      gone = follower.removed;
      after = follower.items->len;
      g_assert_cmpuint (came + before, ==, gone + after);
      g_assert_cmpuint (MIN (came, gone), ==, 0);
      follower_check (&follower);
      before = after;
    }
  g_assert_cmpuint (follower.signals, >, 0);
}

static void
test_threshold_under_filter (void)
{
  for (CpOutcome filter = CP_OUTCOME_TRUE_POSITIVE; filter <= CP_OUTCOME_TRUE_NEGATIVE; filter++)
    for (CpSort sort = CP_SORT_INDEX; sort <= CP_SORT_WRONGNESS; sort++)
      check_threshold_moves (filter, sort);
}

/* A jump that changes images all over the list is one signal, and what stays is the same object. */
static void
test_threshold_jump (void)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };
  guint before;

  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  cp_review_set_threshold (review, 0.65);
  follower_init (&follower, review);
  before = follower.items->len;
  cp_review_set_threshold (review, 1.0);
  g_assert_cmpuint (follower.items->len, >, before + 64);
  g_assert_cmpuint (follower.signals, ==, 1);
  follower_check (&follower);
  before = follower.signals;
  cp_review_set_filter (review, CP_OUTCOME_NONE); /* so many runs that they are one */
  g_assert_cmpuint (follower.signals, ==, before + 1);
}

/* The same image is the same object through filters, orders, thresholds and new scores. */
static void
test_identity (void)
{
  g_autoptr (CpReview) review = scored_review ();
  GListModel *list = cp_review_get_images (review);
  g_autoptr (CpReviewImage) image = g_list_model_get_item (list, 5);
  g_autoptr (CpReviewImage) again = NULL;
  g_autoptr (CpReviewImage) newer = NULL;
  double before = cp_review_image_get_probability (image);
  guint position, notified = 0;

  cp_review_set_filter (review, cp_review_image_get_outcome (image, 0.5));
  cp_review_set_sort (review, CP_SORT_WRONGNESS);
  g_assert_true (cp_review_find_image (review, 5, &position));
  again = g_list_model_get_item (list, position);
  g_assert_true (again == image);

  cp_review_set_filter (review, CP_OUTCOME_NONE);
  g_signal_connect (image, "notify::probability", G_CALLBACK (count_notify), &notified);
  set_scores (review, CP_SPLIT_TEST, 2);
  g_assert_true (cp_review_find_image (review, 5, &position));
  newer = g_list_model_get_item (list, position);
  g_assert_true (newer == image);
  g_assert_cmpfloat (cp_review_image_get_probability (image), !=, before);
  g_assert_cmpuint (notified, ==, 1);
}

/* In the order of the index, a newer model moves no image: the list says nothing. */
static void
test_new_scores_keep_the_list (void)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };

  follower_init (&follower, review);
  set_scores (review, CP_SPLIT_TEST, 2);
  g_assert_cmpuint (follower.signals, ==, 0);
  follower_check (&follower);

  cp_review_set_filter (review, CP_OUTCOME_FALSE_POSITIVE);
  set_scores (review, CP_SPLIT_TEST, 3);
  follower_check (&follower);
  cp_review_set_sort (review, CP_SORT_PROBABILITY);
  set_scores (review, CP_SPLIT_TEST, 4);
  follower_check (&follower);
}

static void
test_splits (void)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };
  guint figures = 0;

  follower_init (&follower, review);
  g_signal_connect (review, "figures-changed", G_CALLBACK (count), &figures);
  set_scores (review, CP_SPLIT_VALIDATION, 3);
  g_assert_cmpuint (figures, ==, 0);
  g_assert_cmpuint (follower.signals, ==, 0);
  g_assert_nonnull (cp_review_get_predictions_of (review, CP_SPLIT_VALIDATION));
  g_assert_null (cp_review_get_predictions_of (review, CP_SPLIT_TRAIN));

  cp_review_set_split (review, CP_SPLIT_VALIDATION);
  g_assert_cmpuint (figures, ==, 1);
  g_assert_cmpuint (follower.items->len, ==, split_images (CP_SPLIT_VALIDATION)->n);
  g_assert_true (cp_review_get_predictions (review) == cp_review_get_predictions_of (review, CP_SPLIT_VALIDATION));

  cp_review_set_split (review, CP_SPLIT_TRAIN);
  g_assert_false (cp_review_has_scores (review));
  g_assert_cmpuint (follower.items->len, ==, split_images (CP_SPLIT_TRAIN)->n);
}

static void
test_figures (void)
{
  g_autoptr (CpReview) review = scored_review ();
  CpPredictions *predictions = cp_review_get_predictions (review);
  guint normal[10], pneumonia[10], n = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
      {
        CpEstimate found = cp_review_get_metric (review, metric);
        CpEstimate expected = cp_metric_compute (metric, predictions, 0.5);

        g_assert_cmpmem (&found, sizeof found, &expected, sizeof expected);
      }
  cp_review_get_histogram (review, 10, normal, pneumonia);
  for (guint i = 0; i < 10; i++)
    n += normal[i] + pneumonia[i];
  g_assert_cmpuint (n, ==, split_images (CP_SPLIT_TEST)->n);
}

static void
test_forget (void)
{
  g_autoptr (CpReview) review = scored_review ();
  g_auto (Follower) follower = { 0 };
  guint scores = 0;

  follower_init (&follower, review);
  g_signal_connect (review, "scores-changed", G_CALLBACK (count), &scores);
  g_assert_true (cp_review_set_scores (review, CP_SPLIT_TEST, NULL, 0, NULL));
  g_assert_false (cp_review_has_scores (review));
  set_scores (review, CP_SPLIT_TEST, 1);
  cp_review_set_dataset (review, dataset);
  g_assert_false (cp_review_has_scores (review));
  g_assert_cmpuint (scores, ==, 3);
  cp_review_set_dataset (review, NULL);
  g_assert_cmpuint (follower.items->len, ==, 0);
}

static void
test_refused (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  g_autofree double *scores = make_scores (CP_SPLIT_TEST, 1);
  gsize n = split_images (CP_SPLIT_TEST)->n;
  g_autoptr (GError) homeless = NULL;
  g_autoptr (GError) short_of = NULL;
  g_autoptr (GError) invalid = NULL;
  CpPredictions *before;

  g_assert_false (cp_review_set_scores (review, CP_SPLIT_TEST, scores, n, &homeless));
  g_assert_error (homeless, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);

  cp_review_set_dataset (review, dataset);
  set_scores (review, CP_SPLIT_TEST, 1);
  before = cp_review_get_predictions (review);
  g_assert_false (cp_review_set_scores (review, CP_SPLIT_TEST, scores, n - 1, &short_of));
  g_assert_error (short_of, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);
  scores[7] = NAN;
  g_assert_false (cp_review_set_scores (review, CP_SPLIT_TEST, scores, n, &invalid));
  g_assert_error (invalid, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_INVALID);
  g_assert_nonnull (strstr (invalid->message, "row 7"));
  g_assert_true (cp_review_get_predictions (review) == before);
}

/* A listener that moves the threshold back while it is told of a move. */
static void
move_back (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           gpointer    user_data)
{
  cp_review_set_threshold (user_data, 0.5);
}

static void
test_nested_change (void)
{
  g_autoptr (CpReview) review = scored_review ();
  GListModel *list = cp_review_get_images (review);
  guint before;

  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  before = g_list_model_get_n_items (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (move_back), review);
  cp_review_set_threshold (review, 0.55);
  g_assert_cmpfloat (cp_review_get_threshold (review), ==, 0.5);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, before);
  g_assert_cmpuint (before, ==, cp_review_get_confusion (review).fn);
}

static CpDataset *
make_dataset (void)
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 20, .n_val = 60, .n_test = 1000, .seed = 1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  g_autofree char *path = NULL;
  CpDataset *made;

  g_assert_no_error (error);
  path = g_build_filename (folder, "phantoms.npz", NULL);
  cp_phantom_write_npz (&settings, path, &error);
  g_assert_no_error (error);
  made = cp_dataset_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return made;
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dataset = make_dataset ();
  g_test_add_func ("/review/empty", test_empty);
  g_test_add_func ("/review/unscored", test_unscored);
  g_test_add_func ("/review/image-outlives", test_image_outlives);
  g_test_add_func ("/review/properties", test_properties);
  g_test_add_func ("/review/threshold-clamped", test_threshold_clamped);
  g_test_add_func ("/review/filters-are-cells", test_filters_are_cells);
  g_test_add_func ("/review/sort", test_sort);
  g_test_add_func ("/review/find", test_find);
  g_test_add_func ("/review/threshold-without-filter", test_threshold_without_filter);
  g_test_add_func ("/review/threshold-under-filter", test_threshold_under_filter);
  g_test_add_func ("/review/threshold-jump", test_threshold_jump);
  g_test_add_func ("/review/identity", test_identity);
  g_test_add_func ("/review/new-scores-keep-the-list", test_new_scores_keep_the_list);
  g_test_add_func ("/review/splits", test_splits);
  g_test_add_func ("/review/figures", test_figures);
  g_test_add_func ("/review/forget", test_forget);
  g_test_add_func ("/review/refused", test_refused);
  g_test_add_func ("/review/nested-change", test_nested_change);
  result = g_test_run ();
  cp_dataset_unref (dataset);
  return result;
}
