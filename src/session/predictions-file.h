/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"
#include "session-error.h"

G_BEGIN_DECLS

/* The most rows, without the header. */
#define CP_PREDICTIONS_FILE_MAX_ROWS 4000000
/* The most bytes. */
#define CP_PREDICTIONS_FILE_MAX_BYTES (G_GINT64_CONSTANT (2) << 30)
/* The most names in the column `split`. */
#define CP_PREDICTIONS_FILE_MAX_SPLITS 16

CpPredictions *cp_predictions_file_load (const char  *path,
                                         const char  *split,
                                         char       **split_found,
                                         GError     **error);

G_END_DECLS
