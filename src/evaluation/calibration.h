/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

CpEstimate cp_calibration_error     (const CpPredictions *predictions);
CpEstimate cp_calibration_slope     (const CpPredictions *predictions);
CpEstimate cp_calibration_intercept (const CpPredictions *predictions);

G_END_DECLS
