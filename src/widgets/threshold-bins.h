/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"
#include "threshold-axis.h"

G_BEGIN_DECLS

/**
 * CpThresholdBins:
 * @axis: over which the bins are equal
 * @n: how many; 0 when there are no probabilities
 * @edges: (n + 1) thresholds between which they lie
 * @normal: (n) counts
 * @pneumonia: (n) counts
 * @highest: largest of all counts, at least 1
 *
 * The two histograms of the strip, counted once for many draws.
 */
typedef struct
{
  CpThresholdAxis axis;
  guint n;
  double *edges;
  guint *normal;
  guint *pneumonia;
  guint highest;
} CpThresholdBins;

gboolean cp_threshold_bins_update   (CpThresholdBins       *self,
                                     CpReview              *review,
                                     CpThresholdAxis        axis,
                                     double                 width);
void     cp_threshold_bins_clear    (CpThresholdBins       *self);
char    *cp_threshold_bins_describe (const CpThresholdBins *self,
                                     double                 probability);

G_END_DECLS
