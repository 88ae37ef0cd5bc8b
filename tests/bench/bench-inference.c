/* SPDX-License-Identifier: MIT */

/* Images a second of the baseline over the training images, and how long a
 * single image takes, from bytes to logit, as a row of a Markdown table. */

#include "dataset.h"
#include "measure.h"
#include "pass.h"
#include "presets.h"

#include <stdio.h>

typedef struct
{
  CpPass *pass;
  CpSamples samples;
  float *logits;
} Inference;

static double
seconds_of (const Inference *self,
            gsize            n)
{
  CpSamples samples = self->samples;
  double start;

  samples.n = n;
  start = cp_bench_now ();
  cp_pass_infer (self->pass, &samples, self->logits);

  return cp_bench_now () - start;
}

static double
median_seconds (const Inference *self,
                gsize            n,
                guint            runs)
{
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < runs; i++)
    {
      const double value = seconds_of (self, n);

      g_array_append_val (seconds, value);
    }

  return cp_bench_median (seconds);
}

static void
measure (const CpNetwork *network,
         const CpKernels *kernels,
         CpDataset       *dataset,
         guint            threads,
         guint            runs)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, CP_SPLIT_TRAIN);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (threads);
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autofree float *logits = g_new (float, set->n);
  const Inference inference = { pass, { .pixels = set->pixels, .n = set->n, .size = set->size }, logits };
  double all, one;

  cp_pass_pack (pass);
  seconds_of (&inference, set->n); /* touches the memory */
  all = median_seconds (&inference, set->n, runs);
  one = median_seconds (&inference, 1, runs * 100);
  printf ("| %s | %u | %.0f | %.0f µs |\n", kernels->name, threads, (double) set->n / all, one * 1e6);
}

int
main (int   argc,
      char *argv[])
{
  int threads = 2, runs = 9;
  GOptionEntry entries[] = {
    { "threads", 't', 0, G_OPTION_ARG_INT, &threads, "Threads (2)", "N" },
    { "runs", 'r', 0, G_OPTION_ARG_INT, &runs, "Take the median of so many (9)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (CpNetwork) network = NULL;
  const CpKernels *kernels = NULL;

  if (!cp_bench_parse (entries, "DATA", argc, argv, &error) || threads < 1 || runs < 1)
    {
      g_printerr ("bench-inference: %s\n", error != NULL ? error->message : "expected numbers of at least 1");
      return 2;
    }
  dataset = cp_dataset_load (argv[1], &error);
  if (dataset != NULL)
    network = cp_preset_new_network ("baseline", cp_dataset_get_size (dataset), &error);
  if (network != NULL)
    kernels = cp_kernels_choose (&error);
  if (kernels == NULL)
    {
      g_printerr ("bench-inference: %s\n", error->message);
      return 1;
    }
  cp_network_initialise (network, 1);
  measure (network, kernels, dataset, (guint) threads, (guint) runs);

  return 0;
}
