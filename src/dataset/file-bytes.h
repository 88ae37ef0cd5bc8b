/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

GBytes   *cp_file_map     (const char  *path,
                           GError     **error);
gboolean  cp_file_replace (const char  *path,
                           GBytes      *bytes,
                           GError     **error);

G_END_DECLS
