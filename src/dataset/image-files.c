/* SPDX-License-Identifier: MIT */
/* Image files of any size, read as a network wants them, on all processors. */
#include "image-files.h"

#include "grey-image.h"
#include "printable.h"

#include <string.h>

typedef struct
{
  const char *const *paths;
  guint n;
  guint size;
  guint8 *const *targets;
  GError **errors;
  gint next;

  GMutex mutex; /* of what follows */
  guint done;
  CpDatasetProgress progress;
  gpointer user_data;
  gboolean stopped;
} Reading;

/**
 * cp_image_file_read:
 * @path: a PNG or JPEG file
 * @size: the side wanted
 * @pixels: (out caller-allocates): (size, size) its image by cp_grey_image_to_square()
 * @error: return location
 *
 * Returns: %FALSE where it cannot be read
 */
gboolean
cp_image_file_read (const char  *path,
                    guint        size,
                    guint8      *pixels,
                    GError     **error)
{
  g_autoptr (CpGreyImage) image = cp_grey_image_load (path, error);
  g_autoptr (CpGreyImage) square = NULL;

  if (image == NULL)
    return FALSE;
  square = cp_grey_image_to_square (image, size);
  memcpy (pixels, square->pixels, (gsize) size * size);

  return TRUE;
}

/* Returns: whether to go on */
static gboolean
tell (Reading *reading)
{
  gboolean stopped;

  g_mutex_lock (&reading->mutex);
  reading->done++;
  if (reading->progress != NULL && !reading->stopped)
    reading->stopped = !reading->progress (reading->done, reading->n, reading->user_data);
  stopped = reading->stopped;
  g_mutex_unlock (&reading->mutex);

  return !stopped;
}

static gpointer
read_some (gpointer data)
{
  Reading *reading = data;

  for (;;)
    {
      const guint i = (guint) g_atomic_int_add (&reading->next, 1);

      if (i >= reading->n)
        return NULL;
      cp_image_file_read (reading->paths[i], reading->size, reading->targets[i], &reading->errors[i]);
      if (!tell (reading))
        return NULL;
    }
}

static void
run_threads (Reading *reading)
{
  const guint n = MIN (MAX (g_get_num_processors (), 1), MAX (reading->n, 1));
  g_autofree GThread **threads = g_new (GThread *, n);

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("cutpoint-images", read_some, reading);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

/**
 * cp_image_files_read:
 * @paths: (array length=n): PNG and JPEG files
 * @n: how many
 * @size: the side wanted
 * @targets: (array length=n): (size, size) each: where their pixels go
 * @errors: (array length=n): %NULL each; says of each that could not be read why
 * @progress: (nullable): called after each file, in any thread but in one at a time
 * @user_data: for @progress
 * @error: return location
 *
 * Reads files on all processors, each by cp_image_file_read(). A file that
 * cannot be read is no error of the whole.
 *
 * Returns: %FALSE with %CP_DATASET_ERROR_STOPPED where @progress says so
 */
gboolean
cp_image_files_read (const char *const  *paths,
                     guint               n,
                     guint               size,
                     guint8 *const      *targets,
                     GError            **errors,
                     CpDatasetProgress   progress,
                     gpointer            user_data,
                     GError            **error)
{
  Reading reading = { .paths = paths, .n = n, .size = size, .targets = targets, .errors = errors,
                      .progress = progress, .user_data = user_data };

  g_mutex_init (&reading.mutex);
  run_threads (&reading);
  g_mutex_clear (&reading.mutex);
  if (reading.stopped)
    g_set_error_literal (error, CP_DATASET_ERROR, CP_DATASET_ERROR_STOPPED, "the reading of images was stopped");

  return !reading.stopped;
}

/**
 * cp_image_file_is_name:
 * @name: of a file
 *
 * Returns: whether it ends like a PNG or JPEG file's
 */
gboolean
cp_image_file_is_name (const char *name)
{
  static const char *const endings[] = { ".png", ".jpeg", ".jpg", ".jpe" };
  const char *dot = strrchr (name, '.');

  if (name[0] == '.' || dot == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;

  return FALSE;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/**
 * cp_image_files_list:
 * @folder: a folder
 * @error: return location
 *
 * Lists the PNG and JPEG files of a folder, by their names; not those of folders within it.
 *
 * Returns: (transfer full): at least one path, in order; %NULL where there is none, with one line that
 *   names the folder
 */
char **
cp_image_files_list (const char  *folder,
                     GError     **error)
{
  g_autofree char *shown = cp_printable_path (folder);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &cause);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (cp_image_file_is_name (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  if (paths->len == 0)
    {
      g_set_error (error, CP_DATASET_ERROR, dir != NULL ? CP_DATASET_ERROR_FORMAT : CP_DATASET_ERROR_IO, "%s: %s", shown,
                   dir != NULL ? "expected PNG or JPEG images in the folder, found none" : "the folder cannot be read");
      return NULL;
    }
  g_ptr_array_sort (paths, compare_paths);
  g_ptr_array_add (paths, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}
