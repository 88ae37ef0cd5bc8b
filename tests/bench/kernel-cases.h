/* SPDX-License-Identifier: MIT */
#pragma once

#include "cpu-level.h"

G_BEGIN_DECLS

/**
 * CpBenchWork:
 *
 * One kernel of one level on one layer, with memory to run it again and again.
 */
typedef struct _CpBenchWork CpBenchWork;

guint        cp_bench_n_cases            (void);
CpBenchWork *cp_bench_work_new           (const CpKernels   *kernels,
                                          guint              index);
void         cp_bench_work_free          (CpBenchWork       *self);
void         cp_bench_work_run           (CpBenchWork       *self);
const char  *cp_bench_work_get_name      (const CpBenchWork *self);
double       cp_bench_work_get_amount    (const CpBenchWork *self);
gboolean     cp_bench_work_is_arithmetic (const CpBenchWork *self);

G_END_DECLS
