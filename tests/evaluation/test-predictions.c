/* SPDX-License-Identifier: MIT */
#include "confusion.h"
#include "evaluation-error.h"

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

static void
assert_refused (const double *probabilities,
                const guint8 *labels,
                gsize         n,
                const char   *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_predictions_new (probabilities, labels, n, &error));
  g_assert_error (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  const guint8 labels[] = { 0, 1, 1, 0 };
  const guint8 strange[] = { 0, 1, 7, 0 };
  const double fine[] = { 0.0, 1.0, 0.5, 0.25 };
  const double nan[] = { 0.1, 0.2, 0.3, NAN };
  const double low[] = { -0.25, 0.2, 0.3, 0.4 };
  const double high[] = { 0.1, 1.5, 0.3, 0.4 };
  const double infinite[] = { 0.1, 0.2, INFINITY, 0.4 };

  assert_refused (fine, labels, 0, "no predictions: expected at least one row");
  assert_refused (nan, labels, 4, "row 3: expected a probability from 0 to 1, found nan");
  assert_refused (low, labels, 4, "row 0: expected a probability from 0 to 1, found -0.25");
  assert_refused (high, labels, 4, "row 1: expected a probability from 0 to 1, found 1.5");
  assert_refused (infinite, labels, 4, "row 2: expected a probability from 0 to 1, found inf");
  assert_refused (fine, strange, 4, "row 2: expected a label of 0 or 1, found 7");
}

static void
test_counts (void)
{
  const double probabilities[] = { 0.5, 0.0, 1.0 };
  const guint8 labels[] = { 1, 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 3);
  g_autoptr (CpPredictions) again = cp_predictions_ref (predictions);

  g_assert_true (again == predictions);
  g_assert_cmpuint (cp_predictions_get_n (predictions), ==, 3);
  g_assert_cmpuint (cp_predictions_get_positives (predictions), ==, 2);
  g_assert_cmpuint (cp_predictions_get_negatives (predictions), ==, 1);
}

static void
assert_confusion (const CpPredictions *predictions,
                  double               threshold,
                  gsize                tp,
                  gsize                fp,
                  gsize                fn,
                  gsize                tn)
{
  CpConfusion found = cp_confusion_at (predictions, threshold);

  g_assert_cmpuint (found.tp, ==, tp);
  g_assert_cmpuint (found.fp, ==, fp);
  g_assert_cmpuint (found.fn, ==, fn);
  g_assert_cmpuint (found.tn, ==, tn);
}

static void
test_threshold_at_tie (void)
{
  const double probabilities[] = { 0.5, 0.2, 0.5, 0.5, 0.9, 0.2 };
  const guint8 labels[] = { 1, 0, 0, 1, 1, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 6);

  assert_confusion (predictions, 0.5, 3, 1, 1, 1);
  assert_confusion (predictions, nextafter (0.5, 1.0), 1, 0, 3, 2);
  assert_confusion (predictions, nextafter (0.5, 0.0), 3, 1, 1, 1);
  assert_confusion (predictions, 0.2, 4, 2, 0, 0);
  assert_confusion (predictions, 0.9, 1, 0, 3, 2);
}

static void
test_threshold_at_ends (void)
{
  const double probabilities[] = { 0.0, 1.0, -0.0, 1.0 };
  const guint8 labels[] = { 0, 1, 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);

  assert_confusion (predictions, 0.0, 2, 2, 0, 0);
  assert_confusion (predictions, 1.0, 1, 1, 1, 1);
  assert_confusion (predictions, nextafter (1.0, 2.0), 0, 0, 2, 2);
  assert_confusion (predictions, -1.0, 2, 2, 0, 0);
  /* p ≥ NaN is false */
  assert_confusion (predictions, NAN, 0, 0, 2, 2);
}

/* Against counting by hand, ties and all. */
static void
test_random_confusions (void)
{
  for (guint round = 0; round < 200; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 60);
      g_autofree double *probabilities = g_new (double, n);
      g_autofree guint8 *labels = g_new (guint8, n);
      g_autoptr (CpPredictions) predictions = NULL;
      double threshold = g_test_rand_int_range (0, 12) / 11.0;
      CpConfusion hand = { 0 };

      for (gsize i = 0; i < n; i++)
        {
          probabilities[i] = g_test_rand_int_range (0, 12) / 11.0;
          labels[i] = (guint8) g_test_rand_int_range (0, 2);
          if (probabilities[i] >= threshold)
            labels[i] ? hand.tp++ : hand.fp++;
          else
            labels[i] ? hand.fn++ : hand.tn++;
        }
      predictions = predictions_new (probabilities, labels, n);
      assert_confusion (predictions, threshold, hand.tp, hand.fp, hand.fn, hand.tn);
    }
}

static void
test_histogram (void)
{
  const double probabilities[] = { 0.0, 0.24, 0.25, 0.5, 0.5, 0.74, 1.0, 0.99 };
  const guint8 labels[] = { 0, 1, 0, 1, 0, 1, 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 8);
  guint normal[4], pneumonia[4], one_normal, one_pneumonia;

  cp_predictions_histogram (predictions, 4, normal, pneumonia);
  g_assert_cmpmem (normal, sizeof normal, ((guint[]){ 1, 1, 1, 1 }), sizeof normal);
  g_assert_cmpmem (pneumonia, sizeof pneumonia, ((guint[]){ 1, 0, 2, 1 }), sizeof pneumonia);

  cp_predictions_histogram (predictions, 1, &one_normal, &one_pneumonia);
  g_assert_cmpuint (one_normal, ==, 4);
  g_assert_cmpuint (one_pneumonia, ==, 4);
}

/* Bars and matrix agree where a threshold lies on an edge. */
static void
test_histogram_edges (void)
{
  enum { N = 50 };
  double probabilities[N];
  guint8 labels[N];
  guint normal[N], pneumonia[N];
  gsize fn = 0;
  g_autoptr (CpPredictions) predictions = NULL;

  for (guint i = 0; i < N; i++)
    {
      probabilities[i] = (double) i / N;
      labels[i] = i % 3 == 0;
    }
  predictions = predictions_new (probabilities, labels, N);
  cp_predictions_histogram (predictions, N, normal, pneumonia);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (cp_confusion_at (predictions, (double) i / N).fn, ==, fn);
      g_assert_cmpuint (normal[i] + pneumonia[i], ==, 1);
      fn += pneumonia[i];
    }
}

/* From the smallest number to 1, every magnitude; −0 is 0. */
static double
any_probability (void)
{
  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return g_test_rand_int_range (0, 2) ? 1.0 : 0.0;
    case 1:
      return -0.0;
    case 2:
      return g_test_rand_double () * 5e-320;
    case 3:
      return nextafter (1.0 - ldexp (g_test_rand_double (), -50), 0.0);
    default:
      return ldexp (g_test_rand_double (), -g_test_rand_int_range (0, 1070));
    }
}

static gsize
count_from (const double *probabilities,
            const guint8 *labels,
            gsize         n,
            double        threshold,
            guint8        label)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += probabilities[i] >= threshold && labels[i] == label;
  return count;
}

/* At every probability there is, and right above it, the sorted and the unsorted rows count alike. */
static void
test_sorted (void)
{
  for (guint round = 0; round < 30; round++)
    {
      double probabilities[120];
      guint8 labels[120];
      g_autoptr (CpPredictions) predictions = NULL;

      for (gsize i = 0; i < 120; i++)
        {
          probabilities[i] = any_probability ();
          labels[i] = (guint8) g_test_rand_int_range (0, 2);
        }
      predictions = predictions_new (probabilities, labels, 120);
      for (gsize i = 0; i < 240; i++)
        {
          double threshold = i % 2 ? probabilities[i / 2] : nextafter (probabilities[i / 2], 2.0);
          CpConfusion confusion = cp_confusion_at (predictions, threshold);

          g_assert_cmpuint (confusion.tp, ==, count_from (probabilities, labels, 120, threshold, 1));
          g_assert_cmpuint (confusion.fp, ==, count_from (probabilities, labels, 120, threshold, 0));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/predictions/refused", test_refused);
  g_test_add_func ("/predictions/counts", test_counts);
  g_test_add_func ("/predictions/threshold-at-tie", test_threshold_at_tie);
  g_test_add_func ("/predictions/threshold-at-ends", test_threshold_at_ends);
  g_test_add_func ("/predictions/random-confusions", test_random_confusions);
  g_test_add_func ("/predictions/histogram", test_histogram);
  g_test_add_func ("/predictions/histogram-edges", test_histogram_edges);
  g_test_add_func ("/predictions/sorted", test_sorted);
  return g_test_run ();
}
