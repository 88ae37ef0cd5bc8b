/* SPDX-License-Identifier: MIT */
#pragma once

#include "schedule.h"

G_BEGIN_DECLS

/**
 * CpRecipe:
 * @preset: name of the network, such as "baseline"; interned
 * @epochs: passes over the training images, 1 to 1000
 * @batch_size: images a step, 1 to 4096
 * @learning_rate: of Adam, above 0 up to 1; the highest where it changes
 * @schedule: how the rate changes from step to step
 * @weight_decay: of AdamW, 0 to 1; 0 for Adam
 * @averaging: share of the weights' moving average that a step keeps, from 0 to below 1; 0 for
 *   the weights as they are
 * @augmentation: change training images a little at random each time they are shown
 * @class_weights: weigh both classes as if equally frequent
 * @members: networks to train and average, 1 to 64
 * @seed: of initial weights, shuffling, dropout and augmentation; following members have the following seeds
 * @threads: worker threads, 1 to 64; 0 for one a processor. Changes speed, never a bit.
 * @background: its threads give way to all others, so that a window stays smooth; likewise
 *
 * The settings of a training run.
 */
typedef struct
{
  const char *preset;
  guint epochs;
  guint batch_size;
  double learning_rate;
  CpScheduleKind schedule;
  double weight_decay;
  double averaging;
  gboolean augmentation;
  gboolean class_weights;
  guint members;
  guint64 seed;
  guint threads;
  gboolean background;
} CpRecipe;

void     cp_recipe_init     (CpRecipe        *recipe,
                             const char      *preset);
gboolean cp_recipe_validate (const CpRecipe  *recipe,
                             GError         **error);

G_END_DECLS
