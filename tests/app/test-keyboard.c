/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "application.h"
#include "image-grid.h"
#include "image-tile.h"
#include "image-view.h"
#include "widget-test.h"

#define N 60

static const CpPhantomSettings small = { .size = 28, .n_train = 20, .n_val = 10, .n_test = N, .seed = 3 };

typedef struct
{
  CpAppTest app;
  GtkWidget *root;
  GtkWidget *grid;
  GtkWidget *view;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  cp_app_test_set_up (&self->app, &small);
  cp_app_test_open (&self->app, (CpOptions) { .data = self->app.data, .threshold = 0.25 });
  self->root = GTK_WIDGET (self->app.window);
  gtk_widget_activate_action (self->root, "win.page", "s", "review");
  self->grid = cp_widget_test_find (self->root, CP_TYPE_IMAGE_GRID);
  self->view = cp_widget_test_find (self->root, CP_TYPE_IMAGE_VIEW);
  gtk_test_widget_wait_for_draw (self->root);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cp_app_test_tear_down (&self->app);
}

static CpReviewImage *
get_focused_image (Fixture *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->root));

  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, self->grid));
  g_assert_true (CP_IS_IMAGE_TILE (gtk_widget_get_first_child (focus)));
  gtk_test_accessible_assert_relation (focus, GTK_ACCESSIBLE_RELATION_LABELLED_BY, gtk_widget_get_first_child (focus), NULL);
  return cp_image_tile_get_image (CP_IMAGE_TILE (gtk_widget_get_first_child (focus)));
}

/* Escape goes back from the large image to the same image among the others, wherever that is. */
static void
test_back_to_grid (Fixture       *self,
                   gconstpointer  data)
{
  GtkSingleSelection *selection = cp_image_grid_get_selection (CP_IMAGE_GRID (self->grid));

  for (guint position = 1; position < N; position += N - 2)
    {
      gtk_widget_grab_focus (self->view);
      g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (self->root)), self->view));
      gtk_single_selection_set_selected (selection, position);
      g_assert_false (cp_widget_test_press (self->view, GDK_KEY_q));
      g_assert_true (cp_widget_test_press (self->view, GDK_KEY_Escape));
      g_assert_true (get_focused_image (self) == gtk_single_selection_get_selected_item (selection));
      g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, position);
    }
}

static gboolean
is_same_key (const char *a,
             const char *b)
{
  guint key_a, key_b;
  GdkModifierType state_a, state_b;

  g_assert_true (gtk_accelerator_parse (a, &key_a, &state_a));
  g_assert_true (gtk_accelerator_parse (b, &key_b, &state_b));
  return key_a == key_b && state_a == state_b;
}

/* All keys that the window of shortcuts lists, some more than once. */
static GStrv
list_shown (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/cutpoint/Cutpoint/gtk/help-overlay.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();

  for (GSList *object = objects; object != NULL; object = object->next)
    {
      g_autofree char *keys = NULL;
      g_auto (GStrv) each = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (object->data))
        continue;
      g_object_get (object->data, "accelerator", &keys, NULL);
      each = g_strsplit (keys, " ", -1);
      g_strv_builder_addv (shown, (const char **) each);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
  return g_strv_builder_end (shown);
}

static void
assert_shown (const char        *key,
              const char        *action,
              const char *const *shown)
{
  for (; *shown != NULL; shown++)
    if (is_same_key (key, *shown))
      return;
  g_error ("%s of %s is not among the shortcuts", key, action);
}

/* Each key of the program's actions is in the window that lists them. */
static void
test_shortcuts_window (void)
{
  const CpOptions options = { 0 };
  g_autoptr (CpApplication) application = cp_application_new (&options);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) actions = NULL;
  g_auto (GStrv) shown = NULL;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_assert_cmpuint (g_strv_length (actions), >, 10);
  shown = list_shown ();
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);

      for (guint j = 0; keys[j] != NULL; j++)
        assert_shown (keys[j], actions[i], (const char *const *) shown);
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("/keyboard/back-to-grid", test_back_to_grid);
  g_test_add_func ("/keyboard/shortcuts-window", test_shortcuts_window);
  return g_test_run ();
}
