/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cp_printable      (const char *text,
                         gssize      length);
char *cp_printable_path (const char *path);

G_END_DECLS
