/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"
#include "review-verdicts-private.h"

G_BEGIN_DECLS

/**
 * CpReviewList:
 *
 * The images of one split that pass a filter, in order: a #GListModel of
 * #CpReviewImage, made when asked for and kept, so that an image stays the
 * same object as long as its data set is shown. Changes are emitted as the runs that
 * really changed, so that selection and scroll place survive.
 */
#define CP_TYPE_REVIEW_LIST (cp_review_list_get_type ())
G_DECLARE_FINAL_TYPE (CpReviewList, cp_review_list, CP, REVIEW_LIST, GObject)

/**
 * CpReviewView:
 * @sort: order of the images
 * @filter: the outcome shown, NONE for every image
 * @threshold: the outcome is at this threshold
 * @pinned: another threshold, NaN for none
 * @changed_only: only images that @threshold and @pinned decide differently
 * @verdicts: which verdicts are shown
 *
 * Which images are shown, and in which order.
 */
typedef struct
{
  CpSort sort;
  CpOutcome filter;
  double threshold;
  double pinned;
  gboolean changed_only;
  CpVerdictFilter verdicts;
} CpReviewView;

gboolean      cp_review_view_has_filter (const CpReviewView *view);

CpReviewList *cp_review_list_new        (void);
void          cp_review_list_set_images (CpReviewList       *self,
                                         CpDataset          *dataset,
                                         CpSplit             split,
                                         double             *probabilities,
                                         double             *deviations,
                                         const CpReviewVerdicts *verdicts,
                                         CpReviewView        view);
void          cp_review_list_judged     (CpReviewList       *self,
                                         guint               index);
void          cp_review_list_set_scores (CpReviewList       *self,
                                         double             *probabilities,
                                         double             *deviations);
void          cp_review_list_set_view   (CpReviewList       *self,
                                         CpReviewView        view);
guint         cp_review_list_index_at   (CpReviewList       *self,
                                         guint               position);
gboolean      cp_review_list_find       (CpReviewList       *self,
                                         guint               index,
                                         guint              *position);

G_END_DECLS
