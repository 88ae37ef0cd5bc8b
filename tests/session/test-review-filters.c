/* SPDX-License-Identifier: MIT */

/* Filters by pinned threshold and verdict, alone and together, and the order by uncertainty. */

#include "image-buffer.h"
#include "review.h"

#include <math.h>
#include <string.h>

#define N 1000

static double probabilities[N];
static double deviations[N];

static CpDataset *
make_dataset (void)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };

  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      cp_image_buffer_init (&buffers[split], N, 8, NULL);
      memset (buffers[split].pixels, 0, N * 8 * 8);
      for (guint i = 0; i < N; i++)
        buffers[split].labels[i] = i % 8 < 5;
    }
  return cp_dataset_new_take ("Made up", "made up", CP_DATASET_NPZ, buffers);
}

static CpReview *
make_review (gboolean ensemble)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (CpDataset) dataset = make_dataset ();
  g_autoptr (GError) error = NULL;
  CpReview *review = cp_review_new ();

  for (guint i = 0; i < N; i++)
    {
      probabilities[i] = g_rand_int_range (random, 0, 201) / 200.0;
      deviations[i] = g_rand_int_range (random, 0, 50) / 100.0;
    }
  cp_review_set_dataset (review, dataset);
  cp_review_set_ensemble_scores (review, CP_SPLIT_TEST, probabilities, ensemble ? deviations : NULL, N, &error);
  g_assert_no_error (error);
  return review;
}

static guint
index_at (CpReview *review,
          guint     position)
{
  g_autoptr (CpReviewImage) image = g_list_model_get_item (cp_review_get_images (review), position);

  return cp_review_image_get_index (image);
}

static guint
n_listed (CpReview *review)
{
  return g_list_model_get_n_items (cp_review_get_images (review));
}

/* The definition, spelt out: every filter must hold. */
static gboolean
expected (CpReview *review,
          guint     index)
{
  const double p = probabilities[index];
  const double t = cp_review_get_threshold (review), pinned = cp_review_get_pinned (review);
  const gboolean pneumonia = index % 8 < 5;
  const CpVerdict verdict = cp_review_get_verdict (review, CP_SPLIT_TEST, index);
  const CpVerdict verdicts[] = { 0, CP_VERDICT_AGREE, CP_VERDICT_DISAGREE, CP_VERDICT_UNSURE, CP_VERDICT_NONE };
  const CpVerdictFilter filter = cp_review_get_verdict_filter (review);
  const CpOutcome outcome = p >= t ? (pneumonia ? CP_OUTCOME_TRUE_POSITIVE : CP_OUTCOME_FALSE_POSITIVE)
                                   : (pneumonia ? CP_OUTCOME_FALSE_NEGATIVE : CP_OUTCOME_TRUE_NEGATIVE);

  if (cp_review_get_filter (review) != CP_OUTCOME_NONE && cp_review_get_filter (review) != outcome)
    return FALSE;
  if (cp_review_get_changed_only (review) && !(p >= MIN (t, pinned) && p < MAX (t, pinned)))
    return FALSE;
  return filter == CP_VERDICT_FILTER_ANY || verdict == verdicts[filter];
}

static void
check_list (CpReview *review)
{
  guint n = 0;

  for (guint index = 0; index < N; index++)
    {
      guint position = G_MAXUINT;

      g_assert_cmpint (cp_review_find_image (review, index, &position), ==, expected (review, index));
      if (!expected (review, index))
        continue;
      g_assert_cmpuint (index_at (review, position), ==, index);
      n++;
    }
  g_assert_cmpuint (n_listed (review), ==, n);
}

static void
count (gpointer  object,
       gpointer  pspec,
       gpointer  user_data)
{
  (*(guint *) user_data)++;
}

static void
count_change (GListModel *model,
              guint       position,
              guint       removed,
              guint       added,
              guint      *n)
{
  (*n)++;
}

static void
test_changed_only (void)
{
  g_autoptr (CpReview) review = make_review (FALSE);
  guint notified = 0;

  g_signal_connect (review, "notify::changed-only", G_CALLBACK (count), &notified);
  cp_review_set_changed_only (review, TRUE);
  cp_review_set_changed_only (review, TRUE);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (n_listed (review), ==, 0);

  cp_review_set_pinned (review, 0.3);
  g_assert_cmpuint (n_listed (review), >, 0);
  check_list (review);
  for (guint step = 0; step <= 40; step++)
    {
      cp_review_set_threshold (review, step / 40.0);
      check_list (review);
    }
  cp_review_set_threshold (review, 0.3);
  g_assert_cmpuint (n_listed (review), ==, 0);
  cp_review_set_pinned (review, NAN);
  g_assert_cmpuint (n_listed (review), ==, 0);
  cp_review_set_changed_only (review, FALSE);
  g_assert_cmpuint (n_listed (review), ==, N);
}

static void
test_verdicts (void)
{
  g_autoptr (CpReview) review = make_review (FALSE);
  g_autoptr (CpReviewImage) image = g_list_model_get_item (cp_review_get_images (review), 7);
  g_autoptr (CpReviewImage) later = NULL;
  guint verdicts = 0, notes = 0;

  g_signal_connect (image, "notify::verdict", G_CALLBACK (count), &verdicts);
  g_signal_connect (image, "notify::note", G_CALLBACK (count), &notes);
  cp_review_set_verdict (review, CP_SPLIT_TEST, 7, CP_VERDICT_DISAGREE);
  cp_review_set_verdict (review, CP_SPLIT_TEST, 7, CP_VERDICT_DISAGREE);
  cp_review_set_verdict (review, CP_SPLIT_VALIDATION, 7, CP_VERDICT_AGREE);
  cp_review_set_verdict (review, CP_SPLIT_TEST, N, CP_VERDICT_AGREE);
  cp_review_set_note (review, CP_SPLIT_TEST, 7, "rotated");
  cp_review_set_note (review, CP_SPLIT_TEST, 8, "");
  g_assert_cmpuint (verdicts, ==, 1);
  g_assert_cmpuint (notes, ==, 1);
  g_assert_cmpint (cp_review_image_get_verdict (image), ==, CP_VERDICT_DISAGREE);
  g_assert_cmpstr (cp_review_image_get_note (image), ==, "rotated");
  g_assert_null (cp_review_get_note (review, CP_SPLIT_TEST, 8));

  /* an image made later knows it too, and so does the other split */
  cp_review_set_split (review, CP_SPLIT_VALIDATION);
  later = g_list_model_get_item (cp_review_get_images (review), 7);
  g_assert_cmpint (cp_review_image_get_verdict (later), ==, CP_VERDICT_AGREE);
  g_assert_null (cp_review_image_get_note (later));

  cp_review_set_note (review, CP_SPLIT_TEST, 7, NULL);
  g_assert_null (cp_review_get_note (review, CP_SPLIT_TEST, 7));
  cp_review_set_dataset (review, cp_review_get_dataset (review));
  g_assert_cmpint (cp_review_get_verdict (review, CP_SPLIT_TEST, 7), ==, CP_VERDICT_NONE);
}

static void
test_verdict_filter (void)
{
  g_autoptr (CpReview) review = make_review (FALSE);

  for (guint i = 0; i < N; i += 3)
    cp_review_set_verdict (review, CP_SPLIT_TEST, i, (CpVerdict) (i / 3 % CP_N_VERDICTS));
  for (CpVerdictFilter filter = CP_VERDICT_FILTER_ANY; filter <= CP_VERDICT_FILTER_NONE; filter++)
    {
      cp_review_set_verdict_filter (review, filter);
      g_assert_cmpuint (n_listed (review), >, 0);
      check_list (review);
    }

  /* listed are those not yet judged: one that is judged leaves, and comes back when the verdict is taken back */
  g_assert_true (cp_review_find_image (review, 1, &(guint){ 0 }));
  cp_review_set_verdict (review, CP_SPLIT_TEST, 1, CP_VERDICT_UNSURE);
  g_assert_false (cp_review_find_image (review, 1, &(guint){ 0 }));
  cp_review_set_verdict (review, CP_SPLIT_TEST, 1, CP_VERDICT_NONE);
  check_list (review);
}

static void
test_together (void)
{
  g_autoptr (CpReview) review = make_review (FALSE);
  guint signals = 0;

  for (guint i = 0; i < N; i++)
    cp_review_set_verdict (review, CP_SPLIT_TEST, i, (CpVerdict) (i % CP_N_VERDICTS));
  cp_review_set_pinned (review, 0.2);
  cp_review_set_threshold (review, 0.7);
  cp_review_set_changed_only (review, TRUE);
  for (CpOutcome outcome = CP_OUTCOME_NONE; outcome <= CP_OUTCOME_TRUE_NEGATIVE; outcome++)
    for (CpVerdictFilter filter = CP_VERDICT_FILTER_ANY; filter <= CP_VERDICT_FILTER_NONE; filter++)
      for (CpSort sort = CP_SORT_INDEX; sort <= CP_SORT_UNCERTAINTY; sort++)
        {
          cp_review_set_filter (review, outcome);
          cp_review_set_verdict_filter (review, filter);
          cp_review_set_sort (review, sort);
          check_list (review);
        }
  g_assert_true (cp_review_is_filtered (review));
  cp_review_set_filter (review, CP_OUTCOME_TRUE_NEGATIVE); /* lists none of those changed so */
  g_assert_cmpuint (n_listed (review), ==, 0);
  g_signal_connect (cp_review_get_images (review), "items-changed", G_CALLBACK (count_change), &signals);
  cp_review_clear_filters (review);
  g_assert_cmpuint (signals, ==, 1);
  g_assert_false (cp_review_is_filtered (review));
  g_assert_cmpuint (n_listed (review), ==, N);
  g_assert_cmpfloat (cp_review_get_pinned (review), ==, 0.2);
}

/* Changes all over the list are told of at once: listeners pay for each signal. */
static void
test_many_runs (void)
{
  g_autoptr (CpReview) review = make_review (FALSE);
  guint signals = 0;

  for (guint i = 1; i < N; i += 2)
    cp_review_set_verdict (review, CP_SPLIT_TEST, i, CP_VERDICT_AGREE);
  cp_review_set_verdict_filter (review, CP_VERDICT_FILTER_NONE);
  g_assert_cmpuint (n_listed (review), ==, N / 2);
  g_signal_connect (cp_review_get_images (review), "items-changed", G_CALLBACK (count_change), &signals);
  cp_review_set_verdict_filter (review, CP_VERDICT_FILTER_ANY);
  g_assert_cmpuint (signals, ==, 1);
  check_list (review);
}

static void
test_uncertainty (void)
{
  g_autoptr (CpReview) review = make_review (TRUE);
  g_autoptr (CpReview) single = make_review (FALSE);

  g_assert_true (cp_review_has_deviations (review));
  cp_review_set_sort (review, CP_SORT_UNCERTAINTY);
  for (guint i = 1; i < N; i++)
    {
      guint left = index_at (review, i - 1), right = index_at (review, i);

      g_assert_cmpfloat (deviations[left], >=, deviations[right]);
      if (deviations[left] == deviations[right])
        g_assert_cmpuint (left, <, right);
    }
  g_assert_cmpuint (index_at (review, 0), !=, 0);

  /* a single network has none: as in the data set */
  g_assert_false (cp_review_has_deviations (single));
  cp_review_set_sort (single, CP_SORT_UNCERTAINTY);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (index_at (single, i), ==, i);
}

static void
test_verdict_names (void)
{
  CpVerdict verdict = CP_VERDICT_UNSURE;

  for (CpVerdict each = CP_VERDICT_NONE; each < CP_N_VERDICTS; each++)
    {
      g_assert_true (cp_verdict_from_name (cp_verdict_get_name (each), &verdict));
      g_assert_cmpint (verdict, ==, each);
    }
  g_assert_cmpstr (cp_verdict_get_name (CP_VERDICT_DISAGREE), ==, "disagree");
  g_assert_false (cp_verdict_from_name ("Agree", &verdict));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/filter/changed-only", test_changed_only);
  g_test_add_func ("/review/filter/verdicts", test_verdict_filter);
  g_test_add_func ("/review/filter/together", test_together);
  g_test_add_func ("/review/filter/many-runs", test_many_runs);
  g_test_add_func ("/review/verdicts", test_verdicts);
  g_test_add_func ("/review/verdict-names", test_verdict_names);
  g_test_add_func ("/review/uncertainty", test_uncertainty);
  return g_test_run ();
}
