/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer.h"
#include "training.h"

G_BEGIN_DECLS

/* training.c trains, training-checkpoint.c keeps and continues what it has reached. */
struct _CpTraining
{
  CpRecipe recipe;
  CpDataset *dataset;
  CpNetwork *network;
  CpTrainer *trainer;
  CpModel *model;      /* newest */
  GPtrArray *finished; /* CpNetwork: members of the ensemble */
  guint8 const *validation_labels;
  gsize n_validation;
  guint member; /* under training, from 0 */

  GArray *epochs; /* CpTrainingEpoch: of all members, those before a checkpoint too */
  GArray *losses; /* float: of each of their batches */
  GArray *rates;  /* float: likewise */
  guint kept;     /* batches of finished epochs */

  const CpTrainingCallbacks *callbacks;
  gpointer user_data;
};

void cp_training_take_model (CpTraining *self,
                             guint       epochs);

G_END_DECLS
