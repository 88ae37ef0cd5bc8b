/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpEstimate:
 * @value: the figure; NaN where it is undefined
 * @low: lower 95 % bound; NaN where none is defined
 * @high: upper 95 % bound; NaN where none is defined
 *
 * A figure with its interval.
 */
typedef struct
{
  double value;
  double low;
  double high;
} CpEstimate;

/* The normal quantile behind every 95 % interval. */
#define CP_Z95 1.959963984540054

CpEstimate cp_estimate_undefined  (void);
CpEstimate cp_estimate_of         (double value);
CpEstimate cp_estimate_ratio      (double numerator,
                                   double denominator);
CpEstimate cp_estimate_wald       (double value,
                                   double standard_error);
CpEstimate cp_estimate_proportion (gsize  successes,
                                   gsize  n);

G_END_DECLS
