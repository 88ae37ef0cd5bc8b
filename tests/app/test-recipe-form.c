/* SPDX-License-Identifier: MIT */
#include "recipe-form.h"

#include "presets.h"
#include "widget-test.h"

static GtkWidget *
child (CpRecipeForm *form,
       const char   *id)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (form), CP_TYPE_RECIPE_FORM, id);

  g_assert_true (GTK_IS_WIDGET (object));
  return GTK_WIDGET (object);
}

static void
choose (CpRecipeForm *form,
        const char   *preset)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (child (form, "preset"));
  guint n;
  const CpPreset *presets = cp_presets_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (presets[i].name, preset))
      gtk_drop_down_set_selected (drop_down, i);
}

static void
assert_same (const CpRecipe *a,
             const CpRecipe *b)
{
  g_assert_cmpstr (a->preset, ==, b->preset);
  g_assert_cmpuint (a->epochs, ==, b->epochs);
  g_assert_cmpuint (a->batch_size, ==, b->batch_size);
  g_assert_cmpfloat_with_epsilon (a->learning_rate, b->learning_rate, 1e-12);
  g_assert_cmpint (a->schedule, ==, b->schedule);
  g_assert_cmpfloat_with_epsilon (a->weight_decay, b->weight_decay, 1e-12);
  g_assert_cmpfloat_with_epsilon (a->averaging, b->averaging, 1e-12);
  g_assert_cmpint (a->augmentation, ==, b->augmentation);
  g_assert_cmpint (a->class_weights, ==, b->class_weights);
  g_assert_cmpuint (a->members, ==, b->members);
  g_assert_cmpuint (a->seed, ==, b->seed);
  g_assert_cmpuint (a->threads, ==, b->threads);
}

/* A preset brings its own settings; what is the person's stays. */
static void
test_presets (void)
{
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  guint n;
  const CpPreset *presets = cp_presets_get (&n);
  CpRecipe recipe, expected;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (form, "seed")), 17);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (form, "threads")), 3);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (form, "members")), 5);
  for (guint i = 0; i < 2 * n; i++)
    {
      choose (form, presets[i % n].name);
      cp_recipe_form_get_recipe (form, &recipe);
      cp_recipe_init (&expected, presets[i % n].name);
      expected.seed = 17;
      expected.threads = 3;
      expected.members = 5;
      assert_same (&recipe, &expected);
      g_assert_true (cp_widget_test_has_label (GTK_WIDGET (form), presets[i % n].summary));
      g_assert_false (gtk_widget_is_sensitive (child (form, "reset_button")));
    }
  g_assert_finalize_object (form);
}

static void
test_reset (void)
{
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  GtkWidget *reset = child (form, "reset_button");
  GtkWidget *label = child (form, "epochs_label");
  CpRecipe recipe, expected;

  choose (form, "residual");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (form, "epochs")), 3);
  gtk_switch_set_active (GTK_SWITCH (child (form, "augmentation")), FALSE);
  g_assert_true (gtk_widget_is_sensitive (reset));
  g_assert_true (gtk_widget_has_css_class (label, "changed"));
  g_assert_false (gtk_widget_has_css_class (child (form, "batch_size_label"), "changed"));
  gtk_test_accessible_assert_property (reset, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Changed: epochs, augmentation");

  g_signal_emit_by_name (reset, "clicked");
  g_assert_false (gtk_widget_is_sensitive (reset));
  g_assert_false (gtk_widget_has_css_class (label, "changed"));
  cp_recipe_form_get_recipe (form, &recipe);
  cp_recipe_init (&expected, "residual");
  assert_same (&recipe, &expected);
  g_assert_finalize_object (form);
}

/* What is put in comes out. */
static void
test_round_trip (void)
{
  const CpRecipe odd = {
    .preset = "residual", .epochs = 7, .batch_size = 96, .learning_rate = 0.00125, .schedule = CP_SCHEDULE_CONSTANT,
    .weight_decay = 0.0005, .averaging = 0.995, .augmentation = FALSE, .class_weights = FALSE, .members = 4,
    .seed = 4294967295, .threads = 2,
  };
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  CpRecipe recipe;

  cp_recipe_form_set_recipe (form, &odd);
  cp_recipe_form_get_recipe (form, &recipe);
  assert_same (&recipe, &odd);
  g_assert_true (gtk_widget_is_sensitive (child (form, "reset_button")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child (form, "learning_rate"))), ==, "0.00125");
  g_assert_finalize_object (form);
}

/* Everything is named once: by its label, as GTK does where a mnemonic leads to it. */
static void
test_accessible (void)
{
  static const char *const names[] = {
    "preset", "epochs", "learning_rate", "schedule", "batch_size", "augmentation", "class_weights", "members", "seed",
    "weight_decay", "averaging", "threads",
  };
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  GtkWidget *advanced = child (form, "advanced");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkAccessible *widget = GTK_ACCESSIBLE (child (form, names[i]));

      g_assert_true (gtk_test_accessible_has_relation (widget, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
      g_assert_false (gtk_test_accessible_has_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  gtk_test_accessible_assert_relation (advanced, GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       gtk_expander_get_label_widget (GTK_EXPANDER (advanced)), NULL);
  g_assert_finalize_object (form);
}

/* What has the focus in a list says what it is for and what is chosen. */
static void
test_accessible_lists (void)
{
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  GtkWidget *inside = gtk_widget_get_first_child (child (form, "preset"));

  choose (form, "residual");
  gtk_test_accessible_assert_property (inside, GTK_ACCESSIBLE_PROPERTY_LABEL, "Preset: residual");
  choose (form, "baseline");
  gtk_test_accessible_assert_property (inside, GTK_ACCESSIBLE_PROPERTY_LABEL, "Preset: baseline");
  g_assert_finalize_object (form);
}

/* What assistive technology reads of numbers that differ by less than GTK sees; %g of GTK. */
static void
test_small_values (void)
{
  static const double values[] = { 0.0002, 0.0001, 0.00015 };
  CpRecipeForm *form = g_object_ref_sink (g_object_new (CP_TYPE_RECIPE_FORM, NULL));
  GtkWidget *spin = child (form, "weight_decay");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%g", values[i]);
      g_autofree char *found = NULL;

      gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), values[i]);
      found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, -7.0);
      g_assert_cmpstr (found, ==, expected);
    }
  g_assert_finalize_object (form);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/app/recipe-form/presets", test_presets);
  g_test_add_func ("/app/recipe-form/reset", test_reset);
  g_test_add_func ("/app/recipe-form/round-trip", test_round_trip);
  g_test_add_func ("/app/recipe-form/accessible", test_accessible);
  g_test_add_func ("/app/recipe-form/accessible-lists", test_accessible_lists);
  g_test_add_func ("/app/recipe-form/small-values", test_small_values);
  return g_test_run ();
}
