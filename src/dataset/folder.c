/* SPDX-License-Identifier: MIT */
#include "folder-private.h"

#include "grey-image.h"
#include "image-buffer.h"
#include "printable.h"

#include <string.h>

/* Images that are being read by several threads. */
typedef struct
{
  GPtrArray *files;
  guint size;
  guint8 *pixels; /* (n of files, size, size) */
  gboolean *read; /* (n of files) */
  gint next;

  GMutex mutex;
  guint failed;
  char *first_failure; /* by the files' order */
  guint first_failed;
} Reading;

static gboolean
read_file (Reading     *reading,
           guint        index,
           GError     **error)
{
  const CpFolderFile *file = reading->files->pdata[index];
  const gsize n_pixels = (gsize) reading->size * reading->size;
  g_autoptr (CpGreyImage) image = cp_grey_image_load (file->path, error);
  g_autoptr (CpGreyImage) square = NULL;

  if (image == NULL)
    return FALSE;
  square = cp_grey_image_to_square (image, reading->size);
  if (square == NULL)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "%s: not enough memory for it", file->path);
      return FALSE;
    }
  memcpy (reading->pixels + index * n_pixels, square->pixels, n_pixels);

  return TRUE;
}

static void
note_failure (Reading      *reading,
              guint         index,
              const GError *error)
{
  g_mutex_lock (&reading->mutex);
  if (reading->failed++ == 0 || index < reading->first_failed)
    {
      g_free (reading->first_failure);
      reading->first_failure = g_strdup (error->message);
      reading->first_failed = index;
    }
  g_mutex_unlock (&reading->mutex);
}

static gpointer
read_some (gpointer data)
{
  Reading *reading = data;

  for (;;)
    {
      const guint index = (guint) g_atomic_int_add (&reading->next, 1);
      g_autoptr (GError) error = NULL;

      if (index >= reading->files->len)
        return NULL;
      reading->read[index] = read_file (reading, index, &error);
      if (!reading->read[index])
        note_failure (reading, index, error);
    }
}

static void
read_all (Reading *reading)
{
  const guint n = MAX (g_get_num_processors (), 1);
  g_autofree GThread **threads = g_new (GThread *, n);

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("cutpoint-folder", read_some, reading);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

static gsize
count_read (const Reading *reading,
            CpSplit        split)
{
  gsize n = 0;

  for (guint i = 0; i < reading->files->len; i++)
    n += reading->read[i] && ((CpFolderFile *) reading->files->pdata[i])->split == split;

  return n;
}

/* What could be read of a split, in the files' order. */
static gboolean
fill_split (const Reading  *reading,
            CpSplit         split,
            CpImageBuffer  *buffer,
            GError        **error)
{
  const gsize n = count_read (reading, split), n_pixels = (gsize) reading->size * reading->size;
  gsize at = 0;

  if (n == 0)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "%s: expected images, found none that can be read%s%s",
                   cp_split_get_name (split), reading->first_failure != NULL ? ": " : "",
                   reading->first_failure != NULL ? reading->first_failure : "");
      return FALSE;
    }
  if (!cp_image_buffer_init (buffer, n, reading->size, error))
    return FALSE;
  for (guint i = 0; i < reading->files->len; i++)
    {
      const CpFolderFile *file = reading->files->pdata[i];

      if (!reading->read[i] || file->split != split)
        continue;
      memcpy (buffer->pixels + at * n_pixels, reading->pixels + i * n_pixels, n_pixels);
      buffer->labels[at++] = file->label;
    }

  return TRUE;
}

static CpDataset *
make_dataset (const Reading  *reading,
              const char     *path,
              GError        **error)
{
  g_autofree char *location = reading->size == CP_FOLDER_DEFAULT_SIZE ? g_strdup (path)
                                                                      : g_strdup_printf ("%s@%u", path, reading->size);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = cp_printable_path (base);
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };
  CpDataset *self;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (!fill_split (reading, i, &buffers[i], error))
      {
        for (guint j = 0; j < CP_N_SPLITS; j++)
          cp_image_buffer_clear (&buffers[j]);
        return NULL;
      }
  self = cp_dataset_new_take (name, location, CP_DATASET_FOLDER, buffers);
  if (reading->failed > 0)
    cp_dataset_take_skipped (self, reading->failed, g_strdup (reading->first_failure));

  return self;
}

static CpDataset *
read_dataset (GPtrArray   *files,
              const char  *path,
              guint        size,
              GError     **error)
{
  Reading reading = { .files = files, .size = size };
  CpDataset *self = NULL;

  reading.pixels = g_try_malloc_n (files->len, (gsize) size * size);
  reading.read = g_new0 (gboolean, files->len);
  g_mutex_init (&reading.mutex);
  if (reading.pixels == NULL)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "not enough memory for %u images of %u pixels",
                   files->len, size);
    }
  else
    {
      read_all (&reading);
      self = make_dataset (&reading, path, error);
    }
  g_mutex_clear (&reading.mutex);
  g_free (reading.pixels);
  g_free (reading.read);
  g_free (reading.first_failure);

  return self;
}

/**
 * cp_folder_parse_location:
 * @location: what somebody wants opened, such as `chest_xray` or `chest_xray@64`
 * @path: (out) (nullable): the folder
 * @size: (out): the side of its images: the number behind the last `@` where there is no folder of just
 *   this name, else #CP_FOLDER_DEFAULT_SIZE; 0 where it is no number
 *
 * Returns: whether it is a folder
 */
gboolean
cp_folder_parse_location (const char  *location,
                          char       **path,
                          guint       *size)
{
  const char *at = strrchr (location, '@');
  guint64 number;

  *path = g_strdup (location);
  *size = CP_FOLDER_DEFAULT_SIZE;
  if (g_file_test (location, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (at == NULL || g_file_test (location, G_FILE_TEST_EXISTS))
    return FALSE;

  (*path)[at - location] = '\0';
  *size = g_ascii_string_to_unsigned (at + 1, 10, 0, G_MAXUINT, &number, NULL) ? (guint) number : 0;
  return g_file_test (*path, G_FILE_TEST_IS_DIR);
}

/**
 * cp_folder_load:
 * @path: a folder in the Kaggle form: {train,val,test}/{NORMAL,PNEUMONIA}, in any case,
 *   with PNG and JPEG files
 * @size: side that its images are brought to by cp_grey_image_to_square(), 8 to 1024
 * @error: return location
 *
 * Reads all images on all processors. Without a folder `val`, a tenth of the
 * training images is set aside by cp_folder_carve(). Files that cannot be read
 * are left out and told by cp_dataset_get_skipped().
 *
 * Returns: (transfer full): the data set; %NULL with one line that names the folder
 */
CpDataset *
cp_folder_load (const char  *path,
                guint        size,
                GError     **error)
{
  gboolean has_validation;
  g_autofree char *name = cp_printable_path (path);
  g_autoptr (GPtrArray) files = NULL;
  CpDataset *self;

  if (size < CP_MIN_IMAGE_SIZE || size > CP_MAX_IMAGE_SIZE)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "%s: expected images of %d to %d pixels, found %u",
                   name, CP_MIN_IMAGE_SIZE, CP_MAX_IMAGE_SIZE, size);
      return NULL;
    }
  files = cp_folder_list (path, &has_validation, error);
  if (files == NULL)
    return NULL;
  if (!has_validation)
    cp_folder_carve (files);
  self = read_dataset (files, path, size, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", name);

  return self;
}
