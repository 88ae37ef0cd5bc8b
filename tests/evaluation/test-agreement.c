/* SPDX-License-Identifier: MIT */

/* 200 seeded sets of predictions against scikit-learn, statsmodels and plain
 * counting, as tests/fixtures/evaluation/agreement.txt has them. */

#include "agreement-case.h"
#include "curve.h"
#include "decision-curve.h"
#include "metrics.h"
#include "prevalence.h"
#include "recalibration.h"
#include "reliability.h"
#include "threshold-choice.h"

#include <math.h>
#include <string.h>

#define EXACT 1e-9
/* Where both sides stop an iteration, and a flat likelihood lets them stop a little apart. */
#define FITTED 1e-7

/* Puts what the program says of a set after @numbers. */
typedef void (*Measure) (const Case *set, GArray *numbers);

static void
put (GArray *numbers,
     double  value)
{
  g_array_append_val (numbers, value);
}

static void
put_estimate (GArray     *numbers,
              CpEstimate  estimate)
{
  put (numbers, estimate.value);
  if (isnan (estimate.low) && isnan (estimate.high))
    return;
  put (numbers, estimate.low);
  put (numbers, estimate.high);
}

static void
measure_ppv (const Case *set,
             GArray     *numbers)
{
  put_estimate (numbers, cp_ppv_at_prevalence (cp_confusion_at (set->predictions, set->threshold), set->prevalence));
}

static void
measure_npv (const Case *set,
             GArray     *numbers)
{
  put_estimate (numbers, cp_npv_at_prevalence (cp_confusion_at (set->predictions, set->threshold), set->prevalence));
}

static void
measure_per_thousand (const Case *set,
                      GArray     *numbers)
{
  CpPerThousand counts
      = cp_per_thousand (cp_confusion_at (set->predictions, set->threshold), set->prevalence, 1000);

  put (numbers, counts.found);
  put (numbers, counts.missed);
  put (numbers, counts.false_alarms);
  put (numbers, counts.cleared);
}

/* From the point @first on; an infinite threshold counts as 0. */
static void
put_curve (GArray              *numbers,
           const CpCurvePoints *curve,
           gsize                first)
{
  double x = 0.0, y = 0.0, threshold = 0.0;

  put (numbers, curve->n == 0 ? 0.0 : (double) (curve->n - first));
  if (curve->n == 0)
    return;
  for (gsize i = first; i < curve->n; i++)
    {
      double place = (double) (i - first + 1);

      x += place * curve->points[i].x;
      y += place * curve->points[i].y;
    }
  for (gsize i = 1; i < curve->n; i++)
    threshold += i * curve->points[i].threshold;
  put (numbers, x);
  put (numbers, y);
  put (numbers, threshold);
}

static void
measure_roc (const Case *set,
             GArray     *numbers)
{
  g_autoptr (CpCurvePoints) curve = cp_roc_curve (set->predictions, 10000);

  put_curve (numbers, curve, 0);
}

static void
measure_precision_recall (const Case *set,
                          GArray     *numbers)
{
  g_autoptr (CpCurvePoints) curve = cp_precision_recall_curve (set->predictions, 10000);

  put_curve (numbers, curve, 1);
}

static void
measure_reliability (const Case *set,
                     GArray     *numbers)
{
  CpReliabilityBin bins[8];
  double counts = 0.0, mean = 0.0, share = 0.0, bounds = 0.0;
  guint n = 0;

  cp_reliability (set->predictions, 8, bins);
  for (guint i = 0; i < 8; i++)
    {
      counts += (i + 1.0) * bins[i].n;
      if (bins[i].n == 0)
        continue;
      n++;
      mean += n * bins[i].mean;
      share += n * bins[i].observed.value;
      bounds += (2 * n - 1) * bins[i].observed.low + 2 * n * bins[i].observed.high;
    }
  put (numbers, n);
  put (numbers, counts);
  put (numbers, mean);
  put (numbers, share);
  put (numbers, bounds);
}

static void
measure_decision_curve (const Case *set,
                        GArray     *numbers)
{
  CpDecisionPoint points[16];
  double model = 0.0, treat_all = 0.0;

  cp_decision_curve (set->predictions, 0.0, 0.9375, 16, points);
  for (guint i = 0; i < 16; i++)
    {
      model += (i + 1) * points[i].model;
      treat_all += (i + 1) * points[i].treat_all;
    }
  put (numbers, model);
  put (numbers, treat_all);
}

static void
put_choice (const Case *set,
            CpRule      rule,
            GArray     *numbers)
{
  CpThresholdRule wanted = { rule, set->target, set->cost_missed, set->cost_false_alarm };
  CpChoice choice = cp_choose_threshold (set->predictions, &wanted);

  put (numbers, choice.threshold);
  g_assert_cmpint (choice.attainable, ==, !isnan (choice.threshold));
  if (!choice.attainable)
    return;
  put (numbers, choice.confusion.tp);
  put (numbers, choice.confusion.fp);
  put (numbers, choice.confusion.fn);
  put (numbers, choice.confusion.tn);
}

static void
measure_next (const Case *set,
              GArray     *numbers)
{
  for (int direction = 1; direction >= -1; direction -= 2)
    for (gboolean only = FALSE; only <= TRUE; only++)
      {
        double next = NAN;

        cp_threshold_next (set->predictions, set->threshold, direction, only, &next);
        put (numbers, next);
      }
}

static void
measure_temperature (const Case *set,
                     GArray     *numbers)
{
  g_autoptr (CpRecalibration) fit = cp_recalibration_fit (CP_RECALIBRATION_TEMPERATURE, set->predictions, NULL);

  put (numbers, fit == NULL ? NAN : cp_recalibration_get_temperature (fit));
}

static void
measure_platt (const Case *set,
               GArray     *numbers)
{
  g_autoptr (CpRecalibration) fit = cp_recalibration_fit (CP_RECALIBRATION_PLATT, set->predictions, NULL);

  put (numbers, fit == NULL ? NAN : cp_recalibration_get_intercept (fit));
  if (fit != NULL)
    put (numbers, cp_recalibration_get_slope (fit));
}

static void
measure_isotonic (const Case *set,
                  GArray     *numbers)
{
  g_autoptr (CpRecalibration) fit = cp_recalibration_fit (CP_RECALIBRATION_ISOTONIC, set->predictions, NULL);

  put (numbers, fit == NULL ? NAN : cp_recalibration_get_n_knots (fit));
  for (guint i = 0; i <= 16 && fit != NULL; i++)
    put (numbers, cp_recalibration_apply (fit, i / 16.0));
}

static const struct
{
  const char *key;
  Measure measure;
  double tolerance;
} things[] = {
  { "ppv_at_prevalence", measure_ppv, EXACT },
  { "npv_at_prevalence", measure_npv, EXACT },
  { "per_thousand", measure_per_thousand, EXACT },
  { "roc", measure_roc, EXACT },
  { "precision_recall", measure_precision_recall, EXACT },
  { "reliability", measure_reliability, EXACT },
  { "decision_curve", measure_decision_curve, EXACT },
  { "next", measure_next, EXACT },
  { "temperature", measure_temperature, FITTED },
  { "platt", measure_platt, FITTED },
  { "isotonic", measure_isotonic, EXACT },
};

/* Metrics go by their keys, rules by theirs after "choose-". Returns the tolerance; 0 for an unknown key. */
static double
measure (const Case *set,
         const char *key,
         GArray     *numbers)
{
  CpRule rule;

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    if (g_str_equal (things[i].key, key))
      {
        things[i].measure (set, numbers);
        return things[i].tolerance;
      }
  if (g_str_has_prefix (key, "choose-") && cp_rule_from_name (key + strlen ("choose-"), &rule))
    {
      put_choice (set, rule, numbers);
      return EXACT;
    }
  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    if (g_str_equal (cp_metric_get_key (metric), key))
      {
        put_estimate (numbers, cp_metric_compute (metric, set->predictions, set->threshold));
        return metric == CP_METRIC_CALIBRATION_SLOPE || metric == CP_METRIC_CALIBRATION_INTERCEPT ? FITTED : EXACT;
      }
  return 0.0;
}

/* Relative to the expected number, or absolute where that is below 1; 0 where neither exists. */
static double
difference (double      found,
            const char *expected)
{
  double value;

  if (g_str_equal (expected, "undefined"))
    return isnan (found) ? 0.0 : INFINITY;
  value = g_ascii_strtod (expected, NULL);
  return isnan (found) ? INFINITY : fabs (found - value) / MAX (1.0, fabs (value));
}

/* One line of the fixture. */
static void
check_line (const Case *set,
            guint       number,
            const char *line,
            double     *largest)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  double tolerance = measure (set, words[0], numbers);

  g_assert_cmpfloat (tolerance, >, 0.0);
  if (numbers->len != g_strv_length (words) - 1)
    {
      g_test_message ("set %u, %s: found %u numbers", number, line, numbers->len);
      g_test_fail ();
    }
  for (guint i = 0; i < numbers->len && words[i + 1] != NULL; i++)
    {
      double found = g_array_index (numbers, double, i);
      double distance = difference (found, words[i + 1]);

      largest[tolerance > EXACT] = MAX (largest[tolerance > EXACT], distance);
      if (!(distance <= tolerance))
        {
          g_test_message ("set %u, %s: number %u is %.17g", number, line, i + 1, found);
          g_test_fail ();
        }
    }
}

static void
check_header (const Case *set,
              guint       number,
              const char *line)
{
  g_autofree char *expected
      = g_strdup_printf ("set %u %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT, number, cp_predictions_get_n (set->predictions),
                         cp_predictions_get_positives (set->predictions));

  g_assert_cmpstr (line, ==, expected);
}

static void
test_agreement (void)
{
  const guint n_lines = 1 + CP_N_METRICS + CP_N_RULES + G_N_ELEMENTS (things);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "evaluation", "agreement.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  double largest[2] = { 0.0, 0.0 };

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, CASE_N_SETS * n_lines);
  for (guint number = 0; number < CASE_N_SETS; number++)
    {
      g_auto (Case) set = { 0 };

      case_init (&set, number);
      check_header (&set, number, lines[number * n_lines]);
      for (guint i = 1; i < n_lines; i++)
        check_line (&set, number, lines[number * n_lines + i], largest);
    }
  g_test_message ("largest difference %.2g, of what is fitted %.2g", largest[0], largest[1]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement/sets", test_agreement);
  return g_test_run ();
}
