/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "charts.h"

#include "chart-private.h"
#include "chart-scale.h"
#include "chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_BINS 40
#define LOGIT_END 0.0005 /* and as far below one; what is beyond is in the outermost bins */

static char *
read_bar (const CpChart      *chart,
          const CpChartPoint *point)
{
  g_autofree char *n = cp_chart_count (fabs (point->y));
  g_autofree char *low = cp_chart_threshold (point->x_low);
  g_autofree char *high = cp_chart_threshold (point->x_high);

  return point->y < 0 ? g_strdup_printf (_("%s normal images from %s to %s"), n, low, high)
                      : g_strdup_printf (_("%s pneumonia images from %s to %s"), n, low, high);
}

/* The confusion at a bin's lower side; the outermost bins take all there is beyond them. */
static CpConfusion
at_edge (const CpPredictions *predictions,
         const CpChartAxis   *axis,
         guint                edge)
{
  if (edge == 0)
    return cp_confusion_at (predictions, 0);
  if (edge == N_BINS)
    return cp_confusion_at (predictions, 2);

  return cp_confusion_at (predictions, cp_chart_axis_value (axis, (double) edge / N_BINS));
}

static void
add_bars (CpChart             *chart,
          const CpPredictions *predictions,
          CpChartSeries       *series,
          gboolean             positive,
          double              *highest)
{
  series->readout = read_bar;
  for (guint i = 0; i < N_BINS; i++)
    {
      CpConfusion low = at_edge (predictions, &chart->x, i), high = at_edge (predictions, &chart->x, i + 1);
      double n = positive ? (double) (low.tp - high.tp) : (double) (low.fp - high.fp);
      CpChartPoint *bar = cp_chart_series_add (series, cp_chart_axis_value (&chart->x, (i + 0.5) / N_BINS),
                                               positive ? n : -n);

      bar->x_low = cp_chart_axis_value (&chart->x, (double) i / N_BINS);
      bar->x_high = cp_chart_axis_value (&chart->x, (double) (i + 1) / N_BINS);
      bar->n = n;
      *highest = MAX (*highest, n);
    }
}

static void
add_pneumonia (CpChart             *chart,
               const CpPredictions *predictions,
               CpConfusion          confusion,
               double               threshold,
               double              *highest)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_BARS, "pneumonia", CP_CHART_PNEUMONIA);
  g_autofree char *found = cp_chart_count ((double) confusion.tp);
  g_autofree char *missed = cp_chart_count ((double) confusion.fn);

  series->name = g_strdup_printf (_("Pneumonia: %s found, %s missed (hatched)"), found, missed);
  series->hatch_low = chart->x.low;
  series->hatch_high = CLAMP (threshold, chart->x.low, chart->x.high);
  add_bars (chart, predictions, series, TRUE, highest);
}

static void
add_normal (CpChart             *chart,
            const CpPredictions *predictions,
            CpConfusion          confusion,
            double               threshold,
            double              *highest)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_BARS, "normal", CP_CHART_NORMAL);
  g_autofree char *cleared = cp_chart_count ((double) confusion.tn);
  g_autofree char *alarms = cp_chart_count ((double) confusion.fp);

  series->name = g_strdup_printf (_("Normal: %s cleared, %s false alarms (hatched)"), cleared, alarms);
  series->hatch_low = CLAMP (threshold, chart->x.low, chart->x.high);
  series->hatch_high = chart->x.high;
  add_bars (chart, predictions, series, FALSE, highest);
}

static void
add_threshold (CpChart *chart,
               double   threshold,
               double   highest)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_REFERENCE, "threshold", CP_CHART_TEXT);
  g_autofree char *text = cp_chart_threshold (threshold);
  double at = CLAMP (threshold, chart->x.low, chart->x.high);

  series->name = g_strdup_printf (_("Threshold %s"), text);
  cp_chart_series_add (series, at, -highest)->threshold = threshold;
  cp_chart_series_add (series, at, highest)->threshold = threshold;
}

static char *
describe (CpConfusion confusion,
          double      threshold)
{
  g_autofree char *at = cp_chart_threshold (threshold);

  return g_strdup_printf (_("Probabilities of both classes: at threshold %s, %lu of %lu pneumonias are missed and %lu of %lu "
                            "normal images called pneumonia."),
                          at, (gulong) confusion.fn, (gulong) (confusion.tp + confusion.fn), (gulong) confusion.fp,
                          (gulong) (confusion.fp + confusion.tn));
}

/**
 * cp_chart_new_histogram:
 * @predictions: of a split
 * @threshold: cuts the classes
 * @logit: whether the axis is even in logits, where a network spreads its answers
 *
 * The two classes' probabilities, pneumonia above the axis and normal below it,
 * hatched where they fall on the wrong side of the threshold. On a logit axis
 * the outermost bars hold everything beyond.
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_histogram (const CpPredictions *predictions,
                        double               threshold,
                        gboolean             logit)
{
  CpChart *chart = cp_chart_new (_("Probabilities of the two classes"));
  CpConfusion confusion = cp_confusion_at (predictions, threshold);
  double highest = 1;

  cp_chart_set_axis (&chart->x, "probability", _("Probability of pneumonia"), logit ? LOGIT_END : 0,
                     logit ? 1 - LOGIT_END : 1);
  chart->x.scale = logit ? CP_SCALE_LOGIT : CP_SCALE_LINEAR;
  add_pneumonia (chart, predictions, confusion, threshold, &highest);
  add_normal (chart, predictions, confusion, threshold, &highest);
  cp_chart_set_axis (&chart->y[0], "images", _("Images"), -1.05 * highest, 1.05 * highest);
  chart->y[0].absolute = TRUE;
  chart->y[0].whole = TRUE;
  add_threshold (chart, threshold, 1.05 * highest);
  cp_chart_take_description (chart, describe (confusion, threshold));

  return chart;
}
