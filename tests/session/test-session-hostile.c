/* SPDX-License-Identifier: MIT */
/* Sessions of other times and with other contents, and data that changes under the program. */
#include "desk.h"

#include "phantom.h"
#include "session-error.h"
#include "store.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static void
assert_refused (Desk       *desk,
                const char *path,
                const char *contains)
{
  desk_open (desk, path);
  g_assert_nonnull (desk->error);
  g_test_message ("%s", desk->error->message);
  g_assert_true (g_str_has_prefix (desk->error->message, path));
  g_assert_nonnull (strstr (desk->error->message, contains));
  g_assert_null (strchr (desk->error->message, '\n'));
  g_assert_null (cp_session_get_path (desk->session));
}

/* Puts what tests/fixtures/session/make_seed.py wrote of a schema into the fixture's folder. */
static char *
plant (Fixture    *fixture,
       const char *name)
{
  g_autofree char *sql_name = g_strconcat (name, ".sql", NULL);
  g_autofree char *npz_name = g_strconcat (name, ".npz", NULL);
  g_autofree char *sql_path = g_test_build_filename (G_TEST_DIST, "fixtures", "session", sql_name, NULL);
  g_autofree char *npz_path = g_test_build_filename (G_TEST_DIST, "fixtures", "session", npz_name, NULL);
  g_autofree char *data_path = fixture_file (fixture, npz_name);
  g_autofree char *sql = NULL;
  g_autofree char *data = NULL;
  char *path = fixture_file (fixture, "seed.cutpoint");
  gsize length;

  g_assert_true (g_file_get_contents (sql_path, &sql, NULL, NULL));
  g_assert_true (g_file_get_contents (npz_path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (data_path, data, (gssize) length, NULL));
  tamper (path, sql);

  return path;
}

/* What a session of schema 1 said stays what it says. */
static void
assert_seed (Desk *desk)
{
  CpReview *review = cp_workspace_get_review (desk->context.workspace);
  CpRunEntry *entry = desk_get_entry (desk, 0);
  g_autofree char *words = cp_protocol_describe_threshold (cp_workspace_get_protocol (desk->context.workspace));
  CpVerdictRecord record;

  g_assert_cmpint (cp_session_get_data (desk->session), ==, CP_SESSION_DATA_FOUND);
  g_assert_cmpint (cp_session_get_wrong_entry (desk->session), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (cp_workspace_get_runs (desk->context.workspace)), ==, 1);
  g_assert_cmpstr (cp_run_entry_get_title (entry), ==, "baseline · seed 1");
  g_assert_cmpstr (cp_run_entry_get_summary (entry), ==, "Trained: 2 epochs");
  g_assert_cmpuint (g_list_model_get_n_items (cp_loss_history_get_epochs (cp_run_entry_get_history (entry))), ==, 2);
  g_assert_cmpuint (cp_model_get_info (cp_run_entry_get_model (entry))->epochs, ==, 2);
  g_assert_cmpfloat_with_epsilon (cp_review_get_threshold (review), 0.487791, 1e-6);
  g_assert_cmpfloat (cp_review_get_pinned (review), ==, 0.3);
  g_assert_nonnull (strstr (words, "recall at least 0.900"));
  g_assert_true (cp_verdicts_get (cp_workspace_get_verdicts (desk->context.workspace), CP_SPLIT_TEST, 7, &record));
  g_assert_cmpint (record.verdict, ==, CP_VERDICT_DISAGREE);
  g_assert_cmpstr (record.note, ==, "a shadow – or “artefact”");
  g_assert_true (record.blind);
  g_assert_cmpfloat_with_epsilon (record.probability, 0.489987, 1e-6);
  g_assert_cmpint (cp_review_get_verdict (review, CP_SPLIT_VALIDATION, 3), ==, CP_VERDICT_AGREE);
}

static void
test_schema_1 (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = plant (fixture, "schema-1");
  Desk desk;

  for (guint i = 0; i < 2; i++) /* and after this program has written to it */
    {
      desk_init (&desk, fixture->folder);
      desk_open_well (&desk, path);
      assert_seed (&desk);
      cp_verdicts_set_note (cp_workspace_get_verdicts (desk.context.workspace), CP_SPLIT_TEST, 1, "of now");
      desk_close (&desk);
      desk_clear (&desk);
    }
}

static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = plant (fixture, "schema-1");
  Desk desk;

  desk_init (&desk, fixture->folder);
  tamper (path, "PRAGMA user_version = 2");
  assert_refused (&desk, path, "it was written by a later version of Cutpoint (format 2, expected up to 1)");
  tamper (path, "PRAGMA user_version = -3");
  assert_refused (&desk, path, "expected a format from 1, found -3");
  tamper (path, "PRAGMA user_version = 1; PRAGMA application_id = 1196444487");
  assert_refused (&desk, path, "another database");
  tamper (path, "PRAGMA application_id = 1129337678");
  desk_open_well (&desk, path);
  assert_seed (&desk);
  desk_close (&desk);
  desk_clear (&desk);
}

/* Blobs */

static GBytes *
read_blob (const char *path,
           const char *sql)
{
  sqlite3_stmt *statement;
  sqlite3 *db;
  GBytes *bytes;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  bytes = g_bytes_new (sqlite3_column_blob (statement, 0), (gsize) sqlite3_column_bytes (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return bytes;
}

static void
write_blob (const char *path,
            const char *sql,
            const char *data,
            gsize       length)
{
  sqlite3_stmt *statement;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_bind_blob (statement, 1, data, (int) length, SQLITE_STATIC), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* Fills a tensor of a safetensors blob of run 1 with a number. */
static void
fill_tensor (const char *path,
             const char *column,
             const char *tensor,
             float       value)
{
  g_autofree char *question = g_strdup_printf ("SELECT %s FROM run WHERE number = 1", column);
  g_autofree char *statement = g_strdup_printf ("UPDATE run SET %s = ? WHERE number = 1", column);
  g_autoptr (GBytes) bytes = read_blob (path, question);
  g_autofree char *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *offsets;
  guint64 header;

  memcpy (&header, data, 8);
  g_assert_true (json_parser_load_from_data (parser, data + 8, (gssize) header, NULL));
  offsets = json_object_get_array_member (
    json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), tensor), "data_offsets");
  for (gint64 at = json_array_get_int_element (offsets, 0); at < json_array_get_int_element (offsets, 1); at += 4)
    memcpy (data + 8 + header + at, &value, 4);
  write_blob (path, statement, data, g_bytes_get_size (bytes));
}

static void
test_not_finite (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    const char *tensor;
    float value;
    const char *contains;
  } cases[] = {
    { "features.0.weight", NAN, "features.0.weight: expected finite numbers, found nan" },
    { "features.3.bias", INFINITY, "features.3.bias: expected finite numbers, found inf" },
  };
  Desk desk;

  desk_init (&desk, fixture->folder);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = plant (fixture, "schema-1");

      fill_tensor (path, "model", cases[i].tensor, cases[i].value);
      assert_refused (&desk, path, cases[i].contains);
      g_unlink (path);
    }
  desk_close (&desk);
  desk_clear (&desk);
}

static gboolean
has_model (gpointer data)
{
  return cp_training_run_get_model (cp_workspace_get_run (((Desk *) data)->context.workspace)) != NULL;
}

/* Leaves a session in the middle of a training. */
static char *
interrupt (Fixture *fixture)
{
  Desk desk;
  char *path;

  desk_init (&desk, fixture->folder);
  context_load (&desk.context, fixture->path);
  context_train (&desk.context, 400);
  fixture_wait (has_model, &desk);
  g_assert_true (cp_session_flush (desk.session, NULL));
  path = g_strdup (cp_session_get_path (desk.session));
  desk_close (&desk);
  cp_training_run_stop (cp_workspace_get_run (desk.context.workspace));
  fixture_wait (context_is_idle, &desk.context);
  desk_clear (&desk);

  return path;
}

static void
assert_finite (CpModel *model)
{
  const CpNetwork *network = cp_model_get_network (model, 0);

  for (gsize i = 0; i < cp_network_get_n_values (network); i++)
    g_assert_true (isfinite (cp_network_get_values (network)[i]));
}

/* Moments that throw the weights out of all bounds: it ends, says what to try, and the last good epoch is kept. */
static void
test_diverges (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = interrupt (fixture);
  g_autoptr (CpModel) good = NULL;
  CpTrainingRun *run;
  Desk desk;

  fill_tensor (path, "checkpoint", "state.moment1", 1e38f);
  fill_tensor (path, "checkpoint", "state.moment2", 0);
  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  g_assert_true (cp_session_continue (desk.session, NULL));
  fixture_wait (context_is_idle, &desk.context);
  run = cp_run_entry_get_run (desk_get_entry (&desk, 0));
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_FAILED);
  g_test_message ("%s", cp_training_run_get_error (run)->message);
  g_assert_nonnull (strstr (cp_training_run_get_error (run)->message, "learning rate"));
  good = cp_model_ref (cp_run_entry_get_model (desk_get_entry (&desk, 0)));
  g_assert_cmpuint (cp_model_get_info (good)->epochs, ==, 1); /* the checkpoint's */
  assert_finite (good);
  fixture_wait (context_has_scores, &desk.context);
  desk_close (&desk);
  desk_clear (&desk);

  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  assert_same_model (cp_run_entry_get_model (desk_get_entry (&desk, 0)), good);
  g_assert_null (cp_session_get_interrupted (desk.session));
  desk_close (&desk);
  desk_clear (&desk);
}

/* Data that changes */

static void
cut_short (const char *path)
{
  g_assert_cmpint (truncate (path, 100), ==, 0);
}

static void
remove_file (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
put_others (const char *path)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 20, .seed = 9 };

  g_assert_true (cp_phantom_write_npz (&settings, path, NULL));
}

typedef struct
{
  void (*change) (const char *path);
  CpSessionData found; /* when the session is opened again */
} Change;

static const Change changes[] = {
  { cut_short, CP_SESSION_DATA_MISSING }, { remove_file, CP_SESSION_DATA_MISSING }, { put_others, CP_SESSION_DATA_OTHER },
};

/* While it is trained on and looked at, the images are those that were opened; afterwards the change is said. */
static void
test_data_changes (Fixture       *fixture,
                   gconstpointer  data)
{
  const Change *change = data;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  Desk straight, desk;

  desk_init (&straight, fixture->folder);
  desk_work (&straight, fixture);
  desk_init (&desk, fixture->folder);
  context_load (&desk.context, fixture->path);
  context_train (&desk.context, 2);
  change->change (fixture->path);
  fixture_wait (context_is_idle, &desk.context);
  fixture_wait (context_has_scores, &desk.context);
  assert_same_model (cp_run_entry_get_model (desk_get_entry (&straight, 0)), cp_run_entry_get_model (desk_get_entry (&desk, 0)));
  assert_same_scores (&straight, &desk);
  cp_session_flush (desk.session, &error);
  g_assert_no_error (error);
  path = g_strdup (cp_session_get_path (desk.session));
  desk_close (&desk);
  desk_clear (&desk);
  desk_close (&straight);
  desk_clear (&straight);

  desk_init (&desk, fixture->folder);
  desk_open_well (&desk, path);
  g_assert_cmpint (cp_session_get_data (desk.session), ==, change->found);
  g_assert_cmpuint (g_list_model_get_n_items (cp_workspace_get_runs (desk.context.workspace)), ==, 1);
  desk_close (&desk);
  desk_clear (&desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function, data) \
  g_test_add ("/session/hostile/" name, Fixture, data, fixture_set_up, function, fixture_tear_down)
  ADD ("schema-1", test_schema_1, NULL);
  ADD ("others", test_others, NULL);
  ADD ("not-finite", test_not_finite, NULL);
  ADD ("diverges", test_diverges, NULL);
  ADD ("data-cut-short", test_data_changes, &changes[0]);
  ADD ("data-removed", test_data_changes, &changes[1]);
  ADD ("data-replaced", test_data_changes, &changes[2]);
#undef ADD

  return g_test_run ();
}
