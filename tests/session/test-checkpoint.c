/* SPDX-License-Identifier: MIT */
#include "checkpoint.h"

#include "fixture.h"
#include "phantom.h"
#include "session-error.h"

#include <string.h>

/* A training stopped at any epoch's end and continued from its file is the one that never stopped. */

typedef struct
{
  CpTraining *training;
  Fixture *fixture;
  guint epochs;
  GArray *losses; /* of all batches, float */
} Run;

static char *
checkpoint_path (Fixture *fixture,
                 guint    epoch)
{
  g_autofree char *name = g_strdup_printf ("%u.checkpoint", epoch);

  return fixture_file (fixture, name);
}

static void
on_batch (const CpTrainingBatch *batch,
          gpointer               data)
{
  Run *run = data;

  if (run->losses != NULL)
    g_array_append_val (run->losses, batch->loss);
}

static void
on_epoch (const CpTrainingEpoch *epoch,
          CpModel               *model,
          gpointer               data)
{
  Run *run = data;
  g_autofree char *path = checkpoint_path (run->fixture, ++run->epochs);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_training_save_checkpoint (run->training, path, &error));
  g_assert_no_error (error);
}

static CpModel *
finish (CpTraining *training,
        Run        *run)
{
  const CpTrainingCallbacks callbacks = { on_batch, on_epoch };
  g_autoptr (GError) error = NULL;
  gboolean cancelled;
  CpModel *model;

  run->training = training;
  model = cp_training_run (training, &callbacks, run, &cancelled, &error);
  g_assert_no_error (error);
  g_assert_false (cancelled);
  return model;
}

static void
assert_same_model (CpModel *a,
                   CpModel *b)
{
  g_assert_cmpuint (cp_model_get_info (a)->members, ==, cp_model_get_info (b)->members);
  g_assert_cmpuint (cp_model_get_info (a)->epochs, ==, cp_model_get_info (b)->epochs);
  for (guint i = 0; i < cp_model_get_info (a)->members; i++)
    {
      const CpNetwork *x = cp_model_get_network (a, i), *y = cp_model_get_network (b, i);
      const gsize n = cp_network_get_n_values (x);

      g_assert_cmpmem (cp_network_get_values (x), n * sizeof (float), cp_network_get_values (y), n * sizeof (float));
    }
}

static CpCheckpoint *
load (Fixture *fixture,
      guint    epoch)
{
  g_autofree char *path = checkpoint_path (fixture, epoch);
  g_autoptr (GError) error = NULL;
  CpCheckpoint *checkpoint = cp_checkpoint_load (path, &error);

  g_assert_no_error (error);
  return checkpoint;
}

static void
assert_history (CpCheckpoint *checkpoint,
                guint         epoch,
                const GArray *losses)
{
  guint n_epochs, n;
  const CpTrainingEpoch *epochs = cp_checkpoint_get_epochs (checkpoint, &n_epochs);
  const float *rates, *kept = cp_checkpoint_get_losses (checkpoint, &rates, &n);

  g_assert_cmpuint (n_epochs, ==, epoch);
  g_assert_cmpuint (n, ==, epochs[epoch - 1].last_batch);
  g_assert_cmpmem (kept, n * sizeof (float), losses->data, n * sizeof (float));
  g_assert_cmpfloat (rates[n - 1], >, 0);
}

static void
assert_continues (Fixture        *fixture,
                  const CpRecipe *recipe)
{
  const guint total = recipe->epochs * recipe->members;
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (float));
  Run straight = { .fixture = fixture, .losses = losses };
  g_autoptr (CpTraining) training = cp_training_new (recipe, fixture->dataset, NULL);
  g_autoptr (CpModel) model = finish (training, &straight);

  g_assert_cmpuint (straight.epochs, ==, total);
  for (guint epoch = 1; epoch <= total; epoch++)
    {
      g_autoptr (CpCheckpoint) checkpoint = load (fixture, epoch);
      g_autoptr (GError) error = NULL;
      g_autoptr (CpTraining) next = cp_training_continue (checkpoint, 1, FALSE, fixture->dataset, &error);
      Run run = { .fixture = fixture, .epochs = epoch };
      g_autoptr (CpModel) same = NULL;

      g_assert_no_error (error);
      assert_history (checkpoint, epoch, losses);
      same = finish (next, &run);
      g_assert_cmpuint (run.epochs, ==, total);
      assert_same_model (model, same);
    }
}

static void
test_baseline (Fixture       *fixture,
               gconstpointer  data)
{
  const CpRecipe recipe = fixture_recipe (3);

  assert_continues (fixture, &recipe);
}

/* Two residual networks with every setting that has a memory. */
static void
test_ensemble (Fixture       *fixture,
               gconstpointer  data)
{
  CpRecipe recipe;

  cp_recipe_init (&recipe, "residual");
  recipe.epochs = 2;
  recipe.members = 2;
  recipe.averaging = 0.9;
  recipe.threads = 2;
  assert_continues (fixture, &recipe);
}

static void
keep_only (Fixture *fixture)
{
  const CpRecipe recipe = fixture_recipe (1);
  g_autoptr (CpTraining) training = cp_training_new (&recipe, fixture->dataset, NULL);
  Run run = { .fixture = fixture };
  g_autoptr (CpModel) model = finish (training, &run);
}

static void
test_recipe (Fixture       *fixture,
             gconstpointer  data)
{
  CpRecipe recipe = fixture_recipe (2);
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (CpCheckpoint) checkpoint = NULL;
  g_autoptr (CpModel) model = NULL;
  Run run = { .fixture = fixture };
  const CpRecipe *kept;

  recipe.learning_rate = 0.1 / 3;
  recipe.weight_decay = 0.05;
  recipe.schedule = CP_SCHEDULE_ONE_CYCLE;
  recipe.augmentation = TRUE;
  recipe.class_weights = FALSE;
  recipe.seed = G_MAXINT64 - 1;
  training = cp_training_new (&recipe, fixture->dataset, NULL);
  model = finish (training, &run);
  checkpoint = load (fixture, 1);
  kept = cp_checkpoint_get_recipe (checkpoint);
  g_assert_cmpstr (kept->preset, ==, "baseline");
  g_assert_cmpuint (kept->epochs, ==, 2);
  g_assert_cmpuint (kept->batch_size, ==, 32);
  g_assert_cmpfloat (kept->learning_rate, ==, 0.1 / 3);
  g_assert_cmpfloat (kept->weight_decay, ==, 0.05);
  g_assert_cmpint (kept->schedule, ==, CP_SCHEDULE_ONE_CYCLE);
  g_assert_true (kept->augmentation);
  g_assert_false (kept->class_weights);
  g_assert_cmpuint (kept->seed, ==, G_MAXINT64 - 1);
}

static void
test_other_images (Fixture       *fixture,
                   gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 200, .n_val = 60, .n_test = 80, .seed = 5 };
  g_autoptr (CpDataset) other = cp_phantom_dataset_new (&settings, NULL);
  g_autoptr (CpCheckpoint) checkpoint = NULL;
  g_autoptr (GError) error = NULL;

  keep_only (fixture);
  checkpoint = load (fixture, 1);
  g_assert_null (cp_training_continue (checkpoint, 1, FALSE, other, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "other images"));
}

static void
test_model_is_none (Fixture       *fixture,
                    gconstpointer  data)
{
  const CpRecipe recipe = fixture_recipe (1);
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autoptr (CpTraining) training = cp_training_new (&recipe, fixture->dataset, NULL);
  Run run = { .fixture = fixture };
  g_autoptr (CpModel) model = finish (training, &run);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_model_save (model, path, NULL));
  g_assert_null (cp_checkpoint_load (path, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT);
}

/* The same file with one stretch of its header replaced by another of the same length. */
static void
assert_damage_found (Fixture    *fixture,
                     const char *from,
                     const char *to)
{
  g_autofree char *path = checkpoint_path (fixture, 1);
  g_autofree char *damaged = fixture_file (fixture, "damaged");
  g_autofree char *contents = NULL;
  g_autoptr (CpCheckpoint) checkpoint = NULL;
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  char *at;

  g_assert_cmpuint (strlen (from), ==, strlen (to));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  at = memmem (contents, length, from, strlen (from));
  g_assert_nonnull (at);
  memcpy (at, to, strlen (to));
  g_assert_true (g_file_set_contents (damaged, contents, (gssize) length, NULL));

  checkpoint = cp_checkpoint_load (damaged, &error);
  if (checkpoint != NULL)
    training = cp_training_continue (checkpoint, 1, FALSE, fixture->dataset, &error);
  g_assert_null (training);
  g_assert_nonnull (error);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const damages[][2] = {
    { "\\\"version\\\":1", "\\\"version\\\":2" },
    { "\\\"preset\\\":\\\"baseline", "\\\"preset\\\":\\\"baselime" },
    { "\\\"batch_size\\\":32", "\\\"batch_size\\\":21" },
    { "\\\"batch_size\\\":32", "\\\"batch_size\\\":-2" },
    { "\\\"epochs\\\":1", "\\\"epochs\\\":0" },
    { "\\\"finished_epochs\\\":1", "\\\"finished_epochs\\\":0" },
    { "\\\"finished_epochs\\\":1", "\\\"finished_epochs\\\":7" },
    { "\\\"member\\\":0", "\\\"member\\\":1" },
    { "\\\"schedule\\\":0", "\\\"schedule\\\":2" },
    { "\\\"averaging\\\":0.0", "\\\"averaging\\\":0.5" },
    { "\\\"epochs\\\":[[1", "\\\"epochs\\\":[[2" },
    { "\\\"learning_rate\\\"", "\\\"learning_rata\\\"" },
    { "\"state.moment1\"", "\"state.moment3\"" },
    { "\"history.losses\"", "\"history.lasses\"" },
    { "\"finished.0\"", "\"finished.1\"" },
  };

  keep_only (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_test_message ("%s → %s", damages[i][0], damages[i][1]);
      assert_damage_found (fixture, damages[i][0], damages[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/session/checkpoint/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("baseline", test_baseline);
  ADD ("ensemble", test_ensemble);
  ADD ("recipe", test_recipe);
  ADD ("other-images", test_other_images);
  ADD ("model-is-none", test_model_is_none);
  ADD ("damage", test_damage);
#undef ADD

  return g_test_run ();
}
