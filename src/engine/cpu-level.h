/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine-error.h"
#include "kernels/kernels.h"

G_BEGIN_DECLS

const CpKernels *cp_kernels_lookup (const char  *name,
                                    GError     **error);
const CpKernels *cp_kernels_choose (GError     **error);

G_END_DECLS
