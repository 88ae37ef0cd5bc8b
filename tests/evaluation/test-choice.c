/* SPDX-License-Identifier: MIT */
#include "threshold-choice.h"

#include "rates.h"

#include <math.h>

static CpPredictions *
predictions_new (const double *probabilities,
                 const guint8 *labels,
                 gsize         n)
{
  g_autoptr (GError) error = NULL;
  CpPredictions *predictions = cp_predictions_new (probabilities, labels, n, &error);

  g_assert_no_error (error);
  return predictions;
}

static CpPredictions *
random_predictions (gsize n,
                    guint distinct)
{
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      probabilities[i] = g_test_rand_int_range (0, (gint32) distinct + 1) / (double) distinct;
      labels[i] = (guint8) g_test_rand_int_range (0, 2);
    }
  return predictions_new (probabilities, labels, n);
}

static void
test_names (void)
{
  const char *const names[] = { "recall", "guarded-recall", "youden", "f1", "cost" };
  CpRule rule = CP_RULE_COST;

  for (CpRule i = 0; i < CP_N_RULES; i++)
    {
      g_assert_cmpstr (cp_rule_get_name (i), ==, names[i]);
      g_assert_true (cp_rule_from_name (names[i], &rule));
      g_assert_cmpint (rule, ==, i);
    }
  g_assert_false (cp_rule_from_name ("Recall", &rule));
  g_assert_false (cp_rule_from_name ("", &rule));
  g_assert_cmpint (rule, ==, CP_RULE_COST);
}

static CpChoice
choose (const CpPredictions *predictions,
        CpRule               rule,
        double               target)
{
  const CpThresholdRule wanted = { rule, target, 1.0, 1.0 };

  return cp_choose_threshold (predictions, &wanted);
}

/* No threshold above the one chosen reaches the target, not even the next number. */
static void
test_highest (void)
{
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (CpPredictions) predictions = random_predictions (5 + round, 1 + round % 50);
      CpChoice choice = choose (predictions, CP_RULE_RECALL, 0.9);
      CpConfusion here, above;

      if (cp_predictions_get_positives (predictions) == 0)
        continue;
      g_assert_true (choice.attainable);
      here = cp_confusion_at (predictions, choice.threshold);
      above = cp_confusion_at (predictions, nextafter (choice.threshold, 2.0));
      g_assert_cmpmem (&here, sizeof here, &choice.confusion, sizeof choice.confusion);
      g_assert_cmpfloat (cp_rate_recall (here).value, >=, 0.9);
      g_assert_cmpfloat (cp_rate_recall (above).value, <, 0.9);
    }
}

/* With recall 1, the lower bound is n/(n + z²): 0.99 takes 381 pneumonias. */
static void
test_guarded (void)
{
  double probabilities[381];
  guint8 labels[381];
  g_autoptr (CpPredictions) enough = NULL;
  g_autoptr (CpPredictions) too_few = NULL;
  CpChoice choice;

  for (gsize i = 0; i < 381; i++)
    {
      probabilities[i] = 0.25 + i / 1000.0;
      labels[i] = 1;
    }
  enough = predictions_new (probabilities, labels, 381);
  too_few = predictions_new (probabilities + 1, labels + 1, 380);
  choice = choose (enough, CP_RULE_GUARDED_RECALL, 0.99);
  g_assert_true (choice.attainable);
  g_assert_cmpfloat (choice.threshold, ==, 0.25);
  choice = choose (too_few, CP_RULE_GUARDED_RECALL, 0.99);
  g_assert_false (choice.attainable);
  g_assert_true (isnan (choice.threshold));
  g_assert_cmpuint (choice.confusion.tp + choice.confusion.fn, ==, 0);
}

/* F1 is 2/3 with the first alone, with all four, and less between. */
static void
test_f1_tie (void)
{
  const double probabilities[] = { 0.8, 0.6, 0.4, 0.2 };
  const guint8 labels[] = { 1, 0, 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);

  g_assert_cmpfloat (choose (predictions, CP_RULE_F1, 0.0).threshold, ==, 0.8);
}

/* Youden's index is 0.5 at 0.8 and at 0.4, F1 2/3 at 0.8 and 4/5 at 0.4; with equal costs both cost 1. */
static void
test_ties (void)
{
  const double probabilities[] = { 0.8, 0.4, 0.6, 0.2 };
  const guint8 labels[] = { 1, 1, 0, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);

  g_assert_cmpfloat (choose (predictions, CP_RULE_YOUDEN, 0.0).threshold, ==, 0.8);
  g_assert_cmpfloat (choose (predictions, CP_RULE_F1, 0.0).threshold, ==, 0.4);
  g_assert_cmpfloat (choose (predictions, CP_RULE_COST, 0.0).threshold, ==, 0.8);
}

static void
test_cost (void)
{
  const double probabilities[] = { 0.8, 0.4, 0.6, 0.2 };
  const guint8 labels[] = { 1, 1, 0, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);
  CpThresholdRule rule = { CP_RULE_COST, 0.0, 3.0, 2.0 };

  g_assert_cmpfloat (cp_choose_threshold (predictions, &rule).threshold, ==, 0.4);
  rule.cost_missed = 1e-3;
  rule.cost_false_alarm = 1.0;
  g_assert_cmpfloat (cp_choose_threshold (predictions, &rule).threshold, ==, 0.8);
  rule.cost_false_alarm = 0.0;
  g_assert_false (cp_choose_threshold (predictions, &rule).attainable);
  rule.cost_false_alarm = NAN;
  g_assert_false (cp_choose_threshold (predictions, &rule).attainable);
}

/* Where calling nothing pneumonia is best, or nothing is asked, the threshold is 1. */
static void
test_nothing_called (void)
{
  const double probabilities[] = { 0.8, 0.4 };
  const guint8 labels[] = { 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 2);

  g_assert_cmpfloat (choose (predictions, CP_RULE_YOUDEN, 0.0).threshold, ==, 1.0);
  g_assert_cmpfloat (choose (predictions, CP_RULE_COST, 0.0).threshold, ==, 1.0);
  g_assert_cmpfloat (choose (predictions, CP_RULE_RECALL, 0.0).threshold, ==, 1.0);
  g_assert_cmpfloat (choose (predictions, CP_RULE_RECALL, 1.0).threshold, ==, 0.4);
  g_assert_false (choose (predictions, CP_RULE_RECALL, 1.5).attainable);
  g_assert_false (choose (predictions, CP_RULE_RECALL, NAN).attainable);
}

static void
test_one_class (void)
{
  const double probabilities[] = { 0.8, 0.4 };
  const guint8 sick[] = { 1, 1 };
  const guint8 well[] = { 0, 0 };
  g_autoptr (CpPredictions) positive = predictions_new (probabilities, sick, 2);
  g_autoptr (CpPredictions) negative = predictions_new (probabilities, well, 2);

  g_assert_false (choose (negative, CP_RULE_RECALL, 0.0).attainable);
  g_assert_false (choose (negative, CP_RULE_F1, 0.0).attainable);
  g_assert_false (choose (negative, CP_RULE_YOUDEN, 0.0).attainable);
  g_assert_false (choose (positive, CP_RULE_YOUDEN, 0.0).attainable);
  g_assert_cmpfloat (choose (positive, CP_RULE_F1, 0.0).threshold, ==, 0.4);
  g_assert_cmpfloat (choose (positive, CP_RULE_COST, 0.0).threshold, ==, 0.4);
  g_assert_cmpfloat (choose (negative, CP_RULE_COST, 0.0).threshold, ==, 1.0);
}

static gboolean
differ (const CpPredictions *predictions,
        double               a,
        double               b,
        gboolean             positives_only)
{
  CpConfusion here = cp_confusion_at (predictions, a), there = cp_confusion_at (predictions, b);

  return here.tp != there.tp || (!positives_only && here.fp != there.fp);
}

/* Every step makes a change, the number just before it none; steps end where no more change is to be had. */
static void
walk (const CpPredictions *predictions,
      double               threshold,
      int                  direction,
      gboolean             positives_only)
{
  double next;

  while (cp_threshold_next (predictions, threshold, direction, positives_only, &next))
    {
      g_assert_cmpfloat (next, >=, 0.0);
      g_assert_cmpfloat (next, <=, 1.0);
      g_assert_cmpfloat ((next - threshold) * direction, >, 0.0);
      g_assert_true (differ (predictions, threshold, next, positives_only));
      g_assert_false (differ (predictions, threshold, nextafter (next, threshold), positives_only));
      threshold = next;
    }
  g_assert_false (differ (predictions, threshold, direction > 0 ? 1.0 : 0.0, positives_only));
}

static void
test_walks (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (CpPredictions) predictions = random_predictions (1 + round, 1 + round % 50);
      double threshold = g_test_rand_double ();

      for (gboolean only = FALSE; only <= TRUE; only++)
        {
          walk (predictions, 0.0, 1, only);
          walk (predictions, 1.0, -1, only);
          walk (predictions, threshold, 1, only);
          walk (predictions, threshold, -1, only);
        }
    }
}

/* There and back again. */
static void
test_steps (void)
{
  const double probabilities[] = { 0.2, 0.5, 0.5, 0.9, 1.0 };
  const guint8 labels[] = { 1, 0, 1, 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 5);
  double next = -1.0;

  g_assert_true (cp_threshold_next (predictions, 0.3, 1, FALSE, &next));
  g_assert_cmpfloat (next, ==, nextafter (0.5, 1.0));
  g_assert_true (cp_threshold_next (predictions, next, -1, FALSE, &next));
  g_assert_cmpfloat (next, ==, 0.5);
  g_assert_true (cp_threshold_next (predictions, next, -1, FALSE, &next));
  g_assert_cmpfloat (next, ==, 0.2);
  g_assert_false (cp_threshold_next (predictions, next, -1, FALSE, &next));
  g_assert_cmpfloat (next, ==, 0.2);
  g_assert_true (cp_threshold_next (predictions, 0.95, -1, TRUE, &next));
  g_assert_cmpfloat (next, ==, 0.5);
  /* Above 1 there is no threshold that would miss the last. */
  g_assert_false (cp_threshold_next (predictions, 0.6, 1, TRUE, &next));
  g_assert_true (cp_threshold_next (predictions, 0.6, 1, FALSE, &next));
  g_assert_cmpfloat (next, ==, nextafter (0.9, 1.0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choice/names", test_names);
  g_test_add_func ("/choice/highest", test_highest);
  g_test_add_func ("/choice/guarded", test_guarded);
  g_test_add_func ("/choice/ties", test_ties);
  g_test_add_func ("/choice/f1-tie", test_f1_tie);
  g_test_add_func ("/choice/cost", test_cost);
  g_test_add_func ("/choice/nothing-called", test_nothing_called);
  g_test_add_func ("/choice/one-class", test_one_class);
  g_test_add_func ("/choice/walks", test_walks);
  g_test_add_func ("/choice/steps", test_steps);
  return g_test_run ();
}
