/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "dataset-error.h"

G_BEGIN_DECLS

/* The side of a folder's images where nobody asks for another: PneumoniaMNIST's. */
#define CP_FOLDER_DEFAULT_SIZE 28

gboolean   cp_folder_is_dataset (const char  *path);
gboolean   cp_folder_parse_location (const char *location,
                                 char       **path,
                                 guint       *size);
CpDataset *cp_folder_load       (const char  *path,
                                 guint        size,
                                 CpDatasetProgress progress,
                                 gpointer     user_data,
                                 GError     **error);
char      *cp_folder_patient    (const char  *name);

G_END_DECLS
