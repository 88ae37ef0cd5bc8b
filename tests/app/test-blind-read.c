/* SPDX-License-Identifier: MIT */
/* The blind reading in the window: by keys alone, and nothing told before the answer. */
#include "app-test.h"
#include "agreement-card.h"
#include "cutpoint-panel.h"
#include "image-canvas.h"
#include "image-words.h"
#include "review-page.h"
#include "verdict-bar.h"
#include "widget-test.h"

#include <string.h>

#define N 30

static const CpPhantomSettings small = { .size = 28, .n_train = 40, .n_val = 20, .n_test = N, .seed = 3 };

typedef struct
{
  CpAppTest app;
  GtkWidget *root;
  CpReview *review;
  CpVerdicts *verdicts;
  CpReviewPage *page;
  CpBlindMode *blind;
  GtkWidget *panel;
  GtkWidget *view;
  GtkWidget *bar;
  GtkWidget *grid;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Image i has probability (i + ½) / N; the threshold is 0.25. */
static void
score (Fixture *self)
{
  double p[N];

  for (guint i = 0; i < N; i++)
    p[i] = (i + 0.5) / N;
  g_assert_true (cp_review_set_scores (self->review, CP_SPLIT_TEST, p, N, NULL));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  CpWorkspace *workspace;

  cp_app_test_set_up (&self->app, &small);
  cp_app_test_open (&self->app, (CpOptions) { .data = self->app.data, .threshold = 0.25 });
  self->root = GTK_WIDGET (self->app.window);
  workspace = cp_window_get_workspace (self->app.window);
  self->review = cp_workspace_get_review (workspace);
  self->verdicts = cp_workspace_get_verdicts (workspace);
  self->page = CP_REVIEW_PAGE (cp_widget_test_find (self->root, CP_TYPE_REVIEW_PAGE));
  self->blind = cp_review_page_get_blind (self->page);
  self->panel = cp_widget_test_find (self->root, CP_TYPE_CUTPOINT_PANEL);
  self->view = cp_widget_test_find (self->root, CP_TYPE_IMAGE_VIEW);
  self->bar = cp_widget_test_find (self->root, CP_TYPE_BLIND_BAR);
  self->grid = cp_widget_test_find (self->root, CP_TYPE_IMAGE_GRID);
  score (self);
  gtk_widget_activate_action (self->root, "win.page", "s", "review");
  gtk_test_widget_wait_for_draw (self->root);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cp_app_test_tear_down (&self->app);
}

static GtkEventController *
find_controller (GtkWidget  *widget,
                 const char *name)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (controller), name) == 0)
        return controller; /* the widget keeps it */
    }
  g_assert_not_reached ();
}

/* As the window gets it, before anything else. */
static gboolean
press_with (Fixture         *self,
            guint            key,
            GdkModifierType  state)
{
  gboolean used = FALSE;

  g_signal_emit_by_name (find_controller (self->root, "blind-keys"), "key-pressed", key, 0, state, &used);
  settle ();
  return used;
}

static gboolean
press (Fixture *self,
       guint    key)
{
  return press_with (self, key, 0);
}

static CpBlindRead *
get_read (Fixture *self)
{
  return cp_blind_mode_get_read (self->blind);
}

static CpReviewImage *
get_image (Fixture *self)
{
  return cp_blind_read_get_image (get_read (self));
}

static void
start (Fixture *self,
       guint    limit)
{
  cp_blind_mode_start (self->blind, limit, 5);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_READING);
  gtk_test_widget_wait_for_draw (self->root);
}

static void
append_property (GString               *text,
                 GtkWidget             *widget,
                 GtkAccessibleProperty  property)
{
  /* what it is, where it is not this */
  g_autofree char *value = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "\a");

  if (value != NULL)
    g_string_append_printf (text, "%s\n", value);
}

/* All that can be seen or heard of a widget and what is in it; of what is not on the screen only where @hidden. */
static void
append_text (GString   *text,
             GtkWidget *widget,
             gboolean   hidden)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (!hidden && !gtk_widget_get_mapped (widget))
    return;
  if (tooltip != NULL)
    g_string_append_printf (text, "%s\n", tooltip);
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    g_string_append_printf (text, "%s\n", gtk_editable_get_text (GTK_EDITABLE (widget)));
  append_property (text, widget, GTK_ACCESSIBLE_PROPERTY_LABEL);
  append_property (text, widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  append_property (text, widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    append_text (text, child, hidden);
}

/* Returns: which word of the image's own is told, or NULL */
static const char *
find_told (Fixture       *self,
           CpReviewImage *image)
{
  static const char *const words[] = { "true positive", "false positive", "false negative", "true negative", "missed",
                                       "found",         "false alarm",    "cleared",        "is a pneumonia", "is normal",
                                       "You said",      "called",         "You agree",      "You disagree" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *probability = cp_probability_to_string (cp_review_image_get_probability (image));
  g_autofree char *name = g_strdup_printf ("Image %u,", cp_review_image_get_index (image));
  g_autofree char *sentence = g_strdup_printf ("Image %u is", cp_review_image_get_index (image));

  append_text (text, self->root, FALSE);
  append_text (text, self->view, TRUE);
  append_text (text, self->bar, TRUE);
  g_assert_cmpuint (text->len, >, 200);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (text->str, words[i]) != NULL)
      return words[i];
  if (strstr (text->str, probability) != NULL)
    return "probability";
  if (strstr (text->str, name) != NULL || strstr (text->str, sentence) != NULL)
    return "index";
  return NULL;
}

static void
assert_asked (Fixture    *self,
              const char *question)
{
  GtkWidget *canvas = cp_widget_test_find (self->view, CP_TYPE_IMAGE_CANVAS);

  g_assert_cmpstr (find_told (self, get_image (self)), ==, NULL);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, question);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_true (cp_widget_test_has_label (self->view, question));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->root)) == canvas);
}

static void
assert_told (Fixture    *self,
             const char *sentence)
{
  g_autofree char *explained = cp_image_explain (get_image (self), cp_review_get_threshold (self->review));
  g_autofree char *whole = g_strdup_printf ("%s %s", sentence, explained);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->root));

  g_assert_nonnull (find_told (self, get_image (self)));
  g_assert_true (cp_widget_test_has_label (self->bar, sentence));
  g_assert_true (cp_widget_test_has_label (self->view, explained));
  g_assert_true (GTK_IS_BUTTON (focus));
  gtk_test_accessible_assert_property (focus, GTK_ACCESSIBLE_PROPERTY_LABEL, "Next");
  gtk_test_accessible_assert_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, whole);
}

/* What the answer @key comes to. */
static const char *
get_sentence (Fixture *self,
              guint    key)
{
  const gboolean said = key == GDK_KEY_p;
  const gboolean model = said == (cp_review_image_get_probability (get_image (self)) >= 0.25);
  const gboolean label = said == !!cp_review_image_get_pneumonia (get_image (self));
  static const char *const sentences[2][2][2] = {
    { { "You said normal. You disagree with the model and with the label.",
        "You said normal. You disagree with the model; the label agrees with you." },
      { "You said normal. You agree with the model, not with the label.",
        "You said normal. You agree with the model and with the label." } },
    { { "You said pneumonia. You disagree with the model and with the label.",
        "You said pneumonia. You disagree with the model; the label agrees with you." },
      { "You said pneumonia. You agree with the model, not with the label.",
        "You said pneumonia. You agree with the model and with the label." } },
  };

  return sentences[said][model][label];
}

/* By keys alone: asked, answered, revealed, to the end. */
static void
test_read (Fixture       *self,
               gconstpointer  data)
{
  static const guint answers[] = { GDK_KEY_n, GDK_KEY_p };
  CpBlindSummary summary;

  start (self, 12);
  g_assert_false (gtk_widget_get_visible (self->panel));
  g_assert_false (gtk_widget_get_mapped (self->grid));
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *question = g_strdup_printf ("Image %u of 12: normal, pneumonia or unsure?", i + 1);
      g_autofree char *progress = g_strdup_printf ("%u of 12", i + 1);
      const guint key = answers[i % 2];

      assert_asked (self, question);
      g_assert_true (cp_widget_test_has_label (self->bar, progress));
      press (self, GDK_KEY_space);
      g_assert_false (cp_blind_read_get_revealed (get_read (self)));
      g_assert_true (press (self, key));
      assert_told (self, get_sentence (self, key));
      g_assert_true (cp_widget_test_has_label (self->bar, progress));
      g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (self->root)), "clicked");
      settle ();
    }
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_RESULT);
  cp_blind_read_summarise (get_read (self), &summary);
  g_assert_cmpuint (summary.model.n, ==, 12);
  g_assert_cmpuint (cp_verdicts_count (self->verdicts, CP_SPLIT_TEST, CP_VERDICT_AGREE), ==,
                    summary.model_table[0] + summary.model_table[3]);
}

/* From the menu's action to the images again, with a result of known figures. */
static void
test_start_to_done (Fixture       *self,
                    gconstpointer  data)
{
  GtkWidget *start_page = cp_widget_test_find (self->root, CP_TYPE_BLIND_START);
  GtkWidget *result = cp_widget_test_find (self->root, CP_TYPE_BLIND_RESULT);

  gtk_widget_activate_action (self->root, "win.page", "s", "train");
  gtk_widget_activate_action (self->root, "win.blind-read", NULL);
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_true (gtk_widget_get_mapped (start_page));
  g_assert_true (cp_widget_test_has_label (start_page, "From the 30 images that are listed, in mixed order."));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->root)) == cp_app_test_button (&self->app, "Start Reading"));
  g_signal_emit_by_name (cp_app_test_button (&self->app, "Start Reading"), "clicked");
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_cmpuint (cp_blind_read_get_n (get_read (self)), ==, 20);

  /* seven as the model, two against it, one unsure */
  for (guint i = 0; i < 10; i++)
    {
      const gboolean called = cp_review_image_get_probability (get_image (self)) >= 0.25;

      g_assert_true (press (self, i == 9 ? GDK_KEY_u : called == (i < 7) ? GDK_KEY_p : GDK_KEY_n));
      if (i == 9)
        g_assert_true (cp_widget_test_has_label (self->bar, called ? "You were unsure. The model called it pneumonia."
                                                                   : "You were unsure. The model called it normal."));
      cp_blind_read_next (get_read (self));
    }
  g_assert_true (press (self, GDK_KEY_Escape));
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_true (gtk_widget_get_mapped (result));
  g_assert_true (cp_widget_test_has_label (result, "10 images read"));
  g_assert_true (cp_widget_test_has_label (result, "Not compared: unsure of 1 image."));
  /* 7 of 9 by Wilson, as statsmodels has it */
  g_assert_true (cp_widget_test_has_label (cp_widget_test_find (result, CP_TYPE_AGREEMENT_CARD), "77.8 % (45.3–93.7)"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->root)) == cp_app_test_button (&self->app, "Done"));

  gtk_widget_activate_action (result, "blind.disagreements", NULL);
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_OFF);
  g_assert_cmpint (cp_review_get_verdict_filter (self->review), ==, CP_VERDICT_FILTER_DISAGREE);
  g_assert_cmpuint (g_list_model_get_n_items (cp_review_get_images (self->review)), ==, 2);
  g_assert_true (gtk_widget_get_visible (self->panel));
  g_assert_true (gtk_widget_get_mapped (self->grid));
  g_assert_nonnull (find_told (self, gtk_single_selection_get_selected_item (
                                       cp_image_view_get_selection (CP_IMAGE_VIEW (self->view)))));
}

static void
test_take_back (Fixture       *self,
                gconstpointer  data)
{
  GtkWidget *result = cp_widget_test_find (self->root, CP_TYPE_BLIND_RESULT);
  guint index;

  start (self, 3);
  g_assert_false (gtk_widget_is_sensitive (cp_widget_test_find_label (self->bar, "Take Back")));
  press (self, GDK_KEY_n);
  index = cp_review_image_get_index (get_image (self));
  g_assert_true (press (self, GDK_KEY_BackSpace));
  g_assert_cmpuint (cp_review_image_get_index (get_image (self)), ==, index);
  assert_asked (self, "Image 1 of 3 once more, but no longer blind: normal, pneumonia or unsure?");
  g_assert_cmpint (cp_review_get_verdict (self->review, CP_SPLIT_TEST, index), ==, CP_VERDICT_NONE);
  press (self, GDK_KEY_p);
  cp_blind_read_next (get_read (self));
  /* from the next image, too */
  g_assert_true (press_with (self, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpuint (cp_review_image_get_index (get_image (self)), ==, index);
  press (self, GDK_KEY_n);
  cp_blind_read_next (get_read (self));
  press (self, GDK_KEY_u);
  cp_blind_read_next (get_read (self));
  press (self, GDK_KEY_Escape);
  g_assert_true (cp_widget_test_has_label (result, "2 images read"));
  g_assert_true (cp_widget_test_has_label (result, "Not compared: unsure of 1 image, 1 judged again after it was revealed."));
  g_assert_true (cp_widget_test_has_label (cp_widget_test_find (result, CP_TYPE_AGREEMENT_CARD), "–"));
}

/* Letters are the note's while it is written; Escape leaves it, not the reading. */
static void
test_note (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *note = cp_widget_test_find (self->bar, GTK_TYPE_ENTRY);
  g_autoptr (GListModel) controllers = NULL;
  gboolean used = FALSE;
  guint index;

  start (self, 3);
  press (self, GDK_KEY_n);
  index = cp_review_image_get_index (get_image (self));
  gtk_widget_grab_focus (note);
  g_assert_false (press (self, GDK_KEY_p));
  g_assert_false (press (self, GDK_KEY_BackSpace));
  g_assert_false (press (self, GDK_KEY_Escape));
  gtk_editable_set_text (GTK_EDITABLE (note), "rotated");
  g_assert_cmpstr (cp_review_get_note (self->review, CP_SPLIT_TEST, index), ==, "rotated");
  controllers = gtk_widget_observe_controllers (note);
  for (guint i = 0; !used && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &used);
    }
  g_assert_true (used);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_READING);
  cp_blind_read_next (get_read (self));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "");
  g_assert_cmpstr (cp_review_get_note (self->review, CP_SPLIT_TEST, index), ==, "rotated");
}

static gboolean
can (Fixture    *self,
     const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->root), action);
}

/* Another page may show its figures; the image waits. Keys of the threshold do nothing here. */
static void
test_out_of_sight (Fixture       *self,
                   gconstpointer  data)
{
  start (self, 3);
  g_assert_false (can (self, "export-sheet"));
  g_assert_false (can (self, "export-image"));
  g_assert_false (cp_cutpoint_panel_handle_key (CP_CUTPOINT_PANEL (self->panel), GDK_KEY_bracketright, 0));
  g_assert_false (cp_verdict_bar_handle_key (
    CP_VERDICT_BAR (cp_widget_test_find (self->root, CP_TYPE_VERDICT_BAR)), GDK_KEY_a, 0));
  cp_image_view_handle_key (CP_IMAGE_VIEW (self->view), GDK_KEY_o, 0);
  gtk_widget_activate_action (self->view, "image.next", NULL);
  assert_asked (self, "Image 1 of 3: normal, pneumonia or unsure?");

  gtk_widget_activate_action (self->root, "win.page", "s", "train");
  while (gtk_widget_get_mapped (self->bar))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_visible (self->panel));
  g_assert_false (press (self, GDK_KEY_n));
  g_assert_cmpuint (cp_blind_read_get_n_read (get_read (self)), ==, 0);
  gtk_widget_activate_action (self->root, "win.blind-read", NULL);
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_false (gtk_widget_get_visible (self->panel));
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_READING);

  press (self, GDK_KEY_n);
  g_assert_false (gtk_widget_get_sensitive (cp_app_test_button (&self->app, "Save Verdicts…")));
  press (self, GDK_KEY_Escape);
  g_assert_true (can (self, "export-sheet"));
  g_assert_true (gtk_widget_get_sensitive (cp_app_test_button (&self->app, "Save Verdicts…")));
}

/* Stopped before the first answer, there is nothing to show; other data end it in any case. */
static void
test_ends (Fixture       *self,
           gconstpointer  data)
{
  start (self, 3);
  press (self, GDK_KEY_Escape);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_OFF);
  g_assert_true (gtk_widget_get_visible (self->panel));

  start (self, 3);
  press (self, GDK_KEY_n);
  cp_window_open_data (self->app.window, "phantom");
  cp_app_test_wait_idle (&self->app);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_RESULT);
  gtk_widget_activate_action (cp_widget_test_find (self->root, CP_TYPE_BLIND_RESULT), "blind.done", NULL);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_OFF);
}

/* A list of missed pneumonias tells what is in it: that is said, and left by a button. */
static void
test_filtered (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *start_page = cp_widget_test_find (self->root, CP_TYPE_BLIND_START);
  GtkWidget *button = cp_app_test_button (&self->app, "Read from All Images");

  gtk_widget_activate_action (self->root, "win.blind-read", NULL);
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_false (gtk_widget_get_mapped (button));
  cp_review_set_filter (self->review, CP_OUTCOME_TRUE_POSITIVE);
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_false (cp_widget_test_has_label (start_page, "From the 30 images that are listed, in mixed order."));
  g_signal_emit_by_name (button, "clicked");
  gtk_test_widget_wait_for_draw (self->root);
  g_assert_false (gtk_widget_get_mapped (button));
  g_assert_true (cp_widget_test_has_label (start_page, "From the 30 images that are listed, in mixed order."));
}

/* Why nothing can be read is said in a line. */
static void
test_nothing (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *start_page = cp_widget_test_find (self->root, CP_TYPE_BLIND_START);
  GtkWidget *button = cp_app_test_button (&self->app, "Start Reading");

  cp_review_set_sealed (self->review, TRUE);
  gtk_widget_activate_action (self->root, "win.blind-read", NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_true (cp_widget_test_has_label (start_page,
                                           "The test figures are sealed: what the model says of these images cannot be "
                                           "revealed. Show the validation images, or lock a threshold."));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->root)) == cp_app_test_button (&self->app, "Cancel"));
  cp_review_set_sealed (self->review, FALSE);
  g_assert_true (gtk_widget_get_sensitive (button));
  cp_review_set_split (self->review, CP_SPLIT_TRAIN);
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_widget_activate_action (start_page, "blind.cancel", NULL);
  g_assert_cmpint (cp_blind_mode_get_state (self->blind), ==, CP_BLIND_STATE_OFF);
}

#define ADD(name, func) g_test_add ("/blind-read/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  ADD ("read", test_read);
  ADD ("start-to-done", test_start_to_done);
  ADD ("take-back", test_take_back);
  ADD ("note", test_note);
  ADD ("out-of-sight", test_out_of_sight);
  ADD ("ends", test_ends);
  ADD ("filtered", test_filtered);
  ADD ("nothing", test_nothing);

  return g_test_run ();
}
