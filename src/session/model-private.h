/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

CpModel *cp_model_take (GPtrArray         *networks,
                        const CpModelInfo *info);

G_END_DECLS
