/* SPDX-License-Identifier: MIT */
#include "review-private.h"

/**
 * cp_review_get_verdict:
 * @self: a review
 * @split: a split, shown or not
 * @index: of an image in it
 *
 * Returns: what the reader thinks of the image
 */
CpVerdict
cp_review_get_verdict (CpReview *self,
                       CpSplit   split,
                       guint     index)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), CP_VERDICT_NONE);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, CP_VERDICT_NONE);

  return cp_review_verdicts_get (&self->verdicts[split], index);
}

/**
 * cp_review_set_verdict:
 * @self: a review
 * @split: a split, shown or not
 * @index: of an image in it; one beyond its end is ignored
 * @verdict: what the reader thinks of the image
 *
 * Another data set forgets all verdicts; whoever keeps them sets them again.
 */
void
cp_review_set_verdict (CpReview  *self,
                       CpSplit    split,
                       guint      index,
                       CpVerdict  verdict)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);
  g_return_if_fail ((guint) verdict < CP_N_VERDICTS);

  if (cp_review_verdicts_set (&self->verdicts[split], index, verdict) && split == self->split)
    cp_review_list_judged (self->images, index);
}

/**
 * cp_review_get_note:
 * @self: a review
 * @split: a split, shown or not
 * @index: of an image in it
 *
 * Returns: (nullable) (transfer none): what the reader wrote about the image, %NULL for nothing
 */
const char *
cp_review_get_note (CpReview *self,
                    CpSplit   split,
                    guint     index)
{
  g_return_val_if_fail (CP_IS_REVIEW (self), NULL);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, NULL);

  return cp_review_verdicts_get_note (&self->verdicts[split], index);
}

/**
 * cp_review_set_note:
 * @self: a review
 * @split: a split, shown or not
 * @index: of an image in it; one beyond its end is ignored
 * @note: (nullable): what the reader writes about the image; %NULL or empty for nothing
 *
 * Another data set forgets all notes, as cp_review_set_verdict() says of verdicts.
 */
void
cp_review_set_note (CpReview   *self,
                    CpSplit     split,
                    guint       index,
                    const char *note)
{
  g_return_if_fail (CP_IS_REVIEW (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);

  if (cp_review_verdicts_set_note (&self->verdicts[split], index, note) && split == self->split)
    cp_review_list_judged (self->images, index);
}
