/* SPDX-License-Identifier: MIT */
#include "data-card.h"

#include "grey-image.h"
#include "widget-test.h"

#include <glib/gstdio.h>

/* A folder's images can be read at another size, and what could not be read is said. */

static char *
make_folder (void)
{
  static const char *const folders[] = { "train/NORMAL", "train/PNEUMONIA", "val/NORMAL", "val/PNEUMONIA", "test/NORMAL",
                                         "test/PNEUMONIA" };
  char *root = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (root, folders[i], NULL);
      g_autofree char *path = g_build_filename (folder, "a.png", NULL);
      g_autoptr (CpGreyImage) image = cp_grey_image_new (8, 8);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (cp_grey_image_save_png (image, path, NULL));
    }
  return root;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
on_open (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  char **location = user_data;

  g_free (*location);
  *location = g_variant_dup_string (parameter, NULL);
}

static void
test_folder (void)
{
  g_autofree char *root = make_folder ();
  g_autofree char *asked = NULL, *expected = g_strconcat (root, "@64", NULL);
  g_autofree char *damaged = g_build_filename (root, "test", "NORMAL", "b.jpeg", NULL);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open", G_VARIANT_TYPE_STRING);
  g_autoptr (CpDataset) dataset = NULL, phantoms = cp_dataset_load ("phantom", NULL);
  GtkWidget *card = g_object_ref_sink (g_object_new (CP_TYPE_DATA_CARD, NULL));
  GtkWidget *sizes = cp_widget_test_find (card, GTK_TYPE_DROP_DOWN);

  g_assert_true (g_file_set_contents (damaged, "no image", -1, NULL));
  dataset = cp_dataset_load (root, NULL);
  g_signal_connect (open, "activate", G_CALLBACK (on_open), &asked);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (open));
  gtk_widget_insert_action_group (card, "win", G_ACTION_GROUP (group));

  cp_data_card_set_dataset (CP_DATA_CARD (card), phantoms);
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (sizes)));
  cp_data_card_set_dataset (CP_DATA_CARD (card), dataset);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (sizes)));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (sizes)), ==, 0);
  g_assert_true (cp_widget_test_has_label (card, "Only 2 images for validation: a threshold chosen on so few is left to chance."));
  g_assert_false (gtk_widget_get_visible (cp_widget_test_find (card, GTK_TYPE_PROGRESS_BAR)));
  cp_data_card_set_progress (CP_DATA_CARD (card), 0.25);
  g_assert_true (gtk_widget_get_visible (cp_widget_test_find (card, GTK_TYPE_PROGRESS_BAR)));
  cp_data_card_set_progress (CP_DATA_CARD (card), 1);
  g_assert_false (gtk_widget_get_visible (cp_widget_test_find (card, GTK_TYPE_PROGRESS_BAR)));
  g_assert_null (asked); /* showing is not asking */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (sizes), 1);
  g_assert_cmpstr (asked, ==, expected);

  g_object_unref (card);
  remove_all (root);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/app/data-card/folder", test_folder);

  return g_test_run ();
}
