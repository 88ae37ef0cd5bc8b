/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

CpDuplicates cp_duplicates_count (const CpImageSet splits[CP_N_SPLITS]);

G_END_DECLS
