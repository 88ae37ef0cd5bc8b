/* SPDX-License-Identifier: MIT */
/* The header of numpy's npy files, versions 1.0 to 3.0: a Python dictionary of
 * three keys. Read by a small strict parser of just that literal. */
#include "npy.h"

#include "printable.h"

#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE 6
#define ALIGNMENT 64

/* What is left of the header's text. */
typedef struct
{
  const char *at;
  const char *end;
} Cursor;

typedef enum
{
  KEY_DESCR = 1 << 0,
  KEY_FORTRAN_ORDER = 1 << 1,
  KEY_SHAPE = 1 << 2,
  KEY_ALL = KEY_DESCR | KEY_FORTRAN_ORDER | KEY_SHAPE,
} Keys;

static gboolean
bad_header (GError     **error,
            const char  *what)
{
  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "damaged npy header: %s", what);
  return FALSE;
}

/**
 * cp_npy_preamble_parse:
 * @preamble: the first bytes of an npy file
 * @offset: (out): where its header begins
 * @length: (out): how long its header is; the array follows
 * @error: return location for an error
 *
 * Reads magic, version and header length.
 *
 * Returns: %FALSE if this is not npy 1.0, 2.0 or 3.0
 */
gboolean
cp_npy_preamble_parse (const guint8   preamble[CP_NPY_PREAMBLE],
                       gsize         *offset,
                       gsize         *length,
                       GError       **error)
{
  guint major = preamble[MAGIC_SIZE], minor = preamble[MAGIC_SIZE + 1];

  if (memcmp (preamble, MAGIC, MAGIC_SIZE) != 0)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "expected an npy array, found something else");
      return FALSE;
    }
  if (major < 1 || major > 3 || minor != 0)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "expected npy 1.0 to 3.0, found %u.%u", major, minor);
      return FALSE;
    }

  *offset = major == 1 ? 10 : 12;
  *length = preamble[8] | (gsize) preamble[9] << 8;
  if (major > 1)
    *length |= (gsize) preamble[10] << 16 | (gsize) preamble[11] << 24;
  if (*offset + *length < CP_NPY_PREAMBLE || *length > CP_NPY_MAX_HEADER)
    return bad_header (error, "its length is impossible");

  return TRUE;
}

static void
skip_space (Cursor *cursor)
{
  while (cursor->at < cursor->end && strchr (" \t\r\n", *cursor->at) != NULL && *cursor->at != '\0')
    cursor->at++;
}

/* Skips blanks, then takes @c if it is next. */
static gboolean
take (Cursor *cursor,
      char    c)
{
  skip_space (cursor);
  if (cursor->at == cursor->end || *cursor->at != c)
    return FALSE;

  cursor->at++;
  return TRUE;
}

static gboolean
take_word (Cursor     *cursor,
           const char *word)
{
  gsize length = strlen (word);

  skip_space (cursor);
  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, word, length) != 0)
    return FALSE;

  cursor->at += length;
  return TRUE;
}

/* A quoted string without escapes: numpy writes none. */
static gboolean
take_string (Cursor  *cursor,
             char    *text,
             gsize    size,
             GError **error)
{
  char quote = take (cursor, '\'') ? '\'' : take (cursor, '"') ? '"' : '\0';
  const char *start = cursor->at;
  g_autofree char *clean = NULL;

  if (quote == '\0')
    return bad_header (error, "expected a string");
  while (cursor->at < cursor->end && *cursor->at != quote && *cursor->at != '\\')
    cursor->at++;
  if (cursor->at == cursor->end || *cursor->at != quote)
    return bad_header (error, "a string does not end");

  clean = cp_printable (start, cursor->at - start);
  if (g_strlcpy (text, clean, size) >= size)
    return bad_header (error, "a string is too long");
  cursor->at++;

  return TRUE;
}

static gboolean
take_number (Cursor  *cursor,
             gsize   *number,
             GError **error)
{
  const char *start;

  skip_space (cursor);
  start = cursor->at;
  *number = 0;
  for (; cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    if (!g_size_checked_mul (number, *number, 10) ||
        !g_size_checked_add (number, *number, (gsize) g_ascii_digit_value (*cursor->at)))
      return bad_header (error, "a dimension is too large");

  return cursor->at > start ? TRUE : bad_header (error, "expected a dimension");
}

static gboolean
take_shape (Cursor       *cursor,
            CpNpyHeader  *header,
            GError      **error)
{
  gboolean comma = TRUE;

  if (!take (cursor, '('))
    return bad_header (error, "expected a shape");

  while (!take (cursor, ')'))
    {
      if (!comma)
        return bad_header (error, "a shape does not end");
      if (header->n_dims == CP_NPY_MAX_DIMS)
        return bad_header (error, "more than eight dimensions");
      if (!take_number (cursor, &header->shape[header->n_dims++], error))
        return FALSE;
      comma = take (cursor, ',');
    }

  /* (3) is a number in Python, not a shape */
  return header->n_dims != 1 || comma ? TRUE : bad_header (error, "expected a shape");
}

static gboolean
take_descr (Cursor       *cursor,
            CpNpyHeader  *header,
            GError      **error)
{
  const char *descr = header->descr;
  guint64 size;

  skip_space (cursor);
  if (cursor->at < cursor->end && *cursor->at == '[')
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "expected plain numbers, found records");
      return FALSE;
    }
  if (!take_string (cursor, header->descr, sizeof header->descr, error))
    return FALSE;

  header->big_endian = *descr == '>' || (*descr == '=' && G_BYTE_ORDER == G_BIG_ENDIAN);
  if (*descr != '\0' && strchr ("<>|=", *descr) != NULL)
    descr++;
  header->kind = *descr;
  if (!g_ascii_isalpha (header->kind))
    return bad_header (error, "its type is not one of numpy's");
  /* a date's unit may follow, and "O" has no size: both are left for the caller to refuse */
  size = g_ascii_strtoull (descr + 1, NULL, 10);
  if (size > 4096)
    return bad_header (error, "its type is too large");
  header->item_size = size;

  return TRUE;
}

static gboolean
take_order (Cursor       *cursor,
            CpNpyHeader  *header,
            GError      **error)
{
  header->fortran_order = take_word (cursor, "True");

  return header->fortran_order || take_word (cursor, "False")
         ? TRUE : bad_header (error, "expected True or False");
}

static gboolean
take_entry (Cursor       *cursor,
            CpNpyHeader  *header,
            Keys         *seen,
            GError      **error)
{
  char key[32];
  Keys which;

  if (!take_string (cursor, key, sizeof key, error))
    return FALSE;

  which = strcmp (key, "descr") == 0 ? KEY_DESCR
          : strcmp (key, "fortran_order") == 0 ? KEY_FORTRAN_ORDER
          : strcmp (key, "shape") == 0 ? KEY_SHAPE : 0;
  if (which == 0 || (*seen & which))
    return bad_header (error, "a key is unknown or given twice");
  *seen |= which;
  if (!take (cursor, ':'))
    return bad_header (error, "expected a colon");

  return which == KEY_DESCR ? take_descr (cursor, header, error)
         : which == KEY_SHAPE ? take_shape (cursor, header, error)
         : take_order (cursor, header, error);
}

/**
 * cp_npy_header_parse:
 * @text: (array length=length): the header, a Python dictionary
 * @length: bytes
 * @header: (out caller-allocates): what it says
 * @error: return location for an error
 *
 * Reads the header. Everything that numpy itself would not write is refused.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_npy_header_parse (const char   *text,
                     gsize         length,
                     CpNpyHeader  *header,
                     GError      **error)
{
  Cursor cursor = { text, text + length };
  gboolean comma = TRUE;
  Keys seen = 0;

  memset (header, 0, sizeof *header);
  if (!take (&cursor, '{'))
    return bad_header (error, "expected a dictionary");

  while (!take (&cursor, '}'))
    {
      if (!comma)
        return bad_header (error, "expected a comma");
      if (!take_entry (&cursor, header, &seen, error))
        return FALSE;
      comma = take (&cursor, ',');
    }

  skip_space (&cursor);
  if (cursor.at != cursor.end)
    return bad_header (error, "something follows the dictionary");

  return seen == KEY_ALL ? TRUE : bad_header (error, "a key is missing");
}

/**
 * cp_npy_header_count:
 * @header: a header
 *
 * Returns: how many elements the array has; %G_MAXSIZE if that overflows
 */
gsize
cp_npy_header_count (const CpNpyHeader *header)
{
  gsize count = 1;

  for (guint i = 0; i < header->n_dims; i++)
    if (!g_size_checked_mul (&count, count, header->shape[i]))
      return G_MAXSIZE;

  return count;
}

/**
 * cp_npy_format_shape:
 * @header: a header
 *
 * Returns: (transfer full): its shape for a message, such as "[100,28,28]"
 */
char *
cp_npy_format_shape (const CpNpyHeader *header)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < header->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? "," : "", header->shape[i]);

  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

/**
 * cp_npy_header_write:
 * @n_dims: how many dimensions
 * @shape: (n_dims)
 *
 * Writes the npy 1.0 header of a uint8 array in C order; the array's bytes follow it.
 *
 * Returns: (transfer full): its bytes, from the magic on
 */
GBytes *
cp_npy_header_write (guint        n_dims,
                     const gsize *shape)
{
  GString *text = g_string_new ("{'descr': '|u1', 'fortran_order': False, 'shape': (");
  gsize length;

  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "", shape[i]);
  g_string_append (text, n_dims == 1 ? ",), }" : "), }");

  /* padded so that the array is aligned */
  while ((10 + text->len + 1) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');

  length = text->len;
  g_string_prepend_c (text, (char) (length >> 8));
  g_string_prepend_c (text, (char) (length & 0xff));
  g_string_prepend_len (text, MAGIC "\x01\x00", MAGIC_SIZE + 2);

  return g_string_free_to_bytes (text);
}
