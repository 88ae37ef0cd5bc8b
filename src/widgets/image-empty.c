/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-empty.h"

#include <glib/gi18n.h>
#include <math.h>

/* What keeps every image from being listed. */
typedef enum
{
  BECAUSE_NO_IMAGES,
  BECAUSE_OUTCOME,
  BECAUSE_CHANGED,
  BECAUSE_VERDICT,
  BECAUSE_SEVERAL,
} Reason;

static Reason
get_reason (CpReview *review)
{
  const gboolean outcome = cp_review_get_filter (review) != CP_OUTCOME_NONE;
  const gboolean changed = cp_review_get_changed_only (review);
  const gboolean verdict = cp_review_get_verdict_filter (review) != CP_VERDICT_FILTER_ANY;

  if (cp_review_get_dataset (review) == NULL || outcome + changed + verdict == 0)
    return BECAUSE_NO_IMAGES;
  if (changed && isnan (cp_review_get_pinned (review)))
    return BECAUSE_CHANGED;
  if (outcome + changed + verdict > 1)
    return BECAUSE_SEVERAL;
  return outcome ? BECAUSE_OUTCOME : changed ? BECAUSE_CHANGED : BECAUSE_VERDICT;
}

static const char *
outcome_title (CpOutcome filter)
{
  switch (filter)
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      return _("No pneumonia is found");
    case CP_OUTCOME_FALSE_POSITIVE:
      return _("No false alarms");
    case CP_OUTCOME_FALSE_NEGATIVE:
      return _("No missed pneumonias");
    case CP_OUTCOME_TRUE_NEGATIVE:
    case CP_OUTCOME_NONE:
    default:
      return _("No normal image is cleared");
    }
}

static const char *
outcome_hint (CpReview *review)
{
  const CpOutcome filter = cp_review_get_filter (review);

  if (cp_review_get_sealed (review) && cp_review_get_split (review) == CP_SPLIT_TEST)
    return _("The test figures are sealed until a threshold is locked.");
  if (!cp_review_has_scores (review))
    return _("No model has scored these images yet. Train one, or open a saved model.");
  if (filter == CP_OUTCOME_FALSE_POSITIVE || filter == CP_OUTCOME_TRUE_POSITIVE)
    return _("Lower the decision threshold to call more images pneumonia.");
  return _("Raise the decision threshold to call fewer images pneumonia.");
}

static const char *
verdict_title (CpVerdictFilter filter)
{
  switch (filter)
    {
    case CP_VERDICT_FILTER_AGREE:
      return _("You agree with no image yet");
    case CP_VERDICT_FILTER_DISAGREE:
      return _("You disagree with no image yet");
    case CP_VERDICT_FILTER_UNSURE:
      return _("You are unsure of no image yet");
    case CP_VERDICT_FILTER_NONE:
    case CP_VERDICT_FILTER_ANY:
    default:
      return _("Every image is judged");
    }
}

/**
 * cp_image_empty_get_title:
 * @review: a review that lists no image
 *
 * Returns: what there is none of, translated
 */
const char *
cp_image_empty_get_title (CpReview *review)
{
  switch (get_reason (review))
    {
    case BECAUSE_OUTCOME:
      return outcome_title (cp_review_get_filter (review));
    case BECAUSE_CHANGED:
      return isnan (cp_review_get_pinned (review)) ? _("No threshold is pinned") : _("No decision has changed");
    case BECAUSE_VERDICT:
      return verdict_title (cp_review_get_verdict_filter (review));
    case BECAUSE_SEVERAL:
      return _("No image passes all filters");
    case BECAUSE_NO_IMAGES:
    default:
      return _("No images yet");
    }
}

/**
 * cp_image_empty_get_hint:
 * @review: a review that lists no image
 *
 * Returns: what can be done about it, translated
 */
const char *
cp_image_empty_get_hint (CpReview *review)
{
  switch (get_reason (review))
    {
    case BECAUSE_OUTCOME:
      return outcome_hint (review);
    case BECAUSE_CHANGED:
      return isnan (cp_review_get_pinned (review))
               ? _("Pin one with P, then move the threshold: images that are decided otherwise appear here.")
               : _("Move the threshold away from the pinned one: images that are decided otherwise appear here.");
    case BECAUSE_VERDICT:
      return cp_review_get_verdict_filter (review) == CP_VERDICT_FILTER_NONE
               ? _("Nothing is left to judge in this split.")
               : _("Judge the image shown with A, D or U.");
    case BECAUSE_SEVERAL:
      return _("Take one of them back, or clear them all.");
    case BECAUSE_NO_IMAGES:
    default:
      return _("Open a data set or drop an .npz file here.");
    }
}
