/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void     cp_json_add_text   (JsonBuilder  *json,
                             const char   *key,
                             const char   *text);
void     cp_json_add_count  (JsonBuilder  *json,
                             const char   *key,
                             guint64       count);
void     cp_json_add_number (JsonBuilder  *json,
                             const char   *key,
                             double        number);
void     cp_json_add_figure (JsonBuilder  *json,
                             const char   *key,
                             CpEstimate    figure);
void     cp_json_begin      (JsonBuilder  *json,
                             const char   *key);
gboolean cp_json_print      (JsonBuilder  *json,
                             GError      **error);

G_END_DECLS
