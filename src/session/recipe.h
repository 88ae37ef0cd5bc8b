/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpRecipe:
 * @preset: name of the network, such as "baseline"; interned
 * @epochs: passes over the training images, 1 to 1000
 * @batch_size: images a step, 1 to 4096
 * @learning_rate: of Adam, above 0 up to 1
 * @class_weights: weigh both classes as if equally frequent
 * @seed: of initial weights, shuffling and dropout
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
  gboolean class_weights;
  guint64 seed;
  guint threads;
  gboolean background;
} CpRecipe;

void     cp_recipe_init     (CpRecipe        *recipe);     /* the baseline's: 5, 128, 0.001, TRUE, 1, 0 */
gboolean cp_recipe_validate (const CpRecipe  *recipe,
                             GError         **error);      /* names the setting, its value and its range */

G_END_DECLS
