/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine-error.h"

G_BEGIN_DECLS

typedef struct _CpNetwork CpNetwork;

G_END_DECLS
