/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef double CpBenchPeakLoop (gsize  rounds,
                                float  factor,
                                float  summand,
                                float *result);

double cp_bench_peak (const char *level,
                      guint       threads);

G_END_DECLS
