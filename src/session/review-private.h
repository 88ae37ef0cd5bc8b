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
  CpReviewScores none; /* always empty: what is seen of a sealed split */
  gboolean sealed;     /* the test split's scores are there, but nobody may see them */
  CpSplit split;
  CpReviewView view;
  CpReviewList *images;
};

CpReviewScores *cp_review_get_visible_scores (CpReview *self,
                                              CpSplit   split);

G_END_DECLS
