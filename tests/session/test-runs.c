/* SPDX-License-Identifier: MIT */
#include "context.h"

#include "session-error.h"

#include <math.h>

static CpRunEntry *
entry_at (Context *context,
          guint    position)
{
  g_autoptr (CpRunEntry) entry = g_list_model_get_item (cp_workspace_get_runs (context->workspace), position);

  return entry; /* the list keeps it */
}

static guint
n_runs (Context *context)
{
  return g_list_model_get_n_items (cp_workspace_get_runs (context->workspace));
}

static void
train_seed (Context *context,
            guint64  seed,
            guint    members,
            guint    epochs)
{
  CpRecipe recipe = fixture_recipe (epochs);
  g_autoptr (GError) error = NULL;

  recipe.seed = seed;
  recipe.members = members;
  g_assert_true (cp_workspace_train (context->workspace, &recipe, &error));
  g_assert_no_error (error);
}

/* The workspace with phantoms open and runs of seeds 1 to @n trained. */
static void
context_with_runs (Context *context,
                   Fixture *fixture,
                   guint    n)
{
  context_init (context);
  context_load (context, fixture->path);
  for (guint seed = 1; seed <= n; seed++)
    {
      train_seed (context, seed, 1, 2);
      fixture_wait (context_is_idle, context);
    }
}

static void
assert_current (Context *context,
                guint    position)
{
  for (guint i = 0; i < n_runs (context); i++)
    g_assert_true (cp_run_entry_get_current (entry_at (context, i)) == (i == position));
  g_assert_true (cp_workspace_get_current (context->workspace) == entry_at (context, position));
}

/* What is reviewed is what that run's model says. */
static void
assert_reviewed (Context *context,
                 Fixture *fixture,
                 CpModel *model)
{
  const CpImageSet *set = cp_dataset_get_split (fixture->dataset, CP_SPLIT_TEST);
  GListModel *images = cp_review_get_images (cp_workspace_get_review (context->workspace));
  g_autoptr (CpScores) scores = cp_model_score (model, set->pixels, set->n, set->size, 1, NULL);

  g_assert_true (cp_workspace_get_model (context->workspace) == model);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, set->n);
  for (guint i = 0; i < set->n; i++)
    {
      g_autoptr (CpReviewImage) image = g_list_model_get_item (images, i);

      g_assert_cmpfloat (cp_review_image_get_probability (image), ==, scores->probabilities[i]);
      if (scores->deviations != NULL)
        g_assert_cmpfloat (cp_review_image_get_deviation (image), ==, scores->deviations[i]);
      else
        g_assert_true (isnan (cp_review_image_get_deviation (image)));
    }
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  Context context;
  CpRunEntry *first, *second;

  context_with_runs (&context, fixture, 2);
  g_assert_true (g_list_model_get_item_type (cp_workspace_get_runs (context.workspace)) == CP_TYPE_RUN_ENTRY);
  g_assert_cmpuint (n_runs (&context), ==, 2);
  first = entry_at (&context, 0);
  second = entry_at (&context, 1);
  g_assert_cmpuint (cp_run_entry_get_number (first), ==, 1);
  g_assert_cmpuint (cp_run_entry_get_number (second), ==, 2);
  g_assert_cmpstr (cp_run_entry_get_title (first), ==, "baseline · seed 1");
  g_assert_cmpstr (cp_run_entry_get_title (second), ==, "baseline · seed 2");
  g_assert_cmpstr (cp_run_entry_get_summary (second), ==, "Trained: 2 epochs");
  g_assert_cmpuint (cp_run_entry_get_look (first), !=, cp_run_entry_get_look (second));
  g_assert_true (cp_run_entry_get_shown (first));
  g_assert_false (cp_run_entry_is_training (second));
  assert_current (&context, 1);
  assert_reviewed (&context, fixture, cp_run_entry_get_model (second));
  context_clear (&context);
}

/* Best is the least loss, last the newest. */
static void
test_figures (Fixture       *fixture,
              gconstpointer  data)
{
  Context context;
  CpRunEntry *entry;
  GListModel *epochs;
  double least = INFINITY;

  context_init (&context);
  context_load (&context, fixture->path);
  train_seed (&context, 1, 1, 6);
  entry = entry_at (&context, 0);
  g_assert_null (cp_run_entry_get_best (entry));
  g_assert_null (cp_run_entry_get_last (entry));
  g_assert_null (cp_run_entry_get_model (entry));
  fixture_wait (context_is_idle, &context);
  epochs = cp_loss_history_get_epochs (cp_run_entry_get_history (entry));
  for (guint i = 0; i < g_list_model_get_n_items (epochs); i++)
    {
      g_autoptr (CpEpochRecord) record = g_list_model_get_item (epochs, i);

      least = fmin (least, cp_epoch_record_get_val_loss (record));
    }
  g_assert_cmpfloat (cp_epoch_record_get_val_loss (cp_run_entry_get_best (entry)), ==, least);
  g_assert_cmpuint (cp_epoch_record_get_epoch (cp_run_entry_get_last (entry)), ==, 6);
  context_clear (&context);
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  Context context;
  CpRunEntry *first, *second;
  g_autofree char *path = fixture_file (fixture, "first.safetensors");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpModel) saved = NULL;

  context_with_runs (&context, fixture, 2);
  first = entry_at (&context, 0);
  second = entry_at (&context, 1);
  cp_workspace_set_current (context.workspace, first);
  assert_current (&context, 0);
  g_assert_true (cp_workspace_get_busy (context.workspace)); /* in a worker */
  fixture_wait (context_is_idle, &context);
  assert_reviewed (&context, fixture, cp_run_entry_get_model (first));

  /* there and back, before the first has arrived */
  cp_workspace_set_current (context.workspace, second);
  cp_workspace_set_current (context.workspace, first);
  fixture_wait (context_is_idle, &context);
  assert_reviewed (&context, fixture, cp_run_entry_get_model (first));

  g_assert_true (cp_workspace_save_run (context.workspace, second, path, &error));
  g_assert_no_error (error);
  saved = cp_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cp_model_get_info (saved)->seed, ==, 2);
  context_clear (&context);
}

/* A run that goes on while another is looked at does not push itself forward. */
static void
test_switch_while_training (Fixture       *fixture,
                            gconstpointer  data)
{
  Context context;
  CpModel *model;

  context_with_runs (&context, fixture, 1);
  model = cp_run_entry_get_model (entry_at (&context, 0));
  train_seed (&context, 2, 1, 8);
  assert_current (&context, 1);
  cp_workspace_set_current (context.workspace, entry_at (&context, 0));
  fixture_wait (context_is_idle, &context);
  assert_current (&context, 0);
  assert_reviewed (&context, fixture, model);
  g_assert_cmpstr (cp_run_entry_get_summary (entry_at (&context, 1)), ==, "Trained: 8 epochs");
  context_clear (&context);
}

static void
test_remove_and_restore (Fixture       *fixture,
                         gconstpointer  data)
{
  Context context;
  CpRunEntry *second;
  guint look;

  context_with_runs (&context, fixture, 3);
  second = entry_at (&context, 1);
  look = cp_run_entry_get_look (second);
  cp_workspace_set_current (context.workspace, second);
  fixture_wait (context_is_idle, &context);
  g_assert_true (cp_workspace_remove_run (context.workspace, second));
  g_assert_cmpuint (n_runs (&context), ==, 2);
  g_assert_true (cp_workspace_get_removed (context.workspace) == second);
  assert_current (&context, 1);
  fixture_wait (context_is_idle, &context);
  assert_reviewed (&context, fixture, cp_run_entry_get_model (entry_at (&context, 1)));

  cp_workspace_restore_run (context.workspace);
  g_assert_null (cp_workspace_get_removed (context.workspace));
  g_assert_true (entry_at (&context, 1) == second);
  g_assert_cmpuint (cp_run_entry_get_look (second), ==, look);
  assert_current (&context, 1);
  fixture_wait (context_is_idle, &context);
  assert_reviewed (&context, fixture, cp_run_entry_get_model (second));
  cp_workspace_restore_run (context.workspace);
  g_assert_cmpuint (n_runs (&context), ==, 3);
  context_clear (&context);
}

/* Without any run there is nothing to review; a new one ends the undoing. */
static void
test_remove_all (Fixture       *fixture,
                 gconstpointer  data)
{
  Context context;

  context_with_runs (&context, fixture, 1);
  g_assert_true (cp_workspace_remove_run (context.workspace, entry_at (&context, 0)));
  g_assert_null (cp_workspace_get_current (context.workspace));
  g_assert_null (cp_workspace_get_model (context.workspace));
  g_assert_false (context_has_scores (&context));
  cp_workspace_restore_run (context.workspace);
  fixture_wait (context_is_idle, &context);
  g_assert_true (context_has_scores (&context));

  g_assert_true (cp_workspace_remove_run (context.workspace, entry_at (&context, 0)));
  train_seed (&context, 2, 1, 1);
  g_assert_null (cp_workspace_get_removed (context.workspace));
  g_assert_false (cp_workspace_remove_run (context.workspace, entry_at (&context, 0))); /* under training */
  fixture_wait (context_is_idle, &context);
  g_assert_cmpuint (n_runs (&context), ==, 1);
  g_assert_cmpuint (cp_run_entry_get_number (entry_at (&context, 0)), ==, 2);
  context_clear (&context);
}

static void
test_opened_file (Fixture       *fixture,
                  gconstpointer  data)
{
  Context context;
  CpRunEntry *opened;
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autoptr (GError) error = NULL;

  context_with_runs (&context, fixture, 1);
  g_assert_true (cp_workspace_save_model (context.workspace, path, &error));
  cp_workspace_load_model (context.workspace, path, NULL, NULL);
  fixture_wait (context_is_idle, &context);
  g_assert_cmpuint (n_runs (&context), ==, 2);
  opened = entry_at (&context, 1);
  assert_current (&context, 1);
  g_assert_null (cp_run_entry_get_run (opened));
  g_assert_null (cp_run_entry_get_history (opened));
  g_assert_cmpstr (cp_run_entry_get_title (opened), ==, "baseline · seed 1");
  g_assert_cmpstr (cp_run_entry_get_summary (opened), ==, "Opened file: model.safetensors");
  assert_reviewed (&context, fixture, cp_run_entry_get_model (opened));
  context_load (&context, fixture->path);
  g_assert_cmpuint (n_runs (&context), ==, 0);
  g_assert_null (cp_workspace_get_current (context.workspace));
  context_clear (&context);
}

/* A run that ends before it has a model gives way to the one that is still shown. */
static void
test_stopped_at_once (Fixture       *fixture,
                      gconstpointer  data)
{
  Context context;
  g_autoptr (GError) error = NULL;

  context_with_runs (&context, fixture, 1);
  train_seed (&context, 2, 1, 5);
  g_assert_false (cp_workspace_save_run (context.workspace, entry_at (&context, 1), "never", &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID);
  cp_training_run_stop (cp_workspace_get_run (context.workspace));
  fixture_wait (context_is_idle, &context);
  if (cp_run_entry_get_model (entry_at (&context, 1)) != NULL)
    g_test_skip ("the first epoch was faster");
  else
    {
      assert_current (&context, 0);
      cp_workspace_set_current (context.workspace, entry_at (&context, 1));
      assert_current (&context, 0);
    }
  context_clear (&context);
}

static void
note_summary (CpTrainingRun *run,
              GParamSpec    *pspec,
              GPtrArray     *seen)
{
  g_ptr_array_add (seen, g_strdup (cp_training_run_get_summary (run)));
}

static void
assert_words (GPtrArray *seen)
{
  const char *running = "^Network [123] of 3 · epoch [0-9]+ of 40 · loss [0-9]\\.[0-9]{3}$";

  g_assert_cmpuint (seen->len, >, 1);
  for (guint i = 0; i + 1 < seen->len; i++)
    if (!g_regex_match_simple (running, seen->pdata[i], 0, 0))
      g_error ("found “%s”", (char *) seen->pdata[i]);
  g_assert_cmpstr (seen->pdata[seen->len - 1], ==, "Trained: 3 networks of 40 epochs");
}

static void
count_model (CpTrainingRun *run,
             CpModel       *model,
             guint         *n)
{
  (*n)++;
}

/* Several networks are one run: one list of batches, one model, each image's spread. */
static void
test_ensemble (Fixture       *fixture,
               gconstpointer  data)
{
  Context context;
  CpLossHistory *history;
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CpEpochRecord) last = NULL;
  guint n, models = 0;

  context_init (&context);
  context_load (&context, fixture->path);
  train_seed (&context, 3, 3, 40);
  g_signal_connect (cp_workspace_get_run (context.workspace), "notify::summary", G_CALLBACK (note_summary), seen);
  g_signal_connect (cp_workspace_get_run (context.workspace), "model", G_CALLBACK (count_model), &models);
  g_assert_cmpstr (cp_run_entry_get_title (entry_at (&context, 0)), ==, "3 × baseline · seeds 3–5");
  g_assert_true (g_str_has_prefix (cp_training_run_get_summary (cp_workspace_get_run (context.workspace)),
                                   "Network 1 of 3 · epoch 1 of 40"));
  fixture_wait (context_is_idle, &context);

  g_assert_cmpstr (cp_run_entry_get_summary (entry_at (&context, 0)), ==, "Trained: 3 networks of 40 epochs");
  assert_words (seen);
  history = cp_run_entry_get_history (entry_at (&context, 0));
  cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 3 * 40 * 7);
  g_assert_cmpuint (cp_loss_history_get_member_batches (history), ==, 40 * 7);
  g_assert_cmpfloat_with_epsilon (cp_loss_history_get_rates (history)[n - 1], 0.001, 1e-9);
  last = g_list_model_get_item (cp_loss_history_get_epochs (history), 119);
  g_assert_cmpuint (cp_epoch_record_get_member (last), ==, 3);
  g_assert_cmpuint (cp_epoch_record_get_epoch (last), ==, 40);
  g_assert_cmpuint (cp_epoch_record_get_last_batch (last), ==, n);
  g_assert_cmpuint (models, <=, 42); /* the first network's epochs, then one for each further network */
  assert_reviewed (&context, fixture, cp_run_entry_get_model (entry_at (&context, 0)));
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
  add ("/runs/list", test_list);
  add ("/runs/figures", test_figures);
  add ("/runs/switch", test_switch);
  add ("/runs/switch-while-training", test_switch_while_training);
  add ("/runs/remove-and-restore", test_remove_and_restore);
  add ("/runs/remove-all", test_remove_all);
  add ("/runs/opened-file", test_opened_file);
  add ("/runs/stopped-at-once", test_stopped_at_once);
  add ("/runs/ensemble", test_ensemble);

  return g_test_run ();
}
