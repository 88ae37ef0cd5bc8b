/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "file-choosers.h"

#include <glib/gi18n.h>

/* Everything about choosing files: GTK 4.10 renames it. */

typedef struct
{
  const char *title;
  const char *accept;
  const char *filter_name;
  const char *pattern;
  GtkFileChooserAction action;
} Kind;

static const Kind kinds[] = {
  [CP_FILE_DATA] = { N_("Open Data Set"), N_("_Open"), N_("Data sets (.npz)"), "*.npz",
                     GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_MODEL] = { N_("Open Model"), N_("_Open"), N_("Models (.safetensors)"), "*.safetensors",
                      GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_NEW_MODEL] = { N_("Save Model"), N_("_Save"), N_("Models (.safetensors)"), "*.safetensors",
                          GTK_FILE_CHOOSER_ACTION_SAVE },
};

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  CpFileChosenFunc chosen = (CpFileChosenFunc) user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);

  if (response == GTK_RESPONSE_ACCEPT && path != NULL && window != NULL)
    chosen (window, path);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/**
 * cp_choose_file:
 * @window: the window that asks
 * @kind: what for
 * @chosen: (scope async): called with what was chosen
 *
 * Lets a person choose a file, in the system's own dialog.
 */
void
cp_choose_file (GtkWindow        *window,
                CpFileKind        kind,
                CpFileChosenFunc  chosen)
{
  const Kind *k = &kinds[kind];
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_(k->title), window, k->action, _(k->accept), NULL);

  add_filter (GTK_FILE_CHOOSER (dialog), _(k->filter_name), k->pattern);
  add_filter (GTK_FILE_CHOOSER (dialog), _("All files"), "*");
  if (kind == CP_FILE_NEW_MODEL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "model.safetensors");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), (gpointer) chosen);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
