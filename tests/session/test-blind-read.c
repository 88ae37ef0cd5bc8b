/* SPDX-License-Identifier: MIT */
/* Judging first, then seeing the model: what is read, what is kept of it, what ends it, what comes of it. */
#include "blind-read.h"
#include "phantom.h"

#include <math.h>

#define N 40

static CpDataset *dataset;

typedef struct
{
  CpReview *review;
  CpVerdicts *verdicts;
} Fixture;

/* Image i of the test split has probability (i + ½) / N. */
static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  double scores[N];

  for (guint i = 0; i < N; i++)
    scores[i] = (i + 0.5) / N;
  f->review = cp_review_new ();
  cp_review_set_dataset (f->review, dataset);
  g_assert_true (cp_review_set_scores (f->review, CP_SPLIT_TEST, scores, N, NULL));
  cp_review_set_threshold (f->review, 0.5);
  f->verdicts = cp_verdicts_new (f->review);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->verdicts);
  g_assert_finalize_object (f->review);
}

static guint
index_of (CpBlindRead *read)
{
  return cp_review_image_get_index (cp_blind_read_get_image (read));
}

static CpVerdictRecord
record_of (Fixture *f,
           guint    index)
{
  CpVerdictRecord record;

  cp_verdicts_get (f->verdicts, CP_SPLIT_TEST, index, &record);
  return record;
}

/* What the model says, or its contrary. */
static CpReading
call (guint    index,
      gboolean contrary)
{
  return (index >= N / 2) != contrary ? CP_READING_PNEUMONIA : CP_READING_NORMAL;
}

static void
answer_and_go_on (CpBlindRead *read,
                  CpReading    reading)
{
  cp_blind_read_answer (read, reading);
  cp_blind_read_next (read);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 0, 1);
  gboolean seen[N] = { FALSE };
  guint n_in_place = 0;

  g_assert_cmpuint (cp_blind_read_count (f->verdicts), ==, N);
  g_assert_cmpuint (cp_blind_read_get_n (read), ==, N);
  for (guint i = 0; i < N; i++)
    {
      const guint index = index_of (read);

      g_assert_false (seen[index]);
      seen[index] = TRUE;
      n_in_place += index == i;
      g_assert_false (cp_blind_read_get_revealed (read));
      cp_blind_read_answer (read, CP_READING_UNSURE);
      g_assert_true (cp_blind_read_get_revealed (read));
      g_assert_cmpuint (index_of (read), ==, index);
      cp_blind_read_next (read);
    }
  g_assert_cmpuint (n_in_place, <, N / 4);
  g_assert_true (cp_blind_read_get_over (read));
  g_assert_null (cp_blind_read_get_image (read));
  g_assert_cmpuint (cp_blind_read_get_n_read (read), ==, N);
}

/* The same seed, the same order; a limit takes the first of it. */
static void
test_seed (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (CpBlindRead) all = cp_blind_read_new (f->verdicts, 0, 7);
  g_autoptr (CpBlindRead) few = cp_blind_read_new (f->verdicts, 5, 7);
  g_autoptr (CpBlindRead) other = cp_blind_read_new (f->verdicts, 5, 8);
  guint order[5], n_same = 0;

  g_assert_cmpuint (cp_blind_read_get_n (few), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      order[i] = index_of (few);
      answer_and_go_on (few, CP_READING_NORMAL);
      n_same += index_of (other) == order[i];
      answer_and_go_on (other, CP_READING_NORMAL);
    }
  g_assert_true (cp_blind_read_get_over (few));
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpuint (index_of (all), ==, order[i]);
      answer_and_go_on (all, CP_READING_NORMAL);
    }
  g_assert_cmpuint (n_same, <, 5);
  g_assert_false (cp_blind_read_get_over (all));
}

/* Who judged an image or wrote about it has seen what the model says. */
static void
test_unseen_only (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = NULL;

  cp_review_set_filter (f->review, CP_OUTCOME_TRUE_POSITIVE);
  g_assert_cmpuint (cp_blind_read_count (f->verdicts), ==, g_list_model_get_n_items (cp_review_get_images (f->review)));
  cp_review_clear_filters (f->review);
  cp_verdicts_judge (f->verdicts, CP_SPLIT_TEST, 3, CP_VERDICT_AGREE, FALSE);
  cp_verdicts_set_note (f->verdicts, CP_SPLIT_TEST, 30, "rotated");
  cp_verdicts_judge (f->verdicts, CP_SPLIT_VALIDATION, 5, CP_VERDICT_AGREE, FALSE);
  g_assert_cmpuint (cp_blind_read_count (f->verdicts), ==, N - 2);
  read = cp_blind_read_new (f->verdicts, 0, 1);
  g_assert_cmpuint (cp_blind_read_get_n (read), ==, N - 2);
  while (!cp_blind_read_get_over (read))
    {
      g_assert_cmpuint (index_of (read), !=, 3);
      g_assert_cmpuint (index_of (read), !=, 30);
      answer_and_go_on (read, CP_READING_NORMAL);
    }
  g_assert_cmpint (record_of (f, 3).verdict, ==, CP_VERDICT_AGREE);
  g_assert_cmpuint (cp_blind_read_count (f->verdicts), ==, 0);
}

static void
test_verdicts (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 0, 3);
  const CpVerdict expected[] = { CP_VERDICT_AGREE, CP_VERDICT_DISAGREE, CP_VERDICT_UNSURE };

  for (guint i = 0; i < 3; i++)
    {
      const guint index = index_of (read);
      CpVerdictRecord record;

      cp_blind_read_answer (read, i == 2 ? CP_READING_UNSURE : call (index, i == 1));
      g_assert_cmpint (cp_blind_read_get_call (read), ==, call (index, FALSE));
      record = record_of (f, index);
      g_assert_cmpint (record.verdict, ==, expected[i]);
      g_assert_true (record.blind);
      g_assert_cmpfloat (record.probability, ==, (index + 0.5) / N);
      g_assert_cmpfloat (record.threshold, ==, 0.5);

      /* a second answer is none */
      cp_blind_read_answer (read, call (index, i == 0));
      g_assert_cmpuint (cp_blind_read_get_n_read (read), ==, i + 1);
      g_assert_cmpint (record_of (f, index).verdict, ==, expected[i]);
      cp_blind_read_next (read);
      cp_blind_read_next (read);
      g_assert_cmpuint (cp_blind_read_get_n_read (read), ==, i + 1);
    }
}

/* What was revealed is no longer blind, whatever is said of it then; a note written meanwhile stays. */
static void
test_take_back (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 3, 3);
  CpBlindSummary summary;
  guint first, second;

  g_assert_false (cp_blind_read_take_back (read));
  first = index_of (read);
  answer_and_go_on (read, call (first, TRUE));
  second = index_of (read);
  cp_blind_read_answer (read, call (second, TRUE));
  cp_verdicts_set_note (f->verdicts, CP_SPLIT_TEST, second, "seen");
  g_assert_false (cp_blind_read_get_again (read));

  g_assert_true (cp_blind_read_take_back (read));
  g_assert_cmpuint (index_of (read), ==, second);
  g_assert_true (cp_blind_read_get_again (read));
  g_assert_false (cp_blind_read_get_revealed (read));
  g_assert_cmpint (record_of (f, second).verdict, ==, CP_VERDICT_NONE);
  g_assert_cmpstr (record_of (f, second).note, ==, "seen");
  g_assert_cmpint (record_of (f, first).verdict, ==, CP_VERDICT_DISAGREE);

  answer_and_go_on (read, call (second, FALSE));
  g_assert_cmpint (record_of (f, second).verdict, ==, CP_VERDICT_AGREE);
  g_assert_false (record_of (f, second).blind);
  g_assert_true (record_of (f, first).blind);
  answer_and_go_on (read, call (index_of (read), FALSE));
  g_assert_true (cp_blind_read_get_over (read));
  g_assert_false (cp_blind_read_take_back (read));

  cp_blind_read_summarise (read, &summary);
  g_assert_cmpuint (summary.n, ==, 3);
  g_assert_cmpuint (summary.n_corrected, ==, 1);
  g_assert_cmpuint (summary.model.n, ==, 2);
  g_assert_cmpfloat (summary.model.percentage.value, ==, 0.5);
}

/* Through two images back: both are corrected. */
static void
test_take_back_twice (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 4, 3);
  const guint first = index_of (read);
  CpBlindSummary summary;

  answer_and_go_on (read, CP_READING_NORMAL);
  answer_and_go_on (read, CP_READING_NORMAL);
  g_assert_true (cp_blind_read_take_back (read));
  g_assert_true (cp_blind_read_take_back (read));
  g_assert_false (cp_blind_read_take_back (read));
  g_assert_cmpuint (index_of (read), ==, first);
  g_assert_true (cp_verdicts_is_empty (f->verdicts));
  while (!cp_blind_read_get_over (read))
    answer_and_go_on (read, CP_READING_NORMAL);
  cp_blind_read_summarise (read, &summary);
  g_assert_cmpuint (summary.n, ==, 4);
  g_assert_cmpuint (summary.n_corrected, ==, 2);
  g_assert_cmpuint (summary.model.n, ==, 2);
}

/*
 * Against the model a table of 14, 5; 6, 15: 29 of 40 alike; by chance (19·20 + 21·20) / 40² = 0.5, so that κ = 0.45.
 * The intervals are those of statsmodels' proportion_confint (wilson) and cohens_kappa.
 */
static void
test_summary (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 0, 5);
  const guint8 *labels = cp_dataset_get_split (dataset, CP_SPLIT_TEST)->labels;
  gsize alike = 0;
  CpBlindSummary summary;

  while (!cp_blind_read_get_over (read))
    {
      const guint index = index_of (read);
      const gboolean contrary = index < 6 || index >= N - 5;
      const CpReading reading = call (index, contrary);

      alike += reading == (labels[index] ? CP_READING_PNEUMONIA : CP_READING_NORMAL);
      answer_and_go_on (read, reading);
    }
  cp_blind_read_summarise (read, &summary);
  g_assert_cmpuint (summary.n, ==, N);
  g_assert_cmpuint (summary.model_table[0], ==, 14);
  g_assert_cmpuint (summary.model_table[1], ==, 5);
  g_assert_cmpuint (summary.model_table[2], ==, 6);
  g_assert_cmpuint (summary.model_table[3], ==, 15);
  g_assert_cmpfloat_with_epsilon (summary.model.percentage.value, 0.725, 1e-12);
  g_assert_cmpfloat_with_epsilon (summary.model.percentage.low, 0.571650442, 1e-8);
  g_assert_cmpfloat_with_epsilon (summary.model.percentage.high, 0.838919838, 1e-8);
  g_assert_cmpfloat_with_epsilon (summary.model.kappa.value, 0.45, 1e-12);
  g_assert_cmpfloat_with_epsilon (summary.model.kappa.low, 0.173598820, 1e-8);
  g_assert_cmpfloat_with_epsilon (summary.model.kappa.high, 0.726401180, 1e-8);
  g_assert_cmpuint (summary.label_table[0] + summary.label_table[3], ==, alike);
  g_assert_cmpuint (summary.label.n, ==, N);
  g_assert_cmpuint (cp_verdicts_count (f->verdicts, CP_SPLIT_TEST, CP_VERDICT_DISAGREE), ==, 11);
}

/* What the model said when the image was judged is what it is compared with. */
static void
test_moved_threshold (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 4, 5);
  CpBlindSummary summary;

  for (guint i = 0; i < 3; i++)
    answer_and_go_on (read, call (index_of (read), FALSE));
  answer_and_go_on (read, CP_READING_UNSURE);
  cp_review_set_threshold (f->review, 0);
  cp_blind_read_summarise (read, &summary);
  g_assert_cmpfloat (summary.model.percentage.value, ==, 1);
  g_assert_cmpuint (summary.n_unsure, ==, 1);
}

static void
count (guint *n)
{
  (*n)++;
}

/* What was read stays; newer scores do not end it, for the images are the same. */
static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (CpBlindRead) read = cp_blind_read_new (f->verdicts, 0, 5);
  const double scores[N] = { 0.25 };
  CpBlindSummary summary;
  guint n = 0;

  g_signal_connect_swapped (read, "changed", G_CALLBACK (count), &n);
  g_assert_true (cp_review_set_scores (f->review, CP_SPLIT_TEST, scores, N, NULL));
  cp_review_set_filter (f->review, CP_OUTCOME_FALSE_NEGATIVE);
  g_assert_false (cp_blind_read_get_over (read));
  cp_blind_read_answer (read, CP_READING_NORMAL);
  g_assert_cmpuint (n, ==, 1);
  cp_blind_read_stop (read);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (cp_blind_read_get_over (read));
  g_assert_null (cp_blind_read_get_image (read));
  cp_blind_read_summarise (read, &summary);
  g_assert_cmpuint (summary.n, ==, 1);
  g_assert_cmpfloat (summary.model.percentage.value, ==, 1);
  cp_blind_read_answer (read, CP_READING_NORMAL);
  cp_blind_read_next (read);
  cp_blind_read_stop (read);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_ends (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (CpBlindRead) by_seal = cp_blind_read_new (f->verdicts, 0, 5);
  g_autoptr (CpBlindRead) by_split = NULL;
  g_autoptr (CpBlindRead) by_data = NULL;
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  g_autoptr (CpDataset) other = NULL;

  cp_review_set_sealed (f->review, TRUE);
  g_assert_true (cp_blind_read_get_over (by_seal));
  g_assert_cmpuint (cp_blind_read_count (f->verdicts), ==, 0);
  cp_review_set_sealed (f->review, FALSE);
  by_split = cp_blind_read_new (f->verdicts, 0, 5);
  g_assert_false (cp_blind_read_get_over (by_split));
  cp_review_set_split (f->review, CP_SPLIT_TRAIN);
  g_assert_true (cp_blind_read_get_over (by_split));
  cp_review_set_split (f->review, CP_SPLIT_TEST);
  by_data = cp_blind_read_new (f->verdicts, 0, 5);
  g_assert_false (cp_blind_read_get_over (by_data));
  settings.n_train = settings.n_val = settings.n_test = 4;
  other = cp_phantom_dataset_new (&settings, NULL);
  cp_review_set_dataset (f->review, other);
  g_assert_true (cp_blind_read_get_over (by_data));
}

static void
test_nothing_to_read (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (CpBlindRead) unscored = NULL;
  g_autoptr (CpBlindRead) sealed = NULL;
  CpBlindSummary summary;

  cp_review_set_split (f->review, CP_SPLIT_TRAIN);
  unscored = cp_blind_read_new (f->verdicts, 0, 1);
  g_assert_true (cp_blind_read_get_over (unscored));
  cp_review_set_split (f->review, CP_SPLIT_TEST);
  cp_review_set_sealed (f->review, TRUE);
  sealed = cp_blind_read_new (f->verdicts, 0, 1);
  g_assert_true (cp_blind_read_get_over (sealed));
  g_assert_cmpuint (cp_blind_read_get_n (sealed), ==, 0);
  cp_blind_read_answer (sealed, CP_READING_NORMAL);
  cp_blind_read_summarise (sealed, &summary);
  g_assert_cmpuint (summary.n, ==, 0);
  g_assert_true (isnan (summary.model.percentage.value));
  g_assert_true (isnan (summary.label.kappa.value));
}

#define ADD(name, func) g_test_add ("/blind-read/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  int result;

  g_test_init (&argc, &argv, NULL);
  settings.n_train = settings.n_val = 8;
  settings.n_test = N;
  dataset = cp_phantom_dataset_new (&settings, NULL);

  ADD ("order", test_order);
  ADD ("seed", test_seed);
  ADD ("unseen-only", test_unseen_only);
  ADD ("verdicts", test_verdicts);
  ADD ("take-back", test_take_back);
  ADD ("take-back-twice", test_take_back_twice);
  ADD ("summary", test_summary);
  ADD ("moved-threshold", test_moved_threshold);
  ADD ("stop", test_stop);
  ADD ("ends", test_ends);
  ADD ("nothing-to-read", test_nothing_to_read);

  result = g_test_run ();
  cp_dataset_unref (dataset);
  return result;
}
