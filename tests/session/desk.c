/* SPDX-License-Identifier: MIT */
#include "desk.h"

#include <sqlite3.h>

static void
on_failed (CpSession  *session,
           const char *message,
           Desk       *desk)
{
  g_free (desk->failure);
  desk->failure = g_strdup (message);
  desk->failures++;
}

void
desk_init (Desk       *desk,
           const char *folder)
{
  *desk = (Desk) { 0 };
  context_init (&desk->context);
  desk->session = cp_session_new (desk->context.workspace, folder);
  g_signal_connect (desk->session, "failed", G_CALLBACK (on_failed), desk);
}

void
desk_clear (Desk *desk)
{
  while (g_main_context_iteration (NULL, FALSE)) /* answers on their way hold it */
    ;
  g_assert_finalize_object (desk->session);
  context_clear (&desk->context);
  g_free (desk->failure);
  g_clear_error (&desk->error);
}

/* For fixture_wait(): an answer has come. */
gboolean
desk_is_done (gpointer data)
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

void
desk_open (Desk       *desk,
           const char *path)
{
  desk->done = FALSE;
  cp_session_open (desk->session, path, on_opened, desk);
  fixture_wait (desk_is_done, desk);
}

void
desk_open_well (Desk       *desk,
                const char *path)
{
  desk_open (desk, path);
  g_assert_no_error (desk->error);
  fixture_wait (context_is_idle, &desk->context);
}

void
desk_close (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_session_close (desk->session, &error));
  g_assert_no_error (error);
  g_assert_null (desk->failure);
}

CpRunEntry *
desk_get_entry (Desk  *desk,
                guint  i)
{
  g_autoptr (CpRunEntry) entry = g_list_model_get_item (cp_workspace_get_runs (desk->context.workspace), i);

  return entry; /* the list keeps it */
}

void
assert_same_model (CpModel *a,
                   CpModel *b)
{
  g_autoptr (GBytes) x = cp_model_to_bytes (a);
  g_autoptr (GBytes) y = cp_model_to_bytes (b);

  g_assert_true (g_bytes_equal (x, y));
}

void
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

void
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
void
desk_work (Desk    *desk,
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

void
desk_assert_restored (Desk *before,
                      Desk *after)
{
  CpReview *a = cp_workspace_get_review (before->context.workspace), *b = cp_workspace_get_review (after->context.workspace);
  CpProtocol *p = cp_workspace_get_protocol (before->context.workspace);
  CpProtocol *q = cp_workspace_get_protocol (after->context.workspace);
  g_autofree char *words = cp_protocol_describe_threshold (p);
  g_autofree char *other = cp_protocol_describe_threshold (q);
  CpVerdictRecord r, s;

  assert_same_model (cp_run_entry_get_model (desk_get_entry (before, 0)), cp_run_entry_get_model (desk_get_entry (after, 0)));
  assert_same_history (cp_run_entry_get_history (desk_get_entry (before, 0)), cp_run_entry_get_history (desk_get_entry (after, 0)));
  assert_same_scores (before, after);
  g_assert_cmpstr (cp_run_entry_get_title (desk_get_entry (before, 0)), ==, cp_run_entry_get_title (desk_get_entry (after, 0)));
  g_assert_cmpstr (cp_run_entry_get_summary (desk_get_entry (before, 0)), ==, cp_run_entry_get_summary (desk_get_entry (after, 0)));
  g_assert_true (cp_run_entry_get_current (desk_get_entry (after, 0)));
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

static gboolean
never (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

void
wait_ms (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  fixture_wait (never, &until);
}

char *
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

void
tamper (const char *path,
        const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

char *
desk_make_session (Fixture *fixture,
                   Desk    *desk)
{
  char *path;

  desk_init (desk, fixture->folder);
  desk_work (desk, fixture);
  g_assert_true (cp_session_flush (desk->session, NULL));
  path = g_strdup (cp_session_get_path (desk->session));
  desk_close (desk);

  return path;
}
