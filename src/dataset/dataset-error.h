/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpDatasetError:
 * @CP_DATASET_ERROR_IO: the file is missing or cannot be read or written
 * @CP_DATASET_ERROR_FORMAT: the bytes are not what the format asks for
 * @CP_DATASET_ERROR_UNSUPPORTED: valid, but not something Cutpoint works with
 * @CP_DATASET_ERROR_LIMIT: larger than the stated limits
 * @CP_DATASET_ERROR_STOPPED: whoever follows the progress did not want more
 *
 * What can go wrong between a file and images with labels.
 */
typedef enum
{
  CP_DATASET_ERROR_IO,
  CP_DATASET_ERROR_FORMAT,
  CP_DATASET_ERROR_UNSUPPORTED,
  CP_DATASET_ERROR_LIMIT,
  CP_DATASET_ERROR_STOPPED,
} CpDatasetError;

#define CP_DATASET_ERROR (cp_dataset_error_quark ())
GQuark cp_dataset_error_quark (void);

G_END_DECLS
