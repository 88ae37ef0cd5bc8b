/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "appearance.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_SETTINGS "org.freedesktop.portal.Settings"
#define NAMESPACE "org.freedesktop.appearance"
#define KEY "color-scheme"

/* What the portal answers for "prefer dark"; 0 is no preference, 2 light. */
#define PREFERS_DARK 1

struct _CpAppearance
{
  gboolean follow;
  gboolean system_known;
  gboolean system_dark;
  GCancellable *cancellable;
  GDBusConnection *bus; /* (nullable) */
  guint subscription;
};

static void
apply (CpAppearance *self)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (!self->follow)
    return;
  if (self->system_known)
    g_object_set (settings, "gtk-application-prefer-dark-theme", self->system_dark, NULL);
  else
    gtk_settings_reset_property (settings, "gtk-application-prefer-dark-theme");
}

static void
take_value (CpAppearance *self,
            GVariant     *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  /* Read() wraps the value twice, SettingChanged once. */
  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *unwrapped = g_variant_get_variant (inner);

      g_variant_unref (inner);
      inner = unwrapped;
    }
  if (!g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    return;

  self->system_known = TRUE;
  self->system_dark = g_variant_get_uint32 (inner) == PREFERS_DARK;
  apply (self);
}

static void
on_setting_changed (GDBusConnection *bus,
                    const char      *sender,
                    const char      *path,
                    const char      *interface,
                    const char      *signal,
                    GVariant        *parameters,
                    gpointer         user_data)
{
  const char *name, *key;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;

  g_variant_get (parameters, "(&s&sv)", &name, &key, &value);
  if (g_str_equal (name, NAMESPACE) && g_str_equal (key, KEY))
    take_value (user_data, value);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  /* No portal: GTK's own setting stands. Cancelled: @user_data is gone. */
  if (reply == NULL)
    return;

  value = g_variant_get_child_value (reply, 0);
  take_value (user_data, value);
}

static void
on_bus (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  CpAppearance *self;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;

  self = user_data;
  self->bus = bus;
  self->subscription =
    g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, PORTAL_SETTINGS, "SettingChanged", PORTAL_PATH, NAMESPACE,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_setting_changed, self, NULL);
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_SETTINGS, "Read",
                          g_variant_new ("(ss)", NAMESPACE, KEY), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_read, self);
}

/**
 * cp_appearance_new:
 *
 * Asks the desktop portal, in the background, what the user prefers.
 *
 * Returns: (transfer full): the appearance, following the system
 */
CpAppearance *
cp_appearance_new (void)
{
  CpAppearance *self = g_new0 (CpAppearance, 1);

  self->follow = TRUE;
  self->cancellable = g_cancellable_new ();
  if (g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_getenv ("XDG_RUNTIME_DIR") != NULL)
    g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus, self);
  return self;
}

/**
 * cp_appearance_free:
 * @self: the appearance
 *
 * Stops following the system.
 */
void
cp_appearance_free (CpAppearance *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->bus != NULL)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * cp_appearance_set:
 * @self: the appearance
 * @name: "system", "light" or "dark"
 *
 * Changes the whole program's look.
 *
 * Returns: whether there is such a look
 */
gboolean
cp_appearance_set (CpAppearance *self,
                   const char   *name)
{
  static const char *const names[] = { "system", "light", "dark", NULL };

  if (!g_strv_contains (names, name))
    return FALSE;

  self->follow = g_str_equal (name, "system");
  apply (self);
  if (!self->follow)
    g_object_set (gtk_settings_get_default (),
                  "gtk-application-prefer-dark-theme", g_str_equal (name, "dark"), NULL);
  return TRUE;
}
