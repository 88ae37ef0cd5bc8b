/* SPDX-License-Identifier: MIT */
#include "recipe-options.h"

#include "presets.h"

/**
 * cp_recipe_options_clear:
 * @self: options
 *
 * Frees what they hold.
 */
void
cp_recipe_options_clear (CpRecipeOptions *self)
{
  g_free (self->preset);
  g_free (self->schedule);
  g_free (self->augmentation);
}

/**
 * cp_recipe_options_given:
 * @self: options
 *
 * Returns: whether they say anything of what is computed; threads do not count
 */
gboolean
cp_recipe_options_given (const CpRecipeOptions *self)
{
  const CpRecipeOptions none = CP_RECIPE_OPTIONS_INIT;

  return self->preset != NULL || self->epochs > 0 || self->batch_size > 0 || !isnan (self->learning_rate)
         || self->schedule != NULL || !isnan (self->weight_decay) || !isnan (self->averaging)
         || self->augmentation != NULL || self->no_class_weights || self->ensemble > 0 || self->seed != none.seed;
}

/* One of two words; nothing is touched where none is given. */
static gboolean
choose (const char  *option,
        const char  *given,
        const char  *first,
        const char  *second,
        gboolean    *is_second,
        GError     **error)
{
  if (given == NULL)
    return TRUE;
  if (g_strcmp0 (given, first) != 0 && g_strcmp0 (given, second) != 0)
    return cp_cli_usage_error (error, "--%s: expected %s or %s, found “%s”", option, first, second, given);
  *is_second = g_strcmp0 (given, second) == 0;

  return TRUE;
}

static gboolean
start_from_preset (const char  *preset,
                   CpRecipe    *recipe,
                   GError     **error)
{
  g_autofree char *names = cp_presets_describe ();

  if (preset != NULL && cp_preset_lookup (preset) == NULL)
    return cp_cli_usage_error (error, "--preset: expected %s, found “%s”", names, preset);
  cp_recipe_init (recipe, preset != NULL ? preset : "baseline");

  return TRUE;
}

/**
 * cp_recipe_options_resolve:
 * @self: options within their ranges
 * @recipe: (out caller-allocates): the preset's recipe with what they change
 * @error: return location
 *
 * Returns: %FALSE with CP_CLI_ERROR_USAGE where a word is not one of those expected
 */
gboolean
cp_recipe_options_resolve (const CpRecipeOptions  *self,
                           CpRecipe               *recipe,
                           GError                **error)
{
  gboolean cycle;

  if (!start_from_preset (self->preset, recipe, error))
    return FALSE;
  cycle = recipe->schedule == CP_SCHEDULE_ONE_CYCLE;
  if (!choose ("schedule", self->schedule, "constant", "one-cycle", &cycle, error)
      || !choose ("augmentation", self->augmentation, "off", "on", &recipe->augmentation, error))
    return FALSE;

  recipe->schedule = cycle ? CP_SCHEDULE_ONE_CYCLE : CP_SCHEDULE_CONSTANT;
  recipe->class_weights = !self->no_class_weights;
  recipe->seed = self->seed;
  recipe->threads = self->threads;
  if (self->epochs > 0)
    recipe->epochs = self->epochs;
  if (self->batch_size > 0)
    recipe->batch_size = self->batch_size;
  if (self->ensemble > 0)
    recipe->members = self->ensemble;
  if (!isnan (self->learning_rate))
    recipe->learning_rate = self->learning_rate;
  if (!isnan (self->weight_decay))
    recipe->weight_decay = self->weight_decay;
  if (!isnan (self->averaging))
    recipe->averaging = self->averaging;

  return TRUE;
}
