/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpCurvePoint:
 * @x: false positive rate (ROC), or recall (precision-recall)
 * @y: recall (ROC), or precision (precision-recall)
 * @threshold: what is at least this probable is called pneumonia; infinite where nothing is
 *
 * A point of a curve.
 */
typedef struct
{
  double x;
  double y;
  double threshold;
} CpCurvePoint;

/**
 * CpCurvePoints:
 * @points: (array length=n): thresholds descend
 * @n: how many; 0 where the curve is undefined
 *
 * A curve; straight lines join the points.
 */
typedef struct
{
  CpCurvePoint *points;
  gsize n;
} CpCurvePoints;

CpCurvePoints *cp_roc_curve              (const CpPredictions *predictions,
                                          guint                most);
CpCurvePoints *cp_precision_recall_curve (const CpPredictions *predictions,
                                          guint                most);
void           cp_curve_points_free      (CpCurvePoints       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCurvePoints, cp_curve_points_free)

G_END_DECLS
