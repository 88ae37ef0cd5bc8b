/* SPDX-License-Identifier: MIT */
#include "context.h"

#include "session-error.h"

#include <math.h>
#include <string.h>
#ifdef __linux__
#include <sys/resource.h>
#endif

static void
test_train_and_review (Fixture       *fixture,
                       gconstpointer  data)
{
  Context context;
  CpReview *review;
  CpTrainingRun *run;
  CpLossHistory *history;
  guint n;

  context_init (&context);
  context_load (&context, fixture->path);
  g_assert_null (context.failure);
  review = cp_workspace_get_review (context.workspace);
  g_assert_false (cp_review_has_scores (review));

  context_train (&context, 3);
  run = cp_workspace_get_run (context.workspace);
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_RUNNING);
  g_assert_true (g_str_has_prefix (cp_training_run_get_summary (run), "Epoch 1 of 3"));
  fixture_wait (context_is_idle, &context);

  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_FINISHED);
  g_assert_cmpstr (cp_training_run_get_summary (run), ==, "Trained: 3 epochs");
  g_assert_cmpfloat (cp_training_run_get_fraction (run), ==, 1);
  history = cp_training_run_get_history (run);
  cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 21);
  g_assert_cmpuint (g_list_model_get_n_items (cp_loss_history_get_epochs (history)), ==, 3);
  g_assert_true (cp_review_has_scores (review));
  g_assert_cmpuint (cp_predictions_get_n (cp_review_get_predictions (review)), ==, 80);
  g_assert_true (cp_workspace_get_model (context.workspace) == cp_training_run_get_model (run));
  context_clear (&context);
}

/* What the window shows at 0.1 is what the command line computes there. */
static void
test_scores_are_the_models (Fixture       *fixture,
                            gconstpointer  data)
{
  Context context;
  const CpImageSet *set = cp_dataset_get_split (fixture->dataset, CP_SPLIT_TEST);
  g_autoptr (CpScores) scores = NULL;
  g_autoptr (CpPredictions) predictions = NULL;
  CpConfusion shown, computed;

  context_init (&context);
  context_load (&context, fixture->path);
  context_train (&context, 1);
  fixture_wait (context_is_idle, &context);
  scores = cp_model_score (cp_workspace_get_model (context.workspace), set->pixels, set->n, set->size, 2, NULL);
  predictions = cp_predictions_new (scores->probabilities, set->labels, set->n, NULL);

  cp_review_set_threshold (cp_workspace_get_review (context.workspace), 0.1);
  shown = cp_review_get_confusion (cp_workspace_get_review (context.workspace));
  computed = cp_confusion_at (predictions, 0.1);
  g_assert_cmpuint (shown.tp + shown.fp + shown.fn + shown.tn, ==, set->n);
  g_assert_cmpmem (&shown, sizeof shown, &computed, sizeof computed);
  context_clear (&context);
}

/* The data's first epoch has 7 batches. */
static gboolean
is_in_second_epoch (gpointer data)
{
  const Context *context = data;
  guint n;

  cp_loss_history_get_batches (cp_training_run_get_history (cp_workspace_get_run (context->workspace)), &n);
  return n > 7;
}

/* The loss in the summary is the mean over the running epoch's batches so far. */
static void
assert_summary_loss (CpTrainingRun *run,
                     guint          batches_per_epoch)
{
  guint n, so_far;
  const float *losses = cp_loss_history_get_batches (cp_training_run_get_history (run), &n);
  g_autofree char *expected = NULL;
  double total = 0;

  g_assert_cmpuint (n, >, batches_per_epoch);
  so_far = (n - 1) % batches_per_epoch + 1;
  for (guint i = n - so_far; i < n; i++)
    total += (double) losses[i];
  expected = g_strdup_printf ("loss %.3f", total / so_far);
  if (!g_str_has_suffix (cp_training_run_get_summary (run), expected))
    g_error ("expected “%s” in “%s”", expected, cp_training_run_get_summary (run));
}

static void
test_pause_and_stop (Fixture       *fixture,
                     gconstpointer  data)
{
  Context context;
  CpTrainingRun *run;
  guint before, after;

  context_init (&context);
  context_load (&context, fixture->path);
  context_train (&context, 1000);
  fixture_wait (context_has_scores, &context);
  fixture_wait (is_in_second_epoch, &context);
  run = cp_workspace_get_run (context.workspace);
  cp_training_run_pause (run);
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_PAUSED);
  g_assert_true (g_str_has_prefix (cp_training_run_get_summary (run), "Paused in epoch"));

  g_usleep (100000); /* what was under way has ended by now */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cp_loss_history_get_batches (cp_training_run_get_history (run), &before);
  g_usleep (100000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cp_loss_history_get_batches (cp_training_run_get_history (run), &after);
  g_assert_cmpuint (before, ==, after);
  assert_summary_loss (run, 7);

  cp_training_run_resume (run);
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_RUNNING);
  cp_training_run_stop (run);
  fixture_wait (context_is_idle, &context);
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_STOPPED);
  g_assert_true (g_str_has_prefix (cp_training_run_get_summary (run), "Stopped after"));
  g_assert_nonnull (cp_workspace_get_model (context.workspace));
  g_assert_null (context.failure);
  context_clear (&context);
}

#ifdef __linux__

/* How many of this process's threads run at the priority @nice, and are the training's. */
static guint
count_training_threads (int nice)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  guint n = 0;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, "cutpoint-"))
        n += getpriority (PRIO_PROCESS, (id_t) g_ascii_strtoull (task, NULL, 10)) == nice;
    }

  return n;
}

/* The thread that leads and its one helper; scoring has helpers of its own. */
static void
test_gives_way (Fixture       *fixture,
                gconstpointer  data)
{
  const int usual = getpriority (PRIO_PROCESS, 0);
  Context context;

  context_init (&context);
  context_load (&context, fixture->path);
  context_train (&context, 1000);
  fixture_wait (context_has_scores, &context);
  g_assert_cmpuint (count_training_threads (MAX (usual, 10)), >=, 2);
  g_assert_cmpint (getpriority (PRIO_PROCESS, 0), ==, usual);
  cp_training_run_stop (cp_workspace_get_run (context.workspace));
  fixture_wait (context_is_idle, &context);
  context_clear (&context);
}

#endif

static void
test_bad_data_keeps_what_was_there (Fixture       *fixture,
                                    gconstpointer  data)
{
  Context context;
  g_autofree char *missing = fixture_file (fixture, "missing.npz");

  context_init (&context);
  context_load (&context, fixture->path);
  context_train (&context, 1);
  fixture_wait (context_is_idle, &context);

  context_load (&context, missing);
  g_assert_nonnull (context.failure);
  g_assert_nonnull (strstr (context.failure, missing));
  g_assert_cmpstr (cp_dataset_get_location (cp_workspace_get_dataset (context.workspace)), ==, fixture->path);
  g_assert_nonnull (cp_workspace_get_model (context.workspace));
  g_assert_true (context_has_scores (&context));
  context_clear (&context);
}

static void
test_new_data_forgets_the_model (Fixture       *fixture,
                                 gconstpointer  data)
{
  Context context;

  context_init (&context);
  context_load (&context, fixture->path);
  context_train (&context, 1);
  fixture_wait (context_is_idle, &context);
  context_load (&context, fixture->path);
  g_assert_null (cp_workspace_get_model (context.workspace));
  g_assert_null (cp_workspace_get_run (context.workspace));
  g_assert_false (context_has_scores (&context));
  context_clear (&context);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  gboolean *ok = data;

  *ok = cp_workspace_load_model_finish (CP_WORKSPACE (source), result, &error);
  g_assert_true (*ok == (error == NULL));
}

static void
test_save_and_load_model (Fixture       *fixture,
                          gconstpointer  data)
{
  Context context, other;
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;
  CpConfusion a, b;

  context_init (&context);
  context_init (&other);
  context_load (&context, fixture->path);
  g_assert_false (cp_workspace_save_model (context.workspace, path, &error));
  g_clear_error (&error);
  context_train (&context, 1);
  fixture_wait (context_is_idle, &context);
  g_assert_true (cp_workspace_save_model (context.workspace, path, &error));

  cp_workspace_load_model (other.workspace, path, NULL, NULL);
  g_assert_nonnull (strstr (other.failure, "data set first"));
  context_load (&other, fixture->path);
  cp_workspace_load_model (other.workspace, path, on_loaded, &ok);
  fixture_wait (context_is_idle, &other);
  g_assert_true (ok);
  a = cp_review_get_confusion (cp_workspace_get_review (context.workspace));
  b = cp_review_get_confusion (cp_workspace_get_review (other.workspace));
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);

  /* a data file is no model: said, and the model kept */
  cp_workspace_load_model (other.workspace, fixture->path, on_loaded, &ok);
  fixture_wait (context_is_idle, &other);
  g_assert_false (ok);
  g_assert_nonnull (strstr (other.failure, fixture->path));
  g_assert_nonnull (cp_workspace_get_model (other.workspace));
  context_clear (&context);
  context_clear (&other);
}

static void
test_one_run_at_a_time (Fixture       *fixture,
                        gconstpointer  data)
{
  Context context;
  const CpRecipe recipe = fixture_recipe (1000);
  g_autoptr (GError) error = NULL;

  context_init (&context);
  g_assert_false (cp_workspace_train (context.workspace, &recipe, &error));
  g_clear_error (&error);
  context_load (&context, fixture->path);
  context_train (&context, 1000);
  g_assert_false (cp_workspace_train (context.workspace, &recipe, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID);
  cp_training_run_stop (cp_workspace_get_run (context.workspace));
  fixture_wait (context_is_idle, &context);
  context_clear (&context);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/workspace/train-and-review", test_train_and_review);
  add ("/workspace/scores-are-the-models", test_scores_are_the_models);
  add ("/workspace/pause-and-stop", test_pause_and_stop);
#ifdef __linux__
  add ("/workspace/gives-way", test_gives_way);
#endif
  add ("/workspace/bad-data-keeps-what-was-there", test_bad_data_keeps_what_was_there);
  add ("/workspace/new-data-forgets-the-model", test_new_data_forgets_the_model);
  add ("/workspace/save-and-load-model", test_save_and_load_model);
  add ("/workspace/one-run-at-a-time", test_one_run_at_a_time);

  return g_test_run ();
}
