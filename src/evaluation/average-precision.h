/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

/* More predictions than this get an interval without resampling. */
#define CP_AVERAGE_PRECISION_BOOTSTRAP_MAX 20000

double     cp_average_precision_variance (const CpPredictions *predictions);
CpEstimate cp_average_precision          (const CpPredictions *predictions);

G_END_DECLS
