/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "widget-test.h"

#include <math.h>

static const CpPhantomSettings small = { .size = 28, .n_train = 64, .n_val = 24, .n_test = 30, .seed = 7 };

static void
set_up (CpAppTest     *test,
        gconstpointer  data)
{
  cp_app_test_set_up (test, &small);
}

static void
tear_down (CpAppTest     *test,
           gconstpointer  data)
{
  cp_app_test_tear_down (test);
}

static gsize
n_test_images (CpAppTest *test)
{
  CpDataset *dataset = cp_workspace_get_dataset (cp_window_get_workspace (test->window));

  return dataset != NULL ? cp_dataset_get_split (dataset, CP_SPLIT_TEST)->n : 0;
}

static char *
write_file (CpAppTest  *test,
            const char *name,
            const char *text)
{
  char *path = cp_app_test_path (test, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_opens_data (CpAppTest     *test,
                 gconstpointer  data)
{
  g_autofree char *last = NULL;

  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });

  g_assert_cmpuint (n_test_images (test), ==, small.n_test);
  g_assert_null (cp_window_get_error (test->window));
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test->window), "Synthetic phantoms, not patients"));
  last = cp_settings_get_string (test->settings, CP_SETTING_DATA);
  g_assert_cmpstr (last, ==, test->data);
}

static void
test_pages (CpAppTest     *test,
            gconstpointer  data)
{
  GtkStack *stack;
  GtkSelectionModel *pages;
  const char *const titles[] = { "Train", "Review", "Analyse" };
  const char *const names[] = { "train", "review", "analyse" };

  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
  stack = gtk_stack_switcher_get_stack (
    GTK_STACK_SWITCHER (cp_widget_test_find (gtk_window_get_titlebar (GTK_WINDOW (test->window)), GTK_TYPE_STACK_SWITCHER)));
  pages = gtk_stack_get_pages (stack);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pages)), ==, G_N_ELEMENTS (titles));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      GtkStackPage *page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      g_assert_cmpstr (gtk_stack_page_get_title (page), ==, titles[i]);
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (test->window), "win.page", "s", names[i]));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (test->window));
      g_object_unref (page);
    }
  g_object_unref (pages);
}

static void
test_remembers (CpAppTest     *test,
                gconstpointer  data)
{
  g_autofree char *page = NULL;

  cp_settings_set_string (test->settings, CP_SETTING_PAGE, "analyse");
  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.page", "s", "review");
  gtk_window_close (GTK_WINDOW (test->window));
  test->window = NULL;

  page = cp_settings_get_string (test->settings, CP_SETTING_PAGE);
  g_assert_cmpstr (page, ==, "review");
  g_assert_cmpint (cp_settings_get_int (test->settings, CP_SETTING_WINDOW_WIDTH), >=, 960);
}

static void
test_bad_data_keeps (CpAppTest     *test,
                     gconstpointer  data)
{
  g_autofree char *bad = write_file (test, "bad.npz", "not a zip archive");

  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
  cp_window_open_data (test->window, bad);
  cp_app_test_wait_idle (test);

  g_assert_nonnull (cp_window_get_error (test->window));
  g_assert_nonnull (strstr (cp_window_get_error (test->window), "bad.npz"));
  g_assert_null (strchr (cp_window_get_error (test->window), '\n'));
  g_assert_cmpuint (n_test_images (test), ==, small.n_test);

  /* What works takes the message away. */
  cp_window_open_data (test->window, test->data);
  cp_app_test_wait_idle (test);
  g_assert_null (cp_window_get_error (test->window));
}

static void
test_bad_start_shows_phantoms (CpAppTest     *test,
                               gconstpointer  data)
{
  g_autofree char *missing = cp_app_test_path (test, "missing.npz");
  CpDataset *dataset;

  cp_app_test_open (test, (CpOptions) { .data = missing, .threshold = NAN });
  while (cp_workspace_get_dataset (cp_window_get_workspace (test->window)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  dataset = cp_workspace_get_dataset (cp_window_get_workspace (test->window));
  g_assert_cmpint (cp_dataset_get_kind (dataset), ==, CP_DATASET_PHANTOM);
  g_assert_nonnull (strstr (cp_window_get_error (test->window), "missing.npz"));
  g_assert_nonnull (strstr (cp_window_get_error (test->window), "Showing synthetic phantoms instead."));
}

/* What was asked for is trained on, or nothing; and it is asked for again. */
static void
test_bad_start_trains_nothing (CpAppTest     *test,
                               gconstpointer  data)
{
  g_autofree char *missing = cp_app_test_path (test, "missing.npz");
  g_autofree char *remembered = NULL;
  CpWorkspace *workspace;

  cp_settings_set_string (test->settings, CP_SETTING_DATA, missing);
  cp_app_test_open (test, (CpOptions) { .data = missing, .train = TRUE, .threshold = 0.25 });
  workspace = cp_window_get_workspace (test->window);
  while (cp_workspace_get_dataset (workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  cp_app_test_wait_idle (test);

  g_assert_null (cp_workspace_get_run (workspace));
  g_assert_cmpstr (strstr (cp_window_get_error (test->window), "Showing"), ==,
                   "Showing synthetic phantoms instead, and training nothing.");
  g_assert_cmpfloat (cp_review_get_threshold (cp_workspace_get_review (workspace)), ==, 0.25);
  remembered = cp_settings_get_string (test->settings, CP_SETTING_DATA);
  g_assert_cmpstr (remembered, ==, missing);
}

static void
test_bad_model_trains_nothing (CpAppTest     *test,
                               gconstpointer  data)
{
  g_autofree char *bad = write_file (test, "bad.safetensors", "not a model");

  cp_app_test_open (test, (CpOptions) { .data = test->data, .model = bad, .train = TRUE, .threshold = NAN });
  cp_app_test_wait_idle (test);

  g_assert_nonnull (strstr (cp_window_get_error (test->window), "bad.safetensors"));
  g_assert_null (cp_workspace_get_run (cp_window_get_workspace (test->window)));
}

static void
test_bad_model_keeps (CpAppTest     *test,
                      gconstpointer  data)
{
  g_autofree char *bad = write_file (test, "bad.safetensors", "not a model");

  cp_app_test_open (test, (CpOptions) { .data = test->data, .model = bad, .threshold = 0.25 });
  cp_app_test_wait_idle (test);

  g_assert_nonnull (strstr (cp_window_get_error (test->window), "bad.safetensors"));
  g_assert_null (cp_workspace_get_model (cp_window_get_workspace (test->window)));
  g_assert_cmpuint (n_test_images (test), ==, small.n_test);
  g_assert_cmpfloat (cp_review_get_threshold (cp_workspace_get_review (cp_window_get_workspace (test->window))),
                     ==, 0.25);
}

static void
test_banner_closes (CpAppTest     *test,
                    gconstpointer  data)
{
  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
  cp_window_show_error (test->window, "x.npz: expected uint8, found <f4");
  g_assert_cmpstr (cp_window_get_error (test->window), ==, "x.npz: expected uint8, found <f4");
  cp_window_clear_error (test->window);
  g_assert_null (cp_window_get_error (test->window));
}

#define ADD(name, func) g_test_add ("/app/window/" name, CpAppTest, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  ADD ("opens-data", test_opens_data);
  ADD ("pages", test_pages);
  ADD ("remembers", test_remembers);
  ADD ("bad-data-keeps", test_bad_data_keeps);
  ADD ("bad-start-shows-phantoms", test_bad_start_shows_phantoms);
  ADD ("bad-start-trains-nothing", test_bad_start_trains_nothing);
  ADD ("bad-model-trains-nothing", test_bad_model_trains_nothing);
  ADD ("bad-model-keeps", test_bad_model_keeps);
  ADD ("banner-closes", test_banner_closes);

  return g_test_run ();
}
