/* SPDX-License-Identifier: MIT */
#include "recipe.h"

#include "presets.h"
#include "session-error.h"

#include <string.h>

/* What suits each preset. How the residual network's were chosen stands in
 * tests/bench/cross-validation.md; the baseline's are fixed. */
static const CpRecipe recipes[] = {
  { .preset = "baseline", .epochs = 5, .batch_size = 128, .learning_rate = 0.001 },
  { .preset = "residual", .epochs = 20, .batch_size = 64, .learning_rate = 0.004,
    .schedule = CP_SCHEDULE_ONE_CYCLE, .weight_decay = 0.01, .augmentation = TRUE },
};

/**
 * cp_recipe_init:
 * @recipe: (out caller-allocates): settings
 * @preset: name of a network
 *
 * Sets the preset's own recipe, for one network, with seed 1.
 */
void
cp_recipe_init (CpRecipe   *recipe,
                const char *preset)
{
  *recipe = recipes[0];
  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    if (strcmp (recipes[i].preset, preset) == 0)
      *recipe = recipes[i];
  recipe->preset = g_intern_string (preset);
  recipe->class_weights = TRUE;
  recipe->members = 1;
  recipe->seed = 1;
}

static gboolean
check_range (const char  *what,
             guint        value,
             guint        min,
             guint        max,
             GError     **error)
{
  if (value >= min && value <= max)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID, "%s: expected %u to %u, found %u",
               what, min, max, value);

  return FALSE;
}

static gboolean
check_number (const char  *what,
              double       value,
              gboolean     good,
              const char  *expected,
              GError     **error)
{
  if (good)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID, "%s: expected %s, found %g", what, expected, value);

  return FALSE;
}

static gboolean
check_preset (const char  *preset,
              GError     **error)
{
  g_autofree char *names = NULL;

  if (cp_preset_lookup (preset) != NULL)
    return TRUE;
  names = cp_presets_describe ();
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID, "preset: expected %s, found “%s”", names, preset);

  return FALSE;
}

/**
 * cp_recipe_validate:
 * @recipe: settings
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_INVALID, naming the setting, its value
 *   and its range
 */
gboolean
cp_recipe_validate (const CpRecipe  *recipe,
                    GError         **error)
{
  const double rate = recipe->learning_rate, decay = recipe->weight_decay, averaging = recipe->averaging;

  return check_preset (recipe->preset, error)
         && check_number ("learning rate", rate, rate > 0 && rate <= 1, "above 0 and up to 1", error)
         && check_number ("weight decay", decay, decay >= 0 && decay <= 1, "0 to 1", error)
         && check_number ("weight averaging", averaging, averaging >= 0 && averaging < 1, "0 to below 1", error)
         && check_range ("epochs", recipe->epochs, 1, 1000, error)
         && check_range ("batch size", recipe->batch_size, 1, 4096, error)
         && check_range ("ensemble", recipe->members, 1, 64, error)
         && check_range ("threads", recipe->threads, 0, 64, error);
}
