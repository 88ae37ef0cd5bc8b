/* SPDX-License-Identifier: MIT */
/* A data set in MedMNIST's form: six npy arrays in a zip archive. All headers
 * are read and compared before memory for any array is taken. */
#include "npz.h"

#include "npy.h"

#include <string.h>

/* One of the six arrays, read up to the end of its header. */
typedef struct
{
  char *name;
  CpZipReader *reader;
  CpNpyHeader header;
  gsize size; /* bytes after the header */
} Array;

/* One split's arrays and where they go. */
typedef struct
{
  Array images;
  Array labels;
  CpImageBuffer buffer;
  gboolean done;
  GError *error;
} Split;

/* The splits share nothing: two threads read them, each the next that nobody
 * has begun. In the usual file one has its hands full with train. */
struct _CpNpzReader
{
  Split splits[CP_N_SPLITS];
  gint next; /* atomic */
  GThread *helper;
};

static void
array_clear (Array *array)
{
  g_clear_pointer (&array->reader, cp_zip_reader_free);
  g_clear_pointer (&array->name, g_free);
}

/* The data must be as long as the header says: no less, no more. */
static gboolean
check_length (const Array  *array,
              GError      **error)
{
  gsize size;

  if (!g_size_checked_mul (&size, cp_npy_header_count (&array->header), array->header.item_size) ||
      size > CP_MAX_MEMBER_SIZE)
    {
      g_autofree char *shape = cp_npy_format_shape (&array->header);

      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "%s: expected at most 2 GiB, found %s of %s",
                   array->name, shape, array->header.descr);
      return FALSE;
    }
  if (array->size != size)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "%s: expected %" G_GSIZE_FORMAT " bytes of data, found %" G_GSIZE_FORMAT,
                   array->name, size, array->size);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_header (Array    *array,
             gsize    *header_size,
             GError  **error)
{
  guint8 preamble[CP_NPY_PREAMBLE];
  g_autofree char *text = NULL;
  gsize offset, length, have;

  if (!cp_zip_reader_read (array->reader, preamble, sizeof preamble, error))
    return FALSE;
  if (!cp_npy_preamble_parse (preamble, &offset, &length, error))
    {
      g_prefix_error (error, "%s: ", array->name);
      return FALSE;
    }

  /* a 1.0 header has begun within the preamble */
  have = sizeof preamble - offset;
  text = g_malloc (length);
  memcpy (text, preamble + offset, have);
  if (!cp_zip_reader_read (array->reader, (guint8 *) text + have, length - have, error))
    return FALSE;
  if (!cp_npy_header_parse (text, length, &array->header, error))
    {
      g_prefix_error (error, "%s: ", array->name);
      return FALSE;
    }

  *header_size = offset + length;
  return TRUE;
}

static gboolean
array_open (Array       *array,
            CpZip       *zip,
            CpSplit      split,
            const char  *what,
            GError     **error)
{
  const CpZipMember *member;
  gsize header_size;

  array->name = g_strdup_printf ("%s_%s.npy", cp_split_get_name (split), what);
  member = cp_zip_find (zip, array->name, error);
  if (member == NULL)
    return FALSE;

  array->reader = cp_zip_reader_new (zip, member, error);
  if (array->reader == NULL || !read_header (array, &header_size, error))
    return FALSE;
  if (array->header.fortran_order)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "%s: expected C order, found Fortran order", array->name);
      return FALSE;
    }

  array->size = member->size - header_size;
  return TRUE;
}

static gboolean
refuse_shape (const Array  *array,
              const char   *expected,
              GError      **error)
{
  const CpNpyHeader *header = &array->header;
  g_autofree char *shape = cp_npy_format_shape (header);
  gboolean colour = header->n_dims == 4 && (header->shape[3] == 3 || header->shape[3] == 4);

  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
               "%s: expected %s, found %s%s", array->name, expected, shape,
               !colour ? "" : header->shape[3] == 3 ? " (RGB)" : " (RGBA)");
  return FALSE;
}

static gboolean
check_images (const Array  *array,
              GError      **error)
{
  const CpNpyHeader *header = &array->header;

  if (header->n_dims != 3)
    return refuse_shape (array, "greyscale images [n,h,w]", error);
  if (header->kind != 'u' || header->item_size != 1)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "%s: expected uint8, found %s", array->name, header->descr);
      return FALSE;
    }
  if (header->shape[0] == 0)
    return refuse_shape (array, "at least one image", error);
  if (header->shape[0] > CP_MAX_IMAGES)
    return refuse_shape (array, "at most 4,000,000 images", error);
  if (header->shape[1] != header->shape[2])
    return refuse_shape (array, "square images", error);
  if (header->shape[1] < CP_MIN_IMAGE_SIZE || header->shape[1] > CP_MAX_IMAGE_SIZE)
    return refuse_shape (array, "images of 8 to 1024 pixels a side", error);

  return TRUE;
}

static gboolean
check_labels (const Array  *array,
              const Array  *images,
              GError      **error)
{
  const CpNpyHeader *header = &array->header;
  gboolean integer = strchr ("uib", header->kind) != NULL && header->item_size >= 1 && header->item_size <= 8;

  if (header->n_dims != 1 && (header->n_dims != 2 || header->shape[1] != 1))
    return refuse_shape (array, "one label an image, [n,1] or [n]", error);
  if (!integer)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                   "%s: expected uint8, found %s", array->name, header->descr);
      return FALSE;
    }
  if (header->shape[0] != images->header.shape[0])
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "%s: expected %" G_GSIZE_FORMAT " labels, as many as images, found %" G_GSIZE_FORMAT,
                   array->name, images->header.shape[0], header->shape[0]);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_same_size (const CpNpzReader  *self,
                 GError            **error)
{
  gsize size = self->splits[0].images.header.shape[1];

  for (guint i = 1; i < CP_N_SPLITS; i++)
    if (self->splits[i].images.header.shape[1] != size)
      {
        g_autofree char *expected = g_strdup_printf (
          "images of %" G_GSIZE_FORMAT "×%" G_GSIZE_FORMAT " as in train", size, size);

        return refuse_shape (&self->splits[i].images, expected, error);
      }

  return TRUE;
}

static gboolean
open_splits (CpNpzReader  *self,
             CpZip        *zip,
             GError      **error)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (!array_open (&self->splits[i].images, zip, i, "images", error) ||
        !array_open (&self->splits[i].labels, zip, i, "labels", error))
      return FALSE;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      const Split *split = &self->splits[i];

      if (!check_images (&split->images, error) ||
          !check_labels (&split->labels, &split->images, error) ||
          !check_length (&split->images, error) ||
          !check_length (&split->labels, error))
        return FALSE;
    }

  return check_same_size (self, error);
}

/* The value of a signed or unsigned integer of 1 to 8 bytes. */
static gint64
get_integer (const guint8      *bytes,
             const CpNpyHeader *header)
{
  guint n = header->item_size;
  guint64 value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[header->big_endian ? i : n - 1 - i];
  if (header->kind == 'i' && n < 8 && value >> (8 * n - 1))
    value -= G_GUINT64_CONSTANT (1) << (8 * n);

  return (gint64) value;
}

static gboolean
read_labels (Array    *array,
             guint8   *labels,
             gsize     n,
             GError  **error)
{
  gsize item = array->header.item_size;
  g_autofree guint8 *bytes = g_try_malloc_n (n, item);

  if (bytes == NULL)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "%s: not enough memory", array->name);
      return FALSE;
    }
  if (!cp_zip_reader_read (array->reader, bytes, n * item, error) ||
      !cp_zip_reader_finish (array->reader, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      gint64 value = get_integer (bytes + i * item, &array->header);

      if (value != 0 && value != 1)
        {
          g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
                       "%s: expected labels 0 and 1, found %" G_GINT64_FORMAT " at row %" G_GSIZE_FORMAT,
                       array->name, value, i);
          return FALSE;
        }
      labels[i] = value;
    }

  return TRUE;
}

/* Neither a network nor a figure means anything without both. */
static gboolean
check_classes (const Array    *array,
               const guint8   *labels,
               gsize           n,
               GError        **error)
{
  gsize counts[2];

  cp_labels_count (labels, n, counts);
  if (counts[0] > 0 && counts[1] > 0)
    return TRUE;

  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_UNSUPPORTED,
               "%s: expected both classes, found only %s", array->name,
               counts[0] > 0 ? "normal (0)" : "pneumonia (1)");
  return FALSE;
}

static gboolean
read_split (Split *self)
{
  CpImageBuffer *buffer = &self->buffer;
  gsize n = self->images.header.shape[0], size = self->images.header.shape[1];

  if (!cp_image_buffer_init (buffer, n, size, &self->error))
    {
      g_prefix_error (&self->error, "%s: ", self->images.name);
      return FALSE;
    }

  return read_labels (&self->labels, buffer->labels, n, &self->error) &&
         check_classes (&self->labels, buffer->labels, n, &self->error) &&
         cp_zip_reader_read (self->images.reader, buffer->pixels, n * size * size, &self->error) &&
         cp_zip_reader_finish (self->images.reader, &self->error);
}

static gpointer
read_splits (gpointer data)
{
  CpNpzReader *self = data;
  gint i;

  while ((i = g_atomic_int_add (&self->next, 1)) < CP_N_SPLITS)
    self->splits[i].done = read_split (&self->splits[i]);

  return NULL;
}

/**
 * cp_npz_reader_new:
 * @zip: an archive, which must outlive the reader
 * @error: return location for an error
 *
 * Begins to read a data set in MedMNIST's form: `{train,val,test}_images.npy`,
 * uint8 [n,h,w] with h = w from 8 to 1024, and `{train,val,test}_labels.npy`,
 * integers [n,1] or [n], 0 or 1, both present in every split. Other members are
 * ignored. Reads and checks the headers; the rest goes on in a thread.
 *
 * Returns: (transfer full): a reader, or %NULL; the message begins with the
 *   member's name
 */
CpNpzReader *
cp_npz_reader_new (CpZip   *zip,
                   GError **error)
{
  g_autoptr (CpNpzReader) self = g_new0 (CpNpzReader, 1);

  if (!open_splits (self, zip, error))
    return NULL;

  self->helper = g_thread_try_new ("npz", read_splits, self, NULL); /* none: all is left for the caller's */
  return g_steal_pointer (&self);
}

/**
 * cp_npz_reader_free:
 * @self: (transfer full): a reader
 */
void
cp_npz_reader_free (CpNpzReader *self)
{
  g_clear_pointer (&self->helper, g_thread_join);
  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      Split *split = &self->splits[i];

      array_clear (&split->images);
      array_clear (&split->labels);
      cp_image_buffer_clear (&split->buffer);
      g_clear_error (&split->error);
    }
  g_free (self);
}

/**
 * cp_npz_reader_finish:
 * @self: a reader, to be finished once
 * @buffers: (out caller-allocates): the three splits; to be cleared by the caller on success
 * @error: return location for an error
 *
 * Helps to read what is left and hands it over.
 *
 * Returns: %FALSE on error; the message begins with the name of the first
 *   member that cannot be read, in the order of the splits
 */
gboolean
cp_npz_reader_finish (CpNpzReader    *self,
                      CpImageBuffer   buffers[CP_N_SPLITS],
                      GError        **error)
{
  read_splits (self);
  g_clear_pointer (&self->helper, g_thread_join);

  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (!self->splits[i].done)
      {
        g_propagate_error (error, g_steal_pointer (&self->splits[i].error));
        return FALSE;
      }

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      buffers[i] = self->splits[i].buffer;
      self->splits[i].buffer = (CpImageBuffer) { 0 };
    }
  return TRUE;
}
