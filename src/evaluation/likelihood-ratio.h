/* SPDX-License-Identifier: MIT */
#pragma once

#include "confusion.h"
#include "estimate.h"

G_BEGIN_DECLS

CpEstimate cp_likelihood_ratio_positive (CpConfusion confusion);
CpEstimate cp_likelihood_ratio_negative (CpConfusion confusion);

G_END_DECLS
