/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-text.h"
#include "estimate.h"

G_BEGIN_DECLS

char *cp_chart_estimate  (CpEstimate estimate,
                          int        decimals);
char *cp_chart_threshold (double     threshold);
char *cp_chart_percent   (double     share);

G_END_DECLS
