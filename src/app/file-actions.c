/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "file-actions.h"

#include "file-choosers.h"
#include "opening.h"

static void
on_data_chosen (GtkWindow  *window,
                const char *path)
{
  cp_window_open_data (CP_WINDOW (window), path);
}

/* A data set, or images of one's own. */
static void
on_folder_chosen (GtkWindow  *window,
                  const char *path)
{
  cp_opening_open_paths (CP_WINDOW (window), (const char *const[]) { path, NULL });
}

static void
on_model_chosen (GtkWindow  *window,
                 const char *path)
{
  cp_window_open_model (CP_WINDOW (window), path);
}

/* A model somebody is asked a name for. */
typedef struct
{
  CpWindow *window;
  CpRunEntry *entry; /* (nullable): whose model; %NULL for the one that is shown */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->window);
  g_clear_object (&saving->entry);
  g_free (saving);
}

static void
on_name_chosen (const char *path,
                gpointer    data)
{
  const Saving *saving = data;
  CpWorkspace *workspace = cp_window_get_workspace (saving->window);
  g_autoptr (GError) error = NULL;

  cp_window_clear_error (saving->window);
  if (saving->entry != NULL ? !cp_workspace_save_run (workspace, saving->entry, path, &error)
                            : !cp_workspace_save_model (workspace, path, &error))
    cp_window_show_error (saving->window, error->message);
}

static void
ask_name (CpWindow   *window,
          CpRunEntry *entry)
{
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving) { g_object_ref (window), entry != NULL ? g_object_ref (entry) : NULL };
  cp_choose_new_file (GTK_WINDOW (window), CP_FILE_NEW_MODEL, "model.safetensors", on_name_chosen, saving, saving_free);
}

/* The run of a number: asks where to save its model. */
static void
save_run_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  GListModel *runs = cp_workspace_get_runs (cp_window_get_workspace (CP_WINDOW (widget)));

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (CpRunEntry) entry = g_list_model_get_item (runs, i);

      if (cp_run_entry_get_number (entry) == g_variant_get_uint32 (parameter))
        ask_name (CP_WINDOW (widget), entry);
    }
}

static void
save_model_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  ask_name (CP_WINDOW (widget), NULL);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (g_str_equal (name, "win.open-data"))
    cp_choose_file (window, CP_FILE_DATA, on_data_chosen);
  else if (g_str_equal (name, "win.open-folder"))
    cp_choose_file (window, CP_FILE_FOLDER, on_folder_chosen);
  else if (g_str_equal (name, "win.open-images"))
    cp_opening_choose_images (CP_WINDOW (widget));
  else if (g_str_equal (name, "win.open"))
    cp_window_open_data (CP_WINDOW (widget), g_variant_get_string (parameter, NULL));
  else if (g_str_equal (name, "win.open-model"))
    cp_choose_file (window, CP_FILE_MODEL, on_model_chosen);
  else
    cp_window_open_data (CP_WINDOW (widget), "phantom");
}

/**
 * cp_file_actions_install:
 * @klass: the window's class
 *
 * Adds the actions that open data and models, and save models.
 */
void
cp_file_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.open-data", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.open-folder", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.open-images", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.open", "s", open_action);
  gtk_widget_class_install_action (klass, "win.open-phantoms", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.open-model", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.save-model", NULL, save_model_action);
  gtk_widget_class_install_action (klass, "win.save-run", "u", save_run_action);
}
