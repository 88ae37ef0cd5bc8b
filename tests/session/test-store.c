/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Test;

static void
set_up (Test          *test,
        gconstpointer  data)
{
  test->folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  test->path = g_build_filename (test->folder, "work.cutpoint", NULL);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (test->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (test->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_free (test->folder);
  g_free (test->path);
}

static CpStore *
open_store (Test     *test,
            gboolean  create)
{
  g_autoptr (GError) error = NULL;
  CpStore *store = cp_store_open (test->path, create, &error);

  g_assert_no_error (error);
  return store;
}

static void
assert_refused (Test       *test,
                int         code,
                const char *contains)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_store_open (test->path, FALSE, &error));
  g_assert_error (error, CP_SESSION_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, test->path));
  g_assert_nonnull (strstr (error->message, contains));
  g_assert_null (strchr (error->message, '\n'));
}

/* What another program does to the file. */
static void
tamper (Test       *test,
        const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (test->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
put_fact (CpStore    *store,
          const char *name,
          const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_store_execute (store, &error, "INSERT OR REPLACE INTO fact VALUES (?, ?)", "tt", name, value));
  g_assert_no_error (error);
}

static gboolean
take_text (CpStoreRow  *row,
           gpointer     data,
           GError     **error)
{
  return cp_store_row_get_text (row, 0, data, error);
}

static char *
get_fact (CpStore    *store,
          const char *name)
{
  g_autoptr (GError) error = NULL;
  char *value = NULL;

  cp_store_query (store, take_text, &value, &error, "SELECT value FROM fact WHERE name = ?", "t", name);
  g_assert_no_error (error);
  return value;
}

static void
assert_fact (CpStore    *store,
             const char *name,
             const char *expected)
{
  g_autofree char *value = get_fact (store, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_keeps (Test          *test,
            gconstpointer  data)
{
  g_autoptr (CpStore) store = open_store (test, TRUE);

  put_fact (store, "threshold", "0.25");
  g_assert_true (cp_store_check (store, NULL));
  g_clear_pointer (&store, cp_store_close);
  store = open_store (test, TRUE);
  assert_fact (store, "threshold", "0.25");
  assert_fact (store, "pinned", NULL);
}

/* By what data/org.cutpoint.Cutpoint.mime.xml and file(1) know a session. */
static void
test_magic (Test          *test,
            gconstpointer  data)
{
  g_autofree char *contents = NULL;
  gsize length;

  cp_store_close (open_store (test, TRUE));
  g_assert_true (g_file_get_contents (test->path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 72);
  g_assert_cmpmem (contents, 16, "SQLite format 3", 16);
  g_assert_cmpmem (contents + 68, 4, "CPSN", 4);
}

static void
test_missing (Test          *test,
              gconstpointer  data)
{
  assert_refused (test, CP_SESSION_ERROR_IO, "No such file");
}

static void
test_transaction (Test          *test,
                  gconstpointer  data)
{
  g_autoptr (CpStore) store = open_store (test, TRUE);

  g_assert_true (cp_store_begin (store, NULL));
  put_fact (store, "threshold", "0.25");
  cp_store_rollback (store);
  assert_fact (store, "threshold", NULL);
  g_assert_true (cp_store_begin (store, NULL));
  put_fact (store, "threshold", "0.5");
  g_assert_true (cp_store_commit (store, NULL));
  assert_fact (store, "threshold", "0.5");
}

typedef struct
{
  gint64 number;
  double value, missing;
  char *text;
  GBytes *bytes, *none;
} Columns;

static gboolean
take_columns (CpStoreRow  *row,
              gpointer     data,
              GError     **error)
{
  Columns *c = data;

  return cp_store_row_get_int (row, 0, 0, 10, &c->number, error) && cp_store_row_get_double (row, 1, &c->value, error)
         && cp_store_row_get_double (row, 2, &c->missing, error) && cp_store_row_get_text (row, 3, &c->text, error)
         && cp_store_row_get_bytes (row, 4, &c->bytes, error) && cp_store_row_get_bytes (row, 5, &c->none, error);
}

static void
test_types (Test          *test,
            gconstpointer  data)
{
  g_autoptr (CpStore) store = open_store (test, TRUE);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr (GError) error = NULL;
  Columns c = { 0 };
  gint64 number;

  g_assert_true (cp_store_query (store, take_columns, &c, &error, "SELECT ?, ?, ?, ?, ?, ?", "iddtbb", (gint64) 7, 0.1,
                                 NAN, "ü", bytes, NULL));
  g_assert_no_error (error);
  g_assert_cmpint (c.number, ==, 7);
  g_assert_cmpfloat (c.value, ==, 0.1);
  g_assert_true (isnan (c.missing));
  g_assert_cmpstr (c.text, ==, "ü");
  g_assert_true (g_bytes_equal (c.bytes, bytes));
  g_assert_null (c.none);
  g_free (c.text);
  g_bytes_unref (c.bytes);

  g_assert_false (cp_store_query (store, take_columns, &c, &error, "SELECT 11 AS many", ""));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "many"));
  g_clear_error (&error);
  g_assert_false (cp_store_query (store, take_columns, &c, &error, "SELECT 'text'", ""));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT);
  number = c.number;
  g_assert_cmpint (number, ==, 11);
}

static void
test_other_files (Test          *test,
                  gconstpointer  data)
{
  g_assert_true (g_file_set_contents (test->path, "not a database, but long enough to be taken for one", -1, NULL));
  assert_refused (test, CP_SESSION_ERROR_FORMAT, "another kind of file");
  g_unlink (test->path);
  tamper (test, "CREATE TABLE t (x)");
  assert_refused (test, CP_SESSION_ERROR_FORMAT, "another database");
}

static void
test_versions (Test          *test,
               gconstpointer  data)
{
  cp_store_close (open_store (test, TRUE));
  tamper (test, "PRAGMA user_version = 2");
  assert_refused (test, CP_SESSION_ERROR_FORMAT, "later version");
  tamper (test, "PRAGMA user_version = 0");
  assert_refused (test, CP_SESSION_ERROR_FORMAT, "found 0");
}

static void
test_strange_schema (Test          *test,
                     gconstpointer  data)
{
  static const char *const schemas[] = {
    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM verdict; END", "CREATE VIEW v AS SELECT 1",
    "CREATE TABLE more (x)", "DROP TABLE verdict", "CREATE INDEX i ON log (time)",
    "DROP TABLE fact; CREATE VIEW fact AS SELECT 'a' AS name, 'b' AS value",
  };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_test_message ("%s", schemas[i]);
      cp_store_close (open_store (test, TRUE));
      tamper (test, schemas[i]);
      assert_refused (test, CP_SESSION_ERROR_FORMAT, "tables");
      g_unlink (test->path);
    }
}

/* Every page but the first overwritten, then the file cut short: never a crash, and found at the latest by the check. */
static void
test_damaged (Test          *test,
              gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autofree char *text = g_strnfill (24000, 'x'); /* in the last pages, so that an end cut off is missed */
  CpStore *whole = open_store (test, TRUE);
  gsize length;

  put_fact (whole, "long", text);
  cp_store_close (whole);
  g_assert_true (g_file_get_contents (test->path, &contents, &length, NULL));
  for (gsize page = 4096; page < length; page += 4096)
    {
      g_autofree char *bad = g_memdup2 (contents, length);
      g_autoptr (CpStore) store = NULL;
      g_autoptr (GError) error = NULL;

      memset (bad + page, 0xa5, 4096);
      g_assert_true (g_file_set_contents (test->path, bad, (gssize) length, NULL));
      store = cp_store_open (test->path, FALSE, &error);
      if (store != NULL)
        g_assert_false (cp_store_check (store, &error));
      g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT);
    }
  for (gsize n = 0; n < length; n += 4096)
    {
      g_autoptr (CpStore) store = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (test->path, contents, (gssize) n, NULL));
      store = cp_store_open (test->path, FALSE, &error);
      if (store != NULL)
        g_assert_false (cp_store_check (store, &error));
      g_assert_nonnull (error);
    }
}

/* Another process has it until it ends, even by kill −9. */
static void
test_second_program (Test          *test,
                     gconstpointer  data)
{
  int ends[2];
  char ready;
  pid_t child;

  cp_store_close (open_store (test, TRUE));
  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      CpStore *store = cp_store_open (test->path, FALSE, NULL);

      put_fact (store, "from", "the other");
      if (write (ends[1], "r", 1) == 1)
        pause ();
      _exit (0);
    }
  g_assert_cmpint (read (ends[0], &ready, 1), ==, 1);
  assert_refused (test, CP_SESSION_ERROR_IO, "open in another window");
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (ends[0]);
  close (ends[1]);
  {
    g_autoptr (CpStore) store = open_store (test, FALSE);

    assert_fact (store, "from", "the other");
    g_assert_true (cp_store_check (store, NULL));
  }
}

/* A disk without space for more: what was there stays, and the message says why. */
static void
test_full (Test          *test,
           gconstpointer  data)
{
  cp_store_close (open_store (test, TRUE));
  if (g_test_subprocess ())
    return;
  {
    pid_t child = fork ();
    int status;

    if (child == 0)
      {
        const struct rlimit limit = { 256 * 1024, 256 * 1024 };
        g_autoptr (CpStore) store = cp_store_open (test->path, FALSE, NULL);
        g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20);
        g_autoptr (GError) error = NULL;

        put_fact (store, "threshold", "0.25");
        signal (SIGXFSZ, SIG_IGN);
        setrlimit (RLIMIT_FSIZE, &limit);
        if (cp_store_execute (store, &error, "INSERT INTO fact VALUES ('large', ?)", "b", large))
          _exit (1);
        if (strstr (error->message, test->path) == NULL)
          _exit (2);
        _exit (0);
      }
    waitpid (child, &status, 0);
    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
  {
    g_autoptr (CpStore) store = open_store (test, FALSE);

    assert_fact (store, "threshold", "0.25");
    assert_fact (store, "large", NULL);
    g_assert_true (cp_store_check (store, NULL));
  }
}

static gint64
first_wrong (CpStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 wrong = -1;

  g_assert_true (cp_store_check_log (store, &wrong, &error));
  g_assert_no_error (error);
  return wrong;
}

static void
test_log (Test          *test,
          gconstpointer  data)
{
  static const struct
  {
    const char *sql;
    gint64 wrong;
  } edits[] = {
    { "UPDATE log SET detail = 'less' WHERE entry = 3", 3 },
    { "UPDATE log SET time = '2020-01-01T00:00:00Z' WHERE entry = 1", 1 },
    { "DELETE FROM log WHERE entry = 2", 2 },
    { "DELETE FROM log WHERE entry = 2; UPDATE log SET entry = entry - 1 WHERE entry > 2", 2 },
    { "UPDATE log SET hash = 'x' WHERE entry = 5", 5 },
  };
  g_autoptr (CpStore) store = open_store (test, TRUE);

  g_assert_cmpint (first_wrong (store), ==, 0);
  for (guint i = 0; i < 5; i++)
    g_assert_true (cp_store_log (store, "threshold", i % 2 == 0 ? "chosen" : "moved", NULL));
  g_assert_cmpint (first_wrong (store), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *undo = g_strconcat (test->path, ".copy", NULL);
      g_autofree char *whole = NULL;
      gsize length;

      g_clear_pointer (&store, cp_store_close);
      g_assert_true (g_file_get_contents (test->path, &whole, &length, NULL));
      tamper (test, edits[i].sql);
      store = open_store (test, FALSE);
      g_assert_cmpint (first_wrong (store), ==, edits[i].wrong);
      g_clear_pointer (&store, cp_store_close);
      g_assert_true (g_file_set_contents (test->path, whole, (gssize) length, NULL));
      store = open_store (test, FALSE);
      g_assert_cmpint (first_wrong (store), ==, 0);
    }
}

/* Killed at random moments of writing: the file always opens, whole, with all that was acknowledged. */
static void
test_killed (Test          *test,
             gconstpointer  data)
{
  const guint trials = 20;

  cp_store_close (open_store (test, TRUE));
  for (guint trial = 0; trial < trials; trial++)
    {
      guint acknowledged = 0;
      int ends[2];
      pid_t child;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        {
          CpStore *store = cp_store_open (test->path, FALSE, NULL);

          for (guint i = 1;; i++)
            if (!cp_store_log (store, "note", "written", NULL) || write (ends[1], &i, sizeof i) != sizeof i)
              _exit (1);
        }
      g_usleep ((gulong) g_test_rand_int_range (1000, 25000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      close (ends[1]);
      while (read (ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged)
        ;
      close (ends[0]);
      {
        g_autoptr (CpStore) store = open_store (test, FALSE);
        g_autofree char *count = NULL;

        g_assert_true (cp_store_check (store, NULL));
        g_assert_cmpint (first_wrong (store), ==, 0);
        g_assert_true (cp_store_query (store, take_text, &count, NULL, "SELECT CAST (count (*) AS TEXT) FROM log", ""));
        g_assert_cmpuint (g_ascii_strtoull (count, NULL, 10), >=, acknowledged);
        g_assert_true (cp_store_execute (store, NULL, "DELETE FROM log", ""));
      }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session/store/" name, Test, NULL, set_up, function, tear_down)
  ADD ("keeps", test_keeps);
  ADD ("magic", test_magic);
  ADD ("missing", test_missing);
  ADD ("transaction", test_transaction);
  ADD ("types", test_types);
  ADD ("other-files", test_other_files);
  ADD ("versions", test_versions);
  ADD ("strange-schema", test_strange_schema);
  ADD ("damaged", test_damaged);
  ADD ("second-program", test_second_program);
  ADD ("full", test_full);
  ADD ("log", test_log);
  ADD ("killed", test_killed);
#undef ADD

  return g_test_run ();
}
