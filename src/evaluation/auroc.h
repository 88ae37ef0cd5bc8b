/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

double     cp_auroc_variance (const CpPredictions *predictions);
CpEstimate cp_auroc          (const CpPredictions *predictions);

G_END_DECLS
