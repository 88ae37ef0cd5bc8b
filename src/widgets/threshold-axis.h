/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpThresholdAxis:
 * @CP_THRESHOLD_AXIS_LINEAR: even in probability
 * @CP_THRESHOLD_AXIS_LOGIT: even in log odds, which spreads what lies close to 0 and 1
 *
 * How thresholds are laid out from one end of the strip to the other.
 */
typedef enum
{
  CP_THRESHOLD_AXIS_LINEAR,
  CP_THRESHOLD_AXIS_LOGIT,
} CpThresholdAxis;

/* Between these the logit axis is even in log odds (±6.9); what lies beyond is collected at its ends. */
#define CP_LOGIT_LOWEST 0.001
#define CP_LOGIT_HIGHEST 0.999

#define CP_MAX_THRESHOLD_TICKS 16

/**
 * CpThresholdTick:
 * @threshold: where it stands
 * @label: what to write there
 *
 * A labelled place of the axis.
 */
typedef struct
{
  double threshold;
  char label[8];
} CpThresholdTick;

double cp_threshold_axis_get_place     (CpThresholdAxis axis,
                                        double          threshold);
double cp_threshold_axis_get_threshold (CpThresholdAxis axis,
                                        double          place);
double cp_threshold_axis_step          (CpThresholdAxis axis,
                                        double          threshold,
                                        double          steps);
double cp_threshold_axis_tidy          (CpThresholdAxis axis,
                                        double          threshold);
void   cp_threshold_axis_get_edges     (CpThresholdAxis axis,
                                        guint           n,
                                        double         *edges);
guint  cp_threshold_axis_get_ticks     (CpThresholdAxis axis,
                                        double          extent,
                                        CpThresholdTick ticks[CP_MAX_THRESHOLD_TICKS]);
char  *cp_threshold_format             (double          threshold,
                                        char           *text,
                                        gsize           length);

G_END_DECLS
