/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "recipe-form.h"

#include "accessible.h"
#include "presets.h"

#include <glib/gi18n.h>
#include <math.h>

/* What a preset decides: all but how many networks, the seed and the threads. */
enum
{
  SETTING_EPOCHS,
  SETTING_LEARNING_RATE,
  SETTING_SCHEDULE,
  SETTING_BATCH_SIZE,
  SETTING_AUGMENTATION,
  SETTING_CLASS_WEIGHTS,
  SETTING_WEIGHT_DECAY,
  SETTING_AVERAGING,
  N_SETTINGS
};

struct _CpRecipeForm
{
  GtkWidget parent_instance;

  GtkDropDown *preset;
  GtkLabel *preset_summary;
  GtkWidget *reset_button;
  GtkSpinButton *epochs;
  GtkSpinButton *batch_size;
  GtkSpinButton *learning_rate;
  GtkDropDown *schedule;
  GtkExpander *advanced;
  GtkSpinButton *weight_decay;
  GtkSpinButton *averaging;
  GtkSpinButton *members;
  GtkSpinButton *seed;
  GtkSpinButton *threads;
  GtkSwitch *augmentation;
  GtkSwitch *class_weights;
  GtkLabel *labels[N_SETTINGS];
  gboolean filling; /* by the program, not by a person */
};

G_DEFINE_FINAL_TYPE (CpRecipeForm, cp_recipe_form, GTK_TYPE_WIDGET)

static const char *const setting_names[N_SETTINGS] = {
  N_("epochs"), N_("learning rate"), N_("schedule"), N_("batch size"),
  N_("augmentation"), N_("class weights"), N_("weight decay"), N_("averaging"),
};

static void
list_settings (const CpRecipe *recipe,
               double          values[N_SETTINGS])
{
  values[SETTING_EPOCHS] = recipe->epochs;
  values[SETTING_LEARNING_RATE] = recipe->learning_rate;
  values[SETTING_SCHEDULE] = recipe->schedule;
  values[SETTING_BATCH_SIZE] = recipe->batch_size;
  values[SETTING_AUGMENTATION] = recipe->augmentation ? 1 : 0;
  values[SETTING_CLASS_WEIGHTS] = recipe->class_weights ? 1 : 0;
  values[SETTING_WEIGHT_DECAY] = recipe->weight_decay;
  values[SETTING_AVERAGING] = recipe->averaging;
}

static const CpPreset *
selected_preset (CpRecipeForm *self)
{
  guint n;
  const CpPreset *presets = cp_presets_get (&n);
  const guint selected = gtk_drop_down_get_selected (self->preset);

  return &presets[selected < n ? selected : 0];
}

static void
read_recipe (CpRecipeForm *self,
             CpRecipe     *recipe)
{
  cp_recipe_init (recipe, selected_preset (self)->name);
  recipe->epochs = (guint) gtk_spin_button_get_value_as_int (self->epochs);
  recipe->batch_size = (guint) gtk_spin_button_get_value_as_int (self->batch_size);
  recipe->learning_rate = gtk_spin_button_get_value (self->learning_rate);
  recipe->schedule = gtk_drop_down_get_selected (self->schedule) == 1 ? CP_SCHEDULE_ONE_CYCLE : CP_SCHEDULE_CONSTANT;
  recipe->weight_decay = gtk_spin_button_get_value (self->weight_decay);
  recipe->averaging = gtk_spin_button_get_value (self->averaging);
  recipe->augmentation = gtk_switch_get_active (self->augmentation);
  recipe->class_weights = gtk_switch_get_active (self->class_weights);
  recipe->members = (guint) gtk_spin_button_get_value_as_int (self->members);
  recipe->seed = (guint64) gtk_spin_button_get_value (self->seed);
  recipe->threads = (guint) gtk_spin_button_get_value_as_int (self->threads);
}

static void
fill (CpRecipeForm   *self,
      const CpRecipe *recipe)
{
  gtk_spin_button_set_value (self->epochs, recipe->epochs);
  gtk_spin_button_set_value (self->batch_size, recipe->batch_size);
  gtk_spin_button_set_value (self->learning_rate, recipe->learning_rate);
  gtk_drop_down_set_selected (self->schedule, recipe->schedule == CP_SCHEDULE_ONE_CYCLE ? 1 : 0);
  gtk_spin_button_set_value (self->weight_decay, recipe->weight_decay);
  gtk_spin_button_set_value (self->averaging, recipe->averaging);
  gtk_switch_set_active (self->augmentation, recipe->augmentation);
  gtk_switch_set_active (self->class_weights, recipe->class_weights);
  gtk_spin_button_set_value (self->members, recipe->members);
  gtk_spin_button_set_value (self->seed, (double) recipe->seed);
  gtk_spin_button_set_value (self->threads, recipe->threads);
}

/* Labels of what differs from the preset are bold; @names says which. */
static gboolean
mark_changes (CpRecipeForm *self,
              GString      *names)
{
  CpRecipe recipe, own;
  double values[N_SETTINGS], own_values[N_SETTINGS];

  read_recipe (self, &recipe);
  cp_recipe_init (&own, recipe.preset);
  list_settings (&recipe, values);
  list_settings (&own, own_values);
  for (guint i = 0; i < N_SETTINGS; i++)
    {
      const gboolean changed = fabs (values[i] - own_values[i]) > 1e-9; /* spin buttons round */

      if (changed)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", _(setting_names[i]));
      if (changed)
        gtk_widget_add_css_class (GTK_WIDGET (self->labels[i]), "changed");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->labels[i]), "changed");
    }

  return names->len > 0;
}

static void
on_setting_changed (CpRecipeForm *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (self->filling)
    return;
  if (mark_changes (self, names))
    text = g_strdup_printf (_("Changed: %s"), names->str);
  gtk_widget_set_sensitive (self->reset_button, text != NULL);
  gtk_widget_set_tooltip_text (self->reset_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

/* The selected preset's own settings; what is nobody's but the person's stays. */
static void
take_preset (CpRecipeForm *self)
{
  CpRecipe recipe, own;

  read_recipe (self, &recipe);
  cp_recipe_init (&own, recipe.preset);
  own.members = recipe.members;
  own.seed = recipe.seed;
  own.threads = recipe.threads;
  self->filling = TRUE;
  fill (self, &own);
  self->filling = FALSE;
  on_setting_changed (self);
}

static void
on_preset_changed (CpRecipeForm *self)
{
  gtk_label_set_label (self->preset_summary, _(selected_preset (self)->summary));
  if (!self->filling)
    take_preset (self);
}

/* The button goes out: the keyboard moves on to what it has reset. */
static void
on_reset (CpRecipeForm *self)
{
  const gboolean focused = gtk_widget_has_focus (self->reset_button);

  take_preset (self);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->preset));
}

/* 0 threads means one a processor, and says so. */
static gboolean
on_threads_output (GtkSpinButton *spin)
{
  if (gtk_spin_button_get_value_as_int (spin) != 0)
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (spin), _("Automatic"));
  return TRUE;
}

static int
on_threads_input (GtkSpinButton *spin,
                  double        *value)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), _("Automatic")))
    return FALSE;

  *value = 0;
  return TRUE;
}

/* As many decimals as the number needs: 0.001, not 0.0010000. */
static gboolean
on_number_output (GtkSpinButton *spin)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%g", gtk_spin_button_get_value (spin));
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  cp_accessible_set_value (GTK_ACCESSIBLE (spin), gtk_spin_button_get_value (spin));
  return TRUE;
}

static int
on_number_input (GtkSpinButton *spin,
                 double        *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
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
bind_labels (GtkWidgetClass *widget_class)
{
  static const char *const names[N_SETTINGS] = {
    "epochs_label", "learning_rate_label", "schedule_label", "batch_size_label",
    "augmentation_label", "class_weights_label", "weight_decay_label", "averaging_label",
  };

  for (guint i = 0; i < N_SETTINGS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, names[i], FALSE,
                                               G_STRUCT_OFFSET (CpRecipeForm, labels) + (gssize) (i * sizeof (GtkLabel *)));
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
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, reset_button);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, epochs);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, batch_size);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, schedule);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, advanced);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, weight_decay);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, averaging);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, members);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, seed);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, threads);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, augmentation);
  gtk_widget_class_bind_template_child (widget_class, CpRecipeForm, class_weights);
  bind_labels (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_setting_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
  gtk_widget_class_bind_template_callback (widget_class, on_threads_output);
  gtk_widget_class_bind_template_callback (widget_class, on_threads_input);
  gtk_widget_class_bind_template_callback (widget_class, on_number_output);
  gtk_widget_class_bind_template_callback (widget_class, on_number_input);
}

/* What has the focus is inside of what is labelled. */
static void
name_inside (CpRecipeForm *self)
{
  cp_accessible_name_drop_down (self->preset, _("Preset"));
  cp_accessible_name_drop_down (self->schedule, _("Schedule"));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->advanced), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  gtk_expander_get_label_widget (self->advanced), NULL, -1);
}

static void
cp_recipe_form_init (CpRecipeForm *self)
{
  CpRecipe recipe;

  self->filling = TRUE; /* until all of it is there */
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_presets (self);
  name_inside (self);
  cp_recipe_init (&recipe, "baseline");
  cp_recipe_form_set_recipe (self, &recipe);
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
  GtkSpinButton *spins[] = { self->epochs, self->batch_size, self->learning_rate, self->weight_decay,
                             self->averaging, self->members, self->seed, self->threads };

  g_return_if_fail (CP_IS_RECIPE_FORM (self));

  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    gtk_spin_button_update (spins[i]);
  read_recipe (self, recipe);
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

  self->filling = TRUE;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (presets[i].name, recipe->preset))
      gtk_drop_down_set_selected (self->preset, i);
  fill (self, recipe);
  self->filling = FALSE;
  gtk_label_set_label (self->preset_summary, _(selected_preset (self)->summary));
  on_setting_changed (self);
}
