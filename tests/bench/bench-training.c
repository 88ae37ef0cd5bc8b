/* SPDX-License-Identifier: MIT */

/* Times a preset's recipe in process, in memory: what pytorch_baseline.py does
 * in PyTorch. Prints a line a run: seconds of all epochs (validation included);
 * with --share also what share of the processor's peak the steps reach, the peak
 * being the larger of before and after. Then the medians, if it runs several times. */

#include "cpu-level.h"
#include "measure.h"
#include "peak.h"
#include "presets.h"
#include "training.h"

typedef struct
{
  double since; /* the epoch's start */
  double steps; /* seconds, without validation */
} Clock;

static void
on_batch (const CpTrainingBatch *batch,
          gpointer               data)
{
  Clock *clock = data;

  if (batch->batch == batch->batches)
    clock->steps += cp_bench_now () - clock->since;
}

static void
on_epoch (const CpTrainingEpoch *epoch,
          CpModel               *model,
          gpointer               data)
{
  Clock *clock = data;

  clock->since = cp_bench_now ();
}

/* Returns seconds of all epochs, a negative number where it failed. */
static double
train (const CpRecipe  *recipe,
       CpDataset       *dataset,
       double          *steps,
       GError         **error)
{
  const CpTrainingCallbacks callbacks = { .batch = on_batch, .epoch = on_epoch };
  g_autoptr (CpTraining) training = cp_training_new (recipe, dataset, error);
  g_autoptr (CpModel) model = NULL;
  Clock clock = { 0 };
  gboolean cancelled;
  double start;

  if (training == NULL)
    return -1;
  clock.since = start = cp_bench_now ();
  model = cp_training_run (training, &callbacks, &clock, &cancelled, error);
  *steps = clock.steps;

  return model != NULL ? cp_bench_now () - start : -1;
}

/* Operations of all training steps. */
static double
count_operations (const CpRecipe  *recipe,
                  CpDataset       *dataset,
                  GError         **error)
{
  g_autoptr (CpNetwork) network = cp_preset_new_network (recipe->preset, cp_dataset_get_size (dataset), error);
  const double images = (double) cp_dataset_get_split (dataset, CP_SPLIT_TRAIN)->n * recipe->epochs;

  return network != NULL ? (cp_bench_forward (network) + cp_bench_backward (network)) * images : -1;
}

/* One run; adds its seconds and, with @operations, its share of the peak. */
static gboolean
run (const CpRecipe   *recipe,
     CpDataset        *dataset,
     const CpKernels  *kernels,
     double            operations,
     GArray           *times,
     GArray           *shares,
     GError          **error)
{
  double peak = operations > 0 ? cp_bench_peak (kernels->name, recipe->threads) : 0;
  double steps, share, seconds = train (recipe, dataset, &steps, error);

  if (seconds < 0)
    return FALSE;
  g_array_append_val (times, seconds);
  g_print ("%.3f", seconds);
  if (operations > 0)
    {
      peak = MAX (peak, cp_bench_peak (kernels->name, recipe->threads));
      share = operations / steps / peak;
      g_array_append_val (shares, share);
      g_print (" s, steps alone %.3f s: %.1f GFLOP/s of %.1f, %.1f %%", steps, operations / steps / 1e9, peak / 1e9,
               100 * share);
    }
  g_print ("\n");

  return TRUE;
}

static gboolean
run_times (const CpRecipe  *recipe,
           CpDataset       *dataset,
           int              runs,
           gboolean         share,
           GError         **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) shares = g_array_new (FALSE, FALSE, sizeof (double));
  const CpKernels *kernels = cp_kernels_choose (error);
  const double operations = share ? count_operations (recipe, dataset, error) : 0;

  if (kernels == NULL || operations < 0)
    return FALSE;
  for (int i = 0; i < runs; i++)
    if (!run (recipe, dataset, kernels, operations, times, shares, error))
      return FALSE;
  if (runs > 1 && share)
    g_print ("median: %.3f s, %.1f %%\n", cp_bench_median (times), 100 * cp_bench_median (shares));
  else if (runs > 1)
    g_print ("median: %.3f s\n", cp_bench_median (times));

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  int threads = 2, runs = 1, epochs = 0;
  gboolean share = FALSE, augment = FALSE;
  g_autofree char *preset = g_strdup ("baseline");
  GOptionEntry entries[] = {
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &preset, "Network (baseline)", "NAME" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &threads, "Threads (2)", "N" },
    { "runs", 'r', 0, G_OPTION_ARG_INT, &runs, "How many times (1)", "N" },
    { "epochs", 'e', 0, G_OPTION_ARG_INT, &epochs, "Epochs (the preset's)", "N" },
    { "augment", 'a', 0, G_OPTION_ARG_NONE, &augment, "Change images at random, where the preset does", NULL },
    { "share", 's', 0, G_OPTION_ARG_NONE, &share, "Say the share of the peak measured beside it", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = NULL;
  CpRecipe recipe;

  if (!cp_bench_parse (entries, "DATA", argc, argv, &error) || threads < 1 || runs < 1)
    {
      g_printerr ("bench-training: %s\n", error != NULL ? error->message : "expected numbers of at least 1");
      return 2;
    }
  cp_recipe_init (&recipe, preset);
  recipe.threads = (guint) threads;
  recipe.epochs = epochs > 0 ? (guint) epochs : recipe.epochs;
  recipe.augmentation = recipe.augmentation && augment;
  dataset = cp_dataset_load (argv[1], &error);
  if (dataset != NULL)
    cp_dataset_get_fingerprint (dataset); /* not part of the training */
  if (dataset == NULL || !run_times (&recipe, dataset, runs, share, &error))
    {
      g_printerr ("bench-training: %s\n", error->message);
      return 1;
    }

  return 0;
}
