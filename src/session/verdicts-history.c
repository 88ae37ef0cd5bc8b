/* SPDX-License-Identifier: MIT */
#include "verdicts-history-private.h"

/* Whether a reader said the same, at whatever moment. */
gboolean
cp_verdict_record_equal (const CpVerdictRecord *a,
                         const CpVerdictRecord *b)
{
  return a->verdict == b->verdict && a->blind == b->blind && g_strcmp0 (a->note, b->note) == 0;
}

/* With a note of its own: for cp_verdict_record_clear(). */
CpVerdictRecord
cp_verdict_record_copy (const CpVerdictRecord *record)
{
  CpVerdictRecord copy = *record;

  copy.note = g_strdup (record->note);
  return copy;
}

void
cp_verdict_record_clear (CpVerdictRecord *record)
{
  g_free ((char *) record->note);
  record->note = NULL;
}

static void
change_free (gpointer data)
{
  CpVerdictChange *change = data;

  cp_verdict_record_clear (&change->before);
  cp_verdict_record_clear (&change->after);
  g_free (change);
}

void
cp_verdict_history_init (CpVerdictHistory *self)
{
  *self = (CpVerdictHistory){ .changes = g_ptr_array_new_with_free_func (change_free) };
}

void
cp_verdict_history_clear (CpVerdictHistory *self)
{
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  self->n_done = 0;
}

/* Nothing can be taken back any more. */
void
cp_verdict_history_forget (CpVerdictHistory *self)
{
  g_ptr_array_set_size (self->changes, 0);
  self->n_done = 0;
}

/* The step that a further letter of a note belongs to, or NULL. */
static CpVerdictChange *
open_note (CpVerdictHistory *self,
           CpSplit           split,
           guint             index)
{
  CpVerdictChange *last;

  if (self->n_done == 0 || self->n_done < self->changes->len)
    return NULL;
  last = g_ptr_array_index (self->changes, self->n_done - 1);
  return last->open && last->split == split && last->index == index ? last : NULL;
}

/* The step now ends with @after, or was none after all. */
static void
extend (CpVerdictHistory      *self,
        CpVerdictChange       *change,
        const CpVerdictRecord *after)
{
  CpVerdictRecord old = change->after;

  change->after = cp_verdict_record_copy (after);
  cp_verdict_record_clear (&old);
  if (cp_verdict_record_equal (&change->before, &change->after))
    g_ptr_array_set_size (self->changes, (int) --self->n_done);
}

/* Another step; those that could be redone are gone. Letters of a @note make one step together. */
void
cp_verdict_history_add (CpVerdictHistory      *self,
                        CpSplit                split,
                        guint                  index,
                        const CpVerdictRecord *before,
                        const CpVerdictRecord *after,
                        gboolean               note)
{
  CpVerdictChange *change = note ? open_note (self, split, index) : NULL;

  if (change != NULL)
    {
      extend (self, change, after);
      return;
    }
  change = g_new (CpVerdictChange, 1);
  *change = (CpVerdictChange){ split, index, note, cp_verdict_record_copy (before), cp_verdict_record_copy (after) };
  g_ptr_array_set_size (self->changes, (int) self->n_done);
  g_ptr_array_add (self->changes, change);
  self->n_done++;
}

/* The letters to come are another step. */
void
cp_verdict_history_end_note (CpVerdictHistory *self)
{
  if (self->n_done > 0)
    ((CpVerdictChange *) g_ptr_array_index (self->changes, self->n_done - 1))->open = FALSE;
}

/* The change to take back, which then counts as not done; NULL where there is none. */
const CpVerdictChange *
cp_verdict_history_back (CpVerdictHistory *self)
{
  if (self->n_done == 0)
    return NULL;
  cp_verdict_history_end_note (self);
  return g_ptr_array_index (self->changes, --self->n_done);
}

/* The change to do again, which then counts as done; NULL where there is none. */
const CpVerdictChange *
cp_verdict_history_forth (CpVerdictHistory *self)
{
  if (self->n_done >= self->changes->len)
    return NULL;
  return g_ptr_array_index (self->changes, self->n_done++);
}
