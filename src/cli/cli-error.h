/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpCliError:
 * @CP_CLI_ERROR_USAGE: the command line makes no sense (exit status 2)
 * @CP_CLI_ERROR_FAILED: something could not be done (exit status 1)
 * @CP_CLI_ERROR_REPORTED: the same, and it was already said why
 * @CP_CLI_ERROR_DONE: no error; nothing is left to do, as after `--help`
 *
 * Why a command ended early.
 */
typedef enum
{
  CP_CLI_ERROR_USAGE,
  CP_CLI_ERROR_FAILED,
  CP_CLI_ERROR_REPORTED,
  CP_CLI_ERROR_DONE,
} CpCliError;

#define CP_CLI_ERROR (cp_cli_error_quark ())
GQuark cp_cli_error_quark (void);

gboolean cp_cli_usage_error (GError     **error,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
