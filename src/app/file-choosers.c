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
  const char *patterns; /* (nullable): separated by semicolons; none for a folder */
  GtkFileChooserAction action;
} Kind;

static const Kind kinds[] = {
  [CP_FILE_DATA] = { N_("Open Data Set"), N_("_Open"), N_("Data sets (.npz)"), "*.npz",
                     GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_FOLDER] = { N_("Open Folder of Images"), N_("_Open"), NULL, NULL, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER },
  [CP_FILE_IMAGES] = { N_("Open Images"), N_("_Open"), N_("Images (.png, .jpeg)"), "*.png;*.jpg;*.jpeg;*.PNG;*.JPG;*.JPEG",
                       GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_MODEL] = { N_("Open Model"), N_("_Open"), N_("Models (.safetensors)"), "*.safetensors",
                      GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_SESSION] = { N_("Open Session"), N_("_Open"), N_("Sessions (.cutpoint)"), "*.cutpoint",
                        GTK_FILE_CHOOSER_ACTION_OPEN },
  [CP_FILE_NEW_SESSION] = { N_("Save Session"), N_("_Save"), N_("Sessions (.cutpoint)"), "*.cutpoint",
                            GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_MODEL] = { N_("Save Model"), N_("_Save"), N_("Models (.safetensors)"), "*.safetensors",
                          GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_CHART] = { N_("Export Chart"), N_("_Save"), N_("Charts (.png, .svg, .pdf, .csv)"),
                          "*.png;*.svg;*.pdf;*.csv", GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_REPORT] = { N_("Save Report"), N_("_Save"), N_("Reports (.pdf, .html)"), "*.pdf;*.html",
                           GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_SHEET] = { N_("Export Contact Sheet"), N_("_Save"), N_("Contact sheets (.pdf, .png)"), "*.pdf;*.png",
                          GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_IMAGE] = { N_("Export Image"), N_("_Save"), N_("Images (.png, .pdf)"), "*.png;*.pdf",
                          GTK_FILE_CHOOSER_ACTION_SAVE },
  [CP_FILE_NEW_VERDICTS] = { N_("Save Verdicts"), N_("_Save"), N_("Tables (.csv)"), "*.csv",
                             GTK_FILE_CHOOSER_ACTION_SAVE },
};

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_auto (GStrv) each = g_strsplit (patterns, ";", -1);

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; each[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, each[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static char *
take_path (GtkNativeDialog *dialog,
           int              response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  return response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  CpFileChosenFunc chosen = (CpFileChosenFunc) user_data;
  g_autofree char *path = take_path (dialog, response);
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);

  if (path != NULL && window != NULL)
    chosen (window, path);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
create_dialog (GtkWindow  *window,
               CpFileKind  kind)
{
  const Kind *k = &kinds[kind];
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_(k->title), window, k->action, _(k->accept), NULL);

  if (k->patterns != NULL)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _(k->filter_name), k->patterns);
      add_filter (GTK_FILE_CHOOSER (dialog), _("All files"), "*");
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  return dialog;
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
  GtkFileChooserNative *dialog = create_dialog (window, kind);

  g_signal_connect (dialog, "response", G_CALLBACK (on_response), (gpointer) chosen);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_files (GtkNativeDialog *dialog,
          int              response,
          gpointer         user_data)
{
  CpFilesChosenFunc chosen = (CpFilesChosenFunc) user_data;
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      char *path = g_file_get_path (file);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);
  if (paths->len > 1 && window != NULL)
    chosen (window, (const char *const *) paths->pdata);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/**
 * cp_choose_files:
 * @window: the window that asks
 * @kind: what for
 * @chosen: (scope async): called with what was chosen
 *
 * Lets a person choose several files at once.
 */
void
cp_choose_files (GtkWindow         *window,
                 CpFileKind         kind,
                 CpFilesChosenFunc  chosen)
{
  GtkFileChooserNative *dialog = create_dialog (window, kind);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_files), (gpointer) chosen);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* What a question for a new file's name has to remember. */
typedef struct
{
  CpNewFileFunc chosen;
  gpointer user_data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  if (question->destroy != NULL)
    question->destroy (question->user_data);
  g_free (question);
}

static void
on_new_file (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  const Question *question = user_data;
  g_autofree char *path = take_path (dialog, response);

  if (path != NULL)
    question->chosen (path, question->user_data);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/**
 * cp_choose_new_file:
 * @window: the window that asks
 * @kind: what for
 * @name: a good name for it
 * @chosen: called with what was chosen
 * @user_data: for @chosen
 * @destroy: (nullable): frees @user_data when nobody will ask for it any more
 *
 * Lets a person choose where something new is saved.
 */
void
cp_choose_new_file (GtkWindow      *window,
                    CpFileKind      kind,
                    const char     *name,
                    CpNewFileFunc   chosen,
                    gpointer        user_data,
                    GDestroyNotify  destroy)
{
  GtkFileChooserNative *dialog = create_dialog (window, kind);
  Question *question = g_new (Question, 1);

  *question = (Question) { chosen, user_data, destroy };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_new_file), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
