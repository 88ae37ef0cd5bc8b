/* SPDX-License-Identifier: MIT */
#include "auroc.h"
#include "average-precision.h"
#include "metrics.h"

#include <math.h>

typedef struct
{
  gsize n;
  double *probabilities;
  guint8 *labels;
} Rows;

static void
rows_clear (Rows *rows)
{
  g_free (rows->probabilities);
  g_free (rows->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

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

/* Few distinct values, so that ties abound; both classes are there. */
static Rows
random_rows (gsize n,
             guint distinct)
{
  Rows rows = { n, g_new (double, n), g_new (guint8, n) };

  for (gsize i = 0; i < n; i++)
    {
      rows.probabilities[i] = g_test_rand_int_range (0, (gint32) distinct + 1) / (double) distinct;
      rows.labels[i] = i < 2 ? (guint8) i : (guint8) g_test_rand_int_range (0, 2);
    }
  return rows;
}

static void
assert_undefined (CpEstimate estimate)
{
  g_assert_true (isnan (estimate.value));
  g_assert_true (isnan (estimate.low));
  g_assert_true (isnan (estimate.high));
}

static void
assert_no_bounds (CpEstimate estimate)
{
  g_assert_false (isnan (estimate.value));
  g_assert_true (isnan (estimate.low));
  g_assert_true (isnan (estimate.high));
}

static void
test_wilson_published (void)
{
  CpEstimate estimate = cp_estimate_proportion (7, 50);

  g_assert_cmpfloat_with_epsilon (estimate.value, 0.14, 1e-15);
  g_assert_cmpfloat_with_epsilon (estimate.low, 0.0695083343, 5e-11);
  g_assert_cmpfloat_with_epsilon (estimate.high, 0.2618619371, 5e-11);
}

static void
test_wilson_ends (void)
{
  for (gsize n = 1; n < 200; n++)
    {
      CpEstimate none = cp_estimate_proportion (0, n);
      CpEstimate all = cp_estimate_proportion (n, n);

      g_assert_cmpfloat (none.low, ==, 0.0);
      g_assert_cmpfloat (none.high, <, 1.0);
      g_assert_cmpfloat (all.high, ==, 1.0);
      g_assert_cmpfloat_with_epsilon (all.low, 1.0 - none.high, 1e-15);
    }
  assert_undefined (cp_estimate_proportion (0, 0));
}

static void
test_delong_published (void)
{
  const double probabilities[] = { 0.9, 0.8, 0.7, 0.6, 0.35, 0.5, 0.4, 0.35, 0.2 };
  const guint8 labels[] = { 1, 1, 1, 1, 1, 0, 0, 0, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 9);

  g_assert_cmpfloat_with_epsilon (cp_auroc (predictions).value, 0.875, 1e-15);
  g_assert_cmpfloat_with_epsilon (sqrt (cp_auroc_variance (predictions)), 0.1338531534, 5e-11);
  g_assert_cmpfloat (cp_auroc (predictions).high, ==, 1.0);
}

/* Mann and Whitney's count of pairs. */
static double
auroc_by_pairs (const Rows *rows)
{
  double wins = 0.0, pairs = 0.0;

  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; j < rows->n; j++)
      if (rows->labels[i] > rows->labels[j])
        {
          pairs += 1.0;
          wins += rows->probabilities[i] > rows->probabilities[j];
          wins += 0.5 * (rows->probabilities[i] == rows->probabilities[j]);
        }
  return wins / pairs;
}

static void
test_auroc_pairs (void)
{
  for (guint round = 0; round < 200; round++)
    {
      g_auto (Rows) rows = random_rows ((gsize) g_test_rand_int_range (2, 60), 1 + round % 40);
      g_autoptr (CpPredictions) predictions = predictions_new (rows.probabilities, rows.labels, rows.n);

      g_assert_cmpfloat_with_epsilon (cp_auroc (predictions).value, auroc_by_pairs (&rows), 1e-12);
    }
}

/* Exchanging the classes and turning the axis round changes no area. */
static void
test_auroc_symmetry (void)
{
  for (guint round = 0; round < 50; round++)
    {
      g_auto (Rows) rows = random_rows (40, 8);
      g_autoptr (CpPredictions) there = predictions_new (rows.probabilities, rows.labels, rows.n);
      g_autoptr (CpPredictions) back = NULL;

      for (gsize i = 0; i < rows.n; i++)
        {
          rows.probabilities[i] = 1.0 - rows.probabilities[i];
          rows.labels[i] = !rows.labels[i];
        }
      back = predictions_new (rows.probabilities, rows.labels, rows.n);
      g_assert_cmpfloat_with_epsilon (cp_auroc (there).value, cp_auroc (back).value, 1e-12);
      g_assert_cmpfloat_with_epsilon (cp_auroc_variance (there), cp_auroc_variance (back), 1e-12);
    }
}

static void
test_one_class (void)
{
  const double probabilities[] = { 0.2, 0.6, 0.9 };
  const guint8 sick[] = { 1, 1, 1 };
  const guint8 well[] = { 0, 0, 0 };
  const CpMetric need_both[] = {
    CP_METRIC_BALANCED_ACCURACY, CP_METRIC_MCC, CP_METRIC_LR_POSITIVE, CP_METRIC_LR_NEGATIVE,
    CP_METRIC_AUROC, CP_METRIC_CALIBRATION_SLOPE, CP_METRIC_CALIBRATION_INTERCEPT,
  };
  g_autoptr (CpPredictions) positive = predictions_new (probabilities, sick, 3);
  g_autoptr (CpPredictions) negative = predictions_new (probabilities, well, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (need_both); i++)
    {
      assert_undefined (cp_metric_compute (need_both[i], positive, 0.5));
      assert_undefined (cp_metric_compute (need_both[i], negative, 0.5));
    }
  assert_undefined (cp_metric_compute (CP_METRIC_SPECIFICITY, positive, 0.5));
  assert_undefined (cp_metric_compute (CP_METRIC_RECALL, negative, 0.5));
  assert_undefined (cp_metric_compute (CP_METRIC_AVERAGE_PRECISION, negative, 0.5));
  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_AVERAGE_PRECISION, positive, 0.5).low, ==, 1.0);
  /* 2 TP + FP + FN = 0 */
  assert_undefined (cp_metric_compute (CP_METRIC_F1, negative, 1.0));
}

static void
test_zero_denominators (void)
{
  const double probabilities[] = { 0.2, 0.6, 0.9, 0.1 };
  const guint8 labels[] = { 0, 1, 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);

  assert_undefined (cp_metric_compute (CP_METRIC_PRECISION, predictions, 1.0));
  assert_undefined (cp_metric_compute (CP_METRIC_MCC, predictions, 1.0));
  assert_undefined (cp_metric_compute (CP_METRIC_LR_POSITIVE, predictions, 1.0));
  assert_undefined (cp_metric_compute (CP_METRIC_NET_BENEFIT, predictions, 1.0));
  assert_undefined (cp_metric_compute (CP_METRIC_NPV, predictions, 0.0));
  assert_undefined (cp_metric_compute (CP_METRIC_LR_NEGATIVE, predictions, 0.0));
  assert_no_bounds (cp_metric_compute (CP_METRIC_LR_NEGATIVE, predictions, 0.5));
  assert_no_bounds (cp_metric_compute (CP_METRIC_NET_BENEFIT, predictions, 0.5));
}

static void
test_one_row (void)
{
  const double probability = 0.75;
  const guint8 label = 1;
  g_autoptr (CpPredictions) predictions = predictions_new (&probability, &label, 1);

  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_ACCURACY, predictions, 0.75).value, ==, 1.0);
  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_BRIER, predictions, 0.5).value, ==, 0.0625);
  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_ECE, predictions, 0.5).value, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (cp_metric_compute (CP_METRIC_LOG_LOSS, predictions, 0.5).value, -log (0.75), 1e-15);
}

/* A class of one has no variance, so DeLong has no interval. */
static void
test_auroc_single (void)
{
  const double probabilities[] = { 0.2, 0.6, 0.9 };
  const guint8 labels[] = { 0, 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 3);

  assert_no_bounds (cp_auroc (predictions));
  g_assert_cmpfloat (cp_auroc (predictions).value, ==, 0.5);
}

static void
test_certain_and_wrong (void)
{
  const double probabilities[] = { 0.0, 1.0 };
  const guint8 labels[] = { 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 2);

  g_assert_cmpfloat_with_epsilon (cp_metric_compute (CP_METRIC_LOG_LOSS, predictions, 0.5).value, 36.0436533891, 1e-9);
  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_BRIER, predictions, 0.5).value, ==, 1.0);
  g_assert_cmpfloat (cp_metric_compute (CP_METRIC_ECE, predictions, 0.5).value, ==, 1.0);
}

static void
test_all_tied (void)
{
  const double probabilities[] = { 0.3, 0.3, 0.3, 0.3, 0.3 };
  const guint8 labels[] = { 0, 1, 0, 1, 0 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 5);
  CpEstimate auroc = cp_auroc (predictions);

  g_assert_cmpfloat (auroc.value, ==, 0.5);
  g_assert_cmpfloat (auroc.low, ==, 0.5);
  g_assert_cmpfloat (auroc.high, ==, 0.5);
  g_assert_cmpfloat_with_epsilon (cp_average_precision (predictions).value, 0.4, 1e-15);
  assert_undefined (cp_metric_compute (CP_METRIC_CALIBRATION_SLOPE, predictions, 0.5));
  /* logit 0.4 − logit 0.3 */
  g_assert_cmpfloat_with_epsilon (cp_metric_compute (CP_METRIC_CALIBRATION_INTERCEPT, predictions, 0.5).value,
                                  log (2.0 / 3.0) - log (3.0 / 7.0), 1e-12);
}

/* The same rows in another order give the same bits. */
static void
test_order_of_rows (void)
{
  g_auto (Rows) rows = random_rows (80, 20);
  g_autoptr (CpPredictions) first = predictions_new (rows.probabilities, rows.labels, rows.n);
  g_autoptr (CpPredictions) second = NULL;

  for (gsize i = rows.n - 1; i > 0; i--)
    {
      gsize j = (gsize) g_test_rand_int_range (0, (gint32) i + 1);
      double probability = rows.probabilities[i];
      guint8 label = rows.labels[i];

      rows.probabilities[i] = rows.probabilities[j];
      rows.labels[i] = rows.labels[j];
      rows.probabilities[j] = probability;
      rows.labels[j] = label;
    }
  second = predictions_new (rows.probabilities, rows.labels, rows.n);
  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    {
      CpEstimate a = cp_metric_compute (metric, first, 0.4);
      CpEstimate b = cp_metric_compute (metric, second, 0.4);

      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
    }
}

/* Values lie within their bounds; what ignores the threshold says so. */
static void
test_all_metrics (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_auto (Rows) rows = random_rows ((gsize) g_test_rand_int_range (2, 80), 3 + round * 7);
      g_autoptr (CpPredictions) predictions = predictions_new (rows.probabilities, rows.labels, rows.n);

      for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
        {
          CpEstimate here = cp_metric_compute (metric, predictions, 0.3);
          CpEstimate there = cp_metric_compute (metric, predictions, 0.7);

          g_assert_cmpint (isnan (here.low), ==, isnan (here.high));
          if (!isnan (here.low) && metric != CP_METRIC_AVERAGE_PRECISION)
            {
              g_assert_cmpfloat (here.low, <=, here.value);
              g_assert_cmpfloat (here.high, >=, here.value);
            }
          if (!cp_metric_uses_threshold (metric))
            g_assert_cmpmem (&here, sizeof here, &there, sizeof there);
        }
    }
}

static void
test_table (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    {
      g_assert_cmpstr (cp_metric_get_name (metric), !=, "");
      g_assert_true (g_hash_table_add (keys, (gpointer) cp_metric_get_key (metric)));
    }
  g_assert_cmpstr (cp_metric_get_key (CP_METRIC_BALANCED_ACCURACY), ==, "balanced_accuracy");
  g_assert_cmpstr (cp_metric_get_name (CP_METRIC_BALANCED_ACCURACY), ==, "Balanced accuracy");
  g_assert_true (cp_metric_uses_threshold (CP_METRIC_NET_BENEFIT));
  g_assert_false (cp_metric_uses_threshold (CP_METRIC_AUROC));
}

/* Labels follow the probabilities, none of which are tied. */
static CpPredictions *
plausible_predictions (gsize n)
{
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      probabilities[i] = (i + 0.5) / n;
      labels[i] = g_test_rand_double () < probabilities[i];
    }
  return predictions_new (probabilities, labels, n);
}

/* The bootstrap and its limit, each used on its side of the bound, agree. */
static void
test_average_precision_variance (void)
{
  g_autoptr (CpPredictions) predictions = plausible_predictions (3000);
  CpEstimate estimate = cp_average_precision (predictions);
  double spread = (estimate.high - estimate.low) / (2.0 * CP_Z95);

  g_assert_cmpfloat_with_epsilon (sqrt (cp_average_precision_variance (predictions)) / spread, 1.0, 0.12);
}

static void
test_average_precision_large (void)
{
  g_autoptr (CpPredictions) predictions = plausible_predictions (CP_AVERAGE_PRECISION_BOOTSTRAP_MAX + 1);
  CpEstimate estimate = cp_average_precision (predictions);

  g_assert_cmpfloat_with_epsilon (estimate.high - estimate.value,
                                  CP_Z95 * sqrt (cp_average_precision_variance (predictions)), 1e-12);
  g_assert_cmpfloat_with_epsilon (estimate.high - estimate.value, estimate.value - estimate.low, 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/wilson-published", test_wilson_published);
  g_test_add_func ("/metrics/wilson-ends", test_wilson_ends);
  g_test_add_func ("/metrics/delong-published", test_delong_published);
  g_test_add_func ("/metrics/auroc-pairs", test_auroc_pairs);
  g_test_add_func ("/metrics/auroc-symmetry", test_auroc_symmetry);
  g_test_add_func ("/metrics/auroc-single", test_auroc_single);
  g_test_add_func ("/metrics/one-class", test_one_class);
  g_test_add_func ("/metrics/zero-denominators", test_zero_denominators);
  g_test_add_func ("/metrics/one-row", test_one_row);
  g_test_add_func ("/metrics/certain-and-wrong", test_certain_and_wrong);
  g_test_add_func ("/metrics/all-tied", test_all_tied);
  g_test_add_func ("/metrics/order-of-rows", test_order_of_rows);
  g_test_add_func ("/metrics/all-metrics", test_all_metrics);
  g_test_add_func ("/metrics/table", test_table);
  g_test_add_func ("/metrics/average-precision-variance", test_average_precision_variance);
  g_test_add_func ("/metrics/average-precision-large", test_average_precision_large);
  return g_test_run ();
}
