/* SPDX-License-Identifier: MIT */
#include "zip-writer.h"

#include <string.h>
#include <zlib.h>

/* No Zip64 is written: the archive and each member stay below this. */
#define MAX_SIZE ((gsize) G_MAXINT32)

#define VERSION 20
#define FLAG_UTF8 0x0800u
#define METHOD_DEFLATED 8
#define EPOCH 0x00210000u /* 1 January 1980: the same data gives the same file */
#define STEP (64u << 10)

struct _CpZipWriter
{
  GByteArray *archive;
  GByteArray *directory;
  guint n_members;
  z_stream stream;
  gboolean deflating;
  char *name;       /* of the member being written */
  guint header;     /* its offset */
  gsize size;
  uLong crc;
};

static void
put_16 (GByteArray *array,
        guint       value)
{
  g_byte_array_append (array, (guint8[]) { value & 0xff, value >> 8 & 0xff }, 2);
}

static void
put_32 (GByteArray *array,
        guint32     value)
{
  put_16 (array, value & 0xffff);
  put_16 (array, value >> 16);
}

/* What local and central header have in common. */
static void
put_common (CpZipWriter *self,
            GByteArray  *array,
            gsize        compressed)
{
  put_16 (array, VERSION);
  put_16 (array, FLAG_UTF8);
  put_16 (array, METHOD_DEFLATED);
  put_32 (array, EPOCH);
  put_32 (array, self->crc);
  put_32 (array, compressed);
  put_32 (array, self->size);
  put_16 (array, strlen (self->name));
  put_16 (array, 0); /* no extra field */
}

static void
put_name (CpZipWriter *self,
          GByteArray  *array)
{
  g_byte_array_append (array, (const guint8 *) self->name, strlen (self->name));
}

/**
 * cp_zip_writer_new:
 *
 * Returns: (transfer full): an empty archive
 */
CpZipWriter *
cp_zip_writer_new (void)
{
  CpZipWriter *self = g_new0 (CpZipWriter, 1);

  self->archive = g_byte_array_new ();
  self->directory = g_byte_array_new ();

  return self;
}

/**
 * cp_zip_writer_free:
 * @self: (transfer full): a writer
 */
void
cp_zip_writer_free (CpZipWriter *self)
{
  if (self->deflating)
    deflateEnd (&self->stream);
  g_byte_array_unref (self->archive);
  g_byte_array_unref (self->directory);
  g_free (self->name);
  g_free (self);
}

/**
 * cp_zip_writer_begin:
 * @self: a writer
 * @name: the member's name
 *
 * Begins a member; to be ended by cp_zip_writer_end().
 */
void
cp_zip_writer_begin (CpZipWriter *self,
                     const char  *name)
{
  g_return_if_fail (!self->deflating);

  g_free (self->name);
  self->name = g_strdup (name);
  self->header = self->archive->len;
  self->size = 0;
  self->crc = crc32 (0, NULL, 0);

  /* sizes and CRC are put in at the end */
  put_32 (self->archive, 0x04034b50);
  put_common (self, self->archive, 0);
  put_name (self, self->archive);

  memset (&self->stream, 0, sizeof self->stream);
  if (deflateInit2 (&self->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    g_error ("zlib: out of memory");
  self->deflating = TRUE;
}

static gboolean
deflate_some (CpZipWriter  *self,
              const guint8 *bytes,
              guint         length,
              int           flush,
              GError      **error)
{
  guint8 out[STEP];

  self->stream.next_in = (Bytef *) bytes;
  self->stream.avail_in = length;
  do
    {
      self->stream.next_out = out;
      self->stream.avail_out = sizeof out;
      deflate (&self->stream, flush);
      g_byte_array_append (self->archive, out, sizeof out - self->stream.avail_out);
      if (self->archive->len > MAX_SIZE || self->size > MAX_SIZE)
        {
          g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                       "%s: expected at most 2 GiB in an archive", self->name);
          return FALSE;
        }
    }
  while (self->stream.avail_out == 0);

  return TRUE;
}

/**
 * cp_zip_writer_write:
 * @self: a writer with a member begun
 * @bytes: (array length=length): the member's next bytes
 * @length: how many
 * @error: return location for an error
 *
 * Deflates some bytes.
 *
 * Returns: %FALSE when the archive gets too large
 */
gboolean
cp_zip_writer_write (CpZipWriter  *self,
                     const void   *bytes,
                     gsize         length,
                     GError      **error)
{
  const guint8 *at = bytes;

  g_return_val_if_fail (self->deflating, FALSE);

  while (length > 0)
    {
      guint step = MIN (length, STEP);

      self->crc = crc32 (self->crc, at, step);
      self->size += step;
      if (!deflate_some (self, at, step, Z_NO_FLUSH, error))
        return FALSE;
      at += step;
      length -= step;
    }

  return TRUE;
}

/* Replaces the local header by one that knows CRC and sizes. */
static void
patch_header (CpZipWriter *self,
              gsize        compressed)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();

  put_32 (header, 0x04034b50);
  put_common (self, header, compressed);
  memcpy (self->archive->data + self->header, header->data, header->len);
}

static void
add_to_directory (CpZipWriter *self,
                  gsize        compressed)
{
  put_32 (self->directory, 0x02014b50);
  put_16 (self->directory, VERSION);
  put_common (self, self->directory, compressed);
  put_16 (self->directory, 0); /* no comment */
  put_16 (self->directory, 0); /* first disk */
  put_16 (self->directory, 0); /* internal attributes */
  put_32 (self->directory, 0); /* external attributes */
  put_32 (self->directory, self->header);
  put_name (self, self->directory);
  self->n_members++;
}

/**
 * cp_zip_writer_end:
 * @self: a writer with a member begun
 * @error: return location for an error
 *
 * Ends the member.
 *
 * Returns: %FALSE when the archive gets too large
 */
gboolean
cp_zip_writer_end (CpZipWriter  *self,
                   GError      **error)
{
  gsize compressed;

  g_return_val_if_fail (self->deflating, FALSE);

  if (!deflate_some (self, NULL, 0, Z_FINISH, error))
    return FALSE;
  deflateEnd (&self->stream);
  self->deflating = FALSE;

  compressed = self->archive->len - self->header - 30 - strlen (self->name);
  patch_header (self, compressed);
  add_to_directory (self, compressed);

  return TRUE;
}

/**
 * cp_zip_writer_finish:
 * @self: a writer, all of whose members have ended
 * @comment: (nullable): a comment for the archive
 *
 * Writes the table of contents. The writer is of no further use.
 *
 * Returns: (transfer full): the whole archive
 */
GBytes *
cp_zip_writer_finish (CpZipWriter *self,
                      const char  *comment)
{
  guint offset = self->archive->len;
  gsize length = comment != NULL ? strlen (comment) : 0;
  gsize size;

  g_return_val_if_fail (!self->deflating && length <= G_MAXUINT16, NULL);

  g_byte_array_append (self->archive, self->directory->data, self->directory->len);
  put_32 (self->archive, 0x06054b50);
  put_32 (self->archive, 0); /* one disk */
  put_16 (self->archive, self->n_members);
  put_16 (self->archive, self->n_members);
  put_32 (self->archive, self->directory->len);
  put_32 (self->archive, offset);
  put_16 (self->archive, length);
  g_byte_array_append (self->archive, (const guint8 *) comment, length);

  size = self->archive->len;
  return g_bytes_new_take (g_byte_array_steal (self->archive, NULL), size);
}
