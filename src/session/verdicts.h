/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

/**
 * CpVerdictRecord:
 * @verdict: what the reader thinks of the image
 * @note: (nullable): what the reader wrote about it
 * @blind: whether the reader judged before seeing what the model says
 * @probability: of pneumonia when the verdict was given; NaN where no model had scored the image
 * @threshold: the decision threshold then
 * @time: when the verdict was given, in seconds since 1970, UTC
 *
 * All that is kept of a reader's judgement of one image. Of a note without a
 * verdict, the last three are those of the note.
 */
typedef struct
{
  CpVerdict verdict;
  const char *note;
  gboolean blind;
  double probability;
  double threshold;
  gint64 time;
} CpVerdictRecord;

typedef void (*CpVerdictFunc) (CpSplit                split,
                               guint                  index,
                               const CpVerdictRecord *record,
                               gpointer               user_data);

/**
 * CpVerdicts:
 *
 * What a reader said of a review's images, with undo. Verdicts and notes
 * themselves lie in the review; here is when and in view of what they were
 * given. Another data set forgets everything.
 *
 * Properties (read-only, notify): `can-undo`, `can-redo` (boolean).
 *
 * `::changed (guint split, guint index)`: the record of one image is another.
 */
#define CP_TYPE_VERDICTS (cp_verdicts_get_type ())
G_DECLARE_FINAL_TYPE (CpVerdicts, cp_verdicts, CP, VERDICTS, GObject)

CpVerdicts *cp_verdicts_new          (CpReview               *review);
CpReview   *cp_verdicts_get_review   (CpVerdicts             *self);
gboolean    cp_verdicts_get          (CpVerdicts             *self,
                                      CpSplit                 split,
                                      guint                   index,
                                      CpVerdictRecord        *record);
void        cp_verdicts_judge        (CpVerdicts             *self,
                                      CpSplit                 split,
                                      guint                   index,
                                      CpVerdict               verdict,
                                      gboolean                blind);
void        cp_verdicts_set_note     (CpVerdicts             *self,
                                      CpSplit                 split,
                                      guint                   index,
                                      const char             *note);
void        cp_verdicts_end_note     (CpVerdicts             *self);
void        cp_verdicts_put          (CpVerdicts             *self,
                                      CpSplit                 split,
                                      guint                   index,
                                      const CpVerdictRecord  *record);
void        cp_verdicts_foreach      (CpVerdicts             *self,
                                      CpVerdictFunc           func,
                                      gpointer                user_data);
guint       cp_verdicts_count        (CpVerdicts             *self,
                                      CpSplit                 split,
                                      CpVerdict               verdict);
gboolean    cp_verdicts_is_empty     (CpVerdicts             *self);
gboolean    cp_verdicts_get_can_undo (CpVerdicts             *self);
gboolean    cp_verdicts_get_can_redo (CpVerdicts             *self);
gboolean    cp_verdicts_undo         (CpVerdicts             *self,
                                      CpSplit                *split,
                                      guint                  *index);
gboolean    cp_verdicts_redo         (CpVerdicts             *self,
                                      CpSplit                *split,
                                      guint                  *index);
GString    *cp_verdicts_to_csv       (CpVerdicts             *self);
gboolean    cp_verdicts_save_csv     (CpVerdicts             *self,
                                      const char             *path,
                                      GError                **error);

G_END_DECLS
