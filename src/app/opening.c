/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "opening.h"

#include "file-choosers.h"
#include "path-kind.h"
#include "printable.h"

#include <glib/gi18n.h>
#include <math.h>

/* What somebody dropped or chose, by what it is. */
typedef struct
{
  const char *data;  /* (nullable): of several the last */
  const char *model; /* (nullable): likewise */
  const char *session; /* (nullable): likewise; goes before data and model */
  GPtrArray *images; /* files and folders of files, ended by NULL */
  char *unknown;     /* (nullable): what is none of these, as it can be shown */
} Opening;

static void
opening_clear (Opening *opening)
{
  g_ptr_array_unref (opening->images);
  g_free (opening->unknown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opening, opening_clear)

static void
sort_out (Opening    *opening,
          const char *path)
{
  switch (cp_path_get_kind (path))
    {
    case CP_PATH_DATASET:
      opening->data = path;
      break;
    case CP_PATH_MODEL:
      opening->model = path;
      break;
    case CP_PATH_SESSION:
      opening->session = path;
      break;
    case CP_PATH_IMAGE:
    case CP_PATH_FOLDER:
      g_ptr_array_add (opening->images, (gpointer) path);
      break;
    case CP_PATH_UNKNOWN:
    default:
      g_free (opening->unknown);
      opening->unknown = cp_printable_path (path);
    }
}

static void
open_images (CpWindow      *window,
             const Opening *opening)
{
  cp_outside_add_files (cp_workspace_get_outside (cp_window_get_workspace (window)),
                        (const char *const *) opening->images->pdata);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "review");
}

/**
 * cp_opening_open_paths:
 * @window: a window
 * @paths: files and folders, ended by %NULL
 *
 * Opens each as what it is: a data set, a model for it, or images of one's own,
 * which a folder that is no data set holds, too.
 */
void
cp_opening_open_paths (CpWindow          *window,
                       const char *const *paths)
{
  g_auto (Opening) opening = { .images = g_ptr_array_new () };

  for (guint i = 0; paths[i] != NULL; i++)
    sort_out (&opening, paths[i]);
  cp_window_clear_error (window);
  if (opening.session != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.open-session-file", "s", opening.session);
  else if (opening.data != NULL && opening.model != NULL)
    cp_window_start (window, &(CpOptions) { .data = (char *) opening.data, .model = (char *) opening.model,
                                            .threshold = NAN });
  else if (opening.data != NULL)
    cp_window_open_data (window, opening.data);
  else if (opening.model != NULL)
    cp_window_open_model (window, opening.model);
  if (opening.images->len > 0)
    {
      g_ptr_array_add (opening.images, NULL);
      open_images (window, &opening);
    }
  if (opening.unknown != NULL)
    {
      g_autofree char *message =
        g_strdup_printf (_("%s: expected a data set, a model or an image (PNG or JPEG), found something else"), opening.unknown);

      cp_window_show_error (window, message);
    }
}

/**
 * cp_opening_open_files:
 * @window: a window
 * @files: (element-type GFile): what was dropped
 *
 * Opens files as cp_opening_open_paths() does; those that have no path, being elsewhere, cannot be.
 */
void
cp_opening_open_files (CpWindow *window,
                       GSList   *files)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (GSList *l = files; l != NULL; l = l->next)
    {
      char *path = g_file_get_path (l->data);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);
  if (paths->len > 1)
    cp_opening_open_paths (window, (const char *const *) paths->pdata);
  else
    cp_window_show_error (window, _("Only files of this computer can be opened"));
}

static void
on_images_chosen (GtkWindow         *window,
                  const char *const *paths)
{
  cp_opening_open_paths (CP_WINDOW (window), paths);
}

/**
 * cp_opening_choose_images:
 * @window: a window
 *
 * Asks for images of one's own and opens them.
 */
void
cp_opening_choose_images (CpWindow *window)
{
  cp_choose_files (GTK_WINDOW (window), CP_FILE_IMAGES, on_images_chosen);
}

/* All at once and only when nothing is read any more, so that one message does not chase the other. */
static void
on_pending (CpWindow   *window,
            GParamSpec *pspec,
            CpOutside  *outside)
{
  const char *const *failures = cp_outside_get_failures (outside);
  const guint n = failures != NULL ? g_strv_length ((char **) failures) : 0;
  g_autofree char *message = NULL;

  if (n == 0 || cp_outside_get_pending (outside) > 0)
    return;
  message = g_strdup_printf (ngettext ("%u file could not be opened: %s", "%u files could not be opened; the first: %s", n),
                             n, failures[0]);
  cp_outside_clear_failures (outside);
  cp_window_show_error (window, message);
}

/**
 * cp_opening_watch_failures:
 * @window: a window
 *
 * Has the window say from now on which images of one's own cannot be read.
 */
void
cp_opening_watch_failures (CpWindow *window)
{
  g_signal_connect_object (cp_workspace_get_outside (cp_window_get_workspace (window)), "notify::pending",
                           G_CALLBACK (on_pending), window, G_CONNECT_SWAPPED);
}
