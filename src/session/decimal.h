/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cp_decimal_parse (const char *text,
                           gsize       length,
                           double     *number);

G_END_DECLS
