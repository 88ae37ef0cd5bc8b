/* SPDX-License-Identifier: MIT */
#pragma once

#include "training.h"

G_BEGIN_DECLS

/**
 * CpCheckpoint:
 *
 * A training as it stood at an epoch's end, read from a file and checked:
 * recipe, weights, the optimiser's state and what was measured until then.
 */
typedef struct _CpCheckpoint CpCheckpoint;

CpCheckpoint          *cp_checkpoint_load       (const char           *path,
                                                 GError              **error);
CpCheckpoint          *cp_checkpoint_from_bytes (GBytes               *bytes,
                                                 const char           *name,
                                                 GError              **error);
void                   cp_checkpoint_free       (CpCheckpoint         *self);
const CpRecipe        *cp_checkpoint_get_recipe (CpCheckpoint         *self);
const char            *cp_checkpoint_get_level  (CpCheckpoint         *self);
const CpTrainingEpoch *cp_checkpoint_get_epochs (CpCheckpoint         *self,
                                                 guint                *n);
const float           *cp_checkpoint_get_losses (CpCheckpoint         *self,
                                                 const float         **rates,
                                                 guint                *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCheckpoint, cp_checkpoint_free)

CpTraining            *cp_training_continue        (CpCheckpoint      *checkpoint,
                                                    guint              threads,
                                                    gboolean           background,
                                                    CpDataset         *dataset,
                                                    GError           **error);
gboolean               cp_training_save_checkpoint (CpTraining        *self,
                                                    const char        *path,
                                                    GError           **error);
GBytes                *cp_training_checkpoint_to_bytes (CpTraining    *self);

G_END_DECLS
