/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "recipe-form.h"

#include "presets.h"

#include <glib/gi18n.h>

struct _CpRecipeForm
{
  GtkWidget parent_instance;

  GtkDropDown *preset;
  GtkLabel *preset_summary;
  GtkSpinButton *epochs;
  GtkSpinButton *batch_size;
  GtkSpinButton *learning_rate;
  GtkSpinButton *seed;
  GtkSpinButton *threads;
  GtkSwitch *class_weights;
};

G_DEFINE_FINAL_TYPE (CpRecipeForm, cp_recipe_form, GTK_TYPE_WIDGET)

static void
on_preset_changed (CpRecipeForm *self)
{
  guint n;
  const CpPreset *presets = cp_presets_get (&n);
  guint selected = gtk_drop_down_get_selected (self->preset);

  if (selected < n)
    gtk_label_set_label (self->preset_summary, _(presets[selected].summary));
}

/* 0 threads means one a processor, and says so. */
static gboolean
on_threads_output (CpRecipeForm *self)
{
  if (gtk_spin_button_get_value_as_int (self->threads) != 0)
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (self->threads), _("Automatic"));
  return TRUE;
}

static int
on_threads_input (CpRecipeForm *self,
                  double       *value)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->threads)), _("Automatic")))
    return FALSE;

  *value = 0;
  return TRUE;
}

/* As many decimals as the number needs: 0.001, not 0.0010000. */
static gboolean
on_learning_rate_output (CpRecipeForm *self)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%g", gtk_spin_button_get_value (self->learning_rate));
  gtk_editable_set_text (GTK_EDITABLE (self->learning_rate), text);
  return TRUE;
}

static int
on_learning_rate_input (CpRecipeForm *self,
                        double       *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->learning_rate));
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' ? TRUE : GTK_INPUT_ERROR;
}

static void
fill_presets (CpRecipeForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n;
  const CpPreset *presets = cp_presets_get (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, presets[i].name);
  gtk_drop_down_set_model (self->preset, G_LIST_MODEL (names));
}

static void
cp_recipe_form_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_recipe_form_parent_class)->dispose (object);
}

static void
cp_recipe_form_class_init (CpRecipeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_recipe_form_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recipeform");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/recipe-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, preset);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, preset_summary);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, epochs);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, batch_size);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, seed);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, threads);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, class_weights);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_threads_output);
  gtk_widget_class_bind_template_callback (widget_class, on_threads_input);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_output);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_input);
}

static void
cp_recipe_form_init (CpRecipeForm *self)
{
  CpRecipe recipe;

  gtk_widget_init_template (GTK_WIDGET (self));
  fill_presets (self);
  cp_recipe_init (&recipe, "baseline");
  cp_recipe_form_set_recipe (self, &recipe);
  on_preset_changed (self);
}

/**
 * cp_recipe_form_get_recipe:
 * @self: a form
 * @recipe: (out caller-allocates): the settings
 *
 * Reads what is set, finishing what somebody is still typing.
 */
void
cp_recipe_form_get_recipe (CpRecipeForm *self,
                           CpRecipe     *recipe)
{
  guint n;
  const CpPreset *presets = cp_presets_get (&n);
  GtkSpinButton *spins[] = { self->epochs, self->batch_size, self->learning_rate, self->seed, self->threads };

  g_return_if_fail (CP_IS_RECIPE_FORM (self));

  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    gtk_spin_button_update (spins[i]);

  cp_recipe_init (recipe, "baseline");
  recipe->preset = presets[gtk_drop_down_get_selected (self->preset)].name;
  recipe->epochs = (guint) gtk_spin_button_get_value_as_int (self->epochs);
  recipe->batch_size = (guint) gtk_spin_button_get_value_as_int (self->batch_size);
  recipe->learning_rate = gtk_spin_button_get_value (self->learning_rate);
  recipe->seed = (guint64) gtk_spin_button_get_value (self->seed);
  recipe->threads = (guint) gtk_spin_button_get_value_as_int (self->threads);
  recipe->class_weights = gtk_switch_get_active (self->class_weights);
}

/**
 * cp_recipe_form_set_recipe:
 * @self: a form
 * @recipe: the settings to show
 *
 * Shows other settings.
 */
void
cp_recipe_form_set_recipe (CpRecipeForm   *self,
                           const CpRecipe *recipe)
{
  guint n;
  const CpPreset *presets = cp_presets_get (&n);

  g_return_if_fail (CP_IS_RECIPE_FORM (self));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (presets[i].name, recipe->preset))
      gtk_drop_down_set_selected (self->preset, i);
  gtk_spin_button_set_value (self->epochs, recipe->epochs);
  gtk_spin_button_set_value (self->batch_size, recipe->batch_size);
  gtk_spin_button_set_value (self->learning_rate, recipe->learning_rate);
  gtk_spin_button_set_value (self->seed, (double) recipe->seed);
  gtk_spin_button_set_value (self->threads, recipe->threads);
  gtk_switch_set_active (self->class_weights, recipe->class_weights);
}
