/* SPDX-License-Identifier: MIT */
#include "plots-error.h"

G_DEFINE_QUARK (cp-plots-error-quark, cp_plots_error)
