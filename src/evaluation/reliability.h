/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpReliabilityBin:
 * @low: its lower edge, which belongs to it
 * @high: its upper edge, which belongs to the next bin (1 to the last)
 * @n: how many predictions are in it
 * @mean: their mean probability; NaN where there is none
 * @observed: the share of them that is pneumonia, with Wilson's interval
 *
 * A bin of a reliability diagram.
 */
typedef struct
{
  double low;
  double high;
  gsize n;
  double mean;
  CpEstimate observed;
} CpReliabilityBin;

void cp_reliability (const CpPredictions *predictions,
                     guint                n_bins,
                     CpReliabilityBin    *bins);

G_END_DECLS
