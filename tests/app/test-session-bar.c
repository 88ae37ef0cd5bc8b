/* SPDX-License-Identifier: MIT */
/* Sessions in the window: opened, offered, and what is said about them. */
#include "app-test.h"
#include "recent-sessions.h"
#include "session-bar.h"
#include "store.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const CpPhantomSettings small = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 30, .seed = 7 };

typedef struct
{
  CpAppTest app;
  char *session; /* in which image 3 of the test split has a note */
} Test;

static CpSessionBar *
find_bar (GtkWidget *widget)
{
  CpSessionBar *bar = CP_IS_SESSION_BAR (widget) ? CP_SESSION_BAR (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && bar == NULL;
       child = gtk_widget_get_next_sibling (child))
    bar = find_bar (child);

  return bar;
}

static CpSessionBar *
get_bar (Test *test)
{
  return find_bar (GTK_WIDGET (test->app.window));
}

static const char *
get_message (Test *test)
{
  return cp_session_bar_get_message (get_bar (test));
}

static void
assert_message (Test       *test,
                const char *contains)
{
  g_test_message ("%s", get_message (test));
  g_assert_nonnull (get_message (test));
  g_assert_nonnull (strstr (get_message (test), contains));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_bar (test)), GTK_ACCESSIBLE_PROPERTY_LABEL, get_message (test));
}

static void
press (Test       *test,
       const char *label)
{
  GtkWidget *button = cp_app_test_button (&test->app, label);

  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
}

static CpReview *
get_review (Test *test)
{
  return cp_workspace_get_review (cp_window_get_workspace (test->app.window));
}

static void
take_note (Test       *test,
           const char *note)
{
  cp_verdicts_set_note (cp_workspace_get_verdicts (cp_window_get_workspace (test->app.window)), CP_SPLIT_TEST, 3, note);
}

static void
close_window (Test *test)
{
  gtk_window_close (GTK_WINDOW (test->app.window));
  test->app.window = NULL;
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
open_window (Test      *test,
             CpOptions  options)
{
  options.threshold = NAN;
  cp_app_test_open (&test->app, options);
}

/* What happens in other threads has no sign but this. */
static void
wait_path (Test       *test,
           const char *path)
{
  CpSession *session = cp_session_bar_get_session (get_bar (test));

  while (g_strcmp0 (cp_session_get_path (session), path) != 0)
    g_main_context_iteration (NULL, TRUE);
  cp_app_test_wait_idle (&test->app);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_assert_true (cp_session_save_as_finish (CP_SESSION (source), result, NULL));
  *(gboolean *) data = TRUE;
}

static void
make_session (Test *test)
{
  gboolean saved = FALSE;

  open_window (test, (CpOptions) { .data = test->app.data });
  take_note (test, "before");
  cp_session_save_as (cp_session_bar_get_session (get_bar (test)), test->session, on_saved, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  close_window (test);
}

static void
set_up (Test          *test,
        gconstpointer  data)
{
  cp_app_test_set_up (&test->app, &small);
  test->session = cp_app_test_path (&test->app, "my_work.cutpoint");
  make_session (test);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  cp_app_test_tear_down (&test->app);
  g_free (test->session);
}

static void
assert_takes_no_room (Test *test)
{
  int least, wanted;

  gtk_widget_measure (GTK_WIDGET (get_bar (test)), GTK_ORIENTATION_VERTICAL, -1, &least, &wanted, NULL, NULL);
  g_assert_cmpint (wanted, ==, 0);
}

static void
test_opens (Test          *test,
            gconstpointer  data)
{
  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  g_assert_null (get_message (test));
  assert_takes_no_room (test);
  g_assert_null (cp_window_get_error (test->app.window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->app.window)), ==, "my_work – Cutpoint");
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, "before");
  take_note (test, "after");
  close_window (test);

  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, "after");
}

/* The next start offers what was open last, and does not open it unasked. */
static void
test_last (Test          *test,
           gconstpointer  data)
{
  open_window (test, (CpOptions) { 0 });
  assert_message (test, "“my_work”");
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, NULL);
  press (test, "_Continue Last Session");
  wait_path (test, test->session);
  g_assert_null (get_message (test));
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, "before");
  close_window (test);

  g_unlink (test->session);
  open_window (test, (CpOptions) { 0 });
  g_assert_null (get_message (test));
}

static void
test_missing_data (Test          *test,
                   gconstpointer  data)
{
  g_autofree char *moved = cp_app_test_path (&test->app, "moved.npz");

  g_assert_cmpint (g_rename (test->app.data, moved), ==, 0);
  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  assert_message (test, test->app.data);
  g_assert_true (gtk_widget_get_visible (cp_app_test_button (&test->app, "_Locate…")));
  gtk_widget_activate_action (GTK_WIDGET (test->app.window), "win.locate-data", "s", moved);
  while (get_message (test) != NULL)
    g_main_context_iteration (NULL, TRUE);
  cp_app_test_wait_idle (&test->app);
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, "before");
}

static void
test_other_data (Test          *test,
                 gconstpointer  data)
{
  CpPhantomSettings other = small;

  other.seed = 8;
  g_assert_true (cp_phantom_write_npz (&other, test->app.data, NULL));
  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  assert_message (test, "other images");
  g_assert_true (gtk_widget_get_visible (cp_app_test_button (&test->app, "_Locate…")));
  press (test, "Use _These in a New Session");
  cp_app_test_wait_idle (&test->app);
  g_assert_null (get_message (test));
  g_assert_cmpstr (cp_review_get_note (get_review (test), CP_SPLIT_TEST, 3), ==, NULL);
}

static gboolean
edit_log (const char  *path,
          GError     **error)
{
  g_autoptr (CpStore) store = cp_store_open (path, FALSE, error);

  return store != NULL && cp_store_execute (store, error, "UPDATE log SET detail = 'nothing' WHERE entry = 1", "");
}

static void
test_edited_log (Test          *test,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (edit_log (test->session, &error));
  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  assert_message (test, "from entry 1 on");
}

static void
train (Test *test)
{
  CpRecipe recipe;

  cp_recipe_init (&recipe, "baseline");
  recipe.epochs = 500;
  g_assert_true (cp_workspace_train (cp_window_get_workspace (test->app.window), &recipe, NULL));
  while (cp_workspace_get_model (cp_window_get_workspace (test->app.window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Closed while it trained: the next window can go on. */
static void
test_interrupted (Test          *test,
                  gconstpointer  data)
{
  CpTrainingRun *run;

  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  train (test);
  g_assert_true (cp_session_flush (cp_session_bar_get_session (get_bar (test)), NULL));
  close_window (test);

  open_window (test, (CpOptions) { .session = test->session });
  wait_path (test, test->session);
  assert_message (test, "of 500");
  press (test, "_Continue Training");
  g_assert_null (get_message (test));
  run = cp_workspace_get_run (cp_window_get_workspace (test->app.window));
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_RUNNING);
  cp_training_run_stop (run);
  cp_app_test_wait_trained (&test->app);
}

/* Another program has it: that is said, and there are images to work with nevertheless. */
static void
test_second (Test          *test,
             gconstpointer  data)
{
  g_autoptr (CpStore) store = cp_store_open (test->session, FALSE, NULL);

  open_window (test, (CpOptions) { .session = test->session });
  while (cp_window_get_error (test->app.window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  cp_app_test_wait_idle (&test->app);
  g_assert_nonnull (strstr (cp_window_get_error (test->app.window), "my_work.cutpoint"));
  g_assert_nonnull (strstr (cp_window_get_error (test->app.window), "open in another window"));
  g_assert_nonnull (cp_workspace_get_dataset (cp_window_get_workspace (test->app.window)));
  g_assert_null (cp_session_get_path (cp_session_bar_get_session (get_bar (test))));
}

/* A session that was used when the clock was far ahead. */
static void
plant_recent (const char *path)
{
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "recently-used.xbel", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GDateTime) ahead = g_date_time_new_utc (2099, 1, 1, 0, 0, 0);
  GBookmarkFile *bookmarks = g_bookmark_file_new ();

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_bookmark_file_load_from_file (bookmarks, file, NULL);
  g_bookmark_file_set_mime_type (bookmarks, uri, "application/x-cutpoint-session");
  g_bookmark_file_add_application (bookmarks, uri, "Cutpoint", "cutpoint %f");
  g_bookmark_file_set_modified_date_time (bookmarks, uri, ahead);
  g_bookmark_file_set_visited_date_time (bookmarks, uri, ahead);
  g_assert_true (g_bookmark_file_to_file (bookmarks, file, NULL));
  g_bookmark_file_free (bookmarks);
}

static void
assert_item (GMenu      *menu,
             int         position,
             const char *expected)
{
  g_autofree char *label = NULL;

  g_assert_true (g_menu_model_get_item_attribute (G_MENU_MODEL (menu), position, "label", "s", &label));
  g_assert_cmpstr (label, ==, expected);
}

/* The list is in the order of use, whatever the clock said. */
static void
test_recent (void)
{
  static const char *const names[] = { "a_b.cutpoint", "c.cutpoint", "d.cutpoint" };
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  g_autoptr (GMenu) menu = g_menu_new ();
  char *paths[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      paths[i] = g_build_filename (folder, names[i], NULL);
      g_assert_true (g_file_set_contents (paths[i], "", 0, NULL));
    }
  plant_recent (paths[0]);
  cp_recent_sessions_add (paths[1]);
  cp_recent_sessions_add (paths[2]);
  cp_recent_sessions_add (paths[1]);
  cp_recent_sessions_follow (menu);
  assert_item (menu, 0, "c.cutpoint");
  assert_item (menu, 1, "d.cutpoint");
  assert_item (menu, 2, "a__b.cutpoint");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_unlink (paths[i]);
      g_free (paths[i]);
    }
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/app/session-bar/" name, Test, NULL, set_up, function, tear_down)
  g_test_add_func ("/app/session-bar/recent", test_recent); /* before anybody else asks for the list */
  ADD ("opens", test_opens);
  ADD ("last", test_last);
  ADD ("missing-data", test_missing_data);
  ADD ("other-data", test_other_data);
  ADD ("edited-log", test_edited_log);
  ADD ("interrupted", test_interrupted);
  ADD ("second", test_second);
#undef ADD

  return g_test_run ();
}
