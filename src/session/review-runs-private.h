/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpReviewRun:
 * @at_old: where it begins in the old array
 * @at_new: where it begins in the new one
 * @removed: so many to take out
 * @added: so many to put in
 *
 * A run of differences between two arrays of guint32, both rising.
 */
typedef struct
{
  guint at_old;
  guint at_new;
  guint removed;
  guint added;
} CpReviewRun;

gboolean cp_review_run_find  (CpReviewRun  *self,
                              const GArray *old,
                              const GArray *new);
guint    cp_review_run_count (const GArray *old,
                              const GArray *new,
                              CpReviewRun  *all);

G_END_DECLS
