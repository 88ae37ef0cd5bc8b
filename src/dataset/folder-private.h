/* SPDX-License-Identifier: MIT */
#pragma once

#include "folder.h"

G_BEGIN_DECLS

/* An image file of a data set in a folder. */
typedef struct
{
  char *path;
  char *patient; /* what it is carved out by */
  CpSplit split;
  guint8 label;
} CpFolderFile;

GPtrArray *cp_folder_list  (const char  *path,
                            gboolean    *has_validation,
                            GError     **error);
void       cp_folder_carve (GPtrArray   *files);

G_END_DECLS
