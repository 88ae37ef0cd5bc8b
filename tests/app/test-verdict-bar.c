/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "review-page.h"
#include "verdict-bar.h"
#include "widget-test.h"

#include <glib/gstdio.h>

#define N 30

static const CpPhantomSettings small = { .size = 28, .n_train = 40, .n_val = 20, .n_test = N, .seed = 3 };

typedef struct
{
  CpAppTest app;
  CpReview *review;
  CpVerdicts *verdicts;
  CpReviewPage *page;
  CpVerdictBar *bar;
  GtkSelectionModel *selection;
  GtkEditable *note;
} Fixture;

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
  GtkWidget *root, *bar;
  CpWorkspace *workspace;

  cp_app_test_set_up (&self->app, &small);
  cp_app_test_open (&self->app, (CpOptions) { .data = self->app.data, .threshold = 0.25 });
  root = GTK_WIDGET (self->app.window);
  workspace = cp_window_get_workspace (self->app.window);
  self->review = cp_workspace_get_review (workspace);
  self->verdicts = cp_workspace_get_verdicts (workspace);
  gtk_widget_activate_action (root, "win.page", "s", "review");
  self->page = CP_REVIEW_PAGE (cp_widget_test_find (root, CP_TYPE_REVIEW_PAGE));
  bar = cp_widget_test_find (root, CP_TYPE_VERDICT_BAR);
  self->bar = CP_VERDICT_BAR (bar);
  self->note = GTK_EDITABLE (cp_widget_test_find (bar, GTK_TYPE_ENTRY));
  self->selection = gtk_grid_view_get_model (
    GTK_GRID_VIEW (cp_widget_test_find (cp_widget_test_find (root, CP_TYPE_IMAGE_GRID), GTK_TYPE_GRID_VIEW)));
  score (self);
  gtk_test_widget_wait_for_draw (root);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cp_app_test_tear_down (&self->app);
}

static void
look_at (Fixture *self,
         guint    index)
{
  guint position;

  g_assert_true (cp_review_find_image (self->review, index, &position));
  gtk_selection_model_select_item (self->selection, position, TRUE);
}

static guint
looked_at (Fixture *self)
{
  GtkBitset *set = gtk_selection_model_get_selection (self->selection);
  guint position = gtk_bitset_get_nth (set, 0);

  gtk_bitset_unref (set);
  return cp_review_get_image_index (self->review, position);
}

static CpVerdict
verdict_of (Fixture *self,
            guint    index)
{
  return cp_review_get_verdict (self->review, CP_SPLIT_TEST, index);
}

/* The toggle of a verdict, counted from 0. */
static GtkWidget *
toggle (Fixture *self,
        guint    which)
{
  GtkWidget *button = cp_widget_test_find (GTK_WIDGET (self->bar), GTK_TYPE_TOGGLE_BUTTON);

  for (guint i = 0; i < which; i++)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static gboolean
is_on (Fixture *self,
       guint    which)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle (self, which)));
}

static gboolean
press (Fixture         *self,
       guint            key,
       GdkModifierType  state)
{
  return cp_verdict_bar_handle_key (self->bar, key, state);
}

static void
test_keys (Fixture       *self,
           gconstpointer  data)
{
  look_at (self, 4);
  g_assert_true (press (self, GDK_KEY_d, 0));
  g_assert_cmpint (verdict_of (self, 4), ==, CP_VERDICT_DISAGREE);
  g_assert_false (is_on (self, 0));
  g_assert_true (is_on (self, 1));
  g_assert_true (press (self, GDK_KEY_a, 0));
  g_assert_cmpint (verdict_of (self, 4), ==, CP_VERDICT_AGREE);
  look_at (self, 5);
  g_assert_false (is_on (self, 0));
  press (self, GDK_KEY_U, 0);
  g_assert_cmpint (verdict_of (self, 5), ==, CP_VERDICT_UNSURE);
  g_assert_true (is_on (self, 2));
  press (self, GDK_KEY_u, 0);
  g_assert_cmpint (verdict_of (self, 5), ==, CP_VERDICT_NONE);
  g_assert_false (is_on (self, 2));

  g_assert_false (press (self, GDK_KEY_a, GDK_CONTROL_MASK));
  g_assert_false (press (self, GDK_KEY_x, 0));
}

/* Undo goes to the image it changes. */
static void
test_undo (Fixture       *self,
           gconstpointer  data)
{
  look_at (self, 4);
  press (self, GDK_KEY_a, 0);
  look_at (self, 9);
  press (self, GDK_KEY_d, 0);
  look_at (self, 20);
  g_assert_true (press (self, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpint (verdict_of (self, 9), ==, CP_VERDICT_NONE);
  g_assert_cmpuint (looked_at (self), ==, 9);
  press (self, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint (looked_at (self), ==, 4);
  g_assert_false (is_on (self, 0));
  press (self, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_assert_cmpint (verdict_of (self, 4), ==, CP_VERDICT_AGREE);
  g_assert_true (is_on (self, 0));
}

static void
test_buttons (Fixture       *self,
              gconstpointer  data)
{
  look_at (self, 2);
  gtk_test_accessible_assert_property (toggle (self, 1), GTK_ACCESSIBLE_PROPERTY_LABEL, "Disagree");
  g_signal_emit_by_name (toggle (self, 1), "clicked");
  g_assert_cmpint (verdict_of (self, 2), ==, CP_VERDICT_DISAGREE);
  g_assert_true (is_on (self, 1));
  gtk_test_accessible_assert_property (toggle (self, 1), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "1 image");
  g_signal_emit_by_name (toggle (self, 1), "clicked");
  g_assert_cmpint (verdict_of (self, 2), ==, CP_VERDICT_NONE);
  g_assert_false (is_on (self, 1));
  gtk_test_accessible_assert_property (toggle (self, 1), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "0 images");
}

static void
test_note (Fixture       *self,
           gconstpointer  data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->bar));

  look_at (self, 3);
  press (self, GDK_KEY_n, 0);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), GTK_WIDGET (self->note)));
  /* letters are the note's now */
  g_assert_false (press (self, GDK_KEY_a, 0));
  gtk_editable_set_text (self->note, "rotated");
  g_assert_cmpstr (cp_review_get_note (self->review, CP_SPLIT_TEST, 3), ==, "rotated");
  look_at (self, 8);
  g_assert_cmpstr (gtk_editable_get_text (self->note), ==, "");
  g_assert_null (cp_review_get_note (self->review, CP_SPLIT_TEST, 8));
  look_at (self, 3);
  g_assert_cmpstr (gtk_editable_get_text (self->note), ==, "rotated");
  cp_verdicts_undo (self->verdicts, NULL, NULL);
  g_assert_cmpstr (gtk_editable_get_text (self->note), ==, "");

  g_signal_emit_by_name (self->note, "activate");
  g_assert_false (GTK_IS_EDITABLE (gtk_root_get_focus (root)));
  g_assert_true (press (self, GDK_KEY_a, 0));
}

/* Without a model's word on the image there is nothing to agree with; a note is possible. */
static void
test_not_scored (Fixture       *self,
                 gconstpointer  data)
{
  cp_review_set_split (self->review, CP_SPLIT_TRAIN);
  gtk_selection_model_select_item (self->selection, 1, TRUE);
  g_assert_false (gtk_widget_is_sensitive (toggle (self, 0)));
  press (self, GDK_KEY_a, 0);
  g_assert_true (cp_verdicts_is_empty (self->verdicts));
  gtk_editable_set_text (self->note, "seen");
  g_assert_cmpstr (cp_review_get_note (self->review, CP_SPLIT_TRAIN, 1), ==, "seen");

  cp_review_set_split (self->review, CP_SPLIT_TEST);
  g_assert_true (gtk_widget_is_sensitive (toggle (self, 0)));
  cp_review_set_sealed (self->review, TRUE);
  g_assert_false (gtk_widget_is_sensitive (toggle (self, 0)));
}

/* Keys of the bar are those of its page alone. */
static void
test_other_page (Fixture       *self,
                 gconstpointer  data)
{
  look_at (self, 4);
  gtk_widget_activate_action (GTK_WIDGET (self->app.window), "win.page", "s", "train");
  while (gtk_widget_get_mapped (GTK_WIDGET (self->bar)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (press (self, GDK_KEY_a, 0));
  g_assert_cmpint (verdict_of (self, 4), ==, CP_VERDICT_NONE);
}

static void
on_failed (char      **error,
           const char *message)
{
  g_free (*error);
  *error = g_strdup (message);
}

static void
test_save (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *path = cp_app_test_path (&self->app, "verdicts.csv");
  g_autofree char *nowhere = cp_app_test_path (&self->app, "missing/verdicts.csv");
  g_autofree char *text = NULL;
  g_autofree char *error = NULL;

  g_signal_connect_swapped (self->page, "failed", G_CALLBACK (on_failed), &error);
  look_at (self, 2);
  press (self, GDK_KEY_a, 0);
  cp_review_page_save_verdicts (self->page, path);
  g_assert_null (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "split,index,label,"));
  g_assert_nonnull (g_strrstr (text, ",agree,0,,"));
  cp_review_page_save_verdicts (self->page, nowhere);
  g_assert_nonnull (error);
  g_unlink (path);
}

/* One row that leaves the small window to the images. */
static void
test_compact (Fixture       *self,
              gconstpointer  data)
{
  int minimum, natural;

  gtk_widget_measure (GTK_WIDGET (self->bar), GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, <=, 48);
  gtk_widget_measure (GTK_WIDGET (self->bar), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 720);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  ADD ("/verdict-bar/keys", test_keys);
  ADD ("/verdict-bar/undo", test_undo);
  ADD ("/verdict-bar/buttons", test_buttons);
  ADD ("/verdict-bar/note", test_note);
  ADD ("/verdict-bar/not-scored", test_not_scored);
  ADD ("/verdict-bar/other-page", test_other_page);
  ADD ("/verdict-bar/save", test_save);
  ADD ("/verdict-bar/compact", test_compact);

  return g_test_run ();
}
