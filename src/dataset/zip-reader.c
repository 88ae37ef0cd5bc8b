/* SPDX-License-Identifier: MIT */
/* One member's bytes, inflated through zlib and checked against its CRC. */
#include "zip.h"

#include <string.h>
#include <zlib.h>

#define METHOD_STORED 0
#define METHOD_DEFLATED 8

#define FLAG_ENCRYPTED 0x0001u
#define FLAG_STRONG_ENCRYPTION 0x0040u
#define FLAG_MASKED_HEADERS 0x2000u

/* Radiographs deflate to a half at best. Above this size, more than the ratio is
 * an attack on memory; below it, more than deflate can do (1032:1) is a lie. */
#define BOMB_SIZE (64u << 20)
#define BOMB_RATIO 200u
#define DEFLATE_RATIO 1032u

/* Inflated in steps that stay in the cache for the CRC. */
#define STEP (256u << 10)

struct _CpZipReader
{
  const CpZipMember *member;
  const guint8 *input;
  gsize input_left;
  gsize output_left;
  uLong crc;
  gboolean inflating;
  z_stream stream;
};

static gboolean
check_readable (const CpZipMember  *member,
                GError            **error)
{
  if (member->flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "%s: expected plain data, found it encrypted", member->name);
      return FALSE;
    }
  if (member->method != METHOD_STORED && member->method != METHOD_DEFLATED)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "%s: expected it stored or deflated, found compression method %u",
                   member->name, member->method);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_size (const CpZipMember  *member,
            GError            **error)
{
  gsize ratio = member->size > BOMB_SIZE ? BOMB_RATIO : DEFLATE_RATIO;

  if (member->method == METHOD_STORED ? member->size != member->compressed
                                      : member->size / ratio > member->compressed)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "%s: %" G_GSIZE_FORMAT " bytes are said to hold %" G_GSIZE_FORMAT "; refused",
                   member->name, member->compressed, member->size);
      return FALSE;
    }

  return TRUE;
}

/**
 * cp_zip_reader_new:
 * @zip: an archive, which must outlive the reader
 * @member: one of its members
 * @error: return location for an error
 *
 * Starts to read a member. Refused are encrypted members, other methods than
 * stored and deflated, and sizes that only a zip bomb has.
 *
 * Returns: (transfer full): a reader, or %NULL
 */
CpZipReader *
cp_zip_reader_new (CpZip              *zip,
                   const CpZipMember  *member,
                   GError            **error)
{
  g_autoptr (CpZipReader) self = NULL;

  if (!check_readable (member, error) || !check_size (member, error))
    return NULL;

  self = g_new0 (CpZipReader, 1);
  self->member = member;
  self->input = (const guint8 *) g_bytes_get_data (cp_zip_get_bytes (zip), NULL) + member->data;
  self->input_left = member->compressed;
  self->output_left = member->size;
  self->crc = crc32 (0, NULL, 0);

  if (member->method == METHOD_DEFLATED)
    {
      if (inflateInit2 (&self->stream, -MAX_WBITS) != Z_OK)
        {
          g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                       "%s: not enough memory to inflate it", member->name);
          return NULL;
        }
      self->inflating = TRUE;
    }

  return g_steal_pointer (&self);
}

/**
 * cp_zip_reader_free:
 * @self: (transfer full): a reader
 */
void
cp_zip_reader_free (CpZipReader *self)
{
  if (self->inflating)
    inflateEnd (&self->stream);
  g_free (self);
}

/* Inflates up to @length bytes; 0 at the end of the stream, on damage, and when the input ends. */
static guint
inflate_some (CpZipReader *self,
              guint8      *buffer,
              guint        length,
              int         *status)
{
  guint given = MIN (self->input_left, G_MAXINT);

  self->stream.next_in = (Bytef *) self->input;
  self->stream.avail_in = given;
  self->stream.next_out = buffer;
  self->stream.avail_out = length;
  *status = inflate (&self->stream, Z_NO_FLUSH);
  self->input += given - self->stream.avail_in;
  self->input_left -= given - self->stream.avail_in;

  return length - self->stream.avail_out;
}

static guint
copy_some (CpZipReader *self,
           guint8      *buffer,
           guint        length)
{
  guint n = MIN (length, self->input_left);

  memcpy (buffer, self->input, n);
  self->input += n;
  self->input_left -= n;
  return n;
}

/**
 * cp_zip_reader_read:
 * @self: a reader
 * @buffer: (out caller-allocates) (array length=length): where to put the bytes
 * @length: how many
 * @error: return location for an error
 *
 * Reads exactly @length bytes.
 *
 * Returns: %FALSE when there are fewer or they are damaged
 */
gboolean
cp_zip_reader_read (CpZipReader  *self,
                    guint8       *buffer,
                    gsize         length,
                    GError      **error)
{
  while (length > 0)
    {
      guint step = MIN (length, STEP);
      int status = Z_OK;
      guint n = 0;

      if (self->output_left >= step)
        n = self->inflating ? inflate_some (self, buffer, step, &status)
                            : copy_some (self, buffer, step);
      if (n == 0)
        {
          g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                       status == Z_DATA_ERROR ? "%s: its compressed data is damaged"
                                              : "%s: it ends too early",
                       self->member->name);
          return FALSE;
        }
      self->crc = crc32 (self->crc, buffer, n);
      self->output_left -= n;
      buffer += n;
      length -= n;
    }

  return TRUE;
}

/* TRUE if the deflate stream ends here, with nothing after it. */
static gboolean
at_end (CpZipReader *self)
{
  guint8 beyond;
  int status = Z_STREAM_END;

  if (self->output_left > 0)
    return FALSE;
  if (self->inflating && inflate_some (self, &beyond, 1, &status) != 0)
    return FALSE;

  return status == Z_STREAM_END && self->input_left == 0;
}

/**
 * cp_zip_reader_finish:
 * @self: a reader, all of whose member has been read
 * @error: return location for an error
 *
 * Checks that the member ends where it should and that its CRC is right.
 *
 * Returns: %FALSE if what was read must not be trusted
 */
gboolean
cp_zip_reader_finish (CpZipReader  *self,
                      GError      **error)
{
  if (!at_end (self))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "%s: it does not end after the %" G_GSIZE_FORMAT " bytes it declares",
                   self->member->name, self->member->size);
      return FALSE;
    }
  if (self->crc != self->member->crc)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "%s: expected CRC %08x, found %08lx; the file is damaged",
                   self->member->name, self->member->crc, self->crc);
      return FALSE;
    }

  return TRUE;
}
