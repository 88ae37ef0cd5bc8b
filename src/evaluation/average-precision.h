/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"
#include "predictions.h"

G_BEGIN_DECLS

guint      cp_average_precision_replicates (gsize                n);
CpEstimate cp_average_precision            (const CpPredictions *predictions);

G_END_DECLS
