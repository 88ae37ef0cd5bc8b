/* SPDX-License-Identifier: MIT */
#pragma once

#include "review-list-private.h"
#include "review-scores-private.h"
#include "review-verdicts-private.h"

G_BEGIN_DECLS

typedef enum
{
  CP_REVIEW_PROP_SPLIT = 1,
  CP_REVIEW_PROP_THRESHOLD,
  CP_REVIEW_PROP_PINNED,
  CP_REVIEW_PROP_FILTER,
  CP_REVIEW_PROP_CHANGED_ONLY,
  CP_REVIEW_PROP_VERDICT_FILTER,
  CP_REVIEW_PROP_SORT,
  CP_REVIEW_PROP_SEALED,
  CP_REVIEW_N_PROPS,
} CpReviewProp;

/* review.c holds the object with its data and scores, review-view.c what is shown of them,
 * review-figures.c reads figures from the scores, review-judging.c keeps a reader's verdicts. */
struct _CpReview
{
  GObject parent_instance;

  CpDataset *dataset; /* (nullable) */
  CpReviewScores scores[CP_N_SPLITS];
  CpReviewScores none; /* always empty: what is seen of a sealed split */
  CpReviewVerdicts verdicts[CP_N_SPLITS];
  gboolean sealed;     /* the test split's scores are there, but nobody may see them */
  CpSplit split;
  CpReviewView view;
  CpReviewList *images;
};

CpReviewScores *cp_review_get_visible_scores   (CpReview     *self,
                                                CpSplit       split);
void            cp_review_notify               (CpReview     *self,
                                                CpReviewProp  prop);
void            cp_review_emit_figures_changed (CpReview     *self);

G_END_DECLS
