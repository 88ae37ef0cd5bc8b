/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "file-bytes.h"
#include "printable.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
refuse (GError     **error,
        const char  *path,
        const char  *cause)
{
  g_autofree char *name = cp_printable_path (path);

  g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "%s: %s", name, cause);

  return FALSE;
}

/**
 * cp_output_check:
 * @path: (nullable): where something will be written
 * @error: return location
 *
 * Finds out before the work what would only fail after it. A device is refused,
 * too: a file that is written whole would take its place.
 *
 * Returns: %FALSE where @path can certainly not be written
 */
gboolean
cp_output_check (const char  *path,
                 GError     **error)
{
  g_autofree char *folder = NULL;
  GStatBuf status;

  if (path == NULL)
    return TRUE;

  folder = g_path_get_dirname (path);
  if (*path == '\0')
    return refuse (error, path, "expected a file name, found nothing");
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return refuse (error, path, "its folder does not exist");
  if (g_stat (path, &status) == 0 && S_ISDIR (status.st_mode))
    return refuse (error, path, "expected a file, found a folder");
  if (g_stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    return refuse (error, path, "expected a file, found a device or pipe");
  if (g_access (folder, W_OK) != 0)
    return refuse (error, path, g_strerror (errno));

  return TRUE;
}

/**
 * cp_output_save:
 * @path: a file
 * @contents: what it shall hold
 * @error: return location
 *
 * Writes a file whole or not at all.
 *
 * Returns: %FALSE on error; the message names the file
 */
gboolean
cp_output_save (const char     *path,
                const GString  *contents,
                GError        **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (contents->str, contents->len);

  return cp_output_check (path, error) && cp_file_replace (path, bytes, error);
}

/**
 * cp_output_print:
 * @bytes: a result
 * @error: return location
 *
 * Writes to standard output, byte for byte, and at once, so that a full disk or
 * a reader that has gone is noticed.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_output_print (const GString  *bytes,
                 GError        **error)
{
  for (gsize done = 0; done < bytes->len;)
    {
      gssize n = write (STDOUT_FILENO, bytes->str + done, bytes->len - done);

      if (n >= 0)
        done += (gsize) n;
      else if (errno != EINTR)
        return refuse (error, "standard output", g_strerror (errno));
    }

  return TRUE;
}

/**
 * cp_output_print_text:
 * @text: UTF-8, for people
 * @error: return location
 *
 * Writes to standard output in the encoding of the locale.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_output_print_text (const GString  *text,
                      GError        **error)
{
  g_autoptr (GString) converted = NULL;
  g_autofree char *local = NULL;
  const char *charset;

  if (g_get_charset (&charset))
    return cp_output_print (text, error);

  local = g_convert_with_fallback (text->str, (gssize) text->len, charset, "UTF-8", "?", NULL, NULL, NULL);
  converted = g_string_new (local != NULL ? local : text->str);

  return cp_output_print (converted, error);
}

/**
 * cp_message:
 * @format: printf() format of one line, without its end
 * @...: its arguments
 *
 * Says something to the person at the terminal, on standard error.
 */
void
cp_message (const char *format,
            ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("%s\n", text);
}

/**
 * cp_message_error:
 * @error: what went wrong
 * @hint: (nullable): what to do about it
 *
 * Says so on standard error, in one line whatever file names hold.
 */
void
cp_message_error (const GError *error,
                  const char   *hint)
{
  g_autofree char *text = cp_printable (error->message, -1);

  if (hint != NULL)
    cp_message ("cutpoint-cli: %s (%s)", text, hint);
  else
    cp_message ("cutpoint-cli: %s", text);
}
