/* SPDX-License-Identifier: MIT */

/* Prints how many operations a second this processor can do on registers alone,
 * at the level the engine would choose (CUTPOINT_CPU): the median of several. */

#include "cpu-level.h"
#include "measure.h"
#include "peak.h"

#define TIMES 9

static double
median_peak (const char *level,
             guint       threads)
{
  g_autoptr (GArray) peaks = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < TIMES; i++)
    {
      const double peak = cp_bench_peak (level, threads);

      g_array_append_val (peaks, peak);
    }

  return cp_bench_median (peaks);
}

int
main (int   argc,
      char *argv[])
{
  int threads = 1;
  GOptionEntry entries[] = {
    { "threads", 't', 0, G_OPTION_ARG_INT, &threads, "Threads at once (1)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || threads < 1)
    {
      g_printerr ("bench-peak: %s\n", error != NULL ? error->message : "--threads: expected at least 1");
      return 2;
    }
  kernels = cp_kernels_choose (&error);
  if (kernels == NULL)
    {
      g_printerr ("bench-peak: %s\n", error->message);
      return 1;
    }
  g_print ("%.1f\n", median_peak (kernels->name, (guint) threads) / 1e9);

  return 0;
}
