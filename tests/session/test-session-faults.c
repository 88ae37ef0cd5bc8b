/* SPDX-License-Identifier: MIT */
#include "desk.h"

#include "phantom.h"
#include "session-error.h"
#include "session-summary.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean
is_found (gpointer data)
{
  return cp_session_get_data (((Desk *) data)->session) == CP_SESSION_DATA_FOUND;
}

static gboolean
is_other (gpointer data)
{
  return cp_session_get_data (((Desk *) data)->session) == CP_SESSION_DATA_OTHER;
}

static void
test_missing_data (Fixture       *fixture,
                   gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 20, .seed = 9 };
  g_autofree char *moved = fixture_file (fixture, "moved.npz");
  g_autofree char *other = fixture_file (fixture, "other.npz");
  g_autofree char *words = NULL;
  g_autofree char *location = NULL;
  Desk before, after;
  g_autofree char *path = desk_make_session (fixture, &before);

  g_assert_true (cp_phantom_write_npz (&settings, other, NULL));
  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_MISSING);
  words = cp_session_describe_data (after.session);
  g_assert_nonnull (strstr (words, fixture->path));
  assert_same_history (cp_run_entry_get_history (desk_get_entry (&before, 0)), cp_run_entry_get_history (desk_get_entry (&after, 0)));

  cp_session_locate (after.session, fixture->folder); /* no data set: said, and nothing changes */
  while (after.failure == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_MISSING);
  g_clear_pointer (&after.failure, g_free);

  cp_session_locate (after.session, other);
  fixture_wait (is_other, &after);
  g_free (words);
  words = cp_session_describe_data (after.session);
  g_assert_nonnull (strstr (words, "other images"));
  g_assert_null (cp_workspace_get_dataset (after.context.workspace));

  cp_session_locate (after.session, moved);
  fixture_wait (is_found, &after);
  fixture_wait (context_is_idle, &after.context);
  desk_assert_restored (&before, &after);
  desk_close (&after);
  desk_clear (&after);
  location = query_text (path, "SELECT location FROM data");
  g_assert_cmpstr (location, ==, moved);
  desk_clear (&before);
}

/* Other images lie where the session's lay: its models may score them, but its file stays as it is. */
static void
test_other_images (Fixture       *fixture,
                   gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 20, .seed = 9 };
  g_autofree char *contents = NULL;
  g_autofree char *still = NULL;
  gsize length, n;
  Desk before, after;
  g_autofree char *path = desk_make_session (fixture, &before);

  g_assert_true (cp_phantom_write_npz (&settings, fixture->path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_OTHER);
  cp_session_use_other_images (after.session);
  fixture_wait (context_is_idle, &after.context);
  fixture_wait (context_has_scores, &after.context);
  g_assert_true (cp_session_flush (after.session, NULL));
  g_assert_cmpstr (cp_session_get_path (after.session), !=, path);
  g_assert_true (cp_verdicts_is_empty (cp_workspace_get_verdicts (after.context.workspace)));
  assert_same_model (cp_run_entry_get_model (desk_get_entry (&before, 0)), cp_run_entry_get_model (desk_get_entry (&after, 0)));
  g_assert_true (g_file_get_contents (path, &still, &n, NULL));
  g_assert_cmpmem (contents, length, still, n);
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

static void
test_edited_log (Fixture       *fixture,
                 gconstpointer  data)
{
  Desk before, after;
  g_autofree char *path = desk_make_session (fixture, &before);
  g_autofree char *chosen = query_text (path, "SELECT words FROM threshold WHERE kind = 'threshold' ORDER BY id DESC");

  g_autoptr (CpSessionSummary) summary = NULL;

  g_assert_nonnull (strstr (chosen, "chosen on validation"));
  tamper (path, "UPDATE log SET detail = 'nothing' WHERE entry = 2");
  summary = cp_session_summary_load (path, NULL);
  g_assert_cmpint (summary->first_wrong, ==, 2);
  g_assert_cmpuint (summary->runs->len, ==, 1);
  g_assert_true (((CpRunSummary *) summary->runs->pdata[0])->current);
  g_assert_cmpuint (summary->verdicts, ==, 2);
  g_assert_cmpuint (summary->notes, ==, 1);
  g_assert_cmpstr (summary->data_location, ==, fixture->path);
  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 2);
  desk_assert_restored (&before, &after);
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

/* What a stranger may have written: one line about it, and what is open stays. */
static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const edits[] = {
    "UPDATE run SET state = 'dancing'", "UPDATE run SET model = x'00'", "UPDATE run SET recipe = '{}'",
    "UPDATE run SET recipe = NULL", "UPDATE run SET look = -1", "UPDATE run SET current = 2",
    "UPDATE epoch SET epoch = 77 WHERE epoch = 1", "UPDATE epoch SET tp = 'many'", "UPDATE loss SET losses = x'0000'",
    "UPDATE prediction SET split = 'toast' WHERE split = 'test'", "UPDATE verdict SET verdict = 'yes'",
    "UPDATE verdict SET time = 'late'", "UPDATE verdict SET image = -4", "UPDATE data SET size = 'big'",
    "UPDATE verdict SET note = x'ff'",
  };
  Desk before, after;
  g_autofree char *path = desk_make_session (fixture, &before);
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  desk_init (&after, fixture->folder);
  context_load (&after.context, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
      tamper (path, edits[i]);
      desk_open (&after, path);
      g_test_message ("%s: %s", edits[i], after.error != NULL ? after.error->message : "taken");
      g_assert_nonnull (after.error);
      g_assert_true (g_str_has_prefix (after.error->message, path));
      g_assert_null (strchr (after.error->message, '\n'));
      g_assert_nonnull (cp_workspace_get_dataset (after.context.workspace));
      g_assert_null (cp_session_get_path (after.session));
    }
  /* scores that do not fit are made anew; facts that make no sense are left out */
  g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
  tamper (path, "UPDATE prediction SET probabilities = x'0102' WHERE split = 'test'; "
                "UPDATE fact SET value = '7' WHERE name = 'pinned'; UPDATE fact SET value = 'x' WHERE name = 'rule'");
  desk_open_well (&after, path);
  assert_same_scores (&before, &after);
  g_assert_true (isnan (cp_review_get_pinned (cp_workspace_get_review (after.context.workspace))));
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

/* The first has the file; the second is told so, and keeps what it has. */
static void
test_second (Fixture       *fixture,
             gconstpointer  data)
{
  Desk first, second;

  desk_init (&first, fixture->folder);
  desk_work (&first, fixture);
  g_assert_true (cp_session_flush (first.session, NULL));
  desk_init (&second, fixture->folder);
  context_load (&second.context, fixture->path);
  desk_open (&second, cp_session_get_path (first.session));
  g_assert_error (second.error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (second.error->message, "open in another window"));
  g_assert_nonnull (cp_workspace_get_dataset (second.context.workspace));
  cp_verdicts_set_note (cp_workspace_get_verdicts (first.context.workspace), CP_SPLIT_TEST, 2, "unharmed");
  g_assert_true (cp_session_flush (first.session, NULL));
  desk_close (&second);
  desk_clear (&second);
  desk_close (&first);
  desk_clear (&first);
}

static gboolean
has_failed (gpointer data)
{
  return ((Desk *) data)->failure != NULL;
}

/* A full disk: said once, with file and cause; the file stays whole, and all is written when there is space again. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  struct rlimit limit;
  Desk before, after;
  CpVerdicts *verdicts;
  g_autofree char *path = NULL;
  g_autofree char *large = g_strnfill (60000, 'x');

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  desk_init (&before, fixture->folder);
  desk_work (&before, fixture);
  verdicts = cp_workspace_get_verdicts (before.context.workspace);
  g_assert_true (cp_session_flush (before.session, NULL));
  path = g_strdup (cp_session_get_path (before.session));
  setrlimit (RLIMIT_FSIZE, &(struct rlimit) { 4096, limit.rlim_max });
  cp_verdicts_set_note (verdicts, CP_SPLIT_TEST, 20, large);
  fixture_wait (has_failed, &before);
  g_assert_nonnull (strstr (before.failure, path));
  cp_verdicts_set_note (verdicts, CP_SPLIT_TEST, 21, "and more");
  wait_ms (600);
  g_assert_cmpuint (before.failures, ==, 1);
  g_assert_false (cp_session_close (before.session, NULL));
  setrlimit (RLIMIT_FSIZE, &limit);
  g_clear_pointer (&before.failure, g_free);
  desk_close (&before);

  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  desk_assert_restored (&before, &after);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 20), ==, large);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 21), ==, "and more");
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

/* There is one session in @folder, with these notes; the folder is emptied. */
static void
assert_only_session (const char *folder,
                     const char *notes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *found = NULL;

      g_assert_true (g_str_has_suffix (name, ".cutpoint"));
      tamper (path, "PRAGMA journal_mode = DELETE"); /* reading leaves nothing beside it then */
      found = query_text (path, "SELECT group_concat (note) FROM verdict");
      g_assert_cmpstr (found, ==, notes);
      g_unlink (path);
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* Where nothing may be written, one is told, and works on. */
static void
test_no_permission (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *folder = fixture_file (fixture, "closed");
  const uid_t user = geteuid ();
  Desk desk;

  g_assert_cmpint (g_mkdir (folder, 0500), ==, 0);
  desk_init (&desk, folder);
  context_load (&desk.context, fixture->path);
  if (user == 0) /* root may write anywhere */
    g_assert_cmpint (seteuid (65534), ==, 0);
  cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 1, "kept in mind");
  fixture_wait (has_failed, &desk);
  g_assert_nonnull (strstr (desk.failure, folder));
  g_assert_nonnull (strstr (desk.failure, "ermission"));
  g_assert_cmpint (seteuid (user), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_clear_pointer (&desk.failure, g_free);
  cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 2, "and now");
  desk_close (&desk);
  desk_clear (&desk);
  assert_only_session (folder, "kept in mind,and now");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session/session/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("missing-data", test_missing_data);
  ADD ("other-images", test_other_images);
  ADD ("edited-log", test_edited_log);
  ADD ("nonsense", test_nonsense);
  ADD ("second", test_second);
  ADD ("full", test_full);
  ADD ("no-permission", test_no_permission);
#undef ADD

  return g_test_run ();
}
