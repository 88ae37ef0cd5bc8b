/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

G_BEGIN_DECLS

double   cp_bench_now      (void);
double   cp_bench_median   (GArray           *values);
double   cp_bench_forward  (const CpNetwork  *network);
double   cp_bench_backward (const CpNetwork  *network);
gboolean cp_bench_parse    (GOptionEntry     *entries,
                            const char       *parameters,
                            int               argc,
                            char            **argv,
                            GError          **error);

G_END_DECLS
