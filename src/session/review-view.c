/* SPDX-License-Identifier: MIT */
#include "review-private.h"

#include <math.h>

/**
 * cp_review_get_threshold:
 * @self: a review
 *
 * Returns: the decision threshold
 */
double
cp_review_get_threshold (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), 0.5);

  return self->view.threshold;
}

/**
 * cp_review_set_threshold:
 * @self: a review
 * @threshold: clamped to 0…1; NaN is ignored
 *
 * Costs nothing that grows with the images unless there is a filter.
 */
void
cp_review_set_threshold (CpReview *self,
                         double    threshold)
{
  g_return_if_fail (CP_IS_REVIEW (self));

  if (isnan (threshold))
    return;
  threshold = CLAMP (threshold, 0.0, 1.0);
  if (self->view.threshold == threshold)
    return;
  self->view.threshold = threshold;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_THRESHOLD);
  cp_review_emit_figures_changed (self);
}

/**
 * cp_review_get_pinned:
 * @self: a review
 *
 * Returns: the threshold pinned to compare with; NaN for none
 */
double
cp_review_get_pinned (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NAN);

  return self->pinned;
}

/**
 * cp_review_set_pinned:
 * @self: a review
 * @threshold: clamped to 0…1; NaN for none
 *
 * Pins a threshold, whose decisions are compared with those of the threshold itself.
 */
void
cp_review_set_pinned (CpReview *self,
                      double    threshold)
{
  g_return_if_fail (CP_IS_REVIEW (self));

  if (!isnan (threshold))
    threshold = CLAMP (threshold, 0.0, 1.0);
  if (self->pinned == threshold || (isnan (self->pinned) && isnan (threshold)))
    return;
  self->pinned = threshold;
  cp_review_notify (self, CP_REVIEW_PROP_PINNED);
}

/**
 * cp_review_get_filter:
 * @self: a review
 *
 * Returns: the outcome whose images are listed
 */
CpOutcome
cp_review_get_filter (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), CP_OUTCOME_NONE);

  return self->view.filter;
}

/**
 * cp_review_set_filter:
 * @self: a review
 * @filter: the outcome to list, #CP_OUTCOME_NONE for every image
 *
 * Without scores no image has an outcome, so that any filter but NONE lists none.
 */
void
cp_review_set_filter (CpReview  *self,
                      CpOutcome  filter)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) filter <= CP_OUTCOME_TRUE_NEGATIVE);

  if (self->view.filter == filter)
    return;
  self->view.filter = filter;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_FILTER);
}

/**
 * cp_review_get_sort:
 * @self: a review
 *
 * Returns: the order in which images are listed
 */
CpSort
cp_review_get_sort (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), CP_SORT_INDEX);

  return self->view.sort;
}

/**
 * cp_review_set_sort:
 * @self: a review
 * @sort: the order in which to list images; by index where not scored
 */
void
cp_review_set_sort (CpReview *self,
                    CpSort    sort)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) sort <= CP_SORT_WRONGNESS);

  if (self->view.sort == sort)
    return;
  self->view.sort = sort;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_SORT);
}
