/* SPDX-License-Identifier: MIT */
#include "session.h"

#include "context.h"
#include "phantom.h"
#include "session-folder.h"
#include "session-summary.h"
#include "store.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* A workspace whose session is kept in the fixture's folder. */
typedef struct
{
  Context context;
  CpSession *session;
  char *failure;
  guint failures;
  gboolean done;
  GError *error;
} Desk;

static void
on_failed (CpSession  *session,
           const char *message,
           Desk       *desk)
{
  g_free (desk->failure);
  desk->failure = g_strdup (message);
  desk->failures++;
}

static void
desk_init (Desk       *desk,
           const char *folder)
{
  *desk = (Desk) { 0 };
  context_init (&desk->context);
  desk->session = cp_session_new (desk->context.workspace, folder);
  g_signal_connect (desk->session, "failed", G_CALLBACK (on_failed), desk);
}

static void
desk_clear (Desk *desk)
{
  while (g_main_context_iteration (NULL, FALSE)) /* answers on their way hold it */
    ;
  g_assert_finalize_object (desk->session);
  context_clear (&desk->context);
  g_free (desk->failure);
  g_clear_error (&desk->error);
}

static gboolean
is_done (gpointer data)
{
  return ((Desk *) data)->done;
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Desk *desk = data;

  g_clear_error (&desk->error);
  cp_session_open_finish (CP_SESSION (source), result, &desk->error);
  desk->done = TRUE;
}

static void
open_session (Desk       *desk,
              const char *path)
{
  desk->done = FALSE;
  cp_session_open (desk->session, path, on_opened, desk);
  fixture_wait (is_done, desk);
}

static void
open_well (Desk       *desk,
           const char *path)
{
  open_session (desk, path);
  g_assert_no_error (desk->error);
  fixture_wait (context_is_idle, &desk->context);
}

static void
close_well (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_session_close (desk->session, &error));
  g_assert_no_error (error);
  g_assert_null (desk->failure);
}

static CpRunEntry *
get_entry (Desk  *desk,
           guint  i)
{
  g_autoptr (CpRunEntry) entry = g_list_model_get_item (cp_workspace_get_runs (desk->context.workspace), i);

  return entry; /* the list keeps it */
}

static void
assert_same_model (CpModel *a,
                   CpModel *b)
{
  g_autoptr (GBytes) x = cp_model_to_bytes (a);
  g_autoptr (GBytes) y = cp_model_to_bytes (b);

  g_assert_true (g_bytes_equal (x, y));
}

static void
assert_same_history (CpLossHistory *a,
                     CpLossHistory *b)
{
  GListModel *epochs = cp_loss_history_get_epochs (a), *others = cp_loss_history_get_epochs (b);
  guint n, m;
  const float *losses = cp_loss_history_get_batches (a, &n), *other = cp_loss_history_get_batches (b, &m);

  g_assert_cmpmem (losses, n * sizeof (float), other, m * sizeof (float));
  g_assert_cmpmem (cp_loss_history_get_rates (a), n * sizeof (float), cp_loss_history_get_rates (b), m * sizeof (float));
  g_assert_cmpuint (g_list_model_get_n_items (epochs), ==, g_list_model_get_n_items (others));
  for (guint i = 0; i < g_list_model_get_n_items (epochs); i++)
    {
      g_autoptr (CpEpochRecord) e = g_list_model_get_item (epochs, i);
      g_autoptr (CpEpochRecord) o = g_list_model_get_item (others, i);

      g_assert_cmpfloat (cp_epoch_record_get_train_loss (e), ==, cp_epoch_record_get_train_loss (o));
      g_assert_cmpfloat (cp_epoch_record_get_val_loss (e), ==, cp_epoch_record_get_val_loss (o));
      g_assert_cmpuint (cp_epoch_record_get_validation (e).tp, ==, cp_epoch_record_get_validation (o).tp);
      g_assert_cmpfloat (cp_epoch_record_get_seconds (e), ==, cp_epoch_record_get_seconds (o));
    }
}

static void
assert_same_scores (Desk *a,
                    Desk *b)
{
  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      CpPredictions *x = cp_review_get_predictions_of (cp_workspace_get_review (a->context.workspace), split);
      CpPredictions *y = cp_review_get_predictions_of (cp_workspace_get_review (b->context.workspace), split);

      g_assert_nonnull (x);
      g_assert_nonnull (y);
      for (guint t = 0; t <= 100; t++)
        {
          const CpConfusion c = cp_confusion_at (x, t / 100.0), d = cp_confusion_at (y, t / 100.0);

          g_assert_cmpmem (&c, sizeof c, &d, sizeof d);
        }
    }
}

/* Trains, opens nothing else, judges, writes and chooses. */
static void
work (Desk    *desk,
      Fixture *fixture)
{
  CpWorkspace *workspace = desk->context.workspace;
  const CpThresholdRule rule = { CP_RULE_RECALL, 0.9, 1, 1 };

  context_load (&desk->context, fixture->path);
  context_train (&desk->context, 2);
  fixture_wait (context_is_idle, &desk->context);
  fixture_wait (context_has_scores, &desk->context);
  fixture_wait (context_is_idle, &desk->context);
  cp_verdicts_judge (cp_workspace_get_verdicts (workspace), CP_SPLIT_TEST, 7, CP_VERDICT_DISAGREE, TRUE);
  cp_verdicts_set_note (cp_workspace_get_verdicts (workspace), CP_SPLIT_TEST, 7, "a shadow – or “artefact”");
  cp_verdicts_judge (cp_workspace_get_verdicts (workspace), CP_SPLIT_VALIDATION, 3, CP_VERDICT_AGREE, FALSE);
  g_assert_true (cp_protocol_choose (cp_workspace_get_protocol (workspace), &rule));
  cp_review_set_pinned (cp_workspace_get_review (workspace), 0.3);
}

static void
assert_restored (Desk *before,
                 Desk *after)
{
  CpReview *a = cp_workspace_get_review (before->context.workspace), *b = cp_workspace_get_review (after->context.workspace);
  CpProtocol *p = cp_workspace_get_protocol (before->context.workspace);
  CpProtocol *q = cp_workspace_get_protocol (after->context.workspace);
  g_autofree char *words = cp_protocol_describe_threshold (p);
  g_autofree char *other = cp_protocol_describe_threshold (q);
  CpVerdictRecord r, s;

  assert_same_model (cp_run_entry_get_model (get_entry (before, 0)), cp_run_entry_get_model (get_entry (after, 0)));
  assert_same_history (cp_run_entry_get_history (get_entry (before, 0)), cp_run_entry_get_history (get_entry (after, 0)));
  assert_same_scores (before, after);
  g_assert_cmpstr (cp_run_entry_get_title (get_entry (before, 0)), ==, cp_run_entry_get_title (get_entry (after, 0)));
  g_assert_cmpstr (cp_run_entry_get_summary (get_entry (before, 0)), ==, cp_run_entry_get_summary (get_entry (after, 0)));
  g_assert_true (cp_run_entry_get_current (get_entry (after, 0)));
  g_assert_cmpfloat (cp_review_get_threshold (a), ==, cp_review_get_threshold (b));
  g_assert_cmpfloat (cp_review_get_pinned (a), ==, cp_review_get_pinned (b));
  g_assert_cmpint (cp_protocol_get_provenance (p), ==, cp_protocol_get_provenance (q));
  g_assert_cmpint (cp_protocol_get_seal (p), ==, cp_protocol_get_seal (q));
  g_assert_cmpstr (words, ==, other);
  g_assert_true (cp_verdicts_get (cp_workspace_get_verdicts (before->context.workspace), CP_SPLIT_TEST, 7, &r));
  g_assert_true (cp_verdicts_get (cp_workspace_get_verdicts (after->context.workspace), CP_SPLIT_TEST, 7, &s));
  g_assert_cmpint (s.verdict, ==, CP_VERDICT_DISAGREE);
  g_assert_cmpstr (s.note, ==, "a shadow – or “artefact”");
  g_assert_true (s.blind);
  g_assert_cmpint (r.time, ==, s.time);
  g_assert_cmpfloat (r.probability, ==, s.probability);
  g_assert_cmpint (cp_review_get_verdict (b, CP_SPLIT_VALIDATION, 3), ==, CP_VERDICT_AGREE);
}

static void
test_keeps (Fixture       *fixture,
            gconstpointer  data)
{
  Desk before, after;
  g_autofree char *path = NULL;

  desk_init (&before, fixture->folder);
  work (&before, fixture);
  g_assert_true (cp_session_flush (before.session, NULL));
  path = g_strdup (cp_session_get_path (before.session));
  g_assert_nonnull (path);
  close_well (&before);

  desk_init (&after, fixture->folder);
  open_well (&after, path);
  g_assert_cmpstr (cp_session_get_path (after.session), ==, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_FOUND);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  g_assert_null (cp_session_get_interrupted (after.session));
  assert_restored (&before, &after);

  /* and again, changed: nothing of it is lost by reading and writing */
  cp_verdicts_set_note (cp_workspace_get_verdicts (after.context.workspace), CP_SPLIT_TEST, 8, "more");
  close_well (&after);
  desk_clear (&after);
  desk_init (&after, fixture->folder);
  open_well (&after, path);
  assert_restored (&before, &after);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 8), ==, "more");
  close_well (&after);
  desk_clear (&after);
  desk_clear (&before);
}

static gboolean
never (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

static void
wait_ms (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  fixture_wait (never, &until);
}

static char *
query_text (const char *path,
            const char *sql)
{
  sqlite3_stmt *statement;
  sqlite3 *db;
  char *text;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return text;
}

static void
tamper (const char *path,
        const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
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
  close_well (&desk);
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
  work (&desk, fixture);
  g_assert_true (cp_session_flush (desk.session, NULL));
  first = g_strdup (cp_session_get_path (desk.session));
  context_load (&desk.context, other);
  g_assert_null (cp_session_get_path (desk.session));
  runs = query_text (first, "SELECT count (*) || ' ' || (SELECT count (*) FROM verdict) FROM run");
  g_assert_cmpstr (runs, ==, "1 2");
  cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 1, "see");
  g_assert_true (cp_session_flush (desk.session, NULL));
  g_assert_cmpstr (cp_session_get_path (desk.session), !=, first);
  close_well (&desk);
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
  context_train (&straight.context, 12);
  fixture_wait (context_is_idle, &straight.context);
  close_well (&straight);

  desk_init (&broken, fixture->folder);
  context_load (&broken.context, fixture->path);
  context_train (&broken.context, 12);
  fixture_wait (has_model, &broken);
  g_assert_true (cp_session_flush (broken.session, NULL));
  path = g_strdup (cp_session_get_path (broken.session));
  close_well (&broken);
  cp_training_run_stop (cp_workspace_get_run (broken.context.workspace)); /* as a window does: not the session's */
  fixture_wait (context_is_idle, &broken.context);
  desk_clear (&broken);

  desk_init (&continued, fixture->folder);
  open_well (&continued, path);
  g_assert_nonnull (cp_session_get_interrupted (continued.session));
  g_assert_true (cp_session_get_interrupted (continued.session) == get_entry (&continued, 0));
  g_assert_false (cp_run_entry_is_training (get_entry (&continued, 0)));
  g_assert_true (cp_session_continue (continued.session, &error));
  g_assert_no_error (error);
  g_assert_null (cp_session_get_interrupted (continued.session));
  fixture_wait (context_is_idle, &continued.context);
  assert_same_model (cp_run_entry_get_model (get_entry (&straight, 0)), cp_run_entry_get_model (get_entry (&continued, 0)));
  close_well (&continued);
  desk_clear (&continued);

  desk_init (&continued, fixture->folder);
  open_well (&continued, path);
  g_assert_null (cp_session_get_interrupted (continued.session));
  assert_same_model (cp_run_entry_get_model (get_entry (&straight, 0)), cp_run_entry_get_model (get_entry (&continued, 0)));
  close_well (&continued);
  desk_clear (&continued);
  desk_clear (&straight);
}

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

static char *
make_session (Fixture *fixture,
              Desk    *desk)
{
  char *path;

  desk_init (desk, fixture->folder);
  work (desk, fixture);
  g_assert_true (cp_session_flush (desk->session, NULL));
  path = g_strdup (cp_session_get_path (desk->session));
  close_well (desk);

  return path;
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
  g_autofree char *path = make_session (fixture, &before);

  g_assert_true (cp_phantom_write_npz (&settings, other, NULL));
  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  desk_init (&after, fixture->folder);
  open_well (&after, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_MISSING);
  words = cp_session_describe_data (after.session);
  g_assert_nonnull (strstr (words, fixture->path));
  assert_same_history (cp_run_entry_get_history (get_entry (&before, 0)), cp_run_entry_get_history (get_entry (&after, 0)));

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
  assert_restored (&before, &after);
  close_well (&after);
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
  g_autofree char *path = make_session (fixture, &before);

  g_assert_true (cp_phantom_write_npz (&settings, fixture->path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  desk_init (&after, fixture->folder);
  open_well (&after, path);
  g_assert_cmpint (cp_session_get_data (after.session), ==, CP_SESSION_DATA_OTHER);
  cp_session_use_other_images (after.session);
  fixture_wait (context_is_idle, &after.context);
  fixture_wait (context_has_scores, &after.context);
  g_assert_true (cp_session_flush (after.session, NULL));
  g_assert_cmpstr (cp_session_get_path (after.session), !=, path);
  g_assert_true (cp_verdicts_is_empty (cp_workspace_get_verdicts (after.context.workspace)));
  assert_same_model (cp_run_entry_get_model (get_entry (&before, 0)), cp_run_entry_get_model (get_entry (&after, 0)));
  g_assert_true (g_file_get_contents (path, &still, &n, NULL));
  g_assert_cmpmem (contents, length, still, n);
  close_well (&after);
  desk_clear (&after);
  desk_clear (&before);
}

static void
test_edited_log (Fixture       *fixture,
                 gconstpointer  data)
{
  Desk before, after;
  g_autofree char *path = make_session (fixture, &before);
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
  open_well (&after, path);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 2);
  assert_restored (&before, &after);
  close_well (&after);
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
  g_autofree char *path = make_session (fixture, &before);
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  desk_init (&after, fixture->folder);
  context_load (&after.context, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
      tamper (path, edits[i]);
      open_session (&after, path);
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
  open_well (&after, path);
  assert_same_scores (&before, &after);
  g_assert_true (isnan (cp_review_get_pinned (cp_workspace_get_review (after.context.workspace))));
  close_well (&after);
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
  work (&first, fixture);
  g_assert_true (cp_session_flush (first.session, NULL));
  desk_init (&second, fixture->folder);
  context_load (&second.context, fixture->path);
  open_session (&second, cp_session_get_path (first.session));
  g_assert_error (second.error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (second.error->message, "open in another window"));
  g_assert_nonnull (cp_workspace_get_dataset (second.context.workspace));
  cp_verdicts_set_note (cp_workspace_get_verdicts (first.context.workspace), CP_SPLIT_TEST, 2, "unharmed");
  g_assert_true (cp_session_flush (first.session, NULL));
  close_well (&second);
  desk_clear (&second);
  close_well (&first);
  desk_clear (&first);
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
  fixture_wait (is_done, desk);
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
  work (&before, fixture);
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
  close_well (&before);
  note = query_text (automatic, "SELECT count (*) FROM verdict WHERE image = 2");
  g_assert_cmpstr (note, ==, "0");
  desk_init (&after, fixture->folder);
  open_well (&after, path);
  assert_restored (&before, &after);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  close_well (&after);
  desk_clear (&after);

  /* with nothing worth keeping, too */
  desk_init (&after, fixture->folder);
  context_load (&after.context, fixture->path);
  g_free (path);
  path = fixture_file (fixture, "early.cutpoint");
  save_as (&after, path);
  g_assert_no_error (after.error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  close_well (&after);
  desk_clear (&after);
  desk_clear (&before);
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
  work (&before, fixture);
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
  close_well (&before);

  desk_init (&after, fixture->folder);
  open_well (&after, path);
  assert_restored (&before, &after);
  g_assert_cmpint (cp_session_get_wrong_entry (after.session), ==, 0);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 20), ==, large);
  g_assert_cmpstr (cp_review_get_note (cp_workspace_get_review (after.context.workspace), CP_SPLIT_TEST, 21), ==, "and more");
  close_well (&after);
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
  close_well (&desk);
  desk_clear (&desk);
  assert_only_session (folder, "kept in mind,and now");
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
  work (&desk, fixture);
  g_assert_true (cp_workspace_save_model (workspace, model, NULL));
  cp_workspace_load_model (workspace, model, NULL, NULL);
  fixture_wait (context_is_idle, &desk.context);
  context_train (&desk.context, 1);
  fixture_wait (context_is_idle, &desk.context);
  g_assert_true (cp_session_flush (desk.session, NULL));
  g_assert_true (cp_workspace_remove_run (workspace, get_entry (&desk, 1)));
  g_assert_true (cp_session_flush (desk.session, NULL));
  cp_workspace_restore_run (workspace);
  g_assert_true (cp_workspace_remove_run (workspace, get_entry (&desk, 0)));
  cp_run_entry_set_shown (get_entry (&desk, 1), FALSE);
  g_assert_true (cp_session_flush (desk.session, NULL));
  path = g_strdup (cp_session_get_path (desk.session));
  close_well (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  workspace = desk.context.workspace;
  open_well (&desk, path);
  g_assert_cmpuint (g_list_model_get_n_items (cp_workspace_get_runs (workspace)), ==, 2);
  g_assert_cmpuint (cp_run_entry_get_number (get_entry (&desk, 0)), ==, 2);
  g_assert_cmpstr (cp_run_entry_get_file (get_entry (&desk, 0)), ==, "model.safetensors");
  g_assert_cmpuint (cp_run_entry_get_number (get_entry (&desk, 1)), ==, 3);
  g_assert_false (cp_run_entry_get_shown (get_entry (&desk, 1)));
  g_assert_true (cp_run_entry_get_current (get_entry (&desk, 1)));
  context_train (&desk.context, 1);
  g_assert_cmpuint (cp_run_entry_get_number (get_entry (&desk, 2)), ==, 4);
  fixture_wait (context_is_idle, &desk.context);
  close_well (&desk);
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
  close_well (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  open_well (&desk, path);
  protocol = cp_workspace_get_protocol (desk.context.workspace);
  g_assert_cmpint (cp_protocol_get_seal (protocol), ==, CP_SEAL_SEALED);
  g_assert_null (cp_review_get_predictions_of (cp_workspace_get_review (desk.context.workspace), CP_SPLIT_TEST));
  cp_protocol_lock (protocol, "as agreed");
  close_well (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  open_well (&desk, path);
  protocol = cp_workspace_get_protocol (desk.context.workspace);
  g_assert_cmpint (cp_protocol_get_seal (protocol), ==, CP_SEAL_LOCKED);
  g_assert_cmpstr (cp_protocol_get_lock (protocol)->reason, ==, "as agreed");
  g_assert_false (cp_protocol_get_lock (protocol)->seen_before);
  g_assert_false (cp_protocol_get_exploratory (protocol));
  close_well (&desk);
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
  ADD ("missing-data", test_missing_data);
  ADD ("other-images", test_other_images);
  ADD ("edited-log", test_edited_log);
  ADD ("nonsense", test_nonsense);
  ADD ("second", test_second);
  ADD ("save-as", test_save_as);
  ADD ("full", test_full);
  ADD ("no-permission", test_no_permission);
  ADD ("runs", test_runs);
  ADD ("seal", test_seal);
  ADD ("prune", test_prune);
#undef ADD

  return g_test_run ();
}
