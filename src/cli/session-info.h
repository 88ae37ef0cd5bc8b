/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cp_print_session (const char  *path,
                           gboolean     json,
                           GError     **error);

G_END_DECLS
