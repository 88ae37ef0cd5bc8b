/* SPDX-License-Identifier: MIT */
#include "dataset-error.h"

G_DEFINE_QUARK (cp-dataset-error-quark, cp_dataset_error)
