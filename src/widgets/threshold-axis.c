/* SPDX-License-Identifier: MIT */
#include "threshold-axis.h"

#include <math.h>

#define EDGE 0.05            /* share of the logit axis for what is collected at each end */
#define LOGIT_STEP 0.1       /* log odds of an arrow key */
#define LINEAR_STEP 0.01
#define ROOM_PER_TICK 34.0   /* pixels */
#define MOST_DECIMALS 6

static double
logit (double p)
{
  return log (p / (1.0 - p));
}

/* Log odds from one end of the even part to the other. */
static double
logit_extent (void)
{
  return logit (CP_LOGIT_HIGHEST) - logit (CP_LOGIT_LOWEST);
}

/**
 * cp_threshold_axis_get_place:
 * @axis: an axis
 * @threshold: 0…1
 *
 * On the logit axis, log (p/(1 − p)) between 0.001 and 0.999; beyond, where log
 * odds have no end, evenly in p over a twentieth of the axis on each side.
 *
 * Returns: where @threshold stands, 0 for one end of the axis to 1 for the
 *   other; grows with it, and nowhere stands still
 */
double
cp_threshold_axis_get_place (CpThresholdAxis axis,
                             double          threshold)
{
  if (axis == CP_THRESHOLD_AXIS_LINEAR)
    return threshold;
  if (threshold <= CP_LOGIT_LOWEST)
    return EDGE * threshold / CP_LOGIT_LOWEST;
  if (threshold >= CP_LOGIT_HIGHEST)
    return 1.0 - EDGE * (1.0 - threshold) / (1.0 - CP_LOGIT_HIGHEST);
  return EDGE + (1.0 - 2.0 * EDGE) * (logit (threshold) - logit (CP_LOGIT_LOWEST)) / logit_extent ();
}

/**
 * cp_threshold_axis_get_threshold:
 * @axis: an axis
 * @place: 0…1, clamped
 *
 * Returns: the threshold that stands at @place
 */
double
cp_threshold_axis_get_threshold (CpThresholdAxis axis,
                                 double          place)
{
  place = CLAMP (place, 0.0, 1.0);
  if (axis == CP_THRESHOLD_AXIS_LINEAR)
    return place;
  if (place <= EDGE)
    return place / EDGE * CP_LOGIT_LOWEST;
  if (place >= 1.0 - EDGE)
    return 1.0 - (1.0 - place) / EDGE * (1.0 - CP_LOGIT_HIGHEST);
  return 1.0 / (1.0 + exp (-(logit (CP_LOGIT_LOWEST) + (place - EDGE) / (1.0 - 2.0 * EDGE) * logit_extent ())));
}

/* A step of a hundredth from 0.2 is to end at 0.3 after ten, not beside it. */
static double
round_to (double value,
          double steps)
{
  return round (CLAMP (value, 0.0, 1.0) * steps) / steps;
}

/**
 * cp_threshold_axis_step:
 * @axis: an axis
 * @threshold: where to start
 * @steps: how many steps to go: hundredths, on the logit axis tenths of log odds
 *
 * Returns: the threshold there, within 0…1
 */
double
cp_threshold_axis_step (CpThresholdAxis axis,
                        double          threshold,
                        double          steps)
{
  double step = LINEAR_STEP;

  if (axis == CP_THRESHOLD_AXIS_LOGIT)
    step = LOGIT_STEP * (1.0 - 2.0 * EDGE) / logit_extent ();
  return cp_threshold_axis_get_threshold (axis, round_to (cp_threshold_axis_get_place (axis, threshold) + steps * step,
                                                          1e9));
}

/**
 * cp_threshold_axis_tidy:
 * @axis: an axis
 * @threshold: where somebody pointed
 *
 * Returns: the nearest threshold of few decimals: thousandths, on the logit axis
 *   more the closer it is to 0 or 1
 */
double
cp_threshold_axis_tidy (CpThresholdAxis axis,
                        double          threshold)
{
  double from_end = MIN (threshold, 1.0 - threshold);
  double steps = 1e3;

  if (axis == CP_THRESHOLD_AXIS_LOGIT && from_end < 0.1)
    steps = from_end < CP_LOGIT_LOWEST ? 1e6 : from_end < 0.01 ? 1e5 : 1e4;
  return round_to (threshold, steps);
}

/**
 * cp_threshold_axis_get_edges:
 * @axis: an axis
 * @n: how many bins, at least 3
 * @edges: (out caller-allocates): (n + 1) thresholds between which the bins lie, from 0 to 1
 *
 * Bins of one width; on the logit axis the first and the last are what is
 * collected at the ends.
 */
void
cp_threshold_axis_get_edges (CpThresholdAxis axis,
                             guint           n,
                             double         *edges)
{
  for (guint i = 0; i <= n; i++)
    {
      double place = (double) i / n;

      if (axis == CP_THRESHOLD_AXIS_LOGIT)
        place = EDGE + (1.0 - 2.0 * EDGE) * ((double) i - 1.0) / (n - 2.0);
      edges[i] = cp_threshold_axis_get_threshold (axis, place);
    }
  edges[0] = 0.0;
  edges[n] = 1.0;
}

static guint
add_ticks (const double    *thresholds,
           guint            n,
           CpThresholdTick *ticks)
{
  for (guint i = 0; i < n; i++)
    {
      ticks[i].threshold = thresholds[i];
      g_ascii_formatd (ticks[i].label, sizeof ticks[i].label, "%g", thresholds[i]);
    }
  return n;
}

/**
 * cp_threshold_axis_get_ticks:
 * @axis: an axis
 * @extent: pixels from one end to the other
 * @ticks: (out caller-allocates): ticks in rising order
 *
 * Round thresholds, as many as their labels have room for.
 *
 * Returns: how many
 */
guint
cp_threshold_axis_get_ticks (CpThresholdAxis axis,
                             double          extent,
                             CpThresholdTick ticks[CP_MAX_THRESHOLD_TICKS])
{
  static const double tenths[] = { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 };
  static const double halves[] = { 0, 0.5, 1 };
  static const double odds[] = { 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999 };
  static const double more_odds[] = {
    0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.997, 0.999
  };

  if (axis == CP_THRESHOLD_AXIS_LOGIT)
    return extent >= 20 * ROOM_PER_TICK ? add_ticks (more_odds, G_N_ELEMENTS (more_odds), ticks)
                                        : add_ticks (odds, G_N_ELEMENTS (odds), ticks);
  return extent >= 10 * ROOM_PER_TICK ? add_ticks (tenths, G_N_ELEMENTS (tenths), ticks)
                                      : add_ticks (halves, G_N_ELEMENTS (halves), ticks);
}

/**
 * cp_threshold_format:
 * @threshold: 0…1
 * @text: (out caller-allocates): where to write, at least 16 bytes
 * @length: of @text
 *
 * Three decimals with '.' whatever the locale; more, up to six, where three
 * would show 0 or 1 for what is neither.
 *
 * Returns: @text
 */
char *
cp_threshold_format (double  threshold,
                     char   *text,
                     gsize   length)
{
  double from_end = MIN (threshold, 1.0 - threshold);
  int decimals = 3;
  char format[8];

  while (decimals < MOST_DECIMALS && from_end > 0 && from_end < 0.5 * pow (10, -decimals))
    decimals++;
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  return g_ascii_formatd (text, (int) length, format, threshold);
}
