/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "choose-popover.h"
#include "cutpoint-panel.h"
#include "seal-dialog.h"
#include "threshold-line.h"
#include "threshold-strip.h"
#include "widget-test.h"

#include <math.h>

static const CpPhantomSettings small = { .size = 28, .n_train = 24, .n_val = 60, .n_test = 60, .seed = 7 };

typedef struct
{
  CpAppTest app;
  CpReview *review;
  CpProtocol *protocol;
  CpCutpointPanel *panel;
  CpThresholdLine *line;
  GtkWidget *root;
} Fixture;

/* Every pneumonia a little above the normal image before it: steps are known by heart. */
static void
score (Fixture *f,
       CpSplit  split)
{
  const CpImageSet *images = cp_dataset_get_split (cp_review_get_dataset (f->review), split);
  g_autofree double *p = g_new (double, images->n);
  g_autoptr (GError) error = NULL;
  guint normals = 0, pneumonias = 0;

  for (gsize i = 0; i < images->n; i++)
    p[i] = images->labels[i] ? 0.105 + 0.01 * pneumonias++ : 0.1 + 0.01 * normals++;
  g_assert_cmpuint (normals, >=, 8);
  g_assert_cmpuint (pneumonias, >=, 15);
  cp_review_set_scores (f->review, split, p, images->n, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  CpWorkspace *workspace;

  cp_app_test_set_up (&f->app, &small);
  cp_app_test_open (&f->app, (CpOptions) { .data = f->app.data, .threshold = 0.15 });
  workspace = cp_window_get_workspace (f->app.window);
  f->review = cp_workspace_get_review (workspace);
  f->protocol = cp_workspace_get_protocol (workspace);
  f->root = GTK_WIDGET (f->app.window);
  f->panel = CP_CUTPOINT_PANEL (cp_widget_test_find (f->root, CP_TYPE_CUTPOINT_PANEL));
  f->line = CP_THRESHOLD_LINE (cp_widget_test_find (f->root, CP_TYPE_THRESHOLD_LINE));
  score (f, CP_SPLIT_TEST);
  score (f, CP_SPLIT_VALIDATION);
  cp_protocol_preset (f->protocol, 0.1501);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  cp_app_test_tear_down (&f->app);
}

static GtkEventController *
find_keys (Fixture *f)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->root);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (controller), "cutpoint-keys") == 0)
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture         *f,
       guint            key,
       GdkModifierType  state)
{
  gboolean used = FALSE;

  g_signal_emit_by_name (find_keys (f), "key-pressed", key, 0, state, &used);
  return used;
}

/* [ and ] go from decision to decision, { and } from pneumonia to pneumonia; each step says its price. */
static void
test_steps (Fixture       *f,
            gconstpointer  data)
{
  GtkWidget *scale = cp_widget_test_find (GTK_WIDGET (f->panel), GTK_TYPE_SCALE);
  g_autofree char *description = NULL;
  double start = cp_review_get_threshold (f->review);
  CpConfusion before = cp_review_get_confusion (f->review);
  CpConfusion after;

  g_assert_true (press (f, GDK_KEY_bracketleft, 0));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.1 + 0.01 * 5);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==, "Costs 1 false alarm, no pneumonia more or less");
  after = cp_review_get_confusion (f->review);
  g_assert_cmpuint (after.fp, ==, before.fp + 1);
  g_assert_cmpuint (after.fn, ==, before.fn);
  description = g_strdup_printf ("Costs 1 false alarm, no pneumonia more or less. missed %zu, false alarms %zu",
                                 after.fn, after.fp);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);

  g_assert_true (press (f, GDK_KEY_bracketright, 0));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, nextafter (0.1 + 0.01 * 5, 1));
  after = cp_review_get_confusion (f->review);
  g_assert_cmpuint (after.fp, ==, before.fp);

  cp_review_set_threshold (f->review, start);
  press (f, GDK_KEY_braceleft, 0);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==, "Saves 1 missed pneumonia, costs 1 false alarm");
  g_assert_cmpuint (cp_review_get_confusion (f->review).fn, ==, before.fn - 1);
  press (f, GDK_KEY_braceright, 0);
  g_assert_cmpuint (cp_review_get_confusion (f->review).fn, ==, before.fn);

  cp_review_set_threshold (f->review, 0);
  press (f, GDK_KEY_bracketleft, 0);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==, "No lower threshold changes a decision");
}

/* Whoever types a threshold or a reason types, and other windows' keys stay theirs. */
static void
test_keys_not_while_typing (Fixture       *f,
                            gconstpointer  data)
{
  GtkWidget *entry = cp_widget_test_find (GTK_WIDGET (f->panel), GTK_TYPE_SPIN_BUTTON);
  double start = cp_review_get_threshold (f->review);

  gtk_widget_grab_focus (entry);
  g_assert_false (press (f, GDK_KEY_bracketleft, 0));
  g_assert_false (press (f, GDK_KEY_p, 0));
  gtk_widget_grab_focus (cp_widget_test_find (GTK_WIDGET (f->panel), GTK_TYPE_SCALE));
  g_assert_false (press (f, GDK_KEY_p, GDK_CONTROL_MASK));
  g_assert_false (press (f, GDK_KEY_bracketleft, GDK_ALT_MASK));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, start);
  g_assert_true (isnan (cp_review_get_pinned (f->review)));
  g_assert_true (press (f, GDK_KEY_bracketleft, GDK_LOCK_MASK));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), !=, start);
}

static void
test_pin (Fixture       *f,
          gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (cp_widget_test_find (f->root, CP_TYPE_THRESHOLD_STRIP));
  gboolean pinned;

  press (f, GDK_KEY_p, 0);
  g_assert_cmpfloat (cp_review_get_pinned (f->review), ==, 0.1501);
  g_assert_cmpfloat (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_PINNED), ==, 0.1501);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==, "Against pinned 0.150: changes no decision");

  cp_review_set_threshold (f->review, 0.1301);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==,
                   "Against pinned 0.150: saves 2 missed pneumonias, costs 2 false alarms; 4 images change");
  press (f, GDK_KEY_P, GDK_SHIFT_MASK);
  g_assert_cmpfloat (cp_review_get_pinned (f->review), ==, 0.1301);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.1501);
  g_assert_cmpstr (cp_threshold_line_get_text (f->line), ==,
                   "Against pinned 0.130: misses 2 more pneumonias, spares 2 false alarms; 4 images change");

  press (f, GDK_KEY_p, 0);
  g_assert_true (isnan (cp_review_get_pinned (f->review)));
  g_object_get (f->panel, "pinned", &pinned, NULL);
  g_assert_false (pinned);
  g_assert_true (isnan (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_PINNED)));
  g_assert_true (g_str_has_prefix (cp_threshold_line_get_text (f->line), "Threshold 0.150: "));
}

/* The line is a button, to the images that the pinned threshold decides otherwise. */
static void
test_show_changed (Fixture       *f,
                   gconstpointer  data)
{
  GtkStack *pages = gtk_stack_switcher_get_stack (
    GTK_STACK_SWITCHER (cp_widget_test_find (gtk_window_get_titlebar (GTK_WINDOW (f->root)), GTK_TYPE_STACK_SWITCHER)));
  GtkWidget *button = cp_widget_test_find (GTK_WIDGET (f->line), GTK_TYPE_BUTTON);

  g_assert_false (gtk_widget_is_sensitive (button));
  press (f, GDK_KEY_p, 0);
  cp_review_set_threshold (f->review, 0.1301);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (cp_review_get_changed_only (f->review));
  g_assert_cmpuint (g_list_model_get_n_items (cp_review_get_images (f->review)), ==, 4);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, "review");
}

static void
test_reset (Fixture       *f,
            gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (cp_widget_test_find (f->root, CP_TYPE_THRESHOLD_STRIP));
  double chosen = cp_protocol_get_chosen (f->protocol);

  g_assert_cmpfloat (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_CHOSEN), ==, chosen);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), !=, chosen);
  g_assert_true (press (f, GDK_KEY_0, GDK_CONTROL_MASK));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, chosen);
}

/* The keyboard is in what can be set of a rule. */
static void
assert_focus_on (GtkWidget  *popover,
                 const char *rule)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (popover));
  GtkWidget *spin = gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON);

  g_assert_true (gtk_widget_is_ancestor (focus, popover));
  g_assert_nonnull (spin);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, rule);
}

/* Another rule is chosen by its button, at the parameter that stands beside it. */
static void
test_choose (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *popover = cp_widget_test_find (f->root, CP_TYPE_CHOOSE_POPOVER);
  CpThresholdRule rule;
  CpChoice choice;

  g_assert_true (press (f, GDK_KEY_k, GDK_CONTROL_MASK));
  gtk_test_widget_wait_for_draw (popover);
  g_assert_true (gtk_widget_get_mapped (popover));
  assert_focus_on (popover, "Recall at least"); /* the rule in force */
  g_assert_true (gtk_widget_activate_action (popover, "choose.use", "u", CP_RULE_COST));
  cp_protocol_get_rule (f->protocol, &rule);
  g_assert_cmpint (rule.rule, ==, CP_RULE_COST);
  g_assert_cmpfloat (rule.cost_missed, ==, 10);
  g_assert_cmpfloat (rule.cost_false_alarm, ==, 1);
  g_assert_true (cp_protocol_get_choice (f->protocol, &choice));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, choice.threshold);
  g_assert_cmpint (cp_protocol_get_provenance (f->protocol), ==, CP_PROVENANCE_CHOSEN);
  g_assert_true (cp_widget_test_has_label (popover, "In use"));
  g_assert_true (cp_widget_test_has_label (popover, "Promised: validation, n = 60"));
  g_assert_true (cp_widget_test_has_label (popover, "Delivered: test, n = 60"));
  gtk_popover_popdown (GTK_POPOVER (popover));
  g_assert_true (press (f, GDK_KEY_k, GDK_CONTROL_MASK));
  assert_focus_on (popover, "Cost, missed : alarm");
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
find_text (GtkWidget  *widget,
           const char *text)
{
  if (GTK_IS_SPIN_BUTTON (widget) && g_str_equal (gtk_editable_get_text (GTK_EDITABLE (widget)), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Costs are read and written as a ratio. */
static void
test_cost (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *popover = cp_widget_test_find (f->root, CP_TYPE_CHOOSE_POPOVER);
  GtkWidget *spin = find_text (popover, "10 : 1");
  static const struct
  {
    const char *typed;
    double value;
  } cases[] = { { "20", 20 }, { "3 : 1", 3 }, { "7:1", 7 }, { "rubbish", 7 }, { "", 7 } };

  g_assert_nonnull (spin);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strdup_printf ("%g : 1", cases[i].value);

      gtk_editable_set_text (GTK_EDITABLE (spin), cases[i].typed);
      gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
      g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, cases[i].value);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, shown);
    }
}

/* With twenty pneumonias no lower bound reaches 0.97. */
static void
test_not_attainable (Fixture       *f,
                     gconstpointer  data)
{
  GtkWidget *popover = cp_widget_test_find (f->root, CP_TYPE_CHOOSE_POPOVER);
  gsize n = cp_predictions_get_positives (cp_review_get_predictions_of (f->review, CP_SPLIT_VALIDATION));
  g_autofree char *text = g_strdup_printf ("not attainable with n = %zu", n);
  double before = cp_review_get_threshold (f->review);

  press (f, GDK_KEY_k, GDK_CONTROL_MASK);
  gtk_test_widget_wait_for_draw (popover);
  g_assert_true (cp_widget_test_has_label (popover, text));
  gtk_widget_activate_action (popover, "choose.use", "u", CP_RULE_GUARDED_RECALL);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, before);
}

static CpSealDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (CP_IS_SEAL_DIALOG (l->data))
      return l->data;
  return NULL;
}

static gboolean
is_sealed (Fixture *f)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (f->app.window), "seal");

  g_assert_true (g_variant_get_boolean (state) == (cp_protocol_get_seal (f->protocol) == CP_SEAL_SEALED));
  return g_variant_get_boolean (state);
}

static GtkStack *
figures (Fixture *f)
{
  return GTK_STACK (gtk_widget_get_ancestor (cp_widget_test_find (f->root, g_type_from_name ("CpConfusionMatrix")),
                                             GTK_TYPE_STACK));
}

/* A lock needs a reason; then the figures are back, and any other threshold is exploratory. */
static void
test_seal_and_lock (Fixture       *f,
                    gconstpointer  data)
{
  CpSealDialog *dialog;
  GtkWidget *reason;

  g_action_group_activate_action (G_ACTION_GROUP (f->app.window), "seal", NULL);
  g_assert_true (is_sealed (f));
  g_assert_false (cp_review_has_scores (f->review));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (figures (f)), ==, "sealed");
  g_assert_true (cp_widget_test_has_label (f->root, "Test figures are sealed"));
  cp_review_set_split (f->review, CP_SPLIT_VALIDATION);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (figures (f)), ==, "shown");
  cp_review_set_split (f->review, CP_SPLIT_TEST);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->panel), "cutpoint.reveal", NULL));
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  reason = cp_widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (reason), "   ");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "seal.lock", NULL);
  g_assert_true (is_sealed (f));
  gtk_editable_set_text (GTK_EDITABLE (reason), " Agreed beforehand ");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "seal.lock", NULL));
  g_assert_false (is_sealed (f));
  g_assert_null (find_dialog ());

  g_assert_cmpint (cp_protocol_get_seal (f->protocol), ==, CP_SEAL_LOCKED);
  g_assert_cmpstr (cp_protocol_get_lock (f->protocol)->reason, ==, "Agreed beforehand");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (figures (f)), ==, "shown");
  g_assert_true (cp_widget_test_has_label (f->root, "Locked 0.150: Agreed beforehand"));
  g_assert_false (cp_protocol_get_exploratory (f->protocol));
  cp_review_set_threshold (f->review, 0.2);
  g_assert_true (cp_widget_test_has_label (f->root, "Exploratory: not what was locked"));
}

static void
test_unseal (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (f->app.window), "seal", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (f->app.window), "seal", NULL);
  dialog = GTK_WIDGET (find_dialog ());
  g_assert_nonnull (dialog);
  g_assert_true (is_sealed (f)); /* it only asks */
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_true (is_sealed (f));

  g_action_group_activate_action (G_ACTION_GROUP (f->app.window), "seal", NULL);
  gtk_widget_activate_action (GTK_WIDGET (find_dialog ()), "seal.unseal", NULL);
  g_assert_false (is_sealed (f));
  g_assert_cmpint (cp_protocol_get_seal (f->protocol), ==, CP_SEAL_OPEN);
  g_assert_true (cp_review_has_scores (f->review));
}

static gboolean
shows_exploratory (Fixture *f)
{
  static const char *const text = "Exploratory: threshold moved while looking at the test images";
  GtkWidget *label = cp_widget_test_find_label (f->root, text);

  return label != NULL && gtk_widget_get_visible (label);
}

static void
test_exploratory (Fixture       *f,
                  gconstpointer  data)
{
  g_assert_false (shows_exploratory (f));
  cp_review_set_threshold (f->review, 0.3);
  g_assert_true (shows_exploratory (f));
  cp_review_set_split (f->review, CP_SPLIT_VALIDATION);
  g_assert_false (shows_exploratory (f));
  cp_review_set_threshold (f->review, 0.2);
  cp_review_set_split (f->review, CP_SPLIT_TEST);
  g_assert_false (shows_exploratory (f));
}

/* The line says what the threshold is after recalibration, too. */
static void
test_recalibrated (Fixture       *f,
                   gconstpointer  data)
{
  CpRecalibration *map;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  cp_protocol_set_recalibration (f->protocol, CP_RECALIBRATION_PLATT);
  for (guint i = 0; i < 2000 && (map = cp_protocol_get_recalibration (f->protocol)) == NULL; i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  map = cp_protocol_get_recalibration (f->protocol);
  g_assert_cmpstr (cp_protocol_get_recalibration_error (f->protocol), ==, NULL);
  g_assert_nonnull (map);
  text = g_strdup_printf ("Threshold 0.150, recalibrated %s: ",
                          g_ascii_formatd (number, sizeof number, "%.3f", cp_recalibration_apply (map, 0.1501)));
  g_assert_true (g_str_has_prefix (cp_threshold_line_get_text (f->line), text));
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.1501);
  cp_protocol_set_recalibration (f->protocol, CP_RECALIBRATION_NONE);
  g_assert_true (g_str_has_prefix (cp_threshold_line_get_text (f->line), "Threshold 0.150: "));
}

static void
test_remembers_axis (Fixture       *f,
                     gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (cp_widget_test_find (f->root, CP_TYPE_THRESHOLD_STRIP));
  g_autofree char *axis = NULL;

  g_assert_false (cp_threshold_strip_get_logit (strip));
  cp_threshold_strip_set_logit (strip, TRUE);
  cp_cutpoint_panel_remember (f->panel, f->app.settings);
  axis = cp_settings_get_string (f->app.settings, CP_SETTING_AXIS);
  g_assert_cmpstr (axis, ==, "logit");
  cp_threshold_strip_set_logit (strip, FALSE);
  cp_cutpoint_panel_restore (f->panel, f->app.settings);
  g_assert_true (cp_threshold_strip_get_logit (strip));
}

#define ADD(name, func) g_test_add ("/app/cutpoint/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  ADD ("steps", test_steps);
  ADD ("keys-not-while-typing", test_keys_not_while_typing);
  ADD ("pin", test_pin);
  ADD ("show-changed", test_show_changed);
  ADD ("reset", test_reset);
  ADD ("choose", test_choose);
  ADD ("cost", test_cost);
  ADD ("not-attainable", test_not_attainable);
  ADD ("seal-and-lock", test_seal_and_lock);
  ADD ("unseal", test_unseal);
  ADD ("exploratory", test_exploratory);
  ADD ("recalibrated", test_recalibrated);
  ADD ("remembers-axis", test_remembers_axis);

  return g_test_run ();
}
