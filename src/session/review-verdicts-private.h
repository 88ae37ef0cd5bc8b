/* SPDX-License-Identifier: MIT */
#pragma once

#include "verdict.h"

G_BEGIN_DECLS

/**
 * CpReviewVerdicts:
 * @verdicts: (n): of #CpVerdict; NULL as long as there is none
 * @n: how many images the split has
 * @notes: index → note; NULL as long as there is none
 *
 * What a reader said of one split.
 */
typedef struct
{
  guint8 *verdicts;
  guint n;
  GHashTable *notes;
} CpReviewVerdicts;

void        cp_review_verdicts_init     (CpReviewVerdicts       *self,
                                         gsize                   n);
void        cp_review_verdicts_clear    (CpReviewVerdicts       *self);
CpVerdict   cp_review_verdicts_get      (const CpReviewVerdicts *self,
                                         guint                   index);
gboolean    cp_review_verdicts_set      (CpReviewVerdicts       *self,
                                         guint                   index,
                                         CpVerdict               verdict);
const char *cp_review_verdicts_get_note (const CpReviewVerdicts *self,
                                         guint                   index);
gboolean    cp_review_verdicts_set_note (CpReviewVerdicts       *self,
                                         guint                   index,
                                         const char             *note);

G_END_DECLS
