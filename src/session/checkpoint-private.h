/* SPDX-License-Identifier: MIT */
#pragma once

#include "checkpoint.h"
#include "safetensors.h"

G_BEGIN_DECLS

/* What a checkpoint says in words and numbers; its arrays are tensors. */
typedef struct
{
  CpRecipe recipe;
  char *level;       /* of the processor */
  char *data_name;
  char *fingerprint; /* of the data */
  guint member;      /* under training, from 0 */
  guint finished_epochs; /* of this member */
  GArray *epochs;    /* CpTrainingEpoch */
} CpCheckpointFacts;

void     cp_checkpoint_facts_init  (CpCheckpointFacts        *self);
void     cp_checkpoint_facts_clear (CpCheckpointFacts        *self);
char    *cp_checkpoint_facts_write (const CpCheckpointFacts  *self);
gboolean cp_checkpoint_facts_read  (CpCheckpointFacts        *self,
                                    const char               *text,
                                    GError                  **error);

char    *cp_checkpoint_recipe_write (const CpRecipe           *recipe);
gboolean cp_checkpoint_recipe_read  (CpRecipe                 *recipe,
                                    const char               *text,
                                    GError                  **error);

/* checkpoint.c reads the file, checkpoint-facts.c its facts, training-checkpoint.c makes and continues it. */
struct _CpCheckpoint
{
  char *path;
  CpSafetensors *file;
  CpCheckpointFacts facts;
};

#define CP_CHECKPOINT_KEY "cutpoint_checkpoint"

const float *cp_checkpoint_get_tensor (CpCheckpoint  *self,
                                       const char    *name,
                                       gsize          n,
                                       GError       **error);

G_END_DECLS
