/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "grey-image.h"
#include "outside-list.h"
#include "outside-row.h"
#include "presets.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Files and folders that are dropped on the window: each is opened as what it is. */

static const CpPhantomSettings small = { .size = 28, .n_train = 40, .n_val = 16, .n_test = 20, .seed = 7 };

static void
set_up (CpAppTest     *test,
        gconstpointer  data)
{
  cp_app_test_set_up (test, &small);
  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
}

static void
tear_down (CpAppTest     *test,
           gconstpointer  data)
{
  cp_app_test_tear_down (test);
}

static CpOutside *
outside (CpAppTest *test)
{
  return cp_workspace_get_outside (cp_window_get_workspace (test->window));
}

static guint
n_outside (CpAppTest *test)
{
  return g_list_model_get_n_items (G_LIST_MODEL (outside (test)));
}

static void
wait_idle (CpAppTest *test)
{
  cp_app_test_wait_idle (test);
  while (cp_outside_get_pending (outside (test)) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static GtkDropTarget *
find_drop_target (CpAppTest *test)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (test->window));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

/* @paths: ended by NULL */
static void
drop (CpAppTest         *test,
      const char *const *paths)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = NULL;
  gboolean taken = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  g_signal_emit_by_name (find_drop_target (test), "drop", &value, 0.0, 0.0, &taken);
  g_assert_true (taken);
  wait_idle (test);
}

static char *
put_image (CpAppTest  *test,
           const char *name)
{
  char *path = cp_app_test_path (test, name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (CpGreyImage) image = cp_grey_image_new (40, 30);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (cp_grey_image_save_png (image, path, NULL));
  return path;
}

static char *
put_model (CpAppTest *test)
{
  char *path = cp_app_test_path (test, "net.safetensors");
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", 28, NULL);
  g_autoptr (CpModel) model = NULL;

  cp_network_initialise (network, 3);
  model = cp_model_new ((const CpNetwork *const *) &network, 1, &(CpModelInfo) { .threshold = NAN });
  g_assert_true (cp_model_save (model, path, NULL));
  return path;
}

/* The stack of the window's pages; there may be others. */
static GtkStack *
find_pages (GtkWidget *widget)
{
  GtkStack *found = NULL;

  if (GTK_IS_STACK (widget) && gtk_stack_get_child_by_name (GTK_STACK (widget), "train") != NULL)
    return GTK_STACK (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_pages (child);

  return found;
}

static void
test_images (CpAppTest     *test,
             gconstpointer  data)
{
  g_autofree char *a = put_image (test, "a.png"), *b = put_image (test, "b.png"), *model = put_model (test);
  g_autoptr (CpOutsideImage) image = NULL;
  GtkStack *pages = find_pages (GTK_WIDGET (test->window));

  drop (test, (const char *const[]) { a, model, b, NULL });
  g_assert_null (cp_window_get_error (test->window));
  g_assert_cmpuint (n_outside (test), ==, 2);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, "review");
  image = g_list_model_get_item (G_LIST_MODEL (outside (test)), 1);
  g_assert_true (cp_outside_image_get_scored (image)); /* by the model that came with them */
  g_assert_cmpuint (cp_predictions_get_n (cp_review_get_predictions (cp_workspace_get_review (
                      cp_window_get_workspace (test->window)))), ==, small.n_test);
}

/* What is opened later is shown, too; taking it away leaves the keyboard with the others, then with the way to more. */
static void
test_shown (CpAppTest     *test,
            gconstpointer  data)
{
  g_autofree char *a = put_image (test, "a.png"), *b = put_image (test, "b.png"), *c = put_image (test, "c.png");
  GtkWidget *root = GTK_WIDGET (test->window), *list = cp_widget_test_find (root, CP_TYPE_OUTSIDE_LIST);
  GtkSingleSelection *selection = cp_outside_list_get_selection (CP_OUTSIDE_LIST (list));
  GtkWidget *item;

  drop (test, (const char *const[]) { a, NULL });
  g_assert_true (gtk_widget_get_child_visible (list));
  gtk_stack_set_visible_child_name (GTK_STACK (gtk_widget_get_parent (list)), "dataset");
  drop (test, (const char *const[]) { b, c, NULL });
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (gtk_widget_get_parent (list))), ==, "outside");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 1);

  gtk_test_widget_wait_for_draw (root);
  item = gtk_widget_get_parent (cp_widget_test_find (list, CP_TYPE_OUTSIDE_ROW));
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL, "Your image a.png, not scored");
  g_assert_true (gtk_widget_grab_focus (item));
  for (guint n = 3; n > 0; n--)
    {
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (root));

      g_assert_true (CP_IS_OUTSIDE_ROW (gtk_widget_get_first_child (focus)));
      g_assert_cmpuint (n_outside (test), ==, n);
      gtk_widget_activate_action (list, "outside.remove", NULL);
      gtk_test_widget_wait_for_draw (root);
    }
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (gtk_root_get_focus (GTK_ROOT (root)))), ==, "Open Images…");
}

static void
test_folder (CpAppTest     *test,
             gconstpointer  data)
{
  g_autofree char *folder = cp_app_test_path (test, "mine"), *a = put_image (test, "mine/a.png");

  drop (test, (const char *const[]) { folder, NULL });
  g_assert_cmpuint (n_outside (test), ==, 1);
  g_assert_cmpint (cp_dataset_get_kind (cp_workspace_get_dataset (cp_window_get_workspace (test->window))), ==,
                   CP_DATASET_PHANTOM);
  g_assert_cmpint (g_remove (a), ==, 0);
}

static void
test_dataset (CpAppTest     *test,
              gconstpointer  data)
{
  static const char *const names[] = { "train/NORMAL", "train/PNEUMONIA", "test/NORMAL", "test/PNEUMONIA" };
  g_autofree char *folder = cp_app_test_path (test, "chest"), *model = put_model (test);
  CpWorkspace *workspace = cp_window_get_workspace (test->window);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("chest/%s/%u.png", names[i / 2], i);
      g_autofree char *path = put_image (test, name);
    }
  drop (test, (const char *const[]) { model, folder, NULL });
  g_assert_null (cp_window_get_error (test->window));
  g_assert_cmpint (cp_dataset_get_kind (cp_workspace_get_dataset (workspace)), ==, CP_DATASET_FOLDER);
  g_assert_nonnull (cp_workspace_get_model (workspace)); /* scores the folder, not what was open */
  g_assert_cmpuint (cp_predictions_get_n (cp_review_get_predictions (cp_workspace_get_review (workspace))), ==, 4);
  g_assert_cmpuint (n_outside (test), ==, 0);
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test->window), "Image files of your own, from folders"));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("chest/%s/%u.png", names[i / 2], i);
      g_autofree char *path = cp_app_test_path (test, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

static void
test_failures (CpAppTest     *test,
               gconstpointer  data)
{
  g_autofree char *good = put_image (test, "good.png"), *bad = cp_app_test_path (test, "bad.png");
  g_autofree char *other = cp_app_test_path (test, "other.txt");

  g_assert_true (g_file_set_contents (bad, "no image", -1, NULL));
  g_assert_true (g_file_set_contents (other, "text", -1, NULL));
  drop (test, (const char *const[]) { bad, good, NULL });
  g_assert_cmpuint (n_outside (test), ==, 1);
  g_assert_true (g_str_has_prefix (cp_window_get_error (test->window), "1 file could not be opened: "));
  g_assert_nonnull (strstr (cp_window_get_error (test->window), "bad.png: expected a PNG or JPEG image"));
  drop (test, (const char *const[]) { other, NULL });
  g_assert_nonnull (strstr (cp_window_get_error (test->window), "other.txt: expected a data set, a model or an image"));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/app/opening/" name, CpAppTest, NULL, set_up, function, tear_down)
  ADD ("images", test_images);
  ADD ("shown", test_shown);
  ADD ("folder", test_folder);
  ADD ("dataset", test_dataset);
  ADD ("failures", test_failures);
#undef ADD

  return g_test_run ();
}
