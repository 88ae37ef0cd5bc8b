/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

CpEstimate cp_brier_score (const CpPredictions *predictions);
CpEstimate cp_log_loss    (const CpPredictions *predictions);

G_END_DECLS
