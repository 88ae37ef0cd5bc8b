/* SPDX-License-Identifier: MIT */
#include "folder-private.h"

#include "image-buffer.h"
#include "image-files.h"
#include "printable.h"

#include <string.h>

/* A folder's images while they are being read, straight into their splits. */
typedef struct
{
  GPtrArray *files; /* of CpFolderFile, by split */
  guint size;
  CpImageBuffer buffers[CP_N_SPLITS];
  const char **paths;
  guint8 **targets;
  GError **errors; /* (nullable) each: why a file is left out */
} Reading;

static void
reading_clear (Reading *reading)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    cp_image_buffer_clear (&reading->buffers[i]);
  for (guint i = 0; i < reading->files->len; i++)
    g_clear_error (&reading->errors[i]);
  g_free (reading->paths);
  g_free (reading->targets);
  g_free (reading->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
reading_init (Reading    *reading,
              GPtrArray  *files,
              guint       size,
              GError    **error)
{
  gsize counts[CP_N_SPLITS] = { 0 };

  reading->files = files;
  reading->size = size;
  reading->paths = g_new (const char *, files->len);
  reading->targets = g_new (guint8 *, files->len);
  reading->errors = g_new0 (GError *, files->len);
  for (guint i = 0; i < files->len; i++)
    counts[((CpFolderFile *) files->pdata[i])->split]++;
  for (guint split = 0; split < CP_N_SPLITS; split++)
    if (!cp_image_buffer_init (&reading->buffers[split], counts[split], size, error))
      return FALSE;

  memset (counts, 0, sizeof counts);
  for (guint i = 0; i < files->len; i++)
    {
      const CpFolderFile *file = files->pdata[i];

      reading->paths[i] = file->path;
      reading->targets[i] = reading->buffers[file->split].pixels + counts[file->split]++ * size * size;
    }

  return TRUE;
}

/* Only what could be read, in the files' order. */
static guint
close_gaps (Reading *reading)
{
  const gsize n_pixels = (gsize) reading->size * reading->size;
  guint failed = 0;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    reading->buffers[i].n = 0;
  for (guint i = 0; i < reading->files->len; i++)
    {
      const CpFolderFile *file = reading->files->pdata[i];
      CpImageBuffer *buffer = &reading->buffers[file->split];
      guint8 *place = buffer->pixels + buffer->n * n_pixels;

      if (reading->errors[i] != NULL)
        {
          failed++;
          continue;
        }
      if (place != reading->targets[i])
        memcpy (place, reading->targets[i], n_pixels);
      buffer->labels[buffer->n++] = file->label;
    }

  return failed;
}

static const GError *
first_error (const Reading *reading,
             guint          split) /* or CP_N_SPLITS for any */
{
  for (guint i = 0; i < reading->files->len; i++)
    if (reading->errors[i] != NULL
        && (split == CP_N_SPLITS || ((CpFolderFile *) reading->files->pdata[i])->split == split))
      return reading->errors[i];

  return NULL;
}

static gboolean
check_splits (const Reading  *reading,
              GError        **error)
{
  for (guint split = 0; split < CP_N_SPLITS; split++)
    if (reading->buffers[split].n == 0)
      {
        const GError *cause = first_error (reading, split);

        g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                     "%s: expected images, found none that can be read%s%s", cp_split_get_name (split),
                     cause != NULL ? ": " : "", cause != NULL ? cause->message : "");
        return FALSE;
      }

  return TRUE;
}

static CpDataset *
make_dataset (Reading    *reading,
              const char *path,
              guint       failed)
{
  g_autofree char *location = reading->size == CP_FOLDER_DEFAULT_SIZE ? g_strdup (path)
                                                                      : g_strdup_printf ("%s@%u", path, reading->size);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = cp_printable_path (base);
  CpDataset *self = cp_dataset_new_take (name, location, CP_DATASET_FOLDER, reading->buffers);
  const GError *first = first_error (reading, CP_N_SPLITS);

  if (first != NULL)
    cp_dataset_take_skipped (self, failed, g_strdup (first->message));

  return self;
}

static CpDataset *
read_dataset (GPtrArray          *files,
              const char         *path,
              guint               size,
              CpDatasetProgress   progress,
              gpointer            user_data,
              GError            **error)
{
  g_auto (Reading) reading = { 0 };
  guint failed;

  if (!reading_init (&reading, files, size, error)
      || !cp_image_files_read (reading.paths, files->len, size, reading.targets, reading.errors, progress, user_data, error))
    return NULL;
  failed = close_gaps (&reading);

  return check_splits (&reading, error) ? make_dataset (&reading, path, failed) : NULL;
}

/**
 * cp_folder_parse_location:
 * @location: what somebody wants opened, such as `chest_xray` or `chest_xray@64`
 * @path: (out) (nullable): the folder
 * @size: (inout): the side of its images: the number behind the last `@` where there is no folder of just
 *   this name, 0 where it is no number; else left as it is
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
 * @progress: (nullable): called after each file
 * @user_data: for @progress
 * @error: return location
 *
 * Reads all images on all processors. Without a folder `val`, a tenth of the
 * training images is set aside by cp_folder_carve(). Files that cannot be read
 * are left out and told by cp_dataset_get_skipped().
 *
 * Returns: (transfer full): the data set; %NULL with one line that names the folder
 */
CpDataset *
cp_folder_load (const char         *path,
                guint               size,
                CpDatasetProgress   progress,
                gpointer            user_data,
                GError            **error)
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
  self = read_dataset (files, path, size, progress, user_data, error);
  if (self != NULL)
    cp_dataset_set_carved (self, !has_validation);
  else
    g_prefix_error (error, "%s: ", name);

  return self;
}
