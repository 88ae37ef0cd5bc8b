/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "charts.h"

#include "chart-private.h"
#include "chart-words.h"
#include "rates.h"

#include <glib/gi18n.h>
#include <math.h>

/* (1 − specificity, recall) in words */
static char *
read_roc (const CpChart      *chart,
          const CpChartPoint *point)
{
  g_autofree char *recall = cp_chart_number (point->y, 3);
  g_autofree char *alarms = cp_chart_number (point->x, 3);
  g_autofree char *threshold = cp_chart_threshold (point->threshold);

  return g_strdup_printf (_("recall %s, false alarms %s at threshold %s"), recall, alarms, threshold);
}

static char *
read_precision_recall (const CpChart      *chart,
                       const CpChartPoint *point)
{
  g_autofree char *precision = cp_chart_number (point->y, 3);
  g_autofree char *recall = cp_chart_number (point->x, 3);
  g_autofree char *threshold = cp_chart_threshold (point->threshold);

  return g_strdup_printf (_("precision %s, recall %s at threshold %s"), precision, recall, threshold);
}

static void
add_reference (CpChart    *chart,
               const char *key,
               char       *name,
               double      y0,
               double      y1)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_REFERENCE, key, CP_CHART_REFERENCE);

  series->dash = CP_DASH_SHORT;
  series->name = name;
  cp_chart_series_add (series, 0, y0);
  cp_chart_series_add (series, 1, y1);
}

static void
add_curve (CpChart             *chart,
           const CpCurvePoints *curve,
           char                *name,
           CpReadout            readout)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_LINE, "model", CP_CHART_MODEL);

  series->name = name;
  series->readout = readout;
  for (guint i = 0; i < curve->n; i++)
    cp_chart_series_add (series, curve->points[i].x, curve->points[i].y)->threshold = curve->points[i].threshold;
}

/* The operating point, with the intervals of both rates; none where one is undefined. */
static void
add_operating_point (CpChart    *chart,
                     CpEstimate  x,
                     CpEstimate  y,
                     double      threshold,
                     CpReadout   readout)
{
  CpChartSeries *series;
  CpChartPoint *point;
  g_autofree char *text = cp_chart_threshold (threshold);

  if (isnan (x.value) || isnan (y.value))
    return;

  series = cp_chart_add_series (chart, CP_SERIES_OPERATING, "operating_point", CP_CHART_TEXT);
  series->marker = CP_MARKER_RING;
  series->readout = readout;
  series->name = g_strdup_printf (_("Threshold %s"), text);
  point = cp_chart_series_add (series, x.value, y.value);
  point->x_low = x.low;
  point->x_high = x.high;
  point->low = y.low;
  point->high = y.high;
  point->threshold = threshold;
}

static CpEstimate
complement (CpEstimate estimate)
{
  return (CpEstimate) { 1 - estimate.value, 1 - estimate.high, 1 - estimate.low };
}

static char *
describe_roc (CpEstimate auroc,
              CpEstimate recall,
              CpEstimate alarms,
              double     threshold)
{
  g_autofree char *area = cp_chart_estimate (auroc, 3);
  g_autofree char *y = cp_chart_estimate (recall, 3);
  g_autofree char *x = cp_chart_estimate (alarms, 3);
  g_autofree char *at = cp_chart_threshold (threshold);

  return g_strdup_printf (_("ROC curve with an area of %s; at threshold %s recall is %s and the rate of false alarms %s."),
                          area, at, y, x);
}

static char *
describe_precision_recall (CpEstimate average_precision,
                           CpEstimate precision,
                           CpEstimate recall,
                           double     threshold)
{
  g_autofree char *area = cp_chart_estimate (average_precision, 3);
  g_autofree char *y = cp_chart_estimate (precision, 3);
  g_autofree char *x = cp_chart_estimate (recall, 3);
  g_autofree char *at = cp_chart_threshold (threshold);

  return g_strdup_printf (_("Precision–recall curve with an average precision of %s; "
                            "at threshold %s precision is %s and recall %s."),
                          area, at, y, x);
}

/**
 * cp_chart_new_roc:
 * @curve: from cp_roc_curve()
 * @auroc: from cp_auroc()
 * @confusion: at the threshold
 * @threshold: the operating point's
 *
 * The receiver operating characteristic with its area and DeLong's interval,
 * the operating point with Wilson intervals of both rates, and the diagonal of
 * chance.
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_roc (const CpCurvePoints *curve,
                  CpEstimate           auroc,
                  CpConfusion          confusion,
                  double               threshold)
{
  CpChart *chart = cp_chart_new (_("ROC curve"));
  CpEstimate recall = cp_rate_recall (confusion);
  CpEstimate alarms = complement (cp_rate_specificity (confusion));
  g_autofree char *area = cp_chart_estimate (auroc, 3);

  chart->square = TRUE;
  cp_chart_set_axis (&chart->x, "false_alarm_rate", _("False alarms (1 − specificity)"), 0, 1);
  cp_chart_set_axis (&chart->y[0], "recall", _("Recall (sensitivity)"), 0, 1);
  add_reference (chart, "chance", g_strdup (_("Chance")), 0, 1);
  add_curve (chart, curve, g_strdup_printf (_("AUROC %s"), area), read_roc);
  add_operating_point (chart, alarms, recall, threshold, read_roc);
  cp_chart_take_description (chart, describe_roc (auroc, recall, alarms, threshold));

  return chart;
}

/**
 * cp_chart_new_precision_recall:
 * @curve: from cp_precision_recall_curve()
 * @average_precision: from cp_average_precision()
 * @confusion: at the threshold
 * @threshold: the operating point's
 *
 * Precision over recall with the average precision, the operating point with
 * Wilson intervals, and the precision of calling everything pneumonia: the
 * prevalence.
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_precision_recall (const CpCurvePoints *curve,
                               CpEstimate           average_precision,
                               CpConfusion          confusion,
                               double               threshold)
{
  CpChart *chart = cp_chart_new (_("Precision–recall curve"));
  CpEstimate recall = cp_rate_recall (confusion);
  CpEstimate precision = cp_rate_precision (confusion);
  double positives = (double) (confusion.tp + confusion.fn);
  double prevalence = positives / (positives + (double) (confusion.fp + confusion.tn));
  g_autofree char *area = cp_chart_estimate (average_precision, 3);
  g_autofree char *share = cp_chart_number (prevalence, 3);

  chart->square = TRUE;
  cp_chart_set_axis (&chart->x, "recall", _("Recall (sensitivity)"), 0, 1);
  cp_chart_set_axis (&chart->y[0], "precision", _("Precision (PPV)"), 0, 1);
  if (!isnan (prevalence))
    add_reference (chart, "prevalence", g_strdup_printf (_("Prevalence %s"), share), prevalence, prevalence);
  add_curve (chart, curve, g_strdup_printf (_("Average precision %s"), area), read_precision_recall);
  add_operating_point (chart, recall, precision, threshold, read_precision_recall);
  cp_chart_take_description (chart, describe_precision_recall (average_precision, precision, recall, threshold));

  return chart;
}
