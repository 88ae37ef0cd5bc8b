/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cp_csv_append_float  (GString    *csv,
                           float       value);
void cp_csv_append_double (GString    *csv,
                           double      value);
void cp_csv_append_text   (GString    *csv,
                           const char *text);

G_END_DECLS
