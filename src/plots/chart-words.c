/* SPDX-License-Identifier: MIT */
#include "chart-words.h"

#include <math.h>

#define CLOSE 0.001 /* to 0 or 1: three decimals say too little */

/**
 * cp_chart_estimate:
 * @estimate: a figure
 * @decimals: how many
 *
 * Returns: (transfer full): “0.992 (0.978–0.997)”, without brackets where there
 *   is no interval
 */
char *
cp_chart_estimate (CpEstimate estimate,
                   int        decimals)
{
  g_autofree char *value = cp_chart_number (estimate.value, decimals);
  g_autofree char *low = cp_chart_number (estimate.low, decimals);
  g_autofree char *high = cp_chart_number (estimate.high, decimals);

  if (isnan (estimate.low) || isnan (estimate.high))
    return g_steal_pointer (&value);
  /* “−0.1–0.2” would be hard to read */
  return g_strdup_printf (estimate.low < 0 ? "%s (%s to %s)" : "%s (%s–%s)", value, low, high);
}

/**
 * cp_chart_threshold:
 * @threshold: a threshold
 *
 * Returns: (transfer full): it with three decimals, or six very close to 0 or 1
 */
char *
cp_chart_threshold (double threshold)
{
  gboolean round = threshold == 0 || threshold == 1;
  gboolean close = threshold < CLOSE || threshold > 1 - CLOSE;

  if (threshold > 1)
    return g_strdup ("> 1");

  return cp_chart_number (threshold, close && !round ? 6 : 3);
}

/**
 * cp_chart_percent:
 * @share: 0 to 1
 *
 * Returns: (transfer full): “5 %”, with a decimal where it is not whole
 */
char *
cp_chart_percent (double share)
{
  double percent = share * 100;
  g_autofree char *number = cp_chart_number (percent, fabs (percent - round (percent)) < 0.05 ? 0 : 1);

  return g_strconcat (number, "\u00a0%", NULL);
}
