/* SPDX-License-Identifier: MIT */
#include "session-folder.h"

#include "store.h"

#include <glib/gstdio.h>
#include <string.h>

/**
 * cp_session_folder_get_default:
 *
 * Returns: (transfer full): the folder for sessions that nobody has given a name
 */
char *
cp_session_folder_get_default (void)
{
  return g_build_filename (g_get_user_data_dir (), "cutpoint", "sessions", NULL);
}

/**
 * cp_session_folder_new_path:
 * @folder: a folder, which need not exist
 *
 * Returns: (transfer full): a file in it that does not exist, named after date and time
 */
char *
cp_session_folder_new_path (const char *folder)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");

  for (guint i = 1;; i++)
    {
      g_autofree char *file = i == 1 ? g_strdup_printf ("%s.cutpoint", name) : g_strdup_printf ("%s (%u).cutpoint", name, i);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names are dates, so that their order is that of time. */
static GPtrArray *
list_sessions (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".cutpoint"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

/* One that is open somewhere, or is no session, stays. */
static void
remove_session (const char *folder,
                const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  CpStore *store = cp_store_open (path, FALSE, NULL);

  if (store == NULL)
    return;
  cp_store_close (store);
  g_unlink (path);
}

/**
 * cp_session_folder_prune:
 * @folder: a folder that nothing but this program puts sessions into
 *
 * Removes the oldest sessions, but for the last #CP_SESSIONS_KEPT. Blocking.
 */
void
cp_session_folder_prune (const char *folder)
{
  g_autoptr (GPtrArray) names = list_sessions (folder);

  for (guint i = 0; i + CP_SESSIONS_KEPT < names->len; i++)
    remove_session (folder, names->pdata[i]);
}
