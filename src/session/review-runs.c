/* SPDX-License-Identifier: MIT */
#include "review-runs-private.h"

static guint64
place_at (const GArray *places,
          guint         i)
{
  return i < places->len ? g_array_index (places, guint32, i) : G_MAXUINT64;
}

/*
 * cp_review_run_find:
 * @self: (inout): where to begin; the first run from there on
 * @old: (element-type guint32): an array, rising
 * @new: (element-type guint32): another
 *
 * Returns FALSE where there is none.
 */
gboolean
cp_review_run_find (CpReviewRun  *self,
                    const GArray *old,
                    const GArray *new)
{
  guint64 left, right;

  self->removed = self->added = 0;
  while (self->at_old < old->len && place_at (old, self->at_old) == place_at (new, self->at_new))
    {
      self->at_old++;
      self->at_new++;
    }
  while ((left = place_at (old, self->at_old + self->removed)) != (right = place_at (new, self->at_new + self->added)))
    {
      if (left < right)
        self->removed++;
      else
        self->added++;
    }
  return self->removed > 0 || self->added > 0;
}

/*
 * cp_review_run_count:
 * @old: (element-type guint32): an array, rising
 * @new: (element-type guint32): another
 * @all: (out): all runs joined, with what lies between; only where there is one
 *
 * Returns how many runs there are.
 */
guint
cp_review_run_count (const GArray *old,
                     const GArray *new,
                     CpReviewRun  *all)
{
  CpReviewRun run = { 0 };
  guint n = 0;

  while (cp_review_run_find (&run, old, new))
    {
      if (n++ == 0)
        *all = run;
      run.at_old += run.removed;
      run.at_new += run.added;
      all->removed = run.at_old - all->at_old;
      all->added = run.at_new - all->at_new;
    }
  return n;
}
