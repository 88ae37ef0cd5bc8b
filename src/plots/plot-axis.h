/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpPlotTicks:
 * @n: how many ticks
 * @first: index of the first tick, in steps from zero
 * @mantissa: of the step: 1, 2 or 5
 * @exponent: of the step: it is mantissa × 10^exponent
 *
 * Evenly spaced round numbers along an axis.
 */
typedef struct
{
  guint n;
  gint64 first;
  int mantissa;
  int exponent;
} CpPlotTicks;

#define CP_PLOT_TICK_LENGTH 32

void        cp_plot_ticks_init   (CpPlotTicks       *ticks,
                                  double             low,
                                  double             high,
                                  guint              most);
double      cp_plot_ticks_get    (const CpPlotTicks *ticks,
                                  guint              index);
const char *cp_plot_ticks_format (const CpPlotTicks *ticks,
                                  guint              index,
                                  char               text[CP_PLOT_TICK_LENGTH]);

G_END_DECLS
