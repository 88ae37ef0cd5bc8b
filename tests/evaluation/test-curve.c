/* SPDX-License-Identifier: MIT */
#include "curve.h"

#include "auroc.h"
#include "average-precision.h"

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

/* Some skill; @distinct values. */
static CpPredictions *
random_predictions (gsize n,
                    guint distinct)
{
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      double p = g_test_rand_int_range (0, (gint32) distinct + 1) / (double) distinct;

      probabilities[i] = p;
      labels[i] = i < 2 ? (guint8) i : g_test_rand_double () < 0.1 + 0.8 * p;
    }
  return predictions_new (probabilities, labels, n);
}

static double
area_of_lines (const CpCurvePoints *curve)
{
  double area = 0.0;

  for (gsize i = 1; i < curve->n; i++)
    area += (curve->points[i].x - curve->points[i - 1].x) * (curve->points[i].y + curve->points[i - 1].y) / 2.0;
  return area;
}

static double
area_of_steps (const CpCurvePoints *curve)
{
  double area = 0.0;

  for (gsize i = 1; i < curve->n; i++)
    area += (curve->points[i].x - curve->points[i - 1].x) * curve->points[i].y;
  return area;
}

static void
test_areas (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (CpPredictions) predictions = random_predictions (2 + round * 3, 1 + round % 30);
      g_autoptr (CpCurvePoints) roc = cp_roc_curve (predictions, 1000);
      g_autoptr (CpCurvePoints) precision_recall = cp_precision_recall_curve (predictions, 1000);

      g_assert_cmpfloat_with_epsilon (area_of_lines (roc), cp_auroc (predictions).value, 1e-12);
      g_assert_cmpfloat_with_epsilon (area_of_steps (precision_recall), cp_average_precision (predictions).value,
                                      1e-12);
    }
}

static void
test_vertices (void)
{
  const double probabilities[] = { 0.2, 0.4, 0.4, 0.9, 0.7 };
  const guint8 labels[] = { 0, 0, 1, 1, 0 };
  const CpCurvePoint roc[] = {
    { 0.0, 0.0, INFINITY }, { 0.0, 0.5, 0.9 }, { 1.0 / 3.0, 0.5, 0.7 }, { 2.0 / 3.0, 1.0, 0.4 }, { 1.0, 1.0, 0.2 },
  };
  const CpCurvePoint precision_recall[] = {
    { 0.0, 1.0, INFINITY }, { 0.5, 1.0, 0.9 }, { 0.5, 0.5, 0.7 }, { 1.0, 0.5, 0.4 }, { 1.0, 0.4, 0.2 },
  };
  g_autoptr (CpPredictions) predictions = predictions_new (probabilities, labels, 5);
  g_autoptr (CpCurvePoints) first = cp_roc_curve (predictions, 5);
  g_autoptr (CpCurvePoints) second = cp_precision_recall_curve (predictions, 5);

  g_assert_cmpmem (first->points, first->n * sizeof *roc, roc, sizeof roc);
  g_assert_cmpmem (second->points, second->n * sizeof *roc, precision_recall, sizeof precision_recall);
}

static void
test_one_class (void)
{
  const double probabilities[] = { 0.2, 0.6 };
  const guint8 sick[] = { 1, 1 };
  const guint8 well[] = { 0, 0 };
  g_autoptr (CpPredictions) positive = predictions_new (probabilities, sick, 2);
  g_autoptr (CpPredictions) negative = predictions_new (probabilities, well, 2);
  g_autoptr (CpCurvePoints) roc_positive = cp_roc_curve (positive, 10);
  g_autoptr (CpCurvePoints) roc_negative = cp_roc_curve (negative, 10);
  g_autoptr (CpCurvePoints) all = cp_precision_recall_curve (positive, 10);
  g_autoptr (CpCurvePoints) none = cp_precision_recall_curve (negative, 10);

  g_assert_cmpuint (roc_positive->n, ==, 0);
  g_assert_cmpuint (roc_negative->n, ==, 0);
  g_assert_cmpuint (none->n, ==, 0);
  g_assert_cmpuint (all->n, ==, 3);
  g_assert_cmpfloat (all->points[2].y, ==, 1.0);
}

/* From a point to the line from @a to @b. */
static double
distance_to_line (CpCurvePoint p,
                  CpCurvePoint a,
                  CpCurvePoint b)
{
  double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  double along = square == 0.0 ? 0.0 : CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);

  return hypot (p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/* How far the vertices of @from lie from the line of @to, at most. */
static double
distance_between (const CpCurvePoints *from,
                  const CpCurvePoints *to)
{
  double largest = 0.0;

  for (gsize i = 0; i < from->n; i++)
    {
      double nearest = INFINITY;

      for (gsize j = 1; j < to->n; j++)
        nearest = MIN (nearest, distance_to_line (from->points[i], to->points[j - 1], to->points[j]));
      largest = MAX (largest, nearest);
    }
  return largest;
}

static void
assert_subsequence (const CpCurvePoints *thin,
                    const CpCurvePoints *all)
{
  gsize j = 0;

  for (gsize i = 0; i < thin->n; i++)
    {
      while (j < all->n && all->points[j].threshold != thin->points[i].threshold)
        j++;
      g_assert_cmpuint (j, <, all->n);
      g_assert_cmpmem (&thin->points[i], sizeof (CpCurvePoint), &all->points[j], sizeof (CpCurvePoint));
      j++;
    }
  g_assert_cmpfloat (thin->points[thin->n - 1].threshold, ==, all->points[all->n - 1].threshold);
}

/* Every vertex left out is near the line that is left; what is left is vertices in their order. */
static void
test_thinning (void)
{
  for (guint most = 1; most < 300; most = most * 2 + 1)
    {
      g_autoptr (CpPredictions) predictions = random_predictions (2500, 100000);
      g_autoptr (CpCurvePoints) roc = cp_roc_curve (predictions, 5000);
      g_autoptr (CpCurvePoints) thin_roc = cp_roc_curve (predictions, most);
      g_autoptr (CpCurvePoints) precision_recall = cp_precision_recall_curve (predictions, 5000);
      g_autoptr (CpCurvePoints) thin_precision_recall = cp_precision_recall_curve (predictions, most);

      g_assert_cmpuint (roc->n, >, 2000);
      g_assert_cmpuint (thin_roc->n, <, 2 * most + 4);
      g_assert_cmpuint (thin_precision_recall->n, <, 4 * most + 6);
      assert_subsequence (thin_roc, roc);
      assert_subsequence (thin_precision_recall, precision_recall);
      g_assert_cmpfloat (distance_between (roc, thin_roc), <=, 1.0 / most);
      g_assert_cmpfloat (distance_between (precision_recall, thin_precision_recall), <=, 1.0 / most);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve/areas", test_areas);
  g_test_add_func ("/curve/vertices", test_vertices);
  g_test_add_func ("/curve/one-class", test_one_class);
  g_test_add_func ("/curve/thinning", test_thinning);
  return g_test_run ();
}
