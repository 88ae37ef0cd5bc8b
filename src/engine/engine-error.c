/* SPDX-License-Identifier: MIT */
#include "engine-error.h"

G_DEFINE_QUARK (cp-engine-error-quark, cp_engine_error)
