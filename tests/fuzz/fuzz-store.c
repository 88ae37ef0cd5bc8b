/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "session-content-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Where the database and what SQLite puts beside it are written: memory, where the system has such a folder. */
static const char *
get_path (void)
{
  static char *path = NULL;

  if (path == NULL)
    {
      const char *folder = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

      path = g_strdup_printf ("%s/cutpoint-fuzz-%d.cutpoint", folder, (int) getpid ());
    }
  return path;
}

static void
unlink_all (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

/* A session, whose every page and row may be anything. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *path = get_path ();
  g_autoptr (CpStore) store = NULL;
  gint64 wrong;

  unlink_all (path);
  g_file_set_contents_full (path, (const char *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  store = cp_store_open (path, FALSE, NULL);
  if (store != NULL)
    {
      CpSessionContent *content = cp_session_content_read (store, NULL);

      g_clear_pointer (&content, cp_session_content_free);
    }
  if (store != NULL && cp_store_check_log (store, &wrong, NULL) && cp_store_begin (store, NULL))
    {
      if (cp_store_log (store, "opened", "", NULL))
        cp_store_commit (store, NULL);
      else
        cp_store_rollback (store);
      cp_store_check (store, NULL);
    }
  g_clear_pointer (&store, cp_store_close);
  unlink_all (path);
  return 0;
}
