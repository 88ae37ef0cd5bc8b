/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonParser *cp_json_parse_object (const char *text,
                                  gsize       length);

G_END_DECLS
