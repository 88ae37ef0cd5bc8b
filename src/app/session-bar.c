/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "session-bar.h"

#include "accessible.h"
#include "file-choosers.h"
#include "recent-sessions.h"
#include "session-folder.h"

#include <glib/gi18n.h>
#include <string.h>

/* What there may be to say, the most pressing first. */
typedef enum
{
  TOPIC_DATA,
  TOPIC_LOG,
  TOPIC_TRAINING,
  TOPIC_LAST,
  N_TOPICS,
} Topic;

struct _CpSessionBar
{
  GtkWidget parent_instance;

  GtkApplicationWindow *window; /* whose widget this is */
  CpSettings *settings;
  CpWorkspace *workspace;
  CpSession *session;
  GMenu *recent;
  char *last;                /* (nullable): session that is offered */
  gboolean silent[N_TOPICS]; /* somebody has closed the message */
  Topic topic;               /* of the message shown; N_TOPICS for none */
  gboolean warned;           /* closing again gives up what cannot be saved */

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *first;
  GtkButton *second;
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpSessionBar, cp_session_bar, GTK_TYPE_WIDGET)

static void
fail (CpSessionBar *self,
      const char   *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

/* A session's name, as people know it. */
static char *
name_of (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (g_str_has_suffix (name, ".cutpoint"))
    name[strlen (name) - strlen (".cutpoint")] = '\0';

  return g_steal_pointer (&name);
}

static char *
describe_training (CpRunEntry *entry)
{
  CpEpochRecord *last = cp_run_entry_get_last (entry);
  const guint of = cp_training_run_get_recipe (cp_run_entry_get_run (entry))->epochs;

  return g_strdup_printf (_("A training was interrupted: %s, after epoch %u of %u. It can go on as if it had never stopped."),
                          cp_run_entry_get_title (entry), last != NULL ? cp_epoch_record_get_epoch (last) : 0, of);
}

/* Returns: (transfer full) (nullable): NULL where there is nothing to say about it */
static char *
describe (CpSessionBar *self,
          Topic         topic)
{
  CpRunEntry *interrupted = cp_session_get_interrupted (self->session);
  const gint64 wrong = cp_session_get_wrong_entry (self->session);
  g_autofree char *name = NULL;

  switch (topic)
    {
    case TOPIC_DATA:
      return cp_session_describe_data (self->session);
    case TOPIC_LOG:
      if (wrong == 0)
        return NULL;
      return g_strdup_printf (_("The log of this session was changed after it was written, from entry %lld on: what it says was "
                                "done may not be true."), (long long) wrong);
    case TOPIC_TRAINING:
      return interrupted != NULL ? describe_training (interrupted) : NULL;
    case TOPIC_LAST:
      if (self->last == NULL || cp_session_get_path (self->session) != NULL)
        return NULL;
      name = name_of (self->last);
      return g_strdup_printf (_("Your work of last time is kept: “%s”."), name);
    case N_TOPICS:
    default:
      return NULL;
    }
}

static void
label_buttons (CpSessionBar *self,
               Topic         topic)
{
  const char *first = NULL, *second = NULL;

  if (topic == TOPIC_DATA)
    {
      first = _("_Locate…");
      if (cp_session_get_data (self->session) == CP_SESSION_DATA_OTHER)
        second = _("Use _These in a New Session");
    }
  else if (topic == TOPIC_TRAINING)
    first = _("_Continue Training");
  else if (topic == TOPIC_LAST)
    first = _("_Continue Last Session");
  gtk_widget_set_visible (GTK_WIDGET (self->first), first != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->second), second != NULL);
  if (first != NULL)
    cp_accessible_label_button (self->first, first);
  if (second != NULL)
    cp_accessible_label_button (self->second, second);
}

static void
show (CpSessionBar *self,
      Topic         topic,
      const char   *message)
{
  const gboolean warns = topic == TOPIC_DATA || topic == TOPIC_LOG;

  self->topic = topic;
  label_buttons (self, topic);
  if (warns)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  gtk_image_set_from_icon_name (self->icon, warns ? "dialog-warning-symbolic" : "document-open-recent-symbolic");
  gtk_label_set_label (self->label, message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
  gtk_widget_set_visible (self->box, TRUE);
}

static void
update (CpSessionBar *self)
{
  for (guint topic = 0; topic < N_TOPICS; topic++)
    {
      g_autofree char *message = self->silent[topic] ? NULL : describe (self, (Topic) topic);

      if (message == NULL)
        continue;
      show (self, (Topic) topic, message);
      return;
    }
  self->topic = N_TOPICS;
  gtk_widget_set_visible (self->box, FALSE);
}

static void
on_close_clicked (CpSessionBar *self)
{
  if (self->topic < N_TOPICS)
    self->silent[self->topic] = TRUE;
  update (self);
}

static void
on_data_located (GtkWindow  *window,
                 const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.locate-data", "s", path);
}

static void
on_first_clicked (CpSessionBar *self)
{
  g_autoptr (GError) error = NULL;

  if (self->topic == TOPIC_DATA)
    cp_choose_file (GTK_WINDOW (self->window), CP_FILE_DATA, on_data_located);
  else if (self->topic == TOPIC_TRAINING && !cp_session_continue (self->session, &error))
    fail (self, error->message);
  else if (self->topic == TOPIC_LAST)
    cp_session_bar_open (self, self->last);
}

static void
on_second_clicked (CpSessionBar *self)
{
  if (self->topic == TOPIC_DATA)
    cp_session_use_other_images (self->session);
}

/* Another file: what was closed before is said again. */
static void
on_path (CpSessionBar *self)
{
  const char *path = cp_session_get_path (self->session);

  for (guint topic = 0; topic < TOPIC_LAST; topic++)
    self->silent[topic] = FALSE;
  if (path != NULL)
    {
      g_autofree char *name = name_of (path);
      /* Translators: the title of a window: a session's name, then the program's */
      g_autofree char *title = g_strdup_printf (_("%s – Cutpoint"), name);

      cp_settings_set_string (self->settings, CP_SETTING_SESSION, path);
      gtk_window_set_title (GTK_WINDOW (self->window), title);
    }
  else
    gtk_window_set_title (GTK_WINDOW (self->window), "Cutpoint");
  update (self);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CpSessionBar) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL) /* the window is gone */
    return;
  if (cp_session_open_finish (CP_SESSION (source), result, &error))
    {
      cp_recent_sessions_add (cp_session_get_path (self->session));
      return;
    }
  if (cp_workspace_get_dataset (self->workspace) == NULL && !cp_workspace_get_busy (self->workspace)
      && cp_session_get_path (self->session) == NULL && self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-phantoms", NULL); /* a window needs images */
  fail (self, error->message);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CpSessionBar) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;
  if (cp_session_save_as_finish (CP_SESSION (source), result, &error))
    cp_recent_sessions_add (cp_session_get_path (self->session));
  else
    fail (self, error->message);
}

static void
on_session_chosen (GtkWindow  *window,
                   const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-session-file", "s", path);
}

static void
on_name_chosen (const char *path,
                gpointer    user_data)
{
  CpSessionBar *self = user_data;
  g_autofree char *named = g_str_has_suffix (path, ".cutpoint") ? g_strdup (path) : g_strconcat (path, ".cutpoint", NULL);

  cp_session_save_as (self->session, named, on_saved, g_object_ref (self));
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CpSessionBar *self = user_data;

  if (parameter != NULL)
    cp_session_bar_open (self, g_variant_get_string (parameter, NULL));
  else
    cp_choose_file (GTK_WINDOW (self->window), CP_FILE_SESSION, on_session_chosen);
}

static void
save_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CpSessionBar *self = user_data;
  const char *path = cp_session_get_path (self->session);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strdup (_("session.cutpoint"));

  cp_choose_new_file (GTK_WINDOW (self->window), CP_FILE_NEW_SESSION, name, on_name_chosen, g_object_ref (self),
                      g_object_unref);
}

static void
locate_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  cp_session_locate (CP_SESSION_BAR (user_data)->session, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "open-session", .activate = open_action },
  { .name = "open-session-file", .activate = open_action, .parameter_type = "s" },
  { .name = "save-session", .activate = save_action },
  { .name = "locate-data", .activate = locate_action, .parameter_type = "s" },
};

static void
cp_session_bar_dispose (GObject *object)
{
  CpSessionBar *self = CP_SESSION_BAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_object (&self->recent);
  g_clear_pointer (&self->last, g_free);
  self->window = NULL;

  G_OBJECT_CLASS (cp_session_bar_parent_class)->dispose (object);
}

static void
cp_session_bar_class_init (CpSessionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_session_bar_dispose;

  /**
   * CpSessionBar::failed:
   * @self: the bar
   * @message: one line for a person
   *
   * A session could not be opened or saved.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CP_TYPE_SESSION_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sessionbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/session-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CpSessionBar, box);
  gtk_widget_class_bind_template_child (widget_class, CpSessionBar, icon);
  gtk_widget_class_bind_template_child (widget_class, CpSessionBar, label);
  gtk_widget_class_bind_template_child (widget_class, CpSessionBar, first);
  gtk_widget_class_bind_template_child (widget_class, CpSessionBar, second);
  gtk_widget_class_bind_template_callback (widget_class, on_first_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_second_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
cp_session_bar_init (CpSessionBar *self)
{
  self->topic = N_TOPICS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_session_bar_attach:
 * @self: a bar
 * @window: the window it is in
 * @workspace: what to keep
 * @settings: where the last session is remembered; must outlive the bar
 * @recent: a menu to fill with recent sessions
 *
 * From now on all work in @workspace is kept.
 */
void
cp_session_bar_attach (CpSessionBar         *self,
                       GtkApplicationWindow *window,
                       CpWorkspace          *workspace,
                       CpSettings           *settings,
                       GMenu                *recent)
{
  g_autofree char *folder = cp_session_folder_get_default ();

  g_return_if_fail (CP_IS_SESSION_BAR (self));
  g_return_if_fail (self->session == NULL);

  self->window = window;
  self->settings = settings;
  self->workspace = g_object_ref (workspace);
  self->session = cp_session_new (workspace, folder);
  self->recent = g_object_ref (recent);
  cp_recent_sessions_follow (recent);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_swapped (self->session, "failed", G_CALLBACK (fail), self);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->session, "notify::path", G_CALLBACK (on_path), self);
}

/**
 * cp_session_bar_get_session:
 * @self: a bar
 *
 * Returns: (transfer none): what keeps the window's work
 */
CpSession *
cp_session_bar_get_session (CpSessionBar *self)
{
  g_return_val_if_fail (CP_IS_SESSION_BAR (self), NULL);

  return self->session;
}

/**
 * cp_session_bar_open:
 * @self: a bar
 * @path: a session's file
 *
 * Opens a session in place of what is open; where that fails, that stays.
 */
void
cp_session_bar_open (CpSessionBar *self,
                     const char   *path)
{
  g_return_if_fail (CP_IS_SESSION_BAR (self));

  cp_session_open (self->session, path, on_opened, g_object_ref (self));
}

/**
 * cp_session_bar_offer_last:
 * @self: a bar
 *
 * Offers to go on where the program was left, if there is such a file.
 */
void
cp_session_bar_offer_last (CpSessionBar *self)
{
  g_return_if_fail (CP_IS_SESSION_BAR (self));

  g_free (self->last);
  self->last = cp_settings_get_string (self->settings, CP_SETTING_SESSION);
  if (self->last != NULL && !g_file_test (self->last, G_FILE_TEST_IS_REGULAR))
    g_clear_pointer (&self->last, g_free);
  update (self);
}

/**
 * cp_session_bar_close:
 * @self: a bar
 *
 * Waits until all is kept. Where it cannot be, that is said, and only the
 * next call lets go of it.
 *
 * Returns: whether the window may close
 */
gboolean
cp_session_bar_close (CpSessionBar *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (CP_IS_SESSION_BAR (self), TRUE);

  if (self->warned || cp_session_close (self->session, &error))
    return TRUE;
  self->warned = TRUE;
  message = g_strdup_printf (_("Your last work could not be saved: %s. Close again to give it up."), error->message);
  fail (self, message);

  return FALSE;
}

/**
 * cp_session_bar_get_message:
 * @self: a bar
 *
 * Returns: (nullable): what it says
 */
const char *
cp_session_bar_get_message (CpSessionBar *self)
{
  g_return_val_if_fail (CP_IS_SESSION_BAR (self), NULL);

  return gtk_widget_get_visible (self->box) ? gtk_label_get_label (self->label) : NULL;
}
