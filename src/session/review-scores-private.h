/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

/**
 * CpReviewScores:
 * @probabilities: (n) an rc box, in the order of the data; NULL where not scored
 * @deviations: (n) an rc box, likewise; NULL also for a single network
 * @predictions: the same, sorted; NULL where not scored
 * @fixed: figures that do not use the threshold …
 * @known: … once they were asked for
 *
 * What a model said of one split.
 */
typedef struct
{
  double *probabilities;
  double *deviations;
  CpPredictions *predictions;
  CpEstimate fixed[CP_N_METRICS];
  gboolean known[CP_N_METRICS];
} CpReviewScores;

void       cp_review_scores_clear  (CpReviewScores  *self);
gboolean   cp_review_scores_set    (CpReviewScores  *self,
                                    CpDataset       *dataset,
                                    CpSplit          split,
                                    const double    *probabilities,
                                    const double    *deviations,
                                    gsize            n,
                                    GError         **error);
CpEstimate cp_review_scores_metric (CpReviewScores  *self,
                                    CpMetric         metric,
                                    double           threshold);

G_END_DECLS
