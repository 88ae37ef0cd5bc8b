/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "dataset-error.h"

G_BEGIN_DECLS

gboolean cp_image_file_read    (const char         *path,
                                guint               size,
                                guint8             *pixels,
                                GError            **error);
gboolean cp_image_files_read   (const char *const  *paths,
                                guint               n,
                                guint               size,
                                guint8 *const      *targets,
                                GError            **errors,
                                CpDatasetProgress   progress,
                                gpointer            user_data,
                                GError            **error);
gboolean cp_image_file_is_name (const char         *name);
char   **cp_image_files_list   (const char         *folder,
                                GError            **error);

G_END_DECLS
