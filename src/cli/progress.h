/* SPDX-License-Identifier: MIT */
#pragma once

#include "training.h"

G_BEGIN_DECLS

/**
 * CpProgress:
 *
 * How a training goes, on standard error: a bar on a terminal, and a line an
 * epoch everywhere.
 */
typedef struct _CpProgress CpProgress;

CpProgress *cp_progress_new          (void);
void        cp_progress_free         (CpProgress            *self);
void        cp_progress_batch        (CpProgress            *self,
                                      const CpTrainingBatch *batch);
void        cp_progress_epoch        (CpProgress            *self,
                                      const CpTrainingEpoch *epoch,
                                      const CpRecipe        *recipe);

char       *cp_progress_format_bar   (double                 share,
                                      guint                  width,
                                      gboolean               utf8);
char       *cp_progress_format_eta   (double                 seconds);
char       *cp_progress_format_batch (const CpTrainingBatch *batch,
                                      double                 loss,
                                      double                 eta,
                                      guint                  columns,
                                      gboolean               utf8);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpProgress, cp_progress_free)

G_END_DECLS
