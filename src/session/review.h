/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"
#include "dataset.h"
#include "metrics.h"
#include "verdict.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpOutcome:
 * @CP_OUTCOME_NONE: no model has scored the image yet
 *
 * What a decision at the threshold makes of an image.
 */
typedef enum
{
  CP_OUTCOME_NONE,
  CP_OUTCOME_TRUE_POSITIVE,
  CP_OUTCOME_FALSE_POSITIVE,
  CP_OUTCOME_FALSE_NEGATIVE,
  CP_OUTCOME_TRUE_NEGATIVE,
} CpOutcome;

/**
 * CpSort:
 * @CP_SORT_INDEX: as in the data set
 * @CP_SORT_PROBABILITY: highest first
 * @CP_SORT_WRONGNESS: by |p − y|, worst first
 * @CP_SORT_UNCERTAINTY: by how much an ensemble's networks differ, most first
 *
 * Order of the images.
 */
typedef enum
{
  CP_SORT_INDEX,
  CP_SORT_PROBABILITY,
  CP_SORT_WRONGNESS,
  CP_SORT_UNCERTAINTY,
} CpSort;

/**
 * CpVerdictFilter:
 * @CP_VERDICT_FILTER_ANY: every image, judged or not
 * @CP_VERDICT_FILTER_AGREE: where the reader agrees
 * @CP_VERDICT_FILTER_DISAGREE: where the reader disagrees
 * @CP_VERDICT_FILTER_UNSURE: where the reader is unsure
 * @CP_VERDICT_FILTER_NONE: not yet judged
 *
 * Which verdicts are listed.
 */
typedef enum
{
  CP_VERDICT_FILTER_ANY,
  CP_VERDICT_FILTER_AGREE,
  CP_VERDICT_FILTER_DISAGREE,
  CP_VERDICT_FILTER_UNSURE,
  CP_VERDICT_FILTER_NONE,
} CpVerdictFilter;

GType cp_outcome_get_type (void);
GType cp_sort_get_type (void);
GType cp_verdict_filter_get_type (void);
#define CP_TYPE_OUTCOME (cp_outcome_get_type ())
#define CP_TYPE_SORT (cp_sort_get_type ())
#define CP_TYPE_VERDICT_FILTER (cp_verdict_filter_get_type ())

/**
 * CpReviewImage:
 *
 * One image of the split shown. Its properties `probability` and `deviation`
 * (double, notify) change when a newer model scores the split, `verdict` and
 * `note` when a reader judges it; all else stays.
 */
#define CP_TYPE_REVIEW_IMAGE (cp_review_image_get_type ())
G_DECLARE_FINAL_TYPE (CpReviewImage, cp_review_image, CP, REVIEW_IMAGE, GObject)

guint         cp_review_image_get_index       (CpReviewImage *self);
gboolean      cp_review_image_get_pneumonia   (CpReviewImage *self);
gboolean      cp_review_image_get_scored      (CpReviewImage *self);
double        cp_review_image_get_probability (CpReviewImage *self);
double        cp_review_image_get_deviation   (CpReviewImage *self);
CpVerdict     cp_review_image_get_verdict     (CpReviewImage *self);
const char   *cp_review_image_get_note        (CpReviewImage *self);
guint         cp_review_image_get_size        (CpReviewImage *self);
const guint8 *cp_review_image_get_pixels      (CpReviewImage *self);
CpOutcome     cp_review_image_get_outcome     (CpReviewImage *self,
                                               double         threshold);

/**
 * CpReview:
 *
 * The images of one split under one threshold: what the strip, the matrix, the
 * metrics and the grid all show. Main thread only.
 *
 * Whatever is emitted, all of it is already true: a handler may read anything.
 */
#define CP_TYPE_REVIEW (cp_review_get_type ())
G_DECLARE_FINAL_TYPE (CpReview, cp_review, CP, REVIEW, GObject)

CpReview      *cp_review_new                (void);
void           cp_review_set_dataset        (CpReview      *self,
                                             CpDataset     *dataset);
CpDataset     *cp_review_get_dataset        (CpReview      *self);
gboolean       cp_review_set_scores         (CpReview      *self,
                                             CpSplit        split,
                                             const double  *probabilities,
                                             gsize          n,
                                             GError       **error);
gboolean       cp_review_set_ensemble_scores (CpReview     *self,
                                             CpSplit        split,
                                             const double  *probabilities,
                                             const double  *deviations,
                                             gsize          n,
                                             GError       **error);
gboolean       cp_review_has_scores         (CpReview      *self);
CpPredictions *cp_review_get_predictions    (CpReview      *self);
CpPredictions *cp_review_get_predictions_of (CpReview      *self,
                                             CpSplit        split);
CpConfusion    cp_review_get_confusion      (CpReview      *self);
CpEstimate     cp_review_get_metric         (CpReview      *self,
                                             CpMetric       metric);
void           cp_review_get_histogram      (CpReview      *self,
                                             guint          n_bins,
                                             guint         *normal,
                                             guint         *pneumonia);
GListModel    *cp_review_get_images         (CpReview      *self);
gboolean       cp_review_find_image         (CpReview      *self,
                                             guint          index,
                                             guint         *position);
guint          cp_review_get_image_index    (CpReview      *self,
                                             guint          position);
CpSplit        cp_review_get_split          (CpReview      *self);
void           cp_review_set_split          (CpReview      *self,
                                             CpSplit        split);
double         cp_review_get_threshold      (CpReview      *self);
void           cp_review_set_threshold      (CpReview      *self,
                                             double         threshold);
double         cp_review_get_pinned         (CpReview      *self);
void           cp_review_set_pinned         (CpReview      *self,
                                             double         threshold);
CpOutcome      cp_review_get_filter         (CpReview      *self);
void           cp_review_set_filter         (CpReview      *self,
                                             CpOutcome      filter);
CpSort         cp_review_get_sort           (CpReview      *self);
void           cp_review_set_sort           (CpReview      *self,
                                             CpSort         sort);
gboolean       cp_review_has_deviations     (CpReview      *self);
gboolean       cp_review_get_changed_only   (CpReview      *self);
void           cp_review_set_changed_only   (CpReview      *self,
                                             gboolean       changed_only);
CpVerdictFilter cp_review_get_verdict_filter (CpReview     *self);
void           cp_review_set_verdict_filter (CpReview      *self,
                                             CpVerdictFilter filter);
gboolean       cp_review_is_filtered        (CpReview      *self);
void           cp_review_clear_filters      (CpReview      *self);
CpVerdict      cp_review_get_verdict        (CpReview      *self,
                                             CpSplit        split,
                                             guint          index);
void           cp_review_set_verdict        (CpReview      *self,
                                             CpSplit        split,
                                             guint          index,
                                             CpVerdict      verdict);
const char    *cp_review_get_note           (CpReview      *self,
                                             CpSplit        split,
                                             guint          index);
void           cp_review_set_note           (CpReview      *self,
                                             CpSplit        split,
                                             guint          index,
                                             const char    *note);
gboolean       cp_review_get_sealed         (CpReview      *self);
void           cp_review_set_sealed         (CpReview      *self,
                                             gboolean       sealed);

G_END_DECLS
