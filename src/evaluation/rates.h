/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"
#include "estimate.h"

G_BEGIN_DECLS

CpEstimate cp_rate_accuracy          (CpConfusion confusion);
CpEstimate cp_rate_precision         (CpConfusion confusion);
CpEstimate cp_rate_recall            (CpConfusion confusion);
CpEstimate cp_rate_specificity       (CpConfusion confusion);
CpEstimate cp_rate_npv               (CpConfusion confusion);
CpEstimate cp_rate_f1                (CpConfusion confusion);
CpEstimate cp_rate_balanced_accuracy (CpConfusion confusion);
CpEstimate cp_rate_mcc               (CpConfusion confusion);
CpEstimate cp_rate_net_benefit       (CpConfusion confusion,
                                      double      threshold);

G_END_DECLS
