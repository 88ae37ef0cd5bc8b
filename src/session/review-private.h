/* SPDX-License-Identifier: MIT */
#pragma once

#include "review-list-private.h"
#include "review-scores-private.h"

G_BEGIN_DECLS

/* review.c holds the object and what is shown, review-figures.c reads figures from the scores. */
struct _CpReview
{
  GObject parent_instance;

  CpDataset *dataset; /* (nullable) */
  CpReviewScores scores[CP_N_SPLITS];
  CpSplit split;
  CpReviewView view;
  CpReviewList *images;
};

G_END_DECLS
