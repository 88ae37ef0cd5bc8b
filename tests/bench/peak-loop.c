/* SPDX-License-Identifier: MIT */
#include "peak.h"

#include "kernels/level.h"

/* Enough independent sums to hide a multiplication's and an addition's latency,
 * and few enough for sixteen registers. */
#define CHAINS 12

typedef float CpVector __attribute__ ((vector_size (CP_LANES * 4)));

CpBenchPeakLoop CP_KERNEL (cp_bench_peak_loop);

/* Multiplies and adds in registers alone; returns the operations done. The
 * numbers are the caller's, so that nothing can be computed beforehand. */
double
CP_KERNEL (cp_bench_peak_loop) (gsize  rounds,
                                float  factor,
                                float  summand,
                                float *result)
{
  const CpVector a = factor - (CpVector) { 0 }, b = summand - (CpVector) { 0 };
  CpVector sum[CHAINS], total = { 0 };

  for (guint i = 0; i < CHAINS; i++)
    sum[i] = b * (float) i;
  for (gsize round = 0; round < rounds; round++)
#pragma GCC unroll 12
    for (guint i = 0; i < CHAINS; i++)
      sum[i] = sum[i] * a + b;
  for (guint i = 0; i < CHAINS; i++)
    total += sum[i];
  *result = total[0];

  return 2.0 * CHAINS * CP_LANES * (double) rounds;
}
