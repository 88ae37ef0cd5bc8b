/* SPDX-License-Identifier: MIT */
#include "archive.h"

#include "dataset-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zlib.h>

static void
put (GByteArray *array,
     guint64     value,
     guint       size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (array, (guint8[]) { value >> (8 * i) & 0xff }, 1);
}

static void
put_text (GByteArray *array,
          const char *text)
{
  g_byte_array_append (array, (const guint8 *) text, strlen (text));
}

Archive *
archive_new (void)
{
  Archive *self = g_new0 (Archive, 1);

  self->bytes = g_byte_array_new ();
  self->directory = g_byte_array_new ();
  return self;
}

static GBytes *
deflate_bytes (GBytes *content)
{
  z_stream stream = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  gsize bound;
  guint8 *out;

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  bound = deflateBound (&stream, size);
  out = g_malloc (bound);
  stream.next_in = (Bytef *) data;
  stream.avail_in = size;
  stream.next_out = out;
  stream.avail_out = bound;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  bound = stream.total_out;
  deflateEnd (&stream);

  return g_bytes_new_take (out, bound);
}

static GBytes *
pack (GBytes      *content,
      MemberFlags  flags)
{
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) all = NULL;

  if (flags & MEMBER_STORED)
    return g_bytes_ref (content);

  g_byte_array_append (longer, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  put (longer, 7, flags & MEMBER_LONGER ? 1 : 0);
  all = g_byte_array_free_to_bytes (g_steal_pointer (&longer));

  return deflate_bytes (all);
}

void
archive_add (Archive     *self,
             const char  *name,
             GBytes      *content,
             MemberFlags  flags)
{
  g_autoptr (GBytes) packed = pack (content, flags);
  guint64 size = flags & MEMBER_HUGE ? G_GUINT64_CONSTANT (1900) << 20 : g_bytes_get_size (content);
  guint64 compressed = g_bytes_get_size (packed), offset = self->bytes->len;
  guint32 crc = crc32 (0, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  guint bits = (flags & MEMBER_DESCRIPTOR ? 8 : 0) | (flags & MEMBER_ENCRYPTED ? 1 : 0);
  guint method = flags & MEMBER_STORED ? 0 : 8;
  gboolean zip64 = (flags & MEMBER_ZIP64) != 0, later = (flags & MEMBER_DESCRIPTOR) != 0;
  GByteArray *local = self->bytes, *central = self->directory;

  crc ^= flags & MEMBER_BAD_CRC ? 1 : 0;

  put (local, 0x04034b50, 4);
  put (local, zip64 ? 45 : 20, 2);
  put (local, bits, 2);
  put (local, method, 2);
  put (local, 0x00210000, 4);
  put (local, later ? 0 : crc, 4);
  put (local, later ? 0 : zip64 ? G_MAXUINT32 : compressed, 4);
  put (local, later ? 0 : zip64 ? G_MAXUINT32 : size, 4);
  put (local, strlen (name), 2);
  put (local, zip64 ? 20 : 0, 2);
  put_text (local, name);
  if (zip64)
    {
      put (local, 1, 2);
      put (local, 16, 2);
      put (local, size, 8);
      put (local, compressed, 8);
    }
  g_byte_array_append (local, g_bytes_get_data (packed, NULL), compressed);
  if (later)
    {
      put (local, 0x08074b50, 4);
      put (local, crc, 4);
      put (local, compressed, zip64 ? 8 : 4);
      put (local, size, zip64 ? 8 : 4);
    }

  put (central, 0x02014b50, 4);
  put (central, 45, 2);
  put (central, zip64 ? 45 : 20, 2);
  put (central, bits, 2);
  put (central, method, 2);
  put (central, 0x00210000, 4);
  put (central, crc, 4);
  put (central, zip64 ? G_MAXUINT32 : compressed, 4);
  put (central, zip64 ? G_MAXUINT32 : size, 4);
  put (central, strlen (name), 2);
  put (central, zip64 ? 28 + 8 : 0, 2);
  put (central, 0, 2);
  put (central, 0, 2);
  put (central, 0, 2);
  put (central, 0, 4);
  put (central, zip64 ? G_MAXUINT32 : offset, 4);
  put_text (central, name);
  if (zip64)
    {
      /* behind another extra field, which must be skipped */
      put (central, 0x5455, 2);
      put (central, 4, 2);
      put (central, 0, 4);
      put (central, 1, 2);
      put (central, 24, 2);
      put (central, size, 8);
      put (central, compressed, 8);
      put (central, offset, 8);
    }
  self->zip64 |= zip64;
  self->n++;
}

GBytes *
archive_end (Archive *self)
{
  GByteArray *bytes = self->bytes;
  guint64 offset = bytes->len, size = self->directory->len;

  g_byte_array_append (bytes, self->directory->data, self->directory->len);
  if (self->zip64)
    {
      guint64 end = bytes->len;

      put (bytes, 0x06064b50, 4);
      put (bytes, 44, 8);
      put (bytes, 45, 2);
      put (bytes, 45, 2);
      put (bytes, 0, 8);
      put (bytes, self->n, 8);
      put (bytes, self->n, 8);
      put (bytes, size, 8);
      put (bytes, offset, 8);
      put (bytes, 0x07064b50, 4);
      put (bytes, 0, 4);
      put (bytes, end, 8);
      put (bytes, 1, 4);
    }
  put (bytes, 0x06054b50, 4);
  put (bytes, 0, 4);
  put (bytes, self->zip64 ? G_MAXUINT16 : self->n, 2);
  put (bytes, self->zip64 ? G_MAXUINT16 : self->n, 2);
  put (bytes, self->zip64 ? G_MAXUINT32 : size, 4);
  put (bytes, self->zip64 ? G_MAXUINT32 : offset, 4);
  put (bytes, 0, 2);

  g_byte_array_unref (self->directory);
  g_free (self);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
npy_new (guint       version,
         const char *descr,
         const char *order,
         const char *shape,
         const void *data,
         gsize       size)
{
  g_autofree char *text = g_strdup_printf ("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }   \n",
                                           descr, order, shape);
  GByteArray *bytes = g_byte_array_new ();

  put_text (bytes, "\x93NUMPY");
  put (bytes, version, 2); /* minor is 0 */
  put (bytes, strlen (text), version == 1 ? 2 : 4);
  put_text (bytes, text);
  g_byte_array_append (bytes, data, size);

  return g_byte_array_free_to_bytes (bytes);
}

static const char *const splits[] = { "train", "val", "test" };

Sample *
sample_new (guint size,
            guint n)
{
  Sample *self = g_new0 (Sample, 1);
  gsize n_pixels = (gsize) n * size * size;
  g_autofree guint8 *pixels = g_malloc (n_pixels);
  g_autofree guint8 *labels = g_malloc (n);

  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  for (guint s = 0; s < 3; s++)
    {
      g_autofree char *images_name = g_strdup_printf ("%s_images.npy", splits[s]);
      g_autofree char *labels_name = g_strdup_printf ("%s_labels.npy", splits[s]);
      g_autofree char *images_shape = g_strdup_printf ("(%u, %u, %u)", n, size, size);
      g_autofree char *labels_shape = g_strdup_printf ("(%u, 1)", n);

      for (gsize i = 0; i < n_pixels; i++)
        pixels[i] = (i * i * 7 + i * 31 + s * 101) >> 3;
      for (guint i = 0; i < n; i++)
        labels[i] = i % 3 != 0;
      sample_set (self, images_name, npy_new (1, "|u1", "False", images_shape, pixels, n_pixels));
      sample_set (self, labels_name, npy_new (1, "|u1", "False", labels_shape, labels, n));
    }

  return self;
}

/* Takes @content. */
void
sample_set (Sample     *self,
            const char *name,
            GBytes     *content)
{
  g_hash_table_replace (self->members, g_strdup (name), content);
}

void
sample_remove (Sample     *self,
               const char *name)
{
  g_assert_true (g_hash_table_remove (self->members, name));
}

GBytes *
sample_end (Sample *self)
{
  Archive *archive = archive_new ();
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->members), (GCompareFunc) strcmp);
  GBytes *bytes;

  for (GList *l = names; l != NULL; l = l->next)
    archive_add (archive, l->data, g_hash_table_lookup (self->members, l->data), self->flags);
  bytes = archive_end (archive);

  g_hash_table_unref (self->members);
  g_free (self);
  return bytes;
}

char *
write_file (const char *name,
            GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  char *path;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_no_error (error);
  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, size > 0 ? data : "", size, &error);
  g_assert_no_error (error);

  return path;
}

/* Removes it and its folder, and frees @path. */
void
remove_file (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (path);
}

/* Takes @bytes. The whole message is "FILE: " and @message. */
void
assert_load_fails (GBytes     *bytes,
                   gint        code,
                   const char *message)
{
  char *path = write_file ("scans.npz", bytes);
  g_autofree char *expected = g_strdup_printf ("%s: %s", path, message);
  g_autoptr (GError) error = NULL;
  CpDataset *dataset = cp_dataset_load (path, &error);

  g_assert_null (dataset);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_error (error, CP_DATASET_ERROR, code);
  g_assert_null (strchr (error->message, '\n'));
  remove_file (path);
  g_bytes_unref (bytes);
}
