/* SPDX-License-Identifier: MIT */

/* The speed of each kernel at each processor level, one thread, as Markdown.
 *
 * Convolutions and linear layers in GFLOP/s, a multiply-add as two operations
 * and counted as if no number were zero (the gradients of pooled layers skip
 * zeros), and as a share of the peak measured before and after each round, the
 * larger of the two; the rest, which memory limits, in GB/s. Levels and kernels
 * take turns; medians are printed. */

#include "kernel-cases.h"
#include "measure.h"
#include "peak.h"

#include <stdio.h>

#define SECONDS 0.002 /* of one measurement */

static const char *const levels[] = { "portable", "avx2", "avx512" };

typedef struct
{
  const CpKernels *kernels;
  GPtrArray *works; /* (cases) CpBenchWork */
  GArray **speeds;  /* (cases), operations or bytes a second in each round */
  GArray *peaks;    /* operations a second before each round and after the last */
} Level;

/* Operations, or bytes, a second. */
static double
measure (CpBenchWork *work)
{
  const double start = cp_bench_now ();
  double seconds;
  guint calls = 0;

  do
    {
      cp_bench_work_run (work);
      calls++;
      seconds = cp_bench_now () - start;
    }
  while (seconds < SECONDS);

  return cp_bench_work_get_amount (work) * calls / seconds;
}

static Level *
level_new (const CpKernels *kernels)
{
  Level *self = g_new0 (Level, 1);
  const guint n = cp_bench_n_cases ();

  self->kernels = kernels;
  self->works = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_bench_work_free);
  self->speeds = g_new (GArray *, n);
  self->peaks = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (self->works, cp_bench_work_new (kernels, i));
      self->speeds[i] = g_array_new (FALSE, FALSE, sizeof (double));
    }

  return self;
}

static void
level_free (Level *self)
{
  for (guint i = 0; i < self->works->len; i++)
    g_array_unref (self->speeds[i]);
  g_ptr_array_unref (self->works);
  g_array_unref (self->peaks);
  g_free (self->speeds);
  g_free (self);
}

static void
measure_peaks (GPtrArray *all)
{
  for (guint l = 0; l < all->len; l++)
    {
      Level *level = g_ptr_array_index (all, l);

      const double peak = cp_bench_peak (level->kernels->name, 1);

      g_array_append_val (level->peaks, peak);
    }
}

static void
measure_round (GPtrArray *all)
{
  measure_peaks (all);
  for (guint i = 0; i < cp_bench_n_cases (); i++)
    for (guint l = 0; l < all->len; l++)
      {
        Level *level = g_ptr_array_index (all, l);
        const double speed = measure (g_ptr_array_index (level->works, i));

        g_array_append_val (level->speeds[i], speed);
      }
}

static double
median_peak (const Level *level)
{
  g_autoptr (GArray) peaks = g_array_copy (level->peaks);

  return cp_bench_median (peaks);
}

static double
median_share (const Level *level,
              guint        index)
{
  g_autoptr (GArray) shares = g_array_copy (level->speeds[index]);
  const double *peaks = (const double *) level->peaks->data;

  for (guint i = 0; i < shares->len; i++)
    g_array_index (shares, double, i) /= MAX (peaks[i], peaks[i + 1]);

  return cp_bench_median (shares);
}

static void
print_head (GPtrArray *all)
{
  printf ("| kernel |");
  for (guint l = 0; l < all->len; l++)
    {
      const Level *level = g_ptr_array_index (all, l);

      printf (" %s, peak %.1f |", level->kernels->name, median_peak (level) / 1e9);
    }
  printf ("\n|---|");
  for (guint l = 0; l < all->len; l++)
    printf ("---:|");
  printf ("\n");
}

static void
print_case (GPtrArray *all,
            guint      index)
{
  const CpBenchWork *first = g_ptr_array_index (((Level *) g_ptr_array_index (all, 0))->works, index);

  printf ("| %s |", cp_bench_work_get_name (first));
  for (guint l = 0; l < all->len; l++)
    {
      const Level *level = g_ptr_array_index (all, l);
      const double share = median_share (level, index), speed = cp_bench_median (level->speeds[index]);

      if (cp_bench_work_is_arithmetic (first))
        printf (" %.1f, %.0f %% |", speed / 1e9, 100 * share);
      else
        printf (" %.1f GB/s |", speed / 1e9);
    }
  printf ("\n");
}

int
main (int   argc,
      char *argv[])
{
  int rounds = 9;
  GOptionEntry entries[] = {
    { "rounds", 'r', 0, G_OPTION_ARG_INT, &rounds, "Take the median of so many (9)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) level_free);
  g_autoptr (GError) error = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || rounds < 1)
    {
      g_printerr ("bench-kernels: %s\n", error != NULL ? error->message : "--rounds: expected at least 1");
      return 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      const CpKernels *kernels = cp_kernels_lookup (levels[i], NULL);

      if (kernels != NULL) /* else this processor does not have it */
        g_ptr_array_add (all, level_new (kernels));
    }

  for (int i = 0; i < rounds; i++)
    measure_round (all);
  measure_peaks (all);
  print_head (all);
  for (guint i = 0; i < cp_bench_n_cases (); i++)
    print_case (all, i);

  return 0;
}
