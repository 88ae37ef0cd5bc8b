/* SPDX-License-Identifier: MIT */
/* A clock that is set forth and back: nothing is put in order by it, and nothing is lost. */
#include "desk.h"

#include "clock-private.h"
#include "session-folder.h"
#include "store.h"

#include <glib/gstdio.h>
#include <string.h>

#define YEAR (G_GINT64_CONSTANT (31557600) * G_USEC_PER_SEC)

static gint64 moment;

static gint64
get_moment (void)
{
  return moment;
}

/* 2030, then 1970, then 2099, then 2031 … */
static void
jump (guint i)
{
  static const double years[] = { 60, 0.001, 129, 61, 61.5, 2 };

  moment = (gint64) (years[i % G_N_ELEMENTS (years)] * (double) YEAR) + (gint64) (i / G_N_ELEMENTS (years));
}

static void
test_log (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "log.cutpoint");
  g_autofree char *order = NULL;
  g_autofree char *times = NULL;
  g_autoptr (CpStore) store = cp_store_open (path, TRUE, NULL);
  gint64 wrong = -1;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *detail = g_strdup_printf ("%u", i);

      jump (i);
      g_assert_true (cp_store_log (store, "note", detail, NULL));
    }
  g_assert_true (cp_store_check_log (store, &wrong, NULL));
  g_assert_cmpint (wrong, ==, 0);
  g_clear_pointer (&store, cp_store_close);
  order = query_text (path, "SELECT group_concat (detail) FROM (SELECT detail FROM log ORDER BY entry)");
  g_assert_cmpstr (order, ==, "0,1,2,3,4,5,6,7,8,9,10,11");
  times = query_text (path, "SELECT group_concat (substr (time, 1, 4)) FROM (SELECT time FROM log ORDER BY entry LIMIT 4)");
  g_assert_cmpstr (times, ==, "2030,1970,2099,2031"); /* as the clock said */
  tamper (path, "PRAGMA journal_mode = DELETE");
}

static char *
begin_session (const char *folder)
{
  g_autofree char *path = cp_session_folder_new_path (folder);
  CpStore *store;

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  store = cp_store_open (path, TRUE, NULL);
  g_assert_nonnull (store);
  cp_store_close (store);

  return g_path_get_basename (path);
}

/* The sessions that stay are those that were begun last, whatever the clock said. */
static void
test_folder (Fixture       *fixture,
             gconstpointer  data)
{
  const guint n = CP_SESSIONS_KEPT + 15;
  g_autofree char *folder = fixture_file (fixture, "sessions");
  g_autofree char *stranger = g_build_filename (folder, "zebra.cutpoint", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (stranger, "", 0, NULL));
  for (guint i = 0; i < n; i++)
    {
      jump (i / 2); /* twice at the same time, too */
      g_ptr_array_add (names, begin_session (folder));
    }
  g_unlink (stranger);
  cp_session_folder_prune (folder);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      g_test_message ("%s", (char *) names->pdata[i]);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == (i >= n - CP_SESSIONS_KEPT));
      g_unlink (path);
    }
}

static gboolean
has_path (gpointer data)
{
  return cp_session_get_path (data) != NULL;
}

/* Windows that begin to work in the same second have a session each. */
static void
test_same_second (Fixture       *fixture,
                  gconstpointer  data)
{
  char *paths[2];
  Desk desks[2];

  jump (0);
  for (guint i = 0; i < 2; i++)
    {
      desk_init (&desks[i], fixture->folder);
      context_load (&desks[i].context, fixture->path);
      cp_verdicts_set_note (cp_workspace_get_verdicts (desks[i].context.workspace), CP_SPLIT_TEST, 3, i == 0 ? "a" : "b");
    }
  for (guint i = 0; i < 2; i++)
    fixture_wait (has_path, desks[i].session);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *note = NULL;

      cp_session_flush (desks[i].session, &error);
      g_assert_no_error (error);
      paths[i] = g_strdup (cp_session_get_path (desks[i].session));
      desk_close (&desks[i]);
      desk_clear (&desks[i]);
      note = query_text (paths[i], "SELECT note FROM verdict");
      g_assert_cmpstr (note, ==, i == 0 ? "a" : "b");
    }
  g_assert_cmpstr (paths[0], !=, paths[1]);
  g_free (paths[0]);
  g_free (paths[1]);
}

/* A name that is taken is nobody else's, finished or not. */
static void
test_taken (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  jump (0);
  first = cp_session_folder_new_path (fixture->folder);
  second = cp_session_folder_new_path (fixture->folder);
  g_assert_cmpstr (first, !=, second);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_str_has_suffix (second, " (2).cutpoint"));
}

/* What was written last is what is there. */
static void
test_notes (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = NULL;
  CpVerdictRecord record;
  Desk desk;

  jump (0);
  desk_init (&desk, fixture->folder);
  context_load (&desk.context, fixture->path);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *note = g_strdup_printf ("%u", i);

      jump (i);
      cp_verdicts_judge (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 3,
                         i % 2 == 0 ? CP_VERDICT_AGREE : CP_VERDICT_DISAGREE, FALSE);
      cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 3, note);
      g_assert_true (cp_session_flush (desk.session, NULL));
    }
  path = g_strdup (cp_session_get_path (desk.session));
  desk_close (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  g_assert_true (cp_verdicts_get (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 3, &record));
  g_assert_cmpstr (record.note, ==, "5");
  g_assert_cmpint (record.verdict, ==, CP_VERDICT_DISAGREE);
  g_assert_cmpint (cp_session_get_wrong_entry (desk.session), ==, 0);
  desk_close (&desk);
  desk_clear (&desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  cp_clock_replace (get_moment);
#define ADD(name, function) g_test_add ("/session/clock/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("log", test_log);
  ADD ("folder", test_folder);
  ADD ("same-second", test_same_second);
  ADD ("taken", test_taken);
  ADD ("notes", test_notes);
#undef ADD

  return g_test_run ();
}
