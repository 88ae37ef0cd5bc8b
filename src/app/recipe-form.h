/* SPDX-License-Identifier: MIT */
#pragma once

#include "recipe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpRecipeForm:
 *
 * The settings of the next training run.
 */
#define CP_TYPE_RECIPE_FORM (cp_recipe_form_get_type ())
G_DECLARE_FINAL_TYPE (CpRecipeForm, cp_recipe_form, CP, RECIPE_FORM, GtkWidget)

void cp_recipe_form_get_recipe (CpRecipeForm   *self,
                                CpRecipe       *recipe);
void cp_recipe_form_set_recipe (CpRecipeForm   *self,
                                const CpRecipe *recipe);

G_END_DECLS
