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

  return self->view.pinned;
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
  if (self->view.pinned == threshold || (isnan (self->view.pinned) && isnan (threshold)))
    return;
  self->view.pinned = threshold;
  if (self->view.changed_only)
    cp_review_list_set_view (self->images, self->view);
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
 * cp_review_get_changed_only:
 * @self: a review
 *
 * Returns: whether only images are listed that the threshold and the pinned one decide differently
 */
gboolean
cp_review_get_changed_only (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);

  return self->view.changed_only;
}

/**
 * cp_review_set_changed_only:
 * @self: a review
 * @changed_only: whether to list only images that the threshold and the pinned one decide differently
 *
 * Works together with the other filters. Lists no image while no threshold is pinned.
 */
void
cp_review_set_changed_only (CpReview *self,
                            gboolean  changed_only)
{
  g_return_if_fail (CP_IS_REVIEW (self));

  changed_only = changed_only != FALSE;
  if (self->view.changed_only == changed_only)
    return;
  self->view.changed_only = changed_only;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_CHANGED_ONLY);
}

/**
 * cp_review_get_verdict_filter:
 * @self: a review
 *
 * Returns: which images are listed by what a reader thinks of them
 */
CpVerdictFilter
cp_review_get_verdict_filter (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), CP_VERDICT_FILTER_ANY);

  return self->view.verdicts;
}

/**
 * cp_review_set_verdict_filter:
 * @self: a review
 * @filter: which images to list by what a reader thinks of them
 *
 * Works together with the other filters. An image judged otherwise leaves the list at once.
 */
void
cp_review_set_verdict_filter (CpReview        *self,
                              CpVerdictFilter  filter)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) filter <= CP_VERDICT_FILTER_NONE);

  if (self->view.verdicts == filter)
    return;
  self->view.verdicts = filter;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_VERDICT_FILTER);
}

/**
 * cp_review_is_filtered:
 * @self: a review
 *
 * Returns: whether any filter is set
 */
gboolean
cp_review_is_filtered (CpReview *self)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), FALSE);

  return cp_review_view_has_filter (&self->view);
}

/**
 * cp_review_clear_filters:
 * @self: a review
 *
 * Lists every image of the split again, in one change of the list.
 */
void
cp_review_clear_filters (CpReview *self)
{
  CpReviewView old;

  g_return_if_fail (CP_IS_REVIEW (self));

  old = self->view;
  self->view.filter = CP_OUTCOME_NONE;
  self->view.changed_only = FALSE;
  self->view.verdicts = CP_VERDICT_FILTER_ANY;
  if (!cp_review_view_has_filter (&old))
    return;
  cp_review_list_set_view (self->images, self->view);
  if (old.filter != CP_OUTCOME_NONE)
    cp_review_notify (self, CP_REVIEW_PROP_FILTER);
  if (old.changed_only)
    cp_review_notify (self, CP_REVIEW_PROP_CHANGED_ONLY);
  if (old.verdicts != CP_VERDICT_FILTER_ANY)
    cp_review_notify (self, CP_REVIEW_PROP_VERDICT_FILTER);
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
 * @sort: the order in which to list images; by index where the model gives nothing to order by
 */
void
cp_review_set_sort (CpReview *self,
                    CpSort    sort)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) sort <= CP_SORT_UNCERTAINTY);

  if (self->view.sort == sort)
    return;
  self->view.sort = sort;
  cp_review_list_set_view (self->images, self->view);
  cp_review_notify (self, CP_REVIEW_PROP_SORT);
}
