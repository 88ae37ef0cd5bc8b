/* SPDX-License-Identifier: MIT */
#include "recalibration.h"

#include "calibration.h"
#include "confusion.h"
#include "evaluation-error.h"
#include "scores.h"

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

/* Too sure of themselves: their logits are twice what they should be. Some are 0 or 1. */
static Rows
random_rows (gsize n)
{
  Rows rows = { n, g_new (double, n), g_new (guint8, n) };

  for (gsize i = 0; i < n; i++)
    {
      double p = g_test_rand_double (), odds = pow (p / (1.0 - p), 2.0);

      rows.probabilities[i] = i % 50 == 49 ? round (p) : odds / (1.0 + odds);
      rows.labels[i] = g_test_rand_double () < p;
    }
  return rows;
}

static CpRecalibration *
fit (CpRecalibrationKind  kind,
     const CpPredictions *predictions)
{
  g_autoptr (GError) error = NULL;
  CpRecalibration *recalibration = cp_recalibration_fit (kind, predictions, &error);

  g_assert_no_error (error);
  return recalibration;
}

static void
test_names (void)
{
  const char *const names[] = { "none", "temperature", "platt", "isotonic" };
  CpRecalibrationKind kind = CP_RECALIBRATION_PLATT;

  for (CpRecalibrationKind i = 0; i < CP_N_RECALIBRATION_KINDS; i++)
    {
      g_assert_cmpstr (cp_recalibration_kind_get_name (i), ==, names[i]);
      g_assert_true (cp_recalibration_kind_from_name (names[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (cp_recalibration_kind_from_name ("Platt", &kind));
  g_assert_cmpint (kind, ==, CP_RECALIBRATION_ISOTONIC);
}

static void
assert_refused (CpRecalibrationKind  kind,
                const double        *probabilities,
                const guint8        *labels,
                gsize                n,
                const char          *message)
{
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, n);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_recalibration_fit (kind, predictions, &error));
  g_assert_error (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_NO_FIT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  const double rising[] = { 0.2, 0.4, 0.6, 0.8 };
  const guint8 sick[] = { 1, 1, 1, 1 };
  const guint8 apart[] = { 0, 0, 1, 1 };
  const guint8 falling[] = { 1, 0, 1, 0 };

  assert_refused (CP_RECALIBRATION_TEMPERATURE, rising, sick, 4,
                  "cannot recalibrate by temperature: expected both classes, found one");
  assert_refused (CP_RECALIBRATION_PLATT, rising, sick, 4,
                  "cannot recalibrate by platt: expected both classes, found one");
  assert_refused (CP_RECALIBRATION_ISOTONIC, rising, sick, 4,
                  "cannot recalibrate by isotonic: expected both classes, found one");
  assert_refused (CP_RECALIBRATION_TEMPERATURE, rising, apart, 4,
                  "cannot recalibrate by temperature: every probability is on the right side of 0.5, so that no "
                  "temperature is best");
  assert_refused (CP_RECALIBRATION_PLATT, rising, apart, 4,
                  "cannot recalibrate by platt: the probabilities of the classes do not overlap, so that no line is "
                  "best");
  assert_refused (CP_RECALIBRATION_TEMPERATURE, rising, falling, 4,
                  "cannot recalibrate by temperature: the probabilities do not rise with pneumonia");
  assert_refused (CP_RECALIBRATION_PLATT, rising, falling, 4,
                  "cannot recalibrate by platt: the probabilities do not rise with pneumonia");
}

static void
test_none (void)
{
  const double probability = 0.75;
  const guint8 label = 1;
  g_autoptr (CpPredictions) predictions = predictions_new (&probability, &label, 1);
  g_autoptr (CpRecalibration) none = fit (CP_RECALIBRATION_NONE, predictions);
  g_autoptr (CpRecalibration) again = cp_recalibration_ref (none);
  g_autofree char *text = cp_recalibration_describe (none);

  g_assert_true (again == none);
  g_assert_cmpint (cp_recalibration_get_kind (none), ==, CP_RECALIBRATION_NONE);
  g_assert_cmpstr (text, ==, "none");
  for (guint i = 0; i <= 100; i++)
    {
      g_assert_cmpfloat (cp_recalibration_apply (none, i / 100.0), ==, i / 100.0);
      g_assert_cmpfloat (cp_recalibration_invert (none, i / 100.0), ==, i / 100.0);
    }
}

/* Pooled: 0.2 and 0.3 to 1/3, 0.6 and 0.7 to 1/2. */
static void
test_isotonic (void)
{
  const double probabilities[] = { 0.1, 0.2, 0.3, 0.3, 0.6, 0.7, 0.9 };
  const guint8 labels[] = { 0, 1, 0, 0, 1, 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 7);
  g_autoptr (CpRecalibration) map = fit (CP_RECALIBRATION_ISOTONIC, predictions);
  g_autofree char *text = cp_recalibration_describe (map);

  g_assert_cmpstr (text, ==, "isotonic, 6 knots");
  g_assert_true (isnan (cp_recalibration_get_slope (map)));
  g_assert_true (isnan (cp_recalibration_apply (map, NAN)));
  g_assert_cmpfloat (cp_recalibration_apply (map, 0.0), ==, 0.0);
  g_assert_cmpfloat (cp_recalibration_apply (map, 0.25), ==, 1.0 / 3.0);
  g_assert_cmpfloat_with_epsilon (cp_recalibration_apply (map, 0.45), 5.0 / 12.0, 1e-15);
  g_assert_cmpfloat (cp_recalibration_apply (map, 0.65), ==, 0.5);
  g_assert_cmpfloat_with_epsilon (cp_recalibration_apply (map, 0.8), 0.75, 1e-15);
  g_assert_cmpfloat (cp_recalibration_apply (map, 1.0), ==, 1.0);
  g_assert_cmpfloat (cp_recalibration_invert (map, 0.5), ==, 0.6);
  g_assert_cmpfloat (cp_recalibration_invert (map, 1.0 / 3.0), ==, 0.2);
}

static void
test_temperature (void)
{
  g_auto (Rows) rows = random_rows (4000);
  g_autoptr (CpPredictions) predictions = predictions_new (rows.probabilities, rows.labels, rows.n);
  g_autoptr (CpRecalibration) map = fit (CP_RECALIBRATION_TEMPERATURE, predictions);
  g_autofree char *expected = g_strdup_printf ("temperature %.3f", cp_recalibration_get_temperature (map));
  g_autofree char *text = cp_recalibration_describe (map);

  g_assert_cmpfloat (cp_recalibration_get_temperature (map), >, 1.5);
  g_assert_cmpfloat (cp_recalibration_apply (map, 0.5), ==, 0.5);
  g_assert_cmpfloat (cp_recalibration_get_intercept (map), ==, 0.0);
  g_assert_cmpstr (text, ==, expected);
}

/* Two numbers fit no worse than one, a free line no worse than either; after Platt, nothing is left to correct. */
static void
test_losses (void)
{
  g_auto (Rows) rows = random_rows (1000);
  g_autoptr (CpPredictions) before = predictions_new (rows.probabilities, rows.labels, rows.n);
  g_autofree double *mapped = g_new (double, rows.n);
  double loss = cp_log_loss (before).value;

  for (CpRecalibrationKind kind = CP_RECALIBRATION_TEMPERATURE; kind < CP_N_RECALIBRATION_KINDS; kind++)
    {
      g_autoptr (CpRecalibration) map = fit (kind, before);
      g_autoptr (CpPredictions) after = NULL;

      for (gsize i = 0; i < rows.n; i++)
        mapped[i] = cp_recalibration_apply (map, rows.probabilities[i]);
      after = predictions_new (mapped, rows.labels, rows.n);
      g_assert_cmpfloat (cp_log_loss (after).value, <=, loss + 1e-12);
      loss = cp_log_loss (after).value;
      if (kind != CP_RECALIBRATION_PLATT)
        continue;
      g_assert_cmpfloat_with_epsilon (cp_calibration_slope (after).value, 1.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (cp_calibration_intercept (after).value, 0.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (cp_recalibration_get_slope (map), cp_calibration_slope (before).value, 1e-12);
    }
}

/* Never falls, from one number to the next either. */
static void
assert_rises (const CpRecalibration *map)
{
  double last = 0.0;

  for (guint i = 0; i <= 1000; i++)
    {
      double p = i / 1000.0;

      for (guint step = 0; step < 20; step++, p = nextafter (p, 1.0))
        {
          double q = cp_recalibration_apply (map, p);

          g_assert_cmpfloat (q, >=, last);
          g_assert_cmpfloat (q, <=, 1.0);
          last = q;
        }
    }
}

/* What is at least invert (q) before is at least q after, for images and the numbers next to it. */
static void
assert_inverts (const CpRecalibration *map,
                const Rows            *rows)
{
  for (guint round = 0; round < 50; round++)
    {
      double q = round % 2 == 0 ? g_test_rand_double () : cp_recalibration_apply (map, rows->probabilities[round]);
      double threshold = cp_recalibration_invert (map, q);

      for (gsize i = 0; i < rows->n; i++)
        g_assert_cmpint (rows->probabilities[i] >= threshold, ==,
                         cp_recalibration_apply (map, rows->probabilities[i]) >= q);
      if (isinf (threshold))
        continue;
      g_assert_cmpfloat (cp_recalibration_apply (map, threshold), >=, q);
      if (threshold > 0.0)
        g_assert_cmpfloat (cp_recalibration_apply (map, nextafter (threshold, 0.0)), <, q);
    }
  g_assert_cmpfloat (cp_recalibration_invert (map, -1.0), ==, 0.0);
  g_assert_true (isinf (cp_recalibration_invert (map, 1.5)));
  g_assert_true (isinf (cp_recalibration_invert (map, NAN)));
}

static void
test_monotone (void)
{
  for (guint round = 0; round < 5; round++)
    {
      g_auto (Rows) rows = random_rows (100 + 200 * round);
      g_autoptr (CpPredictions) predictions = predictions_new (rows.probabilities, rows.labels, rows.n);

      for (CpRecalibrationKind kind = 0; kind < CP_N_RECALIBRATION_KINDS; kind++)
        {
          g_autoptr (CpRecalibration) map = fit (kind, predictions);

          assert_rises (map);
          assert_inverts (map, &rows);
        }
    }
}

/* Every decision after is the same as before, at the threshold mapped back. */
static void
test_map (void)
{
  g_auto (Rows) rows = random_rows (400);
  g_autoptr (CpPredictions) predictions = predictions_new (rows.probabilities, rows.labels, rows.n);

  for (CpRecalibrationKind kind = 0; kind < CP_N_RECALIBRATION_KINDS; kind++)
    {
      g_autoptr (CpRecalibration) map = fit (kind, predictions);
      g_autoptr (CpPredictions) mapped = cp_recalibration_map (map, predictions);

      g_assert_cmpuint (cp_predictions_get_n (mapped), ==, rows.n);
      for (double q = 0.0; q <= 1.0; q += 1.0 / 64.0)
        {
          CpConfusion after = cp_confusion_at (mapped, q);
          CpConfusion before = cp_confusion_at (predictions, cp_recalibration_invert (map, q));

          g_assert_cmpmem (&after, sizeof after, &before, sizeof before);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recalibration/names", test_names);
  g_test_add_func ("/recalibration/refused", test_refused);
  g_test_add_func ("/recalibration/none", test_none);
  g_test_add_func ("/recalibration/isotonic", test_isotonic);
  g_test_add_func ("/recalibration/temperature", test_temperature);
  g_test_add_func ("/recalibration/losses", test_losses);
  g_test_add_func ("/recalibration/monotone", test_monotone);
  g_test_add_func ("/recalibration/map", test_map);
  return g_test_run ();
}
