/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli-error.h"

G_BEGIN_DECLS

gboolean cp_output_check      (const char     *path,
                               GError        **error);
gboolean cp_output_save       (const char     *path,
                               const GString  *contents,
                               GError        **error);
gboolean cp_output_print      (const GString  *bytes,
                               GError        **error);
gboolean cp_output_print_text (const GString  *text,
                               GError        **error);
void     cp_message           (const char     *format,
                               ...) G_GNUC_PRINTF (1, 2);
void     cp_message_error     (const GError   *error,
                               const char     *hint);

G_END_DECLS
