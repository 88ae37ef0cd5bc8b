/* SPDX-License-Identifier: MIT */
#include "recipe.h"

#include "presets.h"
#include "session-error.h"

#include <math.h>

/**
 * cp_recipe_init:
 * @recipe: (out caller-allocates): settings
 *
 * Sets the baseline's recipe.
 */
void
cp_recipe_init (CpRecipe *recipe)
{
  *recipe = (CpRecipe) {
    .preset = g_intern_string ("baseline"),
    .epochs = 5,
    .batch_size = 128,
    .learning_rate = 0.001,
    .class_weights = TRUE,
    .seed = 1,
    .threads = 0,
  };
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
  if (cp_preset_lookup (recipe->preset) == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                   "preset: expected “baseline”, found “%s”", recipe->preset);
      return FALSE;
    }
  if (!(recipe->learning_rate > 0 && recipe->learning_rate <= 1))
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                   "learning rate: expected above 0 and up to 1, found %g", recipe->learning_rate);
      return FALSE;
    }

  return check_range ("epochs", recipe->epochs, 1, 1000, error)
         && check_range ("batch size", recipe->batch_size, 1, 4096, error)
         && check_range ("threads", recipe->threads, 0, 64, error);
}
