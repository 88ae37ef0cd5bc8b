/* SPDX-License-Identifier: MIT */
/* What a window opens at its start and later: data, then the model that scores
 * it, then what else the command line asked for. */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>
#include <math.h>

static void on_model_loaded (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data);

static void
start_pending (CpWindow *self)
{
  if (!isnan (self->pending_threshold))
    cp_protocol_preset (cp_workspace_get_protocol (self->workspace), self->pending_threshold);
  if (self->pending_model != NULL)
    {
      g_autofree char *path = g_steal_pointer (&self->pending_model);

      cp_workspace_load_model (self->workspace, path, on_model_loaded, g_object_ref (self));
    }
  else if (self->pending_train)
    {
      self->pending_train = FALSE;
      cp_window_train (self);
    }
}

/* They stand in for what was asked for: nothing is trained on them unasked, and
 * the next start asks for the same data again. */
static void
on_phantoms_loaded (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CpWindow) self = user_data;

  if (!cp_workspace_load_dataset_finish (CP_WORKSPACE (source), result, NULL))
    return;
  cp_train_page_focus (self->train_page);
  start_pending (self);
}

/* Nothing was there to keep: phantoms keep the window usable. */
static void
fall_back_on_phantoms (CpWindow     *self,
                       const GError *error)
{
  g_autofree char *message =
    g_strdup_printf (self->pending_train
                       ? _("%s. Showing synthetic phantoms instead, and training nothing.")
                       : _("%s. Showing synthetic phantoms instead."), error->message);

  self->pending_train = FALSE;
  cp_window_show_error (self, message);
  cp_workspace_load_dataset (self->workspace, "phantom", on_phantoms_loaded, g_object_ref (self));
}

static void
on_dataset_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (CpWindow) self = user_data;
  CpWorkspace *workspace = CP_WORKSPACE (source);
  g_autoptr (GError) error = NULL;

  if (cp_workspace_load_dataset_finish (workspace, result, &error))
    {
      cp_settings_set_string (self->settings, CP_SETTING_DATA,
                              cp_dataset_get_location (cp_workspace_get_dataset (workspace)));
      cp_train_page_focus (self->train_page);
      start_pending (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && cp_workspace_get_dataset (workspace) == NULL)
    fall_back_on_phantoms (self, error);
}

static void
on_model_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CpWindow) self = user_data;

  if (cp_workspace_load_model_finish (CP_WORKSPACE (source), result, NULL))
    {
      double chosen = cp_model_get_info (cp_workspace_get_model (self->workspace))->threshold;

      if (isnan (self->pending_threshold) && !isnan (chosen))
        cp_protocol_preset (cp_workspace_get_protocol (self->workspace), chosen);
    }
  else
    self->pending_train = FALSE; /* its message is to be read */
  start_pending (self);
  self->pending_threshold = NAN;
}

/**
 * cp_window_start:
 * @self: a window
 * @options: what was asked for
 *
 * Finds and opens the data, then the model, and starts training if asked to.
 */
void
cp_window_start (CpWindow        *self,
                 const CpOptions *options)
{
  g_autofree char *last = cp_settings_get_string (self->settings, CP_SETTING_DATA);
  g_autofree char *location = cp_dataset_locate (options->data, *last != '\0' ? last : NULL);

  g_return_if_fail (CP_IS_WINDOW (self));

  if (options->session != NULL)
    {
      cp_session_bar_open (self->session_bar, options->session);
      return;
    }
  if (options->data == NULL && options->model == NULL && !options->train)
    cp_session_bar_offer_last (self->session_bar);
  g_free (self->pending_model);
  self->pending_model = g_strdup (options->model);
  self->pending_threshold = options->threshold;
  self->pending_train = options->train;
  cp_window_open_data (self, location);
}

/**
 * cp_window_open_data:
 * @self: a window
 * @location: a file name, or "phantom"
 *
 * Opens a data set; where that fails, what was open stays.
 */
void
cp_window_open_data (CpWindow   *self,
                     const char *location)
{
  g_return_if_fail (CP_IS_WINDOW (self));

  cp_window_clear_error (self);
  cp_workspace_load_dataset (self->workspace, location, on_dataset_loaded, g_object_ref (self));
}

/**
 * cp_window_open_model:
 * @self: a window
 * @path: a safetensors file
 *
 * Opens a model and scores the data set with it.
 */
void
cp_window_open_model (CpWindow   *self,
                      const char *path)
{
  g_return_if_fail (CP_IS_WINDOW (self));

  cp_window_clear_error (self);
  cp_workspace_load_model (self->workspace, path, on_model_loaded, g_object_ref (self));
}
