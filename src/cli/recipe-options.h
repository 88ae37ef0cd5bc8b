/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli-error.h"
#include "recipe.h"

#include <math.h>

G_BEGIN_DECLS

/**
 * CpRecipeOptions:
 * @preset: (nullable): `--preset`
 * @epochs: `--epochs`, 0 where not given
 * @batch_size: `--batch-size`, 0 where not given
 * @learning_rate: `--learning-rate`, NaN where not given
 * @schedule: (nullable): `--schedule`
 * @weight_decay: `--weight-decay`, NaN where not given
 * @averaging: `--averaging`, NaN where not given
 * @augmentation: (nullable): `--augmentation`
 * @no_class_weights: `--no-class-weights`
 * @ensemble: `--ensemble`, 0 where not given
 * @seed: `--seed`
 * @threads: `--threads`
 *
 * What a command line says of a recipe. What it does not say, the preset does.
 */
typedef struct
{
  char *preset;
  guint epochs;
  guint batch_size;
  double learning_rate;
  char *schedule;
  double weight_decay;
  double averaging;
  char *augmentation;
  gboolean no_class_weights;
  guint ensemble;
  guint64 seed;
  guint threads;
} CpRecipeOptions;

#define CP_RECIPE_OPTIONS_INIT { .learning_rate = NAN, .weight_decay = NAN, .averaging = NAN, .seed = 1 }

void     cp_recipe_options_clear   (CpRecipeOptions        *self);
gboolean cp_recipe_options_given   (const CpRecipeOptions  *self);
gboolean cp_recipe_options_resolve (const CpRecipeOptions  *self,
                                    CpRecipe               *recipe,
                                    GError                **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpRecipeOptions, cp_recipe_options_clear)

G_END_DECLS
