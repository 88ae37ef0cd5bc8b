/* SPDX-License-Identifier: MIT */
#include "printable.h"

/**
 * cp_printable:
 * @text: bytes out of a file
 * @length: how many, or -1 when NUL-terminated
 *
 * Makes @text fit for a one-line message: valid UTF-8 without control
 * characters, whatever the file held.
 *
 * Returns: (transfer full): the text
 */
char *
cp_printable (const char *text,
              gssize      length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : '?');
    }

  return g_string_free (clean, FALSE);
}

/**
 * cp_printable_path:
 * @path: a file name in the file system's encoding
 *
 * Returns: (transfer full): @path for a one-line message
 */
char *
cp_printable_path (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  return cp_printable (name, -1);
}
