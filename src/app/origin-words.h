/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

char *cp_origin_describe_data  (CpDataset         *dataset,
                                CpSplit            split);
char *cp_origin_describe_model (const CpModelInfo *info);
char *cp_origin_today          (void);

G_END_DECLS
