/* SPDX-License-Identifier: MIT */
#include "phantom.h"
#include "protocol.h"

#include <math.h>

/* Scores that rise with the index, so that thresholds are easy to foresee: validation's
 * pneumonias are at 0.5 and above but for one, at 0.25. */

static CpDataset *dataset;

typedef struct
{
  CpReview *review;
  CpProtocol *protocol;
  guint changes;
} Test;

static void
count (guint *n)
{
  (*n)++;
}

static void
set_up (Test          *test,
        gconstpointer  data)
{
  test->review = cp_review_new ();
  cp_review_set_dataset (test->review, dataset);
  test->protocol = cp_protocol_new (test->review);
  test->changes = 0;
  g_signal_connect_swapped (test->protocol, "changed", G_CALLBACK (count), &test->changes);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  g_object_unref (test->protocol);
  g_object_unref (test->review);
}

static void
score (Test    *test,
       CpSplit  split,
       double   worst)
{
  const CpImageSet *images = cp_dataset_get_split (dataset, split);
  g_autofree double *scores = g_new (double, images->n);
  gboolean first = TRUE;

  for (gsize i = 0; i < images->n; i++)
    {
      const double rise = 0.4 * (double) i / (double) images->n;

      scores[i] = images->labels[i] != 0 ? 0.5 + rise : 0.1 + rise;
      if (images->labels[i] != 0 && first)
        {
          scores[i] = worst;
          first = FALSE;
        }
    }
  g_assert_true (cp_review_set_scores (test->review, split, scores, images->n, NULL));
}

static void
score_all (Test   *test,
           double  worst)
{
  score (test, CP_SPLIT_VALIDATION, worst);
  score (test, CP_SPLIT_TEST, worst);
}

static const CpThresholdRule all_found = { CP_RULE_RECALL, 1.0, 1, 1 };

static void
assert_words (char       *words,
              const char *expected)
{
  g_autofree char *owned = words;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_nothing (Test          *test,
              gconstpointer  data)
{
  CpChoice choice;

  g_assert_true (isnan (cp_protocol_get_chosen (test->protocol)));
  g_assert_false (cp_protocol_reset (test->protocol));
  g_assert_false (cp_protocol_choose (test->protocol, &all_found));
  g_assert_false (cp_protocol_try_rule (test->protocol, &all_found, &choice));
  g_assert_false (choice.attainable);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_PRESET);
  g_assert_cmpint (cp_protocol_get_seal (test->protocol), ==, CP_SEAL_OPEN);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
}

static void
test_choose (Test          *test,
             gconstpointer  data)
{
  CpThresholdRule rule;
  CpChoice choice;

  score_all (test, 0.25);
  cp_protocol_get_rule (test->protocol, &rule);
  g_assert_cmpint (rule.rule, ==, CP_RULE_RECALL);
  g_assert_cmpfloat (rule.target, ==, 0.99);
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.5);

  g_assert_true (cp_protocol_choose (test->protocol, &all_found));
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.25);
  g_assert_cmpfloat (cp_protocol_get_chosen (test->protocol), ==, 0.25);
  g_assert_true (cp_protocol_get_choice (test->protocol, &choice));
  g_assert_cmpuint (choice.confusion.fn, ==, 0);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_CHOSEN);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
  g_assert_cmpuint (test->changes, >, 0);
}

/* A rule nothing obeys leaves threshold and rule alone. */
static void
test_unattainable (Test          *test,
                   gconstpointer  data)
{
  const CpThresholdRule guarded = { CP_RULE_GUARDED_RECALL, 1.0, 1, 1 };
  CpThresholdRule rule;

  score_all (test, 0.25);
  g_assert_false (cp_protocol_choose (test->protocol, &guarded));
  cp_protocol_get_rule (test->protocol, &rule);
  g_assert_cmpint (rule.rule, ==, CP_RULE_RECALL);
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.5);
}

static void
test_by_hand (Test          *test,
              gconstpointer  data)
{
  score_all (test, 0.25);
  cp_review_set_split (test->review, CP_SPLIT_VALIDATION);
  cp_review_set_threshold (test->review, 0.4);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_BY_HAND);
  cp_review_set_split (test->review, CP_SPLIT_TEST);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));

  cp_review_set_threshold (test->review, 0.3);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_ON_TEST);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
  cp_review_set_split (test->review, CP_SPLIT_VALIDATION);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
  cp_review_set_split (test->review, CP_SPLIT_TEST);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));

  g_assert_true (cp_protocol_choose (test->protocol, &all_found));
  cp_review_set_threshold (test->review, 0.7);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
  g_assert_true (cp_protocol_reset (test->protocol));
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.25);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));

  cp_protocol_preset (test->protocol, 0.6);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_PRESET);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
}

/* A rule in force chooses again on newer scores; a threshold set by hand stays. */
static void
test_follows (Test          *test,
              gconstpointer  data)
{
  score_all (test, 0.25);
  g_assert_true (cp_protocol_choose (test->protocol, &all_found));
  score_all (test, 0.35);
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.35);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_CHOSEN);

  cp_review_set_threshold (test->review, 0.45);
  score_all (test, 0.3);
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.45);
  g_assert_cmpfloat (cp_protocol_get_chosen (test->protocol), ==, 0.3);
}

static void
test_recorded (Test          *test,
               gconstpointer  data)
{
  CpChoice choice;

  score_all (test, 0.25);
  cp_protocol_set_recorded (test->protocol, 0.125);
  g_assert_true (cp_protocol_reset (test->protocol));
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.125);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_CHOSEN);
  g_assert_false (cp_protocol_get_choice (test->protocol, &choice));

  g_assert_true (cp_protocol_choose (test->protocol, &all_found));
  g_assert_cmpfloat (cp_protocol_get_chosen (test->protocol), ==, 0.25);
  cp_protocol_set_recorded (test->protocol, NAN);
  g_assert_cmpfloat (cp_protocol_get_chosen (test->protocol), ==, 0.25);
}

/* Sealed from the start: nobody has seen anything when the threshold is locked. */
static void
test_seal (Test          *test,
           gconstpointer  data)
{
  const CpLock *lock;

  cp_protocol_seal (test->protocol);
  score_all (test, 0.25);
  g_assert_cmpint (cp_protocol_get_seal (test->protocol), ==, CP_SEAL_SEALED);
  g_assert_false (cp_review_has_scores (test->review));
  g_assert_null (cp_protocol_get_lock (test->protocol));
  g_assert_true (cp_protocol_choose (test->protocol, &all_found));

  cp_protocol_lock (test->protocol, "miss nothing");
  lock = cp_protocol_get_lock (test->protocol);
  g_assert_cmpint (cp_protocol_get_seal (test->protocol), ==, CP_SEAL_LOCKED);
  g_assert_true (cp_review_has_scores (test->review));
  g_assert_cmpfloat (lock->threshold, ==, 0.25);
  g_assert_cmpstr (lock->reason, ==, "miss nothing");
  g_assert_cmpint (lock->provenance, ==, CP_PROVENANCE_CHOSEN);
  g_assert_false (lock->seen_before);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));

  cp_review_set_threshold (test->review, 0.4);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
  cp_review_set_split (test->review, CP_SPLIT_VALIDATION);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
  cp_protocol_reset (test->protocol);
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
}

/* What is moved behind the seal was moved without the figures. */
static void
test_moved_while_sealed (Test          *test,
                         gconstpointer  data)
{
  cp_protocol_seal (test->protocol);
  cp_review_set_threshold (test->review, 0.6);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_PRESET);

  score_all (test, 0.25);
  cp_review_set_threshold (test->review, 0.4);
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_BY_HAND);
  cp_protocol_lock (test->protocol, "between the two");
  g_assert_false (cp_protocol_get_exploratory (test->protocol));
  g_assert_false (cp_protocol_has_left_lock (test->protocol));
}

/* A threshold found on the test images is no promise, though it is what was locked. */
static void
test_lock_of_test (Test          *test,
                   gconstpointer  data)
{
  score_all (test, 0.25);
  cp_review_set_threshold (test->review, 0.4);
  cp_protocol_seal (test->protocol);
  cp_protocol_lock (test->protocol, "late");
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
  g_assert_false (cp_protocol_has_left_lock (test->protocol));
  assert_words (cp_protocol_describe_threshold (test->protocol),
                "set by hand with the test figures in view; locked with the reason “late”, when the test figures had "
                "already been seen");
  cp_review_set_threshold (test->review, 0.5);
  g_assert_true (cp_protocol_has_left_lock (test->protocol));
}

/* Another model's scores were not promised anything. */
static void
test_stale_lock (Test          *test,
                 gconstpointer  data)
{
  cp_protocol_seal (test->protocol);
  score_all (test, 0.25);
  cp_protocol_choose (test->protocol, &all_found);
  cp_protocol_lock (test->protocol, "miss nothing");
  score_all (test, 0.35);
  g_assert_cmpfloat (cp_review_get_threshold (test->review), ==, 0.25);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));

  cp_protocol_seal (test->protocol);
  g_assert_null (cp_protocol_get_lock (test->protocol));
  cp_protocol_lock (test->protocol, "again");
  g_assert_true (cp_protocol_get_lock (test->protocol)->seen_before);
}

static void
test_unseal (Test          *test,
             gconstpointer  data)
{
  cp_protocol_seal (test->protocol);
  score_all (test, 0.25);
  cp_protocol_unseal (test->protocol);
  g_assert_cmpint (cp_protocol_get_seal (test->protocol), ==, CP_SEAL_OPEN);
  g_assert_true (cp_review_has_scores (test->review));
  cp_review_set_threshold (test->review, 0.4);
  g_assert_true (cp_protocol_get_exploratory (test->protocol));
}

/* What was done on other images is forgotten with them. */
static void
test_other_data (Test          *test,
                 gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 10, .n_val = 10, .n_test = 10, .seed = 2 };
  g_autoptr (CpDataset) other = cp_phantom_dataset_new (&settings, NULL);

  score_all (test, 0.25);
  cp_review_set_threshold (test->review, 0.4);
  cp_protocol_seal (test->protocol);
  cp_protocol_lock (test->protocol, "seen before");
  g_assert_true (cp_protocol_get_lock (test->protocol)->seen_before);

  cp_review_set_dataset (test->review, other);
  g_assert_null (cp_protocol_get_lock (test->protocol));
  g_assert_cmpint (cp_protocol_get_provenance (test->protocol), ==, CP_PROVENANCE_PRESET);
  g_assert_true (isnan (cp_protocol_get_chosen (test->protocol)));
  cp_protocol_seal (test->protocol);
  cp_protocol_lock (test->protocol, "fresh");
  g_assert_false (cp_protocol_get_lock (test->protocol)->seen_before);
}

static void
wait_for_recalibration (Test *test)
{
  while (cp_protocol_get_recalibration (test->protocol) == NULL &&
         cp_protocol_get_recalibration_error (test->protocol) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_recalibration (Test          *test,
                    gconstpointer  data)
{
  CpRecalibration *recalibration;

  score_all (test, 0.25);
  cp_protocol_set_recalibration (test->protocol, CP_RECALIBRATION_ISOTONIC);
  g_assert_null (cp_protocol_get_recalibration (test->protocol));
  wait_for_recalibration (test);
  recalibration = cp_protocol_get_recalibration (test->protocol);
  g_assert_cmpint (cp_recalibration_get_kind (recalibration), ==, CP_RECALIBRATION_ISOTONIC);
  g_assert_cmpfloat (cp_recalibration_apply (recalibration, 0.05), ==, 0.0);
  g_assert_cmpfloat (cp_recalibration_apply (recalibration, 0.95), ==, 1.0);

  score_all (test, 0.3); /* fitted anew */
  g_assert_null (cp_protocol_get_recalibration (test->protocol));
  wait_for_recalibration (test);
  g_assert_nonnull (cp_protocol_get_recalibration (test->protocol));
  cp_protocol_set_recalibration (test->protocol, CP_RECALIBRATION_NONE);
  g_assert_null (cp_protocol_get_recalibration (test->protocol));
}

/* Classes that a threshold separates leave no temperature to be found. */
static void
test_no_fit (Test          *test,
             gconstpointer  data)
{
  score_all (test, 0.75);
  cp_protocol_set_recalibration (test->protocol, CP_RECALIBRATION_PLATT);
  wait_for_recalibration (test);
  g_assert_null (cp_protocol_get_recalibration (test->protocol));
  g_assert_nonnull (cp_protocol_get_recalibration_error (test->protocol));
}

static void
test_threshold_words (Test          *test,
                      gconstpointer  data)
{
  assert_words (cp_protocol_describe_threshold (test->protocol), "preset, not chosen on any images");
  cp_protocol_seal (test->protocol);
  score_all (test, 0.25);
  cp_protocol_choose (test->protocol, &all_found);
  assert_words (cp_protocol_describe_threshold (test->protocol), "chosen on validation: recall at least 1.000");
  cp_protocol_lock (test->protocol, "miss nothing");
  assert_words (cp_protocol_describe_threshold (test->protocol),
                "chosen on validation: recall at least 1.000; locked before the test figures were seen, with the reason "
                "“miss nothing”");
  cp_review_set_threshold (test->review, 0.4);
  assert_words (cp_protocol_describe_threshold (test->protocol),
                "set by hand with the test figures in view; changed after the test figures were revealed at 0.250");
  cp_protocol_set_recorded (test->protocol, 0.125);
  cp_protocol_reset (test->protocol);
  cp_protocol_seal (test->protocol);
  assert_words (cp_protocol_describe_threshold (test->protocol), "chosen on validation, as the model’s file records");
}

static void
test_rule_words (void)
{
  assert_words (cp_rule_to_words (&(CpThresholdRule){ CP_RULE_GUARDED_RECALL, 0.95, 1, 1 }),
                "lower bound of recall at least 0.950");
  assert_words (cp_rule_to_words (&(CpThresholdRule){ CP_RULE_COST, 0, 5, 0.5 }),
                "least cost, one missed weighing as much as 10 false alarms");
  assert_words (cp_rule_to_words (&(CpThresholdRule){ CP_RULE_F1, 0, 1, 1 }), "highest F1");
}

static void
test_price_words (void)
{
  const CpConfusion here = { .tp = 10, .fp = 5, .fn = 3, .tn = 20 };

  assert_words (cp_price_to_words (here, (CpConfusion){ 11, 11, 2, 14 }),
                "saves 1 missed pneumonia, costs 6 false alarms");
  assert_words (cp_price_to_words (here, (CpConfusion){ 8, 4, 5, 21 }),
                "misses 2 more pneumonias, spares 1 false alarm");
  assert_words (cp_price_to_words (here, (CpConfusion){ 11, 5, 2, 20 }),
                "saves 1 missed pneumonia, no false alarm more or less");
  assert_words (cp_price_to_words (here, (CpConfusion){ 10, 7, 3, 18 }),
                "costs 2 false alarms, no pneumonia more or less");
  assert_words (cp_price_to_words (here, here), "changes no decision");
}

int
main (int   argc,
      char *argv[])
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 10, .n_val = 60, .n_test = 60, .seed = 1 };
  int result;

  g_test_init (&argc, &argv, NULL);
  dataset = cp_phantom_dataset_new (&settings, NULL);

#define ADD(name, function) g_test_add ("/session/protocol/" name, Test, NULL, set_up, function, tear_down)
  ADD ("nothing", test_nothing);
  ADD ("choose", test_choose);
  ADD ("unattainable", test_unattainable);
  ADD ("by-hand", test_by_hand);
  ADD ("follows", test_follows);
  ADD ("recorded", test_recorded);
  ADD ("seal", test_seal);
  ADD ("moved-while-sealed", test_moved_while_sealed);
  ADD ("lock-of-test", test_lock_of_test);
  ADD ("stale-lock", test_stale_lock);
  ADD ("unseal", test_unseal);
  ADD ("other-data", test_other_data);
  ADD ("recalibration", test_recalibration);
  ADD ("no-fit", test_no_fit);
  ADD ("threshold-words", test_threshold_words);
#undef ADD
  g_test_add_func ("/session/protocol/rule-words", test_rule_words);
  g_test_add_func ("/session/protocol/price-words", test_price_words);

  result = g_test_run ();
  cp_dataset_unref (dataset);
  return result;
}
