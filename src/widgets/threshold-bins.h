/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

/**
 * CpThresholdBins:
 * @n: equal bins over 0…1; 0 when there are no probabilities
 * @normal: (n) counts
 * @pneumonia: (n) counts
 * @highest: largest of all counts, at least 1
 *
 * The two histograms of the strip, counted once for many draws.
 */
typedef struct
{
  guint n;
  guint *normal;
  guint *pneumonia;
  guint highest;
} CpThresholdBins;

void  cp_threshold_bins_update   (CpThresholdBins       *self,
                                  CpReview              *review,
                                  double                 width);
void  cp_threshold_bins_clear    (CpThresholdBins       *self);
char *cp_threshold_bins_describe (const CpThresholdBins *self,
                                  double                 probability);

G_END_DECLS
