/* SPDX-License-Identifier: MIT */
#include "desk.h"

#include "phantom.h"
#include "session-folder.h"
#include "store.h"

#include <glib/gstdio.h>

/* of a training that is interrupted after its first */
#define EPOCHS 40

static void
test_keeps (Fixture       *fixture,
            gconstpointer  data)
{
  Desk before, after;
  g_autofree char *path = NULL;

  desk_init (&before, fixture->folder);
  desk_work (&before, fixture);
  g_assert_true (cp_session_flush (before.session, NULL));
  path = g_strdup (cp_session_get_path (before.session));
  g_assert_nonnull (path);
  desk_close (&before);

  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  g_assert_cmpstr (cp_session_get_path (after.session), ==, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_FOUND);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  g_assert_null (cp_session_get_interrupted (after.session));
  desk_assert_restored (&before, &after);

  /* and again, changed: nothing of it is lost by reading and writing */
  cp_verdicts_set_note (cp_workspace_get_verdicts (after.context.workspace), CP_SPLIT_TEST, 8, "more");
  desk_close (&after);
  desk_clear (&after);
  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  desk_assert_restored (&before, &after);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 8), ==, "more");
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

/* Nothing is kept until there is something; then by itself. */
static void
test_begins (Fixture       *fixture,
             gconstpointer  data)
{
  Desk desk;

  desk_init (&desk, fixture->folder);
  context_load (&desk.context, fixture->path);
  cp_review_set_threshold (cp_workspace_get_review (desk.context.workspace), 0.4);
  wait_ms (450);
  g_assert_null (cp_session_get_path (desk.session));
  cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 1, "see");
  wait_ms (450);
  g_assert_nonnull (cp_session_get_path (desk.session));
  desk_close (&desk);
  desk_clear (&desk);
}

/* Another data set is another session; the runs of the first stay in its file. */
static void
test_other_data (Fixture       *fixture,
                 gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 20, .seed = 9 };
  g_autofree char *other = fixture_file (fixture, "other.npz");
  g_autofree char *first = NULL;
  g_autofree char *runs = NULL;
  Desk desk;

  g_assert_true (cp_phantom_write_npz (&settings, other, NULL));
  desk_init (&desk, fixture->folder);
  desk_work (&desk, fixture);
  g_assert_true (cp_session_flush (desk.session, NULL));
  first = g_strdup (cp_session_get_path (desk.session));
  context_load (&desk.context, other);
  g_assert_null (cp_session_get_path (desk.session));
  runs = query_text (first, "SELECT count (*) || ' ' || (SELECT count (*) FROM verdict) FROM run");
  g_assert_cmpstr (runs, ==, "1 2");
  cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 1, "see");
  g_assert_true (cp_session_flush (desk.session, NULL));
  g_assert_cmpstr (cp_session_get_path (desk.session), !=, first);
  desk_close (&desk);
  desk_clear (&desk);
}

static gboolean
has_model (gpointer data)
{
  CpTrainingRun *run = cp_workspace_get_run (((Desk *) data)->context.workspace);

  return cp_training_run_get_model (run) != NULL;
}

/* A training that was under way when the window closed ends with the same bits. */
static void
test_continues (Fixture       *fixture,
                gconstpointer  data)
{
  Desk straight, broken, continued;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  desk_init (&straight, fixture->folder);
  context_load (&straight.context, fixture->path);
  context_train (&straight.context, EPOCHS);
  fixture_wait (context_is_idle, &straight.context);
  desk_close (&straight);

  desk_init (&broken, fixture->folder);
  context_load (&broken.context, fixture->path);
  context_train (&broken.context, EPOCHS);
  fixture_wait (has_model, &broken);
  cp_training_run_pause (cp_workspace_get_run (broken.context.workspace)); /* lest it ends meanwhile */
  g_assert_true (cp_session_flush (broken.session, NULL));
  path = g_strdup (cp_session_get_path (broken.session));
  desk_close (&broken);
  cp_training_run_stop (cp_workspace_get_run (broken.context.workspace)); /* as a window does: not the session's */
  fixture_wait (context_is_idle, &broken.context);
  desk_clear (&broken);

  desk_init (&continued, fixture->folder);
  desk_open_well (&continued, path);
  g_assert_nonnull (cp_session_get_interrupted (continued.session));
  g_assert_true (cp_session_get_interrupted (continued.session) == desk_get_entry (&continued, 0));
  g_assert_false (cp_run_entry_is_training (desk_get_entry (&continued, 0)));
  g_assert_true (cp_session_continue (continued.session, &error));
  g_assert_no_error (error);
  g_assert_null (cp_session_get_interrupted (continued.session));
  fixture_wait (context_is_idle, &continued.context);
  assert_same_model (cp_run_entry_get_model (desk_get_entry (&straight, 0)), cp_run_entry_get_model (desk_get_entry (&continued, 0)));
  desk_close (&continued);
  desk_clear (&continued);

  desk_init (&continued, fixture->folder);
  desk_open_well (&continued, path);
  g_assert_null (cp_session_get_interrupted (continued.session));
  assert_same_model (cp_run_entry_get_model (desk_get_entry (&straight, 0)), cp_run_entry_get_model (desk_get_entry (&continued, 0)));
  desk_close (&continued);
  desk_clear (&continued);
  desk_clear (&straight);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Desk *desk = data;

  g_clear_error (&desk->error);
  cp_session_save_as_finish (CP_SESSION (source), result, &desk->error);
  desk->done = TRUE;
}

static void
save_as (Desk       *desk,
         const char *path)
{
  desk->done = FALSE;
  cp_session_save_as (desk->session, path, on_saved, desk);
  fixture_wait (desk_is_done, desk);
}

static void
test_save_as (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "named.cutpoint");
  g_autofree char *nowhere = fixture_file (fixture, "no/folder.cutpoint");
  g_autofree char *automatic = NULL;
  g_autofree char *note = NULL;
  Desk before, after;

  desk_init (&before, fixture->folder);
  desk_work (&before, fixture);
  g_assert_true (cp_session_flush (before.session, NULL));
  automatic = g_strdup (cp_session_get_path (before.session));
  save_as (&before, nowhere);
  g_assert_nonnull (before.error);
  g_assert_nonnull (strstr (before.error->message, nowhere));
  g_assert_cmpstr (cp_session_get_path (before.session), ==, automatic);
  save_as (&before, path);
  g_assert_no_error (before.error);
  g_assert_cmpstr (cp_session_get_path (before.session), ==, path);
  cp_verdicts_set_note (cp_workspace_get_verdicts (before.context.workspace), CP_SPLIT_TEST, 2, "in the new file");
  desk_close (&before);
  note = query_text (automatic, "SELECT count (*) FROM verdict WHERE image = 2");
  g_assert_cmpstr (note, ==, "0");
  desk_init (&after, fixture->folder);
  desk_open_well (&after, path);
  desk_assert_restored (&before, &after);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  desk_close (&after);
  desk_clear (&after);

  /* with nothing worth keeping, too */
  desk_init (&after, fixture->folder);
  context_load (&after.context, fixture->path);
  g_free (path);
  path = fixture_file (fixture, "early.cutpoint");
  save_as (&after, path);
  g_assert_no_error (after.error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  desk_close (&after);
  desk_clear (&after);
  desk_clear (&before);
}

/* Removed and brought back, renamed by nobody: the list is the one that was seen. */
static void
test_runs (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *model = fixture_file (fixture, "model.safetensors");
  g_autofree char *path = NULL;
  CpWorkspace *workspace;
  Desk desk;

  desk_init (&desk, fixture->folder);
  workspace = desk.context.workspace;
  desk_work (&desk, fixture);
  g_assert_true (cp_workspace_save_model (workspace, model, NULL));
  cp_workspace_load_model (workspace, model, NULL, NULL);
  fixture_wait (context_is_idle, &desk.context);
  context_train (&desk.context, 1);
  fixture_wait (context_is_idle, &desk.context);
  g_assert_true (cp_session_flush (desk.session, NULL));
  g_assert_true (cp_workspace_remove_run (workspace, desk_get_entry (&desk, 1)));
  g_assert_true (cp_session_flush (desk.session, NULL));
  cp_workspace_restore_run (workspace);
  g_assert_true (cp_workspace_remove_run (workspace, desk_get_entry (&desk, 0)));
  cp_run_entry_set_shown (desk_get_entry (&desk, 1), FALSE);
  g_assert_true (cp_session_flush (desk.session, NULL));
  path = g_strdup (cp_session_get_path (desk.session));
  desk_close (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  workspace = desk.context.workspace;
  desk_open_well (&desk, path);
  g_assert_cmpuint (g_list_model_get_n_items (cp_workspace_get_runs (workspace)), ==, 2);
  g_assert_cmpuint (cp_run_entry_get_number (desk_get_entry (&desk, 0)), ==, 2);
  g_assert_cmpstr (cp_run_entry_get_file (desk_get_entry (&desk, 0)), ==, "model.safetensors");
  g_assert_cmpuint (cp_run_entry_get_number (desk_get_entry (&desk, 1)), ==, 3);
  g_assert_false (cp_run_entry_get_shown (desk_get_entry (&desk, 1)));
  g_assert_true (cp_run_entry_get_current (desk_get_entry (&desk, 1)));
  context_train (&desk.context, 1);
  g_assert_cmpuint (cp_run_entry_get_number (desk_get_entry (&desk, 2)), ==, 4);
  fixture_wait (context_is_idle, &desk.context);
  desk_close (&desk);
  desk_clear (&desk);
}

/* A sealed test split, and a lock with its reason, hold over a restart. */
static void
test_seal (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = NULL;
  CpProtocol *protocol;
  Desk desk;

  desk_init (&desk, fixture->folder);
  context_load (&desk.context, fixture->path);
  protocol = cp_workspace_get_protocol (desk.context.workspace);
  cp_protocol_seal (protocol);
  context_train (&desk.context, 1);
  fixture_wait (context_is_idle, &desk.context);
  g_assert_true (cp_session_flush (desk.session, NULL));
  path = g_strdup (cp_session_get_path (desk.session));
  desk_close (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  protocol = cp_workspace_get_protocol (desk.context.workspace);
  g_assert_cmpint (cp_protocol_get_seal (protocol), ==, CP_SEAL_SEALED);
  g_assert_null (cp_review_get_predictions_of (cp_workspace_get_review (desk.context.workspace), CP_SPLIT_TEST));
  cp_protocol_lock (protocol, "as agreed");
  desk_close (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  protocol = cp_workspace_get_protocol (desk.context.workspace);
  g_assert_cmpint (cp_protocol_get_seal (protocol), ==, CP_SEAL_LOCKED);
  g_assert_cmpstr (cp_protocol_get_lock (protocol)->reason, ==, "as agreed");
  g_assert_false (cp_protocol_get_lock (protocol)->seen_before);
  g_assert_false (cp_protocol_get_exploratory (protocol));
  desk_close (&desk);
  desk_clear (&desk);
}

static void
test_prune (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *folder = fixture_file (fixture, "sessions");
  g_autofree char *open_path = g_build_filename (folder, "2001-01-01 00.00.00.cutpoint", NULL);
  g_autofree char *strange = g_build_filename (folder, "2000-01-01 00.00.00.cutpoint", NULL);
  g_autoptr (CpStore) store = NULL;
  guint n = 0;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 1; i <= 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("2001-01-%02u 00.00.00.cutpoint", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      CpStore *one = cp_store_open (path, TRUE, NULL);

      g_assert_nonnull (one);
      cp_store_close (one);
    }
  g_assert_true (g_file_set_contents (strange, "no session", -1, NULL));
  store = cp_store_open (open_path, FALSE, NULL);
  cp_session_folder_prune (folder);
  g_assert_true (g_file_test (strange, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (open_path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&store, cp_store_close);
  g_unlink (strange);
  for (guint i = 1; i <= 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("2001-01-%02u 00.00.00.cutpoint", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const gboolean exists = g_file_test (path, G_FILE_TEST_EXISTS);

      g_assert_true (exists == (i == 1 || i > 14 - CP_SESSIONS_KEPT));
      n += exists;
      g_unlink (path);
    }
  g_assert_cmpuint (n, ==, CP_SESSIONS_KEPT + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session/session/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("keeps", test_keeps);
  ADD ("begins", test_begins);
  ADD ("other-data", test_other_data);
  ADD ("continues", test_continues);
  ADD ("save-as", test_save_as);
  ADD ("runs", test_runs);
  ADD ("seal", test_seal);
  ADD ("prune", test_prune);
#undef ADD

  return g_test_run ();
}
