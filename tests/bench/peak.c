/* SPDX-License-Identifier: MIT */
#include "peak.h"

#include "measure.h"

/* 20 to 50 ms, long beside starting a thread. */
#define ROUNDS 8000000

extern CpBenchPeakLoop cp_bench_peak_loop_reference;
extern CpBenchPeakLoop cp_bench_peak_loop_portable;
#ifdef CP_HAVE_X86_KERNELS
extern CpBenchPeakLoop cp_bench_peak_loop_avx2;
extern CpBenchPeakLoop cp_bench_peak_loop_avx512;
#endif

static const struct
{
  const char *level;
  CpBenchPeakLoop *loop;
} loops[] = {
  { "reference", cp_bench_peak_loop_reference },
  { "portable", cp_bench_peak_loop_portable },
#ifdef CP_HAVE_X86_KERNELS
  { "avx2", cp_bench_peak_loop_avx2 },
  { "avx512", cp_bench_peak_loop_avx512 },
#endif
};

typedef struct
{
  CpBenchPeakLoop *loop;
  double operations;
  float result;
} Worker;

static gpointer
work (gpointer data)
{
  Worker *worker = data;

  worker->operations = worker->loop (ROUNDS, 0.5f, 1, &worker->result);

  return NULL;
}

static double
run (CpBenchPeakLoop *loop,
     guint            n)
{
  g_autofree Worker *workers = g_new0 (Worker, n);
  g_autofree GThread **threads = g_new0 (GThread *, n);
  const double start = cp_bench_now ();
  double operations = 0;

  for (guint i = 0; i < n; i++)
    workers[i].loop = loop;
  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_new ("peak", work, &workers[i]);
  work (&workers[0]);
  for (guint i = 1; i < n; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < n; i++)
    operations += workers[i].operations;

  return operations / (cp_bench_now () - start);
}

/**
 * cp_bench_peak:
 * @level: a processor level this processor has
 * @threads: how many at once
 *
 * Measures multiply-adds on registers, without any memory. The clock of a shared
 * machine changes from moment to moment: call it before and after what it is
 * compared with, and take the larger.
 *
 * Returns: operations a second, a multiply-add counted as two
 */
double
cp_bench_peak (const char *level,
               guint       threads)
{
  for (guint i = 0; i < G_N_ELEMENTS (loops); i++)
    if (g_str_equal (loops[i].level, level))
      return run (loops[i].loop, threads);

  g_return_val_if_reached (0);
}
