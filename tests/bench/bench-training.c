/* SPDX-License-Identifier: MIT */

/* Times the baseline recipe in process, in memory: what pytorch_baseline.py does
 * in PyTorch. Prints one line: seconds of training (validation included). */

#include "training.h"

#include <stdlib.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (CpModel) model = NULL;
  const CpTrainingCallbacks callbacks = { 0 };
  CpRecipe recipe;
  gboolean cancelled;
  gint64 start;

  if (argc != 3)
    {
      g_printerr ("usage: bench-training DATA THREADS\n");
      return 2;
    }
  cp_recipe_init (&recipe);
  recipe.threads = (guint) atoi (argv[2]);
  dataset = cp_dataset_load (argv[1], &error);
  if (dataset != NULL)
    training = cp_training_new (&recipe, dataset, &error);
  if (training == NULL)
    {
      g_printerr ("bench-training: %s\n", error->message);
      return 1;
    }
  cp_dataset_get_fingerprint (dataset); /* not part of the training */

  start = g_get_monotonic_time ();
  model = cp_training_run (training, &callbacks, NULL, &cancelled, &error);
  g_print ("%.3f\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return model != NULL ? 0 : 1;
}
