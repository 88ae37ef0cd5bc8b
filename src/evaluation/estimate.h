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

G_END_DECLS
