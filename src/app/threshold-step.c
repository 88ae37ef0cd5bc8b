/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-step.h"

#include "protocol.h"
#include "threshold-axis.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
capitalise (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

/**
 * cp_threshold_step:
 * @review: a review
 * @direction: above 0 for a higher threshold, below 0 for a lower one
 * @pneumonia_only: whether to go on until a pneumonia is missed or saved
 *
 * Moves the threshold to the next one that changes a decision. It is one of the
 * probabilities or the next number above it, and is never rounded.
 *
 * Returns: (transfer full): what the step is worth, as a sentence; or that
 *   there is none
 */
char *
cp_threshold_step (CpReview *review,
                   int       direction,
                   gboolean  pneumonia_only)
{
  CpPredictions *predictions = cp_review_get_predictions (review);
  CpConfusion before = cp_review_get_confusion (review);
  g_autofree char *words = NULL;
  double next;

  if (predictions == NULL)
    return g_strdup (_("No probabilities yet"));
  if (!cp_threshold_next (predictions, cp_review_get_threshold (review), direction, pneumonia_only, &next))
    return g_strdup (direction < 0 ? (pneumonia_only ? _("No lower threshold saves a pneumonia")
                                                     : _("No lower threshold changes a decision"))
                                   : (pneumonia_only ? _("No higher threshold misses another pneumonia")
                                                     : _("No higher threshold changes a decision")));

  cp_review_set_threshold (review, next);
  words = cp_price_to_words (before, cp_review_get_confusion (review));
  return capitalise (words);
}

static gsize
count_below (CpConfusion confusion)
{
  return confusion.fn + confusion.tn;
}

/**
 * cp_threshold_compare:
 * @review: a review
 *
 * Returns: (transfer full) (nullable): what the threshold is worth against the
 *   pinned one; %NULL where none is pinned or there is nothing to compare
 */
char *
cp_threshold_compare (CpReview *review)
{
  CpPredictions *predictions = cp_review_get_predictions (review);
  double pinned = cp_review_get_pinned (review);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *price = NULL;
  g_autofree char *images = NULL;
  CpConfusion from, to;
  gsize changed;

  if (predictions == NULL || isnan (pinned))
    return NULL;

  from = cp_confusion_at (predictions, pinned);
  to = cp_review_get_confusion (review);
  changed = count_below (to) > count_below (from) ? count_below (to) - count_below (from)
                                                  : count_below (from) - count_below (to);
  price = cp_price_to_words (from, to);
  cp_threshold_format (pinned, number, sizeof number);
  if (changed == 0)
    /* Translators: a threshold, then “changes no decision” */
    return g_strdup_printf (_("Against pinned %s: %s"), number, price);

  images = g_strdup_printf (ngettext ("%zu image changes", "%zu images change", changed), changed);
  /* Translators: a threshold, then what moving away from it is worth, then “16 images change” */
  return g_strdup_printf (_("Against pinned %s: %s; %s"), number, price, images);
}

/**
 * cp_threshold_swap_pinned:
 * @review: a review
 *
 * Exchanges the threshold and the pinned one, if there is one.
 */
void
cp_threshold_swap_pinned (CpReview *review)
{
  double pinned = cp_review_get_pinned (review);
  double threshold = cp_review_get_threshold (review);

  if (isnan (pinned))
    return;
  cp_review_set_threshold (review, pinned);
  cp_review_set_pinned (review, threshold);
}
