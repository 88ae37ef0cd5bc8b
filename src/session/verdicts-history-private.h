/* SPDX-License-Identifier: MIT */
#pragma once

#include "verdicts.h"

G_BEGIN_DECLS

/**
 * CpVerdictChange:
 * @split: whose image changed
 * @index: of the image
 * @open: a note still being written: the next letter belongs to the same step
 * @before: what was kept of the image; its note is the change's own
 * @after: what is kept since; its note is the change's own
 *
 * A step of the history.
 */
typedef struct
{
  CpSplit split;
  guint index;
  gboolean open;
  CpVerdictRecord before;
  CpVerdictRecord after;
} CpVerdictChange;

/**
 * CpVerdictHistory:
 * @changes: of #CpVerdictChange, oldest first
 * @n_done: how many of them are done; those after can be redone
 *
 * What can be taken back.
 */
typedef struct
{
  GPtrArray *changes;
  guint n_done;
} CpVerdictHistory;

void                   cp_verdict_history_init     (CpVerdictHistory      *self);
void                   cp_verdict_history_clear    (CpVerdictHistory      *self);
void                   cp_verdict_history_forget   (CpVerdictHistory      *self);
void                   cp_verdict_history_add      (CpVerdictHistory      *self,
                                                    CpSplit                split,
                                                    guint                  index,
                                                    const CpVerdictRecord *before,
                                                    const CpVerdictRecord *after,
                                                    gboolean               note);
void                   cp_verdict_history_end_note (CpVerdictHistory      *self);
const CpVerdictChange *cp_verdict_history_back     (CpVerdictHistory      *self);
const CpVerdictChange *cp_verdict_history_forth    (CpVerdictHistory      *self);
gboolean               cp_verdict_record_equal     (const CpVerdictRecord *a,
                                                    const CpVerdictRecord *b);
CpVerdictRecord        cp_verdict_record_copy      (const CpVerdictRecord *record);
void                   cp_verdict_record_clear     (CpVerdictRecord       *record);

G_END_DECLS
