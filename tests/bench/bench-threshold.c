/* SPDX-License-Identifier: MIT */

/* How long it takes to sort predictions, to change the threshold and to draw
 * curves, as rows of a Markdown table. */

#include "curve.h"
#include "decision-curve.h"
#include "measure.h"
#include "metrics.h"
#include "prevalence.h"
#include "recalibration.h"
#include "reliability.h"
#include "threshold-choice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  gsize n;
  double *probabilities;
  guint8 *labels;
  CpPredictions *predictions;
  GRand *random;
  CpMetric metric;          /* for measure_metric */
  CpRule rule;              /* for measure_rule */
  CpRecalibrationKind kind; /* for measure_recalibration */
  volatile double sink;     /* where results go, so that they are computed */
} Bench;

typedef void (*Work) (Bench *self);

/* Confident as a network is: logits of ±2, spread 2.5, as float would hold them. */
static void
bench_fill (Bench *self)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double sum = 0.0;

      self->labels[i] = g_rand_double (self->random) < 0.625;
      for (guint j = 0; j < 12; j++)
        sum += g_rand_double (self->random);
      self->probabilities[i] = (float) (1.0 / (1.0 + exp (-2.5 * (sum - 6.0) - (self->labels[i] ? 2.0 : -2.0))));
    }
}

static void
measure_new (Bench *self)
{
  g_clear_pointer (&self->predictions, cp_predictions_unref);
  self->predictions = cp_predictions_new (self->probabilities, self->labels, self->n, NULL);
}

static void
measure_change (Bench *self)
{
  double threshold = g_rand_double (self->random);
  CpConfusion confusion = cp_confusion_at (self->predictions, threshold);

  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    if (cp_metric_uses_threshold (metric))
      self->sink += cp_metric_compute (metric, self->predictions, threshold).value;
  self->sink += cp_ppv_at_prevalence (confusion, 0.05).value + cp_npv_at_prevalence (confusion, 0.05).value;
  self->sink += cp_per_thousand (confusion, 0.05, 1000).found;
}

static void
measure_step (Bench *self)
{
  double threshold = g_rand_double (self->random), next = 0.0;

  for (int direction = -1; direction <= 1; direction += 2)
    for (gboolean only = FALSE; only <= TRUE; only++)
      {
        cp_threshold_next (self->predictions, threshold, direction, only, &next);
        self->sink += next;
      }
}

static void
measure_metric (Bench *self)
{
  self->sink += cp_metric_compute (self->metric, self->predictions, 0.5).value;
}

static void
measure_roc (Bench *self)
{
  g_autoptr (CpCurvePoints) curve = cp_roc_curve (self->predictions, 1000);

  self->sink += (double) curve->n;
}

static void
measure_precision_recall (Bench *self)
{
  g_autoptr (CpCurvePoints) curve = cp_precision_recall_curve (self->predictions, 1000);

  self->sink += (double) curve->n;
}

static void
measure_decision_curve (Bench *self)
{
  CpDecisionPoint points[1000];

  cp_decision_curve (self->predictions, 0.0, 0.99, G_N_ELEMENTS (points), points);
  self->sink += points[0].model;
}

static void
measure_reliability (Bench *self)
{
  CpReliabilityBin bins[15];

  cp_reliability (self->predictions, G_N_ELEMENTS (bins), bins);
  self->sink += (double) bins[0].n;
}

static void
measure_histogram (Bench *self)
{
  guint negatives[1000], positives[1000];

  cp_predictions_histogram (self->predictions, 1000, negatives, positives);
  self->sink += negatives[0];
}

static void
measure_rule (Bench *self)
{
  const CpThresholdRule rule = { self->rule, 0.99, 10.0, 1.0 };

  self->sink += cp_choose_threshold (self->predictions, &rule).threshold;
}

static void
measure_recalibration (Bench *self)
{
  g_autoptr (CpRecalibration) map = cp_recalibration_fit (self->kind, self->predictions, NULL);

  self->sink += map != NULL ? cp_recalibration_apply (map, 0.25) : 0.0;
}

/* As short as a clock of microseconds can tell: often enough within one measurement. */
static double
seconds_of (Bench *self,
            Work   work,
            guint  times)
{
  double start = cp_bench_now ();

  for (guint i = 0; i < times; i++)
    work (self);
  return (cp_bench_now () - start) / times;
}

static void
report (Bench      *self,
        const char *what,
        Work        work,
        guint       runs)
{
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));
  guint times = (guint) CLAMP (2e-4 / MAX (seconds_of (self, work, 1), 1e-6), 1.0, 200.0);
  double median;

  for (guint i = 0; i < runs; i++)
    {
      double value = seconds_of (self, work, times);

      g_array_append_val (seconds, value);
    }
  median = cp_bench_median (seconds);
  printf ("| %" G_GSIZE_FORMAT " | %s | %.4f | %.4f |\n", self->n, what, median * 1e3,
          g_array_index (seconds, double, (seconds->len - 1) * 95 / 100) * 1e3);
}

static void
report_tables (Bench *self,
               guint  runs)
{
  for (self->metric = 0; self->metric < CP_N_METRICS; self->metric++)
    if (!cp_metric_uses_threshold (self->metric))
      report (self, cp_metric_get_key (self->metric), measure_metric, MIN (runs, 11));
  for (self->rule = 0; self->rule < CP_N_RULES; self->rule++)
    {
      g_autofree char *what = g_strconcat ("rule ", cp_rule_get_name (self->rule), NULL);

      report (self, what, measure_rule, MIN (runs, 11));
    }
  for (self->kind = CP_RECALIBRATION_TEMPERATURE; self->kind < CP_N_RECALIBRATION_KINDS; self->kind++)
    report (self, cp_recalibration_kind_get_name (self->kind), measure_recalibration, MIN (runs, 11));
}

static void
run (gsize n,
     guint runs)
{
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Bench bench = { .n = n, .probabilities = probabilities, .labels = labels, .random = random };

  bench_fill (&bench);
  report (&bench, "sort", measure_new, MIN (runs, 21));
  report (&bench, "change of threshold", measure_change, runs);
  report (&bench, "four steps to other decisions", measure_step, runs);
  report (&bench, "histogram, 1000 bins", measure_histogram, runs);
  report (&bench, "decision curve, 1000 points", measure_decision_curve, runs);
  report (&bench, "ROC, 1000 columns", measure_roc, MIN (runs, 21));
  report (&bench, "precision-recall, 1000 columns", measure_precision_recall, MIN (runs, 21));
  report (&bench, "reliability, 15 bins", measure_reliability, MIN (runs, 21));
  report_tables (&bench, runs);
  cp_predictions_unref (bench.predictions);
}

int
main (int   argc,
      char *argv[])
{
  int runs = 201;
  GOptionEntry entries[] = {
    { "runs", 'r', 0, G_OPTION_ARG_INT, &runs, "Measure so many times, slow things less often (201)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  const gsize sizes[] = { 624, 60000, 1000000 };
  g_autoptr (GError) error = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || runs < 1)
    {
      g_printerr ("bench-threshold: %s\n", error != NULL ? error->message : "expected at least 1 run");
      return 2;
    }
  printf ("| predictions | what | median, ms | 95th percentile, ms |\n|---|---|---|---|\n");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    run (sizes[i], (guint) runs);

  return 0;
}
