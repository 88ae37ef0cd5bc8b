/* SPDX-License-Identifier: MIT */
#include "session-folder.h"

#include "clock-private.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Of "2001-02-03 04.05.06". */
#define DATE_LENGTH 19

#define SUFFIX ".cutpoint"

/* Seconds until nobody is still making what is not finished. */
#define GIVEN_UP (24 * 60 * 60)

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

/* A name is a date, and a number from 2 where there are several of a date. */
static guint
number_of (const char *name)
{
  const char *bracket = strchr (name, '(');

  return bracket != NULL ? (guint) g_ascii_strtoull (bracket + 1, NULL, 10) : 1;
}

static int
compare (const char *a,
         const char *b)
{
  const int dates = strncmp (a, b, DATE_LENGTH);

  return dates != 0 ? dates : (int) number_of (a) - (int) number_of (b);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return compare (*(const char *const *) a, *(const char *const *) b);
}

/* In the order in which they were made; with @unfinished, those whose names are only taken, too. */
static GPtrArray *
list_sessions (const char *folder,
               gboolean    unfinished)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX) || (unfinished && g_str_has_suffix (name, SUFFIX CP_STORE_UNFINISHED)))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

static gboolean
has_date (const char *name)
{
  return g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d", name, 0, 0);
}

/* Somebody may have put another file there. */
static const char *
find_newest (const GPtrArray *names)
{
  for (guint i = names->len; i > 0; i--)
    if (has_date (names->pdata[i - 1]))
      return names->pdata[i - 1];

  return NULL;
}

/* The name behind @newest, for a clock that says @date. One that was set back would make the newest session look like
 * the oldest, which is the first to be removed: then it is counted on. */
static char *
next_name (const char *newest,
           const char *date)
{
  if (newest == NULL || strncmp (date, newest, DATE_LENGTH) > 0)
    return g_strdup_printf ("%s" SUFFIX, date);

  return g_strdup_printf ("%.*s (%u)" SUFFIX, DATE_LENGTH, newest, number_of (newest) + 1);
}

/* Nobody else can take a name whose unfinished file is there. Returns: whether somebody was faster */
static gboolean
is_taken (const char *path)
{
  g_autofree char *unfinished = g_strconcat (path, CP_STORE_UNFINISHED, NULL);
  const int file = g_open (unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

  if (file < 0)
    return errno == EEXIST; /* what else is in the way is said when the session is made */
  close (file);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  g_unlink (unfinished); /* it was finished just now */

  return TRUE;
}

/**
 * cp_session_folder_new_path:
 * @folder: a folder, which need not exist
 *
 * Takes the name of a new session, so that another window that begins one in
 * the same second gets another.
 *
 * Returns: (transfer full): a file in @folder that does not exist, named after
 *   date and time, so that it is the last of the folder
 */
char *
cp_session_folder_new_path (const char *folder)
{
  g_autoptr (GDateTime) utc = cp_clock_get_utc ();
  g_autoptr (GDateTime) now = g_date_time_to_local (utc);
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  char *path = NULL;

  g_mkdir_with_parents (folder, 0700);
  do
    {
      g_autoptr (GPtrArray) names = list_sessions (folder, TRUE);
      g_autofree char *name = next_name (find_newest (names), date);

      g_free (path);
      path = g_build_filename (folder, name, NULL);
    }
  while (is_taken (path));

  return path;
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

/* What a crash left behind before there was a session. */
static void
remove_unfinished (const char *folder)
{
  g_autoptr (GPtrArray) names = list_sessions (folder, TRUE);
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      GStatBuf status;

      if (g_str_has_suffix (path, CP_STORE_UNFINISHED) && g_stat (path, &status) == 0 &&
          now - status.st_mtime > GIVEN_UP)
        g_unlink (path);
    }
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
  g_autoptr (GPtrArray) names = list_sessions (folder, FALSE);

  remove_unfinished (folder);
  for (guint i = 0; i + CP_SESSIONS_KEPT < names->len; i++)
    remove_session (folder, names->pdata[i]);
}
