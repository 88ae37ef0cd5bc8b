/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

/**
 * CpSplitScores:
 * @model: who scored
 * @dataset: what was scored
 * @scores: one a split
 *
 * A model's answers on a whole data set.
 */
typedef struct
{
  CpModel *model;
  CpDataset *dataset;
  CpScores *scores[CP_N_SPLITS];
} CpSplitScores;

CpSplitScores *cp_split_scores_new  (CpModel       *model,
                                     CpDataset     *dataset,
                                     GCancellable  *cancellable,
                                     GError       **error);
CpSplitScores *cp_split_scores_load (const char    *path,
                                     CpDataset     *dataset,
                                     GCancellable  *cancellable,
                                     GError       **error);
void           cp_split_scores_free (CpSplitScores *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSplitScores, cp_split_scores_free)

G_END_DECLS
