/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "charts.h"

#include "chart-private.h"
#include "chart-words.h"
#include "rates.h"

#include <glib/gi18n.h>
#include <math.h>

#define BELOW 0.18 /* how far below zero the axis goes, of its height above */

static char *
read_benefit (const CpChart      *chart,
              const CpChartPoint *point)
{
  g_autofree char *benefit = cp_chart_number (point->y, 3);
  g_autofree char *threshold = cp_chart_threshold (point->x);

  return g_strdup_printf (_("net benefit %s at threshold %s"), benefit, threshold);
}

static CpChartSeries *
add_line (CpChart     *chart,
          const char  *key,
          const char  *name,
          CpChartRole  role,
          CpDash       dash)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_LINE, key, role);

  series->name = g_strdup (name);
  series->dash = dash;

  return series;
}

static void
add_lines (CpChart               *chart,
           const CpDecisionPoint *points,
           guint                  n)
{
  CpChartSeries *none = add_line (chart, "treat_none", _("Treat none"), CP_CHART_REFERENCE, CP_DASH_SHORT);
  CpChartSeries *all = add_line (chart, "treat_all", _("Treat all"), CP_CHART_SECOND, CP_DASH_LONG);
  CpChartSeries *model = add_line (chart, "model", _("Treat by the model"), CP_CHART_MODEL, CP_DASH_NONE);

  model->readout = read_benefit;
  all->readout = read_benefit;
  for (guint i = 0; i < n; i++)
    {
      cp_chart_series_add (model, points[i].threshold, points[i].model)->threshold = points[i].threshold;
      cp_chart_series_add (all, points[i].threshold, points[i].treat_all)->threshold = points[i].threshold;
      cp_chart_series_add (none, points[i].threshold, 0);
    }
}

static void
add_operating_point (CpChart *chart,
                     double   threshold,
                     double   benefit)
{
  CpChartSeries *series;
  g_autofree char *text = cp_chart_threshold (threshold);

  /* beyond the axis there is nothing to mark */
  if (isnan (benefit) || benefit < chart->y[0].low || threshold < chart->x.low || threshold > chart->x.high)
    return;

  series = cp_chart_add_series (chart, CP_SERIES_OPERATING, "operating_point", CP_CHART_TEXT);
  series->marker = CP_MARKER_RING;
  series->readout = read_benefit;
  series->name = g_strdup_printf (_("Threshold %s"), text);
  cp_chart_series_add (series, threshold, benefit)->threshold = threshold;
}

/* An axis that all but reaches 0 does. */
static double
round_down (double end)
{
  return end < 0.05 ? 0 : end;
}

/* The axis ends a little above the greatest benefit and shows only so much of what is harmful. */
static void
set_range (CpChart               *chart,
           const CpDecisionPoint *points,
           guint                  n)
{
  double highest = 0.01;

  for (guint i = 0; i < n; i++)
    highest = MAX (highest, MAX (isnan (points[i].model) ? 0 : points[i].model,
                                 isnan (points[i].treat_all) ? 0 : points[i].treat_all));
  cp_chart_set_axis (&chart->x, "threshold", _("Threshold probability"), round_down (n > 0 ? points[0].threshold : 0),
                     1 - round_down (n > 0 ? 1 - points[n - 1].threshold : 0));
  cp_chart_set_axis (&chart->y[0], "net_benefit", _("Net benefit"), -BELOW * highest, 1.08 * highest);
}

static char *
describe (double threshold,
          double benefit,
          double all)
{
  g_autofree char *at = cp_chart_threshold (threshold);
  g_autofree char *model = cp_chart_number (benefit, 3);
  g_autofree char *other = cp_chart_number (all, 3);

  return g_strdup_printf (_("Decision curve: at threshold %s the model's net benefit is %s, that of treating all %s "
                            "and that of treating none 0."),
                          at, model, other);
}

/**
 * cp_chart_new_decision_curve:
 * @points: (array length=n): from cp_decision_curve()
 * @n: how many
 * @confusion: at the threshold
 * @threshold: the operating point's
 * @recalibrated: whether @points and @threshold are about recalibrated probabilities
 *
 * Net benefit over the threshold probability beside treating all and treating
 * none (Vickers & Elkin 2006), with the operating point.
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_decision_curve (const CpDecisionPoint *points,
                             guint                  n,
                             CpConfusion            confusion,
                             double                 threshold,
                             gboolean               recalibrated)
{
  CpChart *chart = cp_chart_new (recalibrated ? _("Decision curve, recalibrated") : _("Decision curve"));
  double benefit = cp_rate_net_benefit (confusion, threshold).value;
  double positives = (double) (confusion.tp + confusion.fn);
  double prevalence = positives / (positives + (double) (confusion.fp + confusion.tn));

  set_range (chart, points, n);
  add_lines (chart, points, n);
  add_operating_point (chart, threshold, benefit);
  cp_chart_take_description (chart, describe (threshold, benefit, cp_net_benefit_treat_all (prevalence, threshold)));

  return chart;
}
