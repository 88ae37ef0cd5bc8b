/* SPDX-License-Identifier: MIT */
#include "curve.h"

#include "predictions-private.h"

#include <math.h>

/* The point that calling this many of each class pneumonia makes. */
typedef CpCurvePoint (*MakePoint) (const CpPredictions *predictions,
                                   gsize                tp,
                                   gsize                fp);

static CpCurvePoint
roc_point (const CpPredictions *predictions,
           gsize                tp,
           gsize                fp)
{
  return (CpCurvePoint){
    .x = (double) fp / cp_predictions_get_negatives (predictions),
    .y = (double) tp / cp_predictions_get_positives (predictions),
  };
}

static CpCurvePoint
precision_recall_point (const CpPredictions *predictions,
                        gsize                tp,
                        gsize                fp)
{
  return (CpCurvePoint){
    .x = (double) tp / cp_predictions_get_positives (predictions),
    .y = (double) tp / ((double) tp + fp),
  };
}

/* The tie below @tie; with @tie zeroed, the highest. Returns FALSE after the lowest. */
static gboolean
previous_tie (const CpPredictions *predictions,
              CpTie               *tie)
{
  gsize end = tie->end == 0 ? predictions->n : tie->start;
  gsize start = end;

  if (end == 0)
    return FALSE;
  while (start > 0 && predictions->probabilities[start - 1] == predictions->probabilities[end - 1])
    start--;
  tie->start = start;
  tie->end = end;
  return TRUE;
}

static CpCurvePoint
point_of_tie (const CpPredictions *predictions,
              MakePoint            make,
              const CpTie         *tie)
{
  gsize tp = cp_predictions_get_positives (predictions) - predictions->positives_below[tie->start];
  CpCurvePoint point = make (predictions, tp, predictions->n - tie->start - tp);

  point.threshold = predictions->probabilities[tie->start];
  return point;
}

/* What is to be kept of the points in one column: the first, the last, the lowest and the highest. */
typedef struct
{
  double column; /* its number; no column yet where NaN */
  CpCurvePoint first, lowest, highest, last;
} Column;

static void
keep (GArray       *kept,
      CpCurvePoint  point)
{
  const CpCurvePoint *last = kept->len > 0 ? &g_array_index (kept, CpCurvePoint, kept->len - 1) : NULL;

  if (last == NULL || last->threshold > point.threshold)
    g_array_append_val (kept, point);
}

/* In their order, each once: thresholds descend along the curve. */
static void
column_flush (const Column *column,
              GArray       *kept)
{
  gboolean falls = column->highest.threshold > column->lowest.threshold;

  if (isnan (column->column))
    return;
  keep (kept, column->first);
  keep (kept, falls ? column->highest : column->lowest);
  keep (kept, falls ? column->lowest : column->highest);
  keep (kept, column->last);
}

static void
column_add (Column       *column,
            CpCurvePoint  point,
            guint         most,
            GArray       *kept)
{
  double number = floor (point.x * most);

  if (number != column->column)
    {
      column_flush (column, kept);
      *column = (Column){ number, point, point, point, point };
      return;
    }
  column->last = point;
  if (point.y < column->lowest.y)
    column->lowest = point;
  if (point.y >= column->highest.y)
    column->highest = point;
}

static CpCurvePoints *
curve_of (GArray *points)
{
  CpCurvePoints *self = g_new (CpCurvePoints, 1);

  self->n = points->len;
  self->points = (CpCurvePoint *) (gpointer) g_array_free (points, FALSE);
  return self;
}

/* @start and then a vertex a tie, thinned if there are more than @most. */
static CpCurvePoints *
trace (const CpPredictions *predictions,
       MakePoint            make,
       CpCurvePoint         start,
       guint                most)
{
  gboolean all = cp_predictions_count_ties (predictions) < most;
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CpCurvePoint));
  Column column = { .column = NAN };
  CpTie tie = { 0 };

  g_array_append_val (points, start);
  while (previous_tie (predictions, &tie))
    {
      CpCurvePoint point = point_of_tie (predictions, make, &tie);

      if (all)
        g_array_append_val (points, point);
      else
        column_add (&column, point, most, points);
    }
  column_flush (&column, points);
  return curve_of (points);
}

/**
 * cp_roc_curve:
 * @predictions: predictions
 * @most: how many vertices are too many to draw one by one, such as a plot's width; at least 1
 *
 * Recall against the false positive rate from (0, 0), where nothing is called
 * pneumonia, to (1, 1): a vertex for each tie, which is all of the curve
 * (Fawcett, Pattern Recognit Lett 2006; 27:861). Straight lines join them, and
 * the area below is cp_auroc().
 *
 * With more than @most vertices, the axis is cut into @most columns and only
 * the first, last, lowest and highest vertex of each are kept (Jugel et al.,
 * VLDB 2014): no point of the curve moves by more than 1/@most, and fewer than
 * 2 @most + 4 are left. O(n).
 *
 * Returns: (transfer full): the curve; no points with one class only
 */
CpCurvePoints *
cp_roc_curve (const CpPredictions *predictions,
              guint                most)
{
  g_return_val_if_fail (predictions != NULL, NULL);
  g_return_val_if_fail (most > 0, NULL);

  if (cp_predictions_get_positives (predictions) == 0 || cp_predictions_get_negatives (predictions) == 0)
    return g_new0 (CpCurvePoints, 1);
  return trace (predictions, roc_point, (CpCurvePoint){ 0.0, 0.0, INFINITY }, most);
}

/**
 * cp_precision_recall_curve:
 * @predictions: predictions
 * @most: as in cp_roc_curve()
 *
 * Precision against recall, a vertex for each tie from the most probable down
 * to where everything is called pneumonia. The area under its steps, level from
 * each vertex back to the recall of the one before it, is cp_average_precision();
 * straight lines would promise what no threshold gives (Davis & Goadrich, ICML
 * 2006). Where nothing is called pneumonia there is no precision: the point at
 * recall 0 that begins the curve repeats that of the first tie.
 *
 * Thinned as cp_roc_curve(); fewer than 4 @most + 6 points are left.
 *
 * Returns: (transfer full): the curve; no points without pneumonia
 */
CpCurvePoints *
cp_precision_recall_curve (const CpPredictions *predictions,
                           guint                most)
{
  CpTie highest = { 0 };
  CpCurvePoint start;

  g_return_val_if_fail (predictions != NULL, NULL);
  g_return_val_if_fail (most > 0, NULL);

  if (cp_predictions_get_positives (predictions) == 0)
    return g_new0 (CpCurvePoints, 1);

  previous_tie (predictions, &highest);
  start = point_of_tie (predictions, precision_recall_point, &highest);
  start.x = 0.0;
  start.threshold = INFINITY;
  return trace (predictions, precision_recall_point, start, most);
}

/**
 * cp_curve_points_free:
 * @self: (transfer full): a curve
 */
void
cp_curve_points_free (CpCurvePoints *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->points);
  g_free (self);
}
