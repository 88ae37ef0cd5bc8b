/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpPathKind:
 * @CP_PATH_UNKNOWN: nothing that Cutpoint opens
 * @CP_PATH_DATASET: an npz file, or a folder in the Kaggle form
 * @CP_PATH_MODEL: a safetensors file
 * @CP_PATH_SESSION: a session, which is an SQLite database
 * @CP_PATH_IMAGE: a PNG or JPEG file
 * @CP_PATH_FOLDER: a folder that is no data set: of images, maybe
 *
 * What somebody gave us to open.
 */
typedef enum
{
  CP_PATH_UNKNOWN,
  CP_PATH_DATASET,
  CP_PATH_MODEL,
  CP_PATH_SESSION,
  CP_PATH_IMAGE,
  CP_PATH_FOLDER,
} CpPathKind;

CpPathKind cp_path_get_kind (const char *path);

G_END_DECLS
