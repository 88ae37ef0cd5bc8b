/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "window-private.h"

#include "file-actions.h"
#include "opening.h"

#include <math.h>

/* From here on all of it has room. */
#define LEAST_WIDTH 1024
#define LEAST_HEIGHT 700

G_DEFINE_FINAL_TYPE (CpWindow, cp_window, GTK_TYPE_APPLICATION_WINDOW)

static CpRunState
run_state (CpWindow *self)
{
  return self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;
}

static void
update_actions (CpWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  CpRunState state = run_state (self);
  gboolean running = state == CP_RUN_RUNNING || state == CP_RUN_PAUSED;
  gboolean focused = cp_train_page_owns_focus (self->train_page);

  gtk_widget_action_set_enabled (widget, "win.train",
                                 cp_workspace_get_dataset (self->workspace) != NULL &&
                                   !running && state != CP_RUN_STOPPING);
  gtk_widget_action_set_enabled (widget, "win.pause", running);
  gtk_widget_action_set_enabled (widget, "win.stop", running);
  gtk_widget_action_set_enabled (widget, "win.save-model", cp_workspace_get_model (self->workspace) != NULL);
  gtk_spinner_set_spinning (self->spinner, cp_workspace_get_busy (self->workspace) && !running);

  /* A button that goes out must not throw the keyboard somewhere else. */
  if (focused)
    cp_train_page_focus (self->train_page);
}

static void
on_run_changed (CpWindow *self)
{
  CpTrainingRun *run = cp_workspace_get_run (self->workspace);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  if (run != NULL)
    g_signal_connect_object (run, "notify::state", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

/* A cell of the matrix was pressed: its images are on the Review page. */
static void
on_filter_changed (CpWindow *self)
{
  CpOutcome filter = cp_review_get_filter (cp_workspace_get_review (self->workspace));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.clear-filter", filter != CP_OUTCOME_NONE);
  if (filter != CP_OUTCOME_NONE)
    gtk_stack_set_visible_child_name (self->stack, "review");
}

static void
training_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CpWindow *self = CP_WINDOW (widget);

  if (g_str_equal (name, "win.train"))
    cp_window_train (self);
  else if (self->run == NULL)
    return;
  else if (g_str_equal (name, "win.stop"))
    cp_training_run_stop (self->run);
  else if (run_state (self) == CP_RUN_PAUSED)
    cp_training_run_resume (self->run);
  else
    cp_training_run_pause (self->run);
}

static void
clear_filter_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  cp_review_clear_filters (cp_workspace_get_review (CP_WINDOW (widget)->workspace));
}

static void
report_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  cp_analyse_page_ask_report (CP_WINDOW (widget)->analyse_page);
}

static void
page_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const char *page = g_variant_get_string (parameter, NULL);

  if (gtk_stack_get_child_by_name (CP_WINDOW (widget)->stack, page) != NULL)
    gtk_stack_set_visible_child_name (CP_WINDOW (widget)->stack, page);
}

static gboolean
on_drop (CpWindow     *self,
         const GValue *value)
{
  cp_opening_open_files (self, g_value_get_boxed (value));
  return TRUE;
}

/* The largest monitor: settings may ask for a window that takes all memory. */
static void
get_room (CpWindow *self,
          int      *width,
          int      *height)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  *width = LEAST_WIDTH;
  *height = LEAST_HEIGHT;
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle place;

      gdk_monitor_get_geometry (monitor, &place);
      *width = MAX (*width, place.width);
      *height = MAX (*height, place.height);
    }
}

static void
restore_size (CpWindow *self)
{
  const int width = cp_settings_get_int (self->settings, CP_SETTING_WINDOW_WIDTH);
  const int height = cp_settings_get_int (self->settings, CP_SETTING_WINDOW_HEIGHT);
  int most_width, most_height;

  get_room (self, &most_width, &most_height);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 1, most_width), CLAMP (height, 1, most_height));
}

static void
restore (CpWindow *self)
{
  g_autofree char *page = cp_settings_get_string (self->settings, CP_SETTING_PAGE);

  restore_size (self);
  if (cp_settings_get_boolean (self->settings, CP_SETTING_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
  if (gtk_stack_get_child_by_name (self->stack, page) != NULL)
    gtk_stack_set_visible_child_name (self->stack, page);
  cp_cutpoint_panel_restore (self->panel, self->settings);
  cp_review_page_restore (self->review_page, self->settings);
}

static gboolean
cp_window_close_request (GtkWindow *window)
{
  CpWindow *self = CP_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  cp_settings_set_int (self->settings, CP_SETTING_WINDOW_WIDTH, MAX (1, width));
  cp_settings_set_int (self->settings, CP_SETTING_WINDOW_HEIGHT, MAX (1, height));
  cp_settings_set_boolean (self->settings, CP_SETTING_MAXIMIZED, gtk_window_is_maximized (window));
  cp_settings_set_string (self->settings, CP_SETTING_PAGE, gtk_stack_get_visible_child_name (self->stack));
  cp_cutpoint_panel_remember (self->panel, self->settings);
  cp_review_page_remember (self->review_page, self->settings);
  if (!cp_session_bar_close (self->session_bar))
    return TRUE;
  if (self->run != NULL)
    cp_training_run_stop (self->run);

  return GTK_WINDOW_CLASS (cp_window_parent_class)->close_request (window);
}

static void
cp_window_dispose (GObject *object)
{
  CpWindow *self = CP_WINDOW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (cp_workspace_get_review (self->workspace), self);
      g_signal_handlers_disconnect_by_data (self->workspace, self);
    }
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->pending_model, g_free);

  G_OBJECT_CLASS (cp_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  cp_file_actions_install (widget_class);
  gtk_widget_class_install_action (widget_class, "win.train", NULL, training_action);
  gtk_widget_class_install_action (widget_class, "win.pause", NULL, training_action);
  gtk_widget_class_install_action (widget_class, "win.stop", NULL, training_action);
  gtk_widget_class_install_action (widget_class, "win.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (widget_class, "win.save-report", NULL, report_action);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
}

static void
cp_window_class_init (CpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = cp_window_close_request;

  g_type_ensure (CP_TYPE_ANALYSE_PAGE);
  g_type_ensure (CP_TYPE_CUTPOINT_PANEL);
  g_type_ensure (CP_TYPE_ERROR_BANNER);
  g_type_ensure (CP_TYPE_REVIEW_PAGE);
  g_type_ensure (CP_TYPE_SESSION_BAR);
  g_type_ensure (CP_TYPE_TRAIN_PAGE);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/window.ui");
  gtk_widget_class_bind_template_child (widget_class, CpWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, session_bar);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, train_page);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, review_page);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, analyse_page);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, panel);
}

static void
connect_workspace (CpWindow *self)
{
  CpReview *review = cp_workspace_get_review (self->workspace);

  cp_train_page_set_workspace (self->train_page, self->workspace);
  cp_review_page_set_workspace (self->review_page, self->workspace);
  cp_analyse_page_set_workspace (self->analyse_page, self->workspace);
  cp_cutpoint_panel_set_workspace (self->panel, self->workspace);
  g_action_map_add_action (G_ACTION_MAP (self), cp_cutpoint_panel_get_seal_action (self->panel));
  cp_review_page_attach (self->review_page, G_ACTION_MAP (self), GTK_WIDGET (self->panel));
  g_signal_connect_object (self->review_page, "failed", G_CALLBACK (cp_window_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->analyse_page, "failed", G_CALLBACK (cp_window_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "failed", G_CALLBACK (cp_window_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::dataset", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::model", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::busy", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::run", G_CALLBACK (on_run_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "notify::filter", G_CALLBACK (on_filter_changed), self, G_CONNECT_SWAPPED);
  cp_opening_watch_failures (self);
  on_filter_changed (self);
  update_actions (self);
}

static void
cp_window_init (CpWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->pending_threshold = NAN;
  self->workspace = cp_workspace_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  connect_workspace (self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/**
 * cp_window_new:
 * @application: the application
 * @settings: what to remember; must outlive the window
 *
 * Returns: (transfer none): a window with nothing open
 */
CpWindow *
cp_window_new (GtkApplication *application,
               CpSettings     *settings)
{
  CpWindow *self = g_object_new (CP_TYPE_WINDOW, "application", application, NULL);

  self->settings = settings;
  cp_session_bar_attach (self->session_bar, GTK_APPLICATION_WINDOW (self), self->workspace, settings,
                         self->recent_menu);
  g_signal_connect_object (self->session_bar, "failed", G_CALLBACK (cp_window_show_error), self, G_CONNECT_SWAPPED);
  restore (self);
  return self;
}

/**
 * cp_window_get_workspace:
 * @self: a window
 *
 * Returns: (transfer none): what it works on
 */
CpWorkspace *
cp_window_get_workspace (CpWindow *self)
{
  g_return_val_if_fail (CP_IS_WINDOW (self), NULL);

  return self->workspace;
}

/**
 * cp_window_get_error:
 * @self: a window
 *
 * Returns: (nullable): the message shown in the banner
 */
const char *
cp_window_get_error (CpWindow *self)
{
  g_return_val_if_fail (CP_IS_WINDOW (self), NULL);

  return cp_error_banner_get_message (self->banner);
}

/**
 * cp_window_show_error:
 * @self: a window
 * @message: one line for a person
 *
 * Says what went wrong, without a dialog in the way.
 */
void
cp_window_show_error (CpWindow   *self,
                      const char *message)
{
  g_return_if_fail (CP_IS_WINDOW (self));

  cp_error_banner_show (self->banner, message);
}

/**
 * cp_window_clear_error:
 * @self: a window
 *
 * Takes the last message away: something new was asked for.
 */
void
cp_window_clear_error (CpWindow *self)
{
  g_return_if_fail (CP_IS_WINDOW (self));

  cp_error_banner_hide (self->banner);
}

/**
 * cp_window_train:
 * @self: a window
 *
 * Starts training with the settings of the Train page.
 */
void
cp_window_train (CpWindow *self)
{
  g_autoptr (GError) error = NULL;
  CpRecipe recipe;

  g_return_if_fail (CP_IS_WINDOW (self));

  cp_window_clear_error (self);
  cp_train_page_get_recipe (self->train_page, &recipe);
  if (!cp_workspace_train (self->workspace, &recipe, &error))
    cp_window_show_error (self, error->message);
}
