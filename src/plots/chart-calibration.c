/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "charts.h"

#include "chart-private.h"
#include "chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
read_bin (const CpChart      *chart,
          const CpChartPoint *point)
{
  g_autofree char *predicted = cp_chart_number (point->x, 3);
  g_autofree char *observed = cp_chart_estimate ((CpEstimate) { point->y, point->low, point->high }, 3);
  g_autofree char *n = cp_chart_count (point->n);

  return g_strdup_printf (_("predicted %s, observed %s in %s images"), predicted, observed, n);
}

static char *
read_bar (const CpChart      *chart,
          const CpChartPoint *point)
{
  g_autofree char *n = cp_chart_count (point->y);
  g_autofree char *low = cp_chart_number (point->x_low, 3);
  g_autofree char *high = cp_chart_number (point->x_high, 3);

  return g_strdup_printf (_("%s images from %s to %s"), n, low, high);
}

static gsize
count (const CpReliabilityBin *bins,
       guint                   n_bins)
{
  gsize n = 0;

  for (guint i = 0; i < n_bins; i++)
    n += bins[i].n;

  return n;
}

/* Expected calibration error over these bins: the mean distance from the diagonal (Naeini et al. 2015). */
static double
calibration_error (const CpReliabilityBin *bins,
                   guint                   n_bins)
{
  double n = (double) count (bins, n_bins), error = 0;

  for (guint i = 0; i < n_bins; i++)
    if (bins[i].n > 0)
      error += (double) bins[i].n / n * fabs (bins[i].mean - bins[i].observed.value);

  return n > 0 ? error : NAN;
}

static void
add_points (CpChart                *chart,
            const CpReliabilityBin *bins,
            guint                   n_bins,
            CpChartSeries          *series)
{
  series->readout = read_bin;
  for (guint i = 0; i < n_bins; i++)
    if (bins[i].n > 0)
      {
        CpChartPoint *point = cp_chart_series_add (series, bins[i].mean, bins[i].observed.value);

        point->low = bins[i].observed.low;
        point->high = bins[i].observed.high;
        point->n = (double) bins[i].n;
      }
}

static void
add_bars (CpChart                *chart,
          const CpReliabilityBin *bins,
          guint                   n_bins,
          CpChartSeries          *series)
{
  series->panel = 1;
  series->readout = read_bar;
  for (guint i = 0; i < n_bins; i++)
    {
      CpChartPoint *point = cp_chart_series_add (series, (bins[i].low + bins[i].high) / 2, (double) bins[i].n);

      point->x_low = bins[i].low;
      point->x_high = bins[i].high;
    }
}

static void
add_diagonal (CpChart *chart)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_REFERENCE, "perfect", CP_CHART_REFERENCE);

  series->name = g_strdup (_("Perfect calibration"));
  series->dash = CP_DASH_SHORT;
  cp_chart_series_add (series, 0, 0);
  cp_chart_series_add (series, 1, 1);
}

static void
add_before (CpChart                *chart,
            const CpReliabilityBin *bins,
            guint                   n_bins,
            gboolean                alone)
{
  g_autofree char *error = cp_chart_number (calibration_error (bins, n_bins), 3);
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_POINTS, "before", CP_CHART_MODEL);

  series->marker = CP_MARKER_DISC;
  series->name = g_strdup_printf (alone ? _("Model, ECE %s") : _("Before, ECE %s"), error);
  add_points (chart, bins, n_bins, series);
  add_bars (chart, bins, n_bins, cp_chart_add_series (chart, CP_SERIES_BARS, "before_images", CP_CHART_MODEL));
}

static void
add_after (CpChart                *chart,
           const CpReliabilityBin *bins,
           guint                   n_bins,
           const char             *method)
{
  g_autofree char *error = cp_chart_number (calibration_error (bins, n_bins), 3);
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_POINTS, "after", CP_CHART_SECOND);

  series->marker = CP_MARKER_DIAMOND;
  series->name = method != NULL ? g_strdup_printf (_("After (%s), ECE %s"), method, error)
                                : g_strdup_printf (_("After, ECE %s"), error);
  add_points (chart, bins, n_bins, series);
  series = cp_chart_add_series (chart, CP_SERIES_BARS, "after_images", CP_CHART_SECOND);
  series->dash = CP_DASH_LONG; /* outlined */
  add_bars (chart, bins, n_bins, series);
}

/* A line through both panels. */
static void
add_line (CpChart     *chart,
          const char  *key,
          const char  *name,
          double       threshold,
          CpChartRole  role)
{
  for (guint panel = 0; panel < chart->n_panels && threshold >= 0 && threshold <= 1; panel++)
    {
      CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_REFERENCE, key, role);

      series->panel = panel;
      series->name = panel == 0 ? g_strdup (name) : NULL;
      cp_chart_series_add (series, threshold, chart->y[panel].low);
      cp_chart_series_add (series, threshold, chart->y[panel].high);
    }
}

static void
add_thresholds (CpChart  *chart,
                gboolean  alone,
                double    before,
                double    after)
{
  g_autofree char *at = cp_chart_threshold (before);
  g_autofree char *then = cp_chart_threshold (after);
  g_autofree char *first = g_strdup_printf (_("Threshold %s"), at);
  g_autofree char *second = g_strdup_printf (_("Threshold then %s"), then);

  add_line (chart, "threshold", first, before, alone ? CP_CHART_TEXT : CP_CHART_MODEL);
  if (!alone)
    add_line (chart, "recalibrated_threshold", second, after, CP_CHART_SECOND);
}

static char *
describe (const CpReliabilityBin *bins,
          const CpReliabilityBin *recalibrated,
          guint                   n_bins)
{
  g_autofree char *n = cp_chart_count ((double) count (bins, n_bins));
  g_autofree char *before = cp_chart_number (calibration_error (bins, n_bins), 3);
  g_autofree char *after = NULL;

  if (recalibrated == NULL)
    return g_strdup_printf (_("Calibration of %s probabilities: they miss the observed share of pneumonia by %s on average."),
                            n, before);

  after = cp_chart_number (calibration_error (recalibrated, n_bins), 3);
  return g_strdup_printf (_("Calibration of %s probabilities: they miss the observed share of pneumonia by %s on average, "
                            "and by %s after recalibration."),
                          n, before, after);
}

static double
highest_count (const CpReliabilityBin *bins,
               guint                   n_bins)
{
  gsize highest = 1;

  for (guint i = 0; bins != NULL && i < n_bins; i++)
    highest = MAX (highest, bins[i].n);

  return (double) highest;
}

/**
 * cp_chart_new_calibration:
 * @bins: (array length=n_bins): from cp_reliability()
 * @recalibrated: (array length=n_bins) (nullable): the same after recalibration
 * @n_bins: how many
 * @method: (nullable): the recalibration's name
 * @threshold: where the model's probabilities are cut; NaN to leave it out
 * @recalibrated_threshold: the same for @recalibrated
 *
 * The legend's calibration error is over these bins; with 15 it is that of
 * cp_calibration_error().
 *
 * The reliability diagram: what was observed over what was predicted, a point
 * a bin with its Wilson interval, the perfect diagonal, and below it how many
 * images each bin has.
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_calibration (const CpReliabilityBin *bins,
                          const CpReliabilityBin *recalibrated,
                          guint                   n_bins,
                          const char             *method,
                          double                  threshold,
                          double                  recalibrated_threshold)
{
  CpChart *chart = cp_chart_new (_("Calibration"));
  double highest = MAX (highest_count (bins, n_bins), highest_count (recalibrated, n_bins));

  chart->square = TRUE;
  chart->n_panels = 2;
  cp_chart_set_axis (&chart->x, "predicted", _("Predicted probability"), 0, 1);
  cp_chart_set_axis (&chart->y[0], "observed", _("Observed share"), 0, 1);
  cp_chart_set_axis (&chart->y[1], "images", _("Images"), 0, highest * 1.05);
  chart->y[1].whole = TRUE;
  add_diagonal (chart);
  add_before (chart, bins, n_bins, recalibrated == NULL);
  if (recalibrated != NULL)
    add_after (chart, recalibrated, n_bins, method);
  add_thresholds (chart, recalibrated == NULL, threshold, recalibrated_threshold);
  cp_chart_take_description (chart, describe (bins, recalibrated, n_bins));

  return chart;
}
