/* SPDX-License-Identifier: MIT */
#include "chart-scale.h"

#include "plot-axis.h"

#include <math.h>

static const double logit_ticks[] = {
  0.0001, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999,
};

/* How soon a tick of the above goes when room gets scarce. */
static const guint logit_ranks[] = { 3, 2, 1, 5, 2, 4, 0, 4, 2, 5, 1, 2, 3 };

#define LOGIT_RANKS 6

static double
logit (double p)
{
  return log (p) - log1p (-p);
}

/**
 * cp_chart_axis_place:
 * @axis: an axis
 * @value: a number on it
 *
 * Returns: where it lies: 0 at the axis's lower end, 1 at its upper end; what a
 *   logit axis cannot show lies at its end
 */
double
cp_chart_axis_place (const CpChartAxis *axis,
                     double             value)
{
  double low, high;

  if (axis->scale == CP_SCALE_LINEAR)
    return (value - axis->low) / (axis->high - axis->low);

  low = logit (axis->low);
  high = logit (axis->high);

  return (logit (CLAMP (value, axis->low, axis->high)) - low) / (high - low);
}

/**
 * cp_chart_axis_value:
 * @axis: an axis
 * @place: from 0 to 1
 *
 * Returns: what lies there
 */
double
cp_chart_axis_value (const CpChartAxis *axis,
                     double             place)
{
  double low, high;

  if (axis->scale == CP_SCALE_LINEAR)
    return axis->low + place * (axis->high - axis->low);

  low = logit (axis->low);
  high = logit (axis->high);

  return 1 / (1 + exp (-(low + place * (high - low))));
}

static void
add_tick (GArray     *ticks,
          double      value,
          const char *text)
{
  CpChartTick tick = { .value = value };

  g_strlcpy (tick.text, text, sizeof tick.text);
  g_array_append_val (ticks, tick);
}

static void
add_logit_ticks (const CpChartAxis *axis,
                 guint              most,
                 GArray            *ticks)
{
  for (guint rank = LOGIT_RANKS; rank > 0; rank--)
    {
      g_array_set_size (ticks, 0);
      for (guint i = 0; i < G_N_ELEMENTS (logit_ticks); i++)
        if (logit_ranks[i] < rank && logit_ticks[i] >= axis->low && logit_ticks[i] <= axis->high)
          {
            char text[G_ASCII_DTOSTR_BUF_SIZE];

            add_tick (ticks, logit_ticks[i], g_ascii_formatd (text, sizeof text, "%g", logit_ticks[i]));
          }
      if (ticks->len <= most)
        return;
    }
}

static void
format_tick (const CpChartAxis *axis,
             const CpPlotTicks *ticks,
             guint              index,
             char               text[CP_PLOT_TICK_LENGTH])
{
  char plain[CP_PLOT_TICK_LENGTH];
  gboolean negative;

  cp_plot_ticks_format (ticks, index, plain);
  negative = plain[0] == '-';
  g_snprintf (text, CP_PLOT_TICK_LENGTH, "%s%s", negative && !axis->absolute ? "−" : "", plain + negative);
}

static void
add_linear_ticks (const CpChartAxis *axis,
                  guint              most,
                  GArray            *marks)
{
  CpPlotTicks ticks;

  do
    cp_plot_ticks_init (&ticks, axis->low, axis->high, most--);
  while (axis->whole && ticks.exponent < 0 && most > 0);

  for (guint i = 0; i < ticks.n; i++)
    {
      char text[CP_PLOT_TICK_LENGTH];

      format_tick (axis, &ticks, i, text);
      add_tick (marks, cp_plot_ticks_get (&ticks, i), text);
    }
}

/**
 * cp_chart_axis_ticks:
 * @axis: an axis
 * @most: how many ticks there is room for, more than none
 *
 * Returns: (transfer full) (element-type CpChartTick): round numbers on the axis
 */
GArray *
cp_chart_axis_ticks (const CpChartAxis *axis,
                     guint              most)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (CpChartTick));

  if (axis->scale == CP_SCALE_LOGIT)
    add_logit_ticks (axis, most, ticks);
  else
    add_linear_ticks (axis, most, ticks);

  return ticks;
}
