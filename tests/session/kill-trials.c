/* SPDX-License-Identifier: MIT */
#include "context.h"
#include "session.h"
#include "session-summary.h"
#include "store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A program that trains, judges, writes notes and saves without a pause is killed at random moments: kill −9. Every
 * session must open, be whole, have the log that was written, and miss no note that is older than a second.
 * Every so often it saves under another name. Prints the figures. Usage: kill-trials [TRIALS]; the program starts itself as its own victim. */

#define DEFAULT_TRIALS 10
#define NOTES 80 /* images of the split */

/* What the victim tells before it writes a note, by a pipe. */
typedef struct
{
  gint64 time; /* monotonic, the same clock for all */
  guint number;
} Said;

typedef struct
{
  guint trials;
  guint without;   /* killed before there was anything to keep */
  guint sessions;
  guint whole;     /* opened, and every part of them fits the others */
  guint log_intact;
  guint notes;
  guint lost;      /* notes that were said and are not there */
  gint64 worst;    /* how old the oldest lost note was, in microseconds */
  guint interrupted; /* trainings that can be continued */
  guint moved;       /* killed in a session that was saved under another name, or while it was */
} Figures;

/* The victim */

typedef struct
{
  Context context;
  CpSession *session;
  const char *folder;
  guint number;
  guint saved;
} Victim;

static gboolean
write_note (gpointer data)
{
  Victim *victim = data;
  g_autofree char *note = g_strdup_printf ("%u", ++victim->number);
  const Said said = { g_get_monotonic_time (), victim->number };

  if (write (STDOUT_FILENO, &said, sizeof said) != sizeof said)
    exit (1);
  cp_verdicts_set_note (cp_workspace_get_verdicts (victim->context.workspace), CP_SPLIT_TEST, victim->number % NOTES,
                        note);
  if (victim->number % 7 == 0)
    cp_verdicts_judge (cp_workspace_get_verdicts (victim->context.workspace), CP_SPLIT_TEST, victim->number % NOTES,
                       CP_VERDICT_UNSURE, FALSE);
  if (victim->number % 5 == 0)
    cp_review_set_threshold (cp_workspace_get_review (victim->context.workspace), (victim->number % 100) / 100.0);

  return G_SOURCE_CONTINUE;
}

static gboolean
train_again (gpointer data)
{
  Victim *victim = data;

  if (context_is_idle (&victim->context))
    context_train (&victim->context, 30);

  return G_SOURCE_CONTINUE;
}

/* Save Session As, from one name to the other and back; a failure would be heard of by missing notes. */
static gboolean
save_as (gpointer data)
{
  Victim *victim = data;
  g_autofree char *path = g_strdup_printf ("%s/saved-%u.cutpoint", victim->folder, ++victim->saved % 2);

  if (cp_session_get_path (victim->session) != NULL)
    cp_session_save_as (victim->session, path, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

G_NORETURN static void
be_victim (const char *path,
           const char *folder)
{
  Victim victim = { .folder = folder };

  context_init (&victim.context);
  victim.session = cp_session_new (victim.context.workspace, folder);
  context_load (&victim.context, path);
  context_train (&victim.context, 30);
  g_timeout_add (10, write_note, &victim);
  g_timeout_add (100, train_again, &victim);
  g_timeout_add (300, save_as, &victim);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* The judge */

/* Returns: (transfer full): paths */
static GPtrArray *
find_sessions (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".cutpoint"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));

  return paths;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
take_note (CpStoreRow  *row,
           gpointer     data,
           GError     **error)
{
  g_autofree char *note = NULL;

  if (!cp_store_row_get_text (row, 0, &note, error))
    return FALSE;
  if (note != NULL && *note != '\0')
    {
      guint *newest = data;

      *newest = MAX (*newest, (guint) g_ascii_strtoull (note, NULL, 10));
    }

  return TRUE;
}

/* Notes are numbered and written one after the other: all up to the newest are there, or were written over. */
static guint
newest_note (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpStore) store = cp_store_open (path, FALSE, &error);
  guint newest = 0;

  g_assert_no_error (error);
  cp_store_query (store, take_note, &newest, &error, "SELECT note FROM verdict", "");
  g_assert_no_error (error);

  return newest;
}

static void
judge_notes (Figures      *figures,
             const GArray *said,
             guint         newest,
             gint64        killed)
{
  for (guint i = 0; i < said->len; i++)
    {
      const Said *s = &g_array_index (said, Said, i);

      figures->notes++;
      if (s->number <= newest)
        continue;
      figures->lost++;
      figures->worst = MAX (figures->worst, killed - s->time);
    }
}

static void
judge_session (Figures    *figures,
               const char *path)
{
  g_autoptr (CpSessionSummary) summary = NULL;
  g_autoptr (GError) error = NULL;

  figures->sessions++;
  summary = cp_session_summary_load (path, &error); /* checks the whole file, too */
  if (error != NULL)
    {
      g_test_message ("%s", error->message);
      return;
    }
  figures->whole++;
  figures->log_intact += summary->first_wrong == 0;
  for (guint i = 0; i < summary->runs->len; i++)
    figures->interrupted += ((CpRunSummary *) summary->runs->pdata[i])->interrupted;
}

/* The newest note may be in any of the sessions: the last save may not have been the last that was begun. */
static void
judge (Figures      *figures,
       const char   *folder,
       const GArray *said,
       gint64        killed)
{
  g_autoptr (GPtrArray) paths = find_sessions (folder);
  guint newest = 0;

  figures->without += paths->len == 0;
  figures->moved += paths->len > 1;
  for (guint i = 0; i < paths->len; i++)
    {
      judge_session (figures, paths->pdata[i]);
      newest = MAX (newest, newest_note (paths->pdata[i]));
    }
  judge_notes (figures, said, newest, killed);
}

/* What came by the pipe before its writer died. */
static GArray *
read_all (int pipe)
{
  GArray *said = g_array_new (FALSE, FALSE, sizeof (Said));
  Said one;

  while (read (pipe, &one, sizeof one) == sizeof one)
    g_array_append_val (said, one);
  close (pipe);

  return said;
}

static void
run_trial (Figures    *figures,
           const char *program,
           Fixture    *fixture)
{
  g_autofree char *folder = fixture_file (fixture, "sessions");
  const char *const argv[] = { program, "--victim", fixture->path, folder, NULL };
  g_autoptr (GArray) said = NULL;
  g_autoptr (GError) error = NULL;
  gint64 killed;
  int pipe;
  GPid pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &pipe, NULL,
                            &error);
  g_assert_no_error (error);
  g_usleep ((gulong) g_test_rand_int_range (100, 1200) * 1000);
  killed = g_get_monotonic_time ();
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  said = read_all (pipe);
  judge (figures, folder, said, killed);
  figures->trials++;
  empty_folder (folder);
}

static guint n_trials = DEFAULT_TRIALS;
static const char *program;

static void
test_trials (Fixture       *fixture,
             gconstpointer  data)
{
  Figures f = { 0 };

  for (guint i = 0; i < n_trials; i++)
    run_trial (&f, program, fixture);
  g_test_message ("%u trials: %u killed before anything was kept, %u after a save under another name; of %u sessions %u "
                  "opened whole, %u with their log intact; %u trainings to continue; %u of %u notes lost, the oldest %.0f "
                  "ms old",
                  f.trials, f.without, f.moved, f.sessions, f.whole, f.log_intact, f.interrupted, f.lost, f.notes,
                  (double) f.worst / 1000);
  g_assert_cmpuint (f.whole, ==, f.sessions);
  g_assert_cmpuint (f.log_intact, ==, f.sessions);
  g_assert_cmpint (f.worst, <=, G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--victim"))
    be_victim (argv[2], argv[3]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    n_trials = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  g_test_add ("/session/kill-trials", Fixture, NULL, fixture_set_up, test_trials, fixture_tear_down);

  return g_test_run ();
}
