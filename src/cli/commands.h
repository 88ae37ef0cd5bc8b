/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each takes its own name and what follows it on the command line, and returns
 * FALSE with an error that names what went wrong; see CpCliError. */
gboolean cp_command_train    (char   **arguments,
                              GError **error);
gboolean cp_command_predict  (char   **arguments,
                              GError **error);
gboolean cp_command_evaluate (char   **arguments,
                              GError **error);
gboolean cp_command_analyse  (char   **arguments,
                              GError **error);
gboolean cp_command_select   (char   **arguments,
                              GError **error);
gboolean cp_command_explain  (char   **arguments,
                              GError **error);
gboolean cp_command_phantom  (char   **arguments,
                              GError **error);
gboolean cp_command_info     (char   **arguments,
                              GError **error);

G_END_DECLS
