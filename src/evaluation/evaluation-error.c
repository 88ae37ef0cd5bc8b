/* SPDX-License-Identifier: MIT */
#include "evaluation-error.h"

G_DEFINE_QUARK (cp-evaluation-error-quark, cp_evaluation_error)
