/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

GBytes   *cp_file_read       (const char  *path,
                              gsize        most,
                              GError     **error);
GBytes   *cp_file_read_start (const char  *path,
                              gsize        most,
                              GError     **error);
gboolean  cp_file_replace    (const char  *path,
                              GBytes      *bytes,
                              GError     **error);

G_END_DECLS
