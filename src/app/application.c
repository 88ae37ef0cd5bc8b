/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "application.h"

#include "appearance.h"
#include "window.h"

#include <glib/gi18n.h>

struct _CpApplication
{
  GtkApplication parent_instance;

  const CpOptions *options;
  CpSettings *settings;
  CpAppearance *appearance;
};

G_DEFINE_FINAL_TYPE (CpApplication, cp_application, GTK_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *keys[3];
} Shortcut;

static const Shortcut shortcuts[] = {
  { "win.open-data", { "<Control>o" } },
  { "win.open-folder", { "<Control><Shift>o" } },
  { "win.open-images", { "<Control>i" } },
  { "win.open-model", { "<Control>m" } },
  { "win.save-model", { "<Control>s" } },
  { "win.open-session", { "<Control><Alt>o" } },
  { "win.save-session", { "<Control><Shift>s" } },
  { "win.save-report", { "<Control><Shift>p" } },
  { "win.export-sheet", { "<Control><Shift>e" } },
  { "win.export-image", { "<Control>e" } },
  { "win.blind-read", { "<Control>b" } },
  { "win.train", { "<Control>t" } },
  { "win.pause", { "<Control>p" } },
  { "win.stop", { "<Control>period" } },
  { "win.page::train", { "<Alt>1" } },
  { "win.page::review", { "<Alt>2" } },
  { "win.page::analyse", { "<Alt>3" } },
  { "win.clear-filter", { "<Control>BackSpace" } },
  { "win.show-help-overlay", { "F1", "<Control>question" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (user_data);

  gtk_show_about_dialog (parent,
                         "program-name", "Cutpoint",
                         "logo-icon-name", CP_APP_ID,
                         "version", CP_VERSION,
                         "comments", _("See what a decision threshold costs, on chest X-rays.\n"
                                       "For research and teaching only, never for diagnosis."),
                         "license-type", GTK_LICENSE_MIT_X11,
                         "title", _("About Cutpoint"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GList *window;

  /* Each window is asked, so that it can remember its size. */
  while ((window = gtk_application_get_windows (user_data)) != NULL)
    {
      GtkWindow *first = window->data;

      gtk_window_close (first);
      if (gtk_application_get_windows (user_data) != NULL &&
          gtk_application_get_windows (user_data)->data == first)
        break;
    }
}

static void
appearance_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  CpApplication *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (!cp_appearance_set (self->appearance, name))
    return;

  g_simple_action_set_state (action, parameter);
  cp_settings_set_string (self->settings, CP_SETTING_APPEARANCE, name);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
  { .name = "appearance", .activate = appearance_action, .parameter_type = "s", .state = "'system'" },
};

static void
add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/cutpoint/Cutpoint/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
cp_application_startup (GApplication *application)
{
  CpApplication *self = CP_APPLICATION (application);
  g_autofree char *appearance = cp_settings_get_string (self->settings, CP_SETTING_APPEARANCE);

  G_APPLICATION_CLASS (cp_application_parent_class)->startup (application);

  add_style ();
  gtk_window_set_default_icon_name (CP_APP_ID);
  self->appearance = cp_appearance_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_action_group_activate_action (G_ACTION_GROUP (self), "appearance", g_variant_new_string (appearance));
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           (const char *const *) shortcuts[i].keys);
}

static void
cp_application_activate (GApplication *application)
{
  CpApplication *self = CP_APPLICATION (application);
  CpWindow *window = cp_window_new (GTK_APPLICATION (self), self->settings);

  gtk_window_present (GTK_WINDOW (window));
  cp_window_start (window, self->options);
}

static void
cp_application_finalize (GObject *object)
{
  CpApplication *self = CP_APPLICATION (object);

  g_clear_pointer (&self->appearance, cp_appearance_free);
  g_clear_pointer (&self->settings, cp_settings_free);

  G_OBJECT_CLASS (cp_application_parent_class)->finalize (object);
}

static void
cp_application_class_init (CpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cp_application_finalize;
  application_class->startup = cp_application_startup;
  application_class->activate = cp_application_activate;
}

static void
cp_application_init (CpApplication *self)
{
  self->settings = cp_settings_new ();
}

/**
 * cp_application_new:
 * @options: what the window shall do first; must outlive the application
 *
 * Not unique: each start is its own process with its own window.
 *
 * Returns: (transfer full): the application
 */
CpApplication *
cp_application_new (const CpOptions *options)
{
  CpApplication *self = g_object_new (CP_TYPE_APPLICATION,
                                      "application-id", CP_APP_ID,
                                      "flags", G_APPLICATION_NON_UNIQUE,
                                      "resource-base-path", "/org/cutpoint/Cutpoint",
                                      NULL);

  self->options = options;
  return self;
}

/**
 * cp_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none): what it remembers
 */
CpSettings *
cp_application_get_settings (CpApplication *self)
{
  g_return_val_if_fail (CP_IS_APPLICATION (self), NULL);

  return self->settings;
}
