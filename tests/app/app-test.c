/* SPDX-License-Identifier: MIT */
#include "app-test.h"

#include "widget-test.h"

#include <glib/gstdio.h>

void
cp_app_test_set_up (CpAppTest               *self,
                    const CpPhantomSettings *phantoms)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->folder, "phantoms.npz", NULL);
  cp_phantom_write_npz (phantoms, self->data, &error);
  g_assert_no_error (error);
  self->settings = cp_settings_new_transient ();
  self->window = NULL;
  /* GTK 4.8 leaks a date each time it looks for old ones */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-max-age", -1, NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

void
cp_app_test_tear_down (CpAppTest *self)
{
  if (self->window != NULL)
    {
      CpWindow *window = self->window;

      gtk_window_close (GTK_WINDOW (window));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->data);
  cp_settings_free (self->settings);
}

char *
cp_app_test_path (CpAppTest  *self,
                  const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
cp_app_test_wait_idle (CpAppTest *self)
{
  CpWorkspace *workspace = cp_window_get_workspace (self->window);

  while (cp_workspace_get_busy (workspace))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (cp_workspace_get_busy (workspace))
    cp_app_test_wait_idle (self);
}

void
cp_app_test_wait_trained (CpAppTest *self)
{
  CpTrainingRun *run = cp_workspace_get_run (cp_window_get_workspace (self->window));

  g_assert_nonnull (run);
  while (cp_training_run_get_state (run) < CP_RUN_FINISHED)
    g_main_context_iteration (NULL, TRUE);
  cp_app_test_wait_idle (self);
}

void
cp_app_test_open (CpAppTest *self,
                  CpOptions  options)
{
  self->window = cp_window_new (NULL, self->settings);
  cp_widget_test_forgive_tooltips ();
  gtk_window_present (GTK_WINDOW (self->window));
  cp_window_start (self->window, &options);
  cp_app_test_wait_idle (self);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
cp_app_test_button (CpAppTest  *self,
                    const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (self->window), label);

  g_assert_nonnull (button);
  return button;
}
