/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "recent-sessions.h"

#include <glib/gi18n.h>

#define MIME_TYPE "application/x-cutpoint-session"
#define MAX_SHOWN 8

/**
 * cp_recent_sessions_add:
 * @path: a session that was opened or saved
 *
 * Puts it among what was used recently, for this program and the desktop.
 */
void
cp_recent_sessions_add (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE, .app_name = (char *) "Cutpoint", .app_exec = (char *) "cutpoint %f",
  };

  if (uri == NULL)
    return;
  gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL); /* so that it is the last of the list */
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* A name may have an underline, which a menu takes for a key. */
static char *
label_of (GtkRecentInfo *info)
{
  g_auto (GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);

  return g_strjoinv ("__", parts);
}

static void
add_item (GMenu         *menu,
          GtkRecentInfo *info)
{
  g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
  g_autofree char *label = label_of (info);
  g_autoptr (GMenuItem) item = NULL;

  if (path == NULL || !g_utf8_validate (path, -1, NULL))
    return;
  item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.open-session-file", "s", path);
  g_menu_append_item (menu, item);
}

static gboolean
is_session (GtkRecentInfo *info)
{
  return g_strcmp0 (gtk_recent_info_get_mime_type (info), MIME_TYPE) == 0 && gtk_recent_info_is_local (info)
         && gtk_recent_info_exists (info);
}

/* In the order in which they were added, last first, and not by their times: clocks are set back. */
static void
fill (GMenu *menu)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  g_menu_remove_all (menu);
  for (GList *l = items; l != NULL && g_menu_model_get_n_items (G_MENU_MODEL (menu)) < MAX_SHOWN; l = l->next)
    if (is_session (l->data))
      add_item (menu, l->data);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

/**
 * cp_recent_sessions_follow:
 * @menu: a menu
 *
 * Fills it with the sessions used last, newest first, from now on.
 */
void
cp_recent_sessions_follow (GMenu *menu)
{
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill), menu, G_CONNECT_SWAPPED);
  fill (menu);
}
