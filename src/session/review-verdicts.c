/* SPDX-License-Identifier: MIT */
#include "review-verdicts-private.h"

/* Starts without any verdict on @n images; @self is zeroed or cleared. */
void
cp_review_verdicts_init (CpReviewVerdicts *self,
                         gsize             n)
{
  *self = (CpReviewVerdicts){ .n = (guint) n };
}

/* Forgets everything; also frees what @self holds. */
void
cp_review_verdicts_clear (CpReviewVerdicts *self)
{
  g_free (self->verdicts);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  *self = (CpReviewVerdicts){ 0 };
}

CpVerdict
cp_review_verdicts_get (const CpReviewVerdicts *self,
                        guint                   index)
{
  return self->verdicts != NULL && index < self->n ? (CpVerdict) self->verdicts[index] : CP_VERDICT_NONE;
}

/* Returns whether anything changed. */
gboolean
cp_review_verdicts_set (CpReviewVerdicts *self,
                        guint             index,
                        CpVerdict         verdict)
{
  if (index >= self->n || cp_review_verdicts_get (self, index) == verdict)
    return FALSE;
  if (self->verdicts == NULL)
    self->verdicts = g_new0 (guint8, self->n);
  self->verdicts[index] = (guint8) verdict;
  return TRUE;
}

/* NULL where there is none. */
const char *
cp_review_verdicts_get_note (const CpReviewVerdicts *self,
                             guint                   index)
{
  return self->notes != NULL ? g_hash_table_lookup (self->notes, GUINT_TO_POINTER (index)) : NULL;
}

/* An empty note is none. Returns whether anything changed. */
gboolean
cp_review_verdicts_set_note (CpReviewVerdicts *self,
                             guint             index,
                             const char       *note)
{
  if (note != NULL && *note == '\0')
    note = NULL;
  if (index >= self->n || g_strcmp0 (cp_review_verdicts_get_note (self, index), note) == 0)
    return FALSE;
  if (self->notes == NULL)
    self->notes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (note != NULL)
    g_hash_table_insert (self->notes, GUINT_TO_POINTER (index), g_strdup (note));
  else
    g_hash_table_remove (self->notes, GUINT_TO_POINTER (index));
  return TRUE;
}
