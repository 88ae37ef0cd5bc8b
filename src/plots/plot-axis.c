/* SPDX-License-Identifier: MIT */
#include "plot-axis.h"

#include <math.h>

/* Beyond this, neighbouring indices are the same double. */
#define LARGEST_INDEX 9007199254740992.0

static const int mantissas[] = { 1, 2, 5 };

/* mantissa × 10^exponent × index with a single rounding, so that the third tenth is 0.3 */
static double
multiple (int    mantissa,
          int    exponent,
          double index)
{
  double power = pow (10.0, ABS (exponent));

  return exponent < 0 ? index * mantissa / power : index * mantissa * power;
}

static gboolean
try_step (CpPlotTicks *ticks,
          double       low,
          double       high,
          guint        most)
{
  double step = multiple (ticks->mantissa, ticks->exponent, 1);
  double slack = 1e-9 * (high - low) / step;
  double first = ceil (low / step - slack);
  double last = floor (high / step + slack);

  if (last - first + 1 > most || MAX (fabs (first), fabs (last)) > LARGEST_INDEX)
    return FALSE;

  ticks->first = (gint64) first;
  ticks->n = last < first ? 0 : (guint) (last - first + 1);
  return TRUE;
}

/**
 * cp_plot_ticks_init:
 * @ticks: (out): the ticks
 * @low: the axis's lower end
 * @high: the axis's upper end
 * @most: how many ticks there is room for
 *
 * Chooses the finest step of 1, 2 or 5 times a power of ten that puts no more
 * than @most ticks on the axis, both ends included. An axis that is not finite
 * or not longer than zero gets none.
 */
void
cp_plot_ticks_init (CpPlotTicks *ticks,
                    double       low,
                    double       high,
                    guint        most)
{
  double extent = high - low;

  *ticks = (CpPlotTicks) { .mantissa = 1 };
  if (!isfinite (extent) || extent <= 0 || most == 0)
    return;

  /* One power below the finest possible step to one above the whole axis. */
  for (int e = (int) floor (log10 (extent / most)); e <= (int) ceil (log10 (extent)) + 1; e++)
    for (guint m = 0; m < G_N_ELEMENTS (mantissas); m++)
      {
        ticks->exponent = e;
        ticks->mantissa = mantissas[m];
        if (try_step (ticks, low, high, most))
          return;
      }
}

/**
 * cp_plot_ticks_get:
 * @ticks: the ticks
 * @index: which one, from 0
 *
 * Returns: its value, the double nearest to the round decimal number
 */
double
cp_plot_ticks_get (const CpPlotTicks *ticks,
                   guint              index)
{
  g_return_val_if_fail (index < ticks->n, 0);

  return multiple (ticks->mantissa, ticks->exponent, (double) (ticks->first + index));
}

/**
 * cp_plot_ticks_format:
 * @ticks: the ticks
 * @index: which one, from 0
 * @text: (out caller-allocates): room for the label
 *
 * Writes a tick's label with as many decimals as the step needs, '.' as the
 * decimal sign whatever the locale.
 *
 * Returns: @text
 */
const char *
cp_plot_ticks_format (const CpPlotTicks *ticks,
                      guint              index,
                      char               text[CP_PLOT_TICK_LENGTH])
{
  double value = cp_plot_ticks_get (ticks, index);
  char format[16];

  if (ABS (ticks->exponent) > 9)
    g_strlcpy (format, "%g", sizeof format);
  else
    g_snprintf (format, sizeof format, "%%.%df", MAX (0, -ticks->exponent));

  return g_ascii_formatd (text, CP_PLOT_TICK_LENGTH, format, value);
}
