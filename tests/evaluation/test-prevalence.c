/* SPDX-License-Identifier: MIT */
#include "prevalence.h"

#include "decision-curve.h"
#include "likelihood-ratio.h"
#include "rates.h"
#include "reliability.h"

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
assert_estimate (CpEstimate estimate,
                 double     value,
                 double     low,
                 double     high,
                 double     epsilon)
{
  g_assert_cmpfloat_with_epsilon (estimate.value, value, epsilon);
  g_assert_cmpfloat_with_epsilon (estimate.low, low, epsilon);
  g_assert_cmpfloat_with_epsilon (estimate.high, high, epsilon);
}

static void
assert_no_bounds (CpEstimate estimate,
                  double     value)
{
  g_assert_cmpfloat (estimate.value, ==, value);
  g_assert_true (isnan (estimate.low));
  g_assert_true (isnan (estimate.high));
}

/* Scott, Greenberg & Poole, AJR 2008, table 1: a test on 1,586 patients; LR+ as epiR prints it. */
static void
test_likelihood_published (void)
{
  const CpConfusion confusion = { .tp = 670, .fp = 202, .fn = 74, .tn = 640 };

  assert_estimate (cp_likelihood_ratio_positive (confusion), 3.75, 3.32, 4.24, 0.005);
  assert_estimate (cp_rate_recall (confusion), 0.90, 0.88, 0.92, 0.005);
  assert_estimate (cp_rate_specificity (confusion), 0.76, 0.73, 0.79, 0.005);
}

/* The counts of table VIII of Mercaldo, Lau & Zhou at prevalence 3 %, their equations 8 to 11 computed apart. */
static void
test_predictive_example (void)
{
  const CpConfusion confusion = { .tp = 240, .fn = 178, .fp = 87, .tn = 288 };

  assert_estimate (cp_ppv_at_prevalence (confusion, 0.03), 0.0710993701, 0.0588709729, 0.0856366657, 5e-11);
  assert_estimate (cp_npv_at_prevalence (confusion, 0.03), 0.9831403887, 0.9809487910, 0.9850837047, 5e-11);
}

/* At the data's own prevalence they are the values in the data. */
static void
test_own_prevalence (void)
{
  const CpConfusion confusion = { .tp = 387, .fp = 119, .fn = 3, .tn = 115 };

  g_assert_cmpfloat_with_epsilon (cp_ppv_at_prevalence (confusion, 390.0 / 624.0).value,
                                  cp_rate_precision (confusion).value, 1e-15);
  g_assert_cmpfloat_with_epsilon (cp_npv_at_prevalence (confusion, 390.0 / 624.0).value,
                                  cp_rate_npv (confusion).value, 1e-15);
}

static void
test_predictive_edges (void)
{
  const CpConfusion perfect = { .tp = 5, .tn = 5 };
  const CpConfusion blind = { .fn = 5, .fp = 5 };
  const CpConfusion all = { .tp = 5, .fp = 5 };
  const CpConfusion mixed = { .tp = 4, .fn = 1, .fp = 2, .tn = 3 };
  const CpConfusion sick = { .tp = 4, .fn = 1 };

  assert_no_bounds (cp_ppv_at_prevalence (perfect, 0.1), 1.0);
  assert_no_bounds (cp_npv_at_prevalence (perfect, 0.1), 1.0);
  assert_no_bounds (cp_ppv_at_prevalence (blind, 0.1), 0.0);
  assert_no_bounds (cp_npv_at_prevalence (blind, 0.1), 0.0);
  g_assert_true (isnan (cp_npv_at_prevalence (all, 0.1).value));
  g_assert_cmpfloat_with_epsilon (cp_ppv_at_prevalence (all, 0.1).value, 0.1, 1e-15);
  assert_estimate (cp_ppv_at_prevalence (mixed, 0.0), 0.0, 0.0, 0.0, 1e-300);
  assert_estimate (cp_ppv_at_prevalence (mixed, 1.0), 1.0, 1.0, 1.0, 1e-300);
  assert_estimate (cp_npv_at_prevalence (mixed, 0.0), 1.0, 1.0, 1.0, 1e-300);
  assert_estimate (cp_npv_at_prevalence (mixed, 1.0), 0.0, 0.0, 0.0, 1e-300);
  g_assert_true (isnan (cp_ppv_at_prevalence (sick, 0.1).value));
  g_assert_true (isnan (cp_npv_at_prevalence (sick, 0.1).value));
  g_assert_true (isnan (cp_ppv_at_prevalence (mixed, 1.01).value));
  g_assert_true (isnan (cp_npv_at_prevalence (mixed, NAN).value));
}

static void
assert_counts (CpPerThousand counts,
               guint         found,
               guint         missed,
               guint         false_alarms,
               guint         cleared)
{
  g_assert_cmpuint (counts.found, ==, found);
  g_assert_cmpuint (counts.missed, ==, missed);
  g_assert_cmpuint (counts.false_alarms, ==, false_alarms);
  g_assert_cmpuint (counts.cleared, ==, cleared);
}

static void
test_per_thousand (void)
{
  const CpConfusion confusion = { .tp = 387, .fp = 119, .fn = 3, .tn = 115 };
  const CpConfusion half = { .tp = 1, .fp = 1, .fn = 1, .tn = 1 };
  const CpConfusion sick = { .tp = 3, .fn = 1 };
  const CpConfusion well = { .fp = 1, .tn = 3 };
  const CpConfusion none = { 0 };

  assert_counts (cp_per_thousand (confusion, 0.05, 1000), 50, 0, 483, 467);
  assert_counts (cp_per_thousand (confusion, 0.5, 1000), 496, 4, 254, 246);
  /* Halves: the odd one is missed or a false alarm, the odd patient has pneumonia. */
  assert_counts (cp_per_thousand (half, 0.5, 10), 2, 3, 3, 2);
  assert_counts (cp_per_thousand (half, 0.5, 1), 0, 1, 0, 0);
  assert_counts (cp_per_thousand (half, 0.0, 7), 0, 0, 4, 3);
  /* A class nobody belongs to need not be known. */
  assert_counts (cp_per_thousand (sick, 1.0, 1000), 750, 250, 0, 0);
  assert_counts (cp_per_thousand (sick, 0.5, 1000), 0, 0, 0, 0);
  assert_counts (cp_per_thousand (well, 0.0, 1000), 0, 0, 250, 750);
  assert_counts (cp_per_thousand (none, 0.5, 1000), 0, 0, 0, 0);
  for (guint i = 0; i <= 1000; i++)
    {
      CpPerThousand counts = cp_per_thousand (confusion, i / 1000.0, 997);

      g_assert_cmpuint (counts.found + counts.missed + counts.false_alarms + counts.cleared, ==, 997);
      g_assert_cmpfloat (fabs (counts.found + counts.missed - 0.997 * i), <=, 0.5 + 1e-9);
    }
}

/* A model that has learnt weighted odds gives them back: weights 3 to 1 make 1/4 of 1/10. */
static void
test_weights (void)
{
  g_assert_cmpfloat_with_epsilon (cp_probability_without_weights (0.25, 3.0), 0.1, 1e-15);
  g_assert_cmpfloat (cp_probability_without_weights (0.3, 1.0), ==, 0.3);
  g_assert_cmpfloat (cp_probability_without_weights (0.0, 0.3), ==, 0.0);
  g_assert_cmpfloat (cp_probability_without_weights (1.0, 0.3), ==, 1.0);
  for (guint i = 1; i < 100; i++)
    {
      double p = i / 100.0, weighted = 0.4 * p / (0.4 * p + 1.7 * (1.0 - p));

      g_assert_cmpfloat_with_epsilon (cp_probability_without_weights (weighted, 0.4 / 1.7), p, 1e-15);
    }
}

static void
test_costs (void)
{
  g_assert_cmpfloat (cp_cost_threshold (1.0), ==, 0.5);
  g_assert_cmpfloat (cp_cost_threshold (9.0), ==, 0.1);
  g_assert_cmpfloat (cp_cost_threshold (0.0), ==, 1.0);
  g_assert_cmpfloat (cp_cost_threshold (INFINITY), ==, 0.0);
  g_assert_true (isnan (cp_cost_threshold (-1.0)));
  g_assert_true (isnan (cp_cost_threshold (NAN)));
  g_assert_true (isinf (cp_threshold_cost (0.0)));
  g_assert_cmpfloat (cp_threshold_cost (1.0), ==, 0.0);
  g_assert_true (isnan (cp_threshold_cost (1.5)));
  g_assert_true (isnan (cp_threshold_cost (-0.5)));
  for (guint i = 1; i < 100; i++)
    g_assert_cmpfloat_with_epsilon (cp_cost_threshold (cp_threshold_cost (i / 100.0)), i / 100.0, 1e-15);
}

/* At 0 treat-all and the model that calls all pneumonia agree; at the prevalence treat-all is worth nothing. */
static void
test_decision_curve (void)
{
  const double probabilities[] = { 0.1, 0.4, 0.6, 0.9 };
  const guint8 labels[] = { 0, 1, 0, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 4);
  CpDecisionPoint points[5];

  cp_decision_curve (predictions, 0.0, 1.0, 5, points);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (points[i].threshold, ==, i / 4.0);
  g_assert_cmpfloat (points[0].model, ==, 0.5);
  g_assert_cmpfloat (points[0].treat_all, ==, 0.5);
  g_assert_cmpfloat_with_epsilon (points[1].model, 0.5 - 0.25 / 3.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (points[1].treat_all, 0.5 - 0.5 / 3.0, 1e-15);
  g_assert_cmpfloat (points[2].model, ==, 0.0);
  g_assert_cmpfloat (points[2].treat_all, ==, 0.0);
  g_assert_cmpfloat (points[3].model, ==, 0.25);
  g_assert_cmpfloat (points[3].treat_all, ==, -1.0);
  g_assert_true (isnan (points[4].model));
  g_assert_true (isnan (points[4].treat_all));
  cp_decision_curve (predictions, 0.25, 1.0, 1, points);
  g_assert_cmpfloat (points[0].threshold, ==, 0.25);
  g_assert_true (isnan (cp_net_benefit_treat_all (0.5, -0.1)));
}

/* An edge belongs to the bin above it, 1 to the last. */
static void
test_reliability (void)
{
  const double probabilities[] = { 0.0, 0.25, 0.25, 0.4, 1.0 };
  const guint8 labels[] = { 0, 0, 1, 1, 1 };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 5);
  CpReliabilityBin bins[4];

  cp_reliability (predictions, 4, bins);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (bins[i].low, ==, i / 4.0);
      g_assert_cmpfloat (bins[i].high, ==, (i + 1) / 4.0);
    }
  g_assert_cmpuint (bins[0].n, ==, 1);
  g_assert_cmpuint (bins[1].n, ==, 3);
  g_assert_cmpuint (bins[2].n, ==, 0);
  g_assert_cmpuint (bins[3].n, ==, 1);
  g_assert_cmpfloat_with_epsilon (bins[1].mean, 0.3, 1e-15);
  g_assert_cmpfloat (bins[1].observed.value, ==, 2.0 / 3.0);
  g_assert_cmpfloat (bins[1].observed.low, ==, cp_estimate_proportion (2, 3).low);
  g_assert_true (isnan (bins[2].mean));
  g_assert_true (isnan (bins[2].observed.value));
  g_assert_cmpfloat (bins[3].mean, ==, 1.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prevalence/likelihood-published", test_likelihood_published);
  g_test_add_func ("/prevalence/predictive-example", test_predictive_example);
  g_test_add_func ("/prevalence/own-prevalence", test_own_prevalence);
  g_test_add_func ("/prevalence/predictive-edges", test_predictive_edges);
  g_test_add_func ("/prevalence/per-thousand", test_per_thousand);
  g_test_add_func ("/prevalence/weights", test_weights);
  g_test_add_func ("/prevalence/costs", test_costs);
  g_test_add_func ("/prevalence/decision-curve", test_decision_curve);
  g_test_add_func ("/prevalence/reliability", test_reliability);
  return g_test_run ();
}
