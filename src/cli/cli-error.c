/* SPDX-License-Identifier: MIT */
#include "cli-error.h"

G_DEFINE_QUARK (cp-cli-error-quark, cp_cli_error)

/**
 * cp_cli_usage_error:
 * @error: return location
 * @format: printf() format of one line that names the option or argument
 * @...: its arguments
 *
 * Sets a CP_CLI_ERROR_USAGE.
 *
 * Returns: %FALSE
 */
gboolean
cp_cli_usage_error (GError     **error,
                    const char  *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (CP_CLI_ERROR, CP_CLI_ERROR_USAGE, format, arguments);
  va_end (arguments);

  return FALSE;
}
