/* SPDX-License-Identifier: MIT */
/* Synthetic data sets: which images, of which class, drawn by all processors. */
#include "phantom.h"

#include "file-bytes.h"
#include "image-buffer.h"
#include "npy.h"
#include "printable.h"
#include "zip-writer.h"

#include <string.h>

/* Images an archive is written in steps of. */
#define BATCH 512

/* Normal images in a thousand, as in PneumoniaMNIST: 135 of 524 and 234 of 624. */
static const guint normal_share[CP_N_SPLITS] = { 258, 258, 375 };

static gsize
split_count (const CpPhantomSettings *settings,
             CpSplit                  split)
{
  const gsize counts[] = { settings->n_train, settings->n_val, settings->n_test };

  return counts[split];
}

/**
 * cp_phantom_settings_check:
 * @settings: what is asked for
 * @error: return location for an error
 *
 * Returns: %FALSE if sizes or counts are out of range
 */
gboolean
cp_phantom_settings_check (const CpPhantomSettings  *settings,
                           GError                  **error)
{
  if (settings->size < CP_MIN_IMAGE_SIZE || settings->size > CP_MAX_IMAGE_SIZE)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "phantoms: expected a size of %d to %d pixels, found %u",
                   CP_MIN_IMAGE_SIZE, CP_MAX_IMAGE_SIZE, settings->size);
      return FALSE;
    }

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      gsize n = split_count (settings, i);
      gsize most = MIN (CP_MAX_IMAGES, CP_MAX_MEMBER_SIZE / settings->size / settings->size);

      if (n >= 4 && n <= most)
        continue;
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "phantoms: expected 4 to %" G_GSIZE_FORMAT " %s images of %u×%u, found %" G_GSIZE_FORMAT,
                   most, cp_split_get_name (i), settings->size, settings->size, n);
      return FALSE;
    }

  return TRUE;
}

/**
 * cp_phantom_label:
 * @seed: of the data set
 * @split: which part
 * @index: of the image within it
 *
 * The class of an image. Each stretch of 1000/share images holds one normal one, at a
 * place drawn from the seed: any four images in a row from the start have both classes,
 * and any number of images has its share to within one.
 *
 * Returns: 0 for normal, 1 for pneumonia
 */
guint8
cp_phantom_label (guint64 seed,
                  CpSplit split,
                  gsize   index)
{
  guint64 share = normal_share[split];
  guint64 stretch = index * share / 1000;
  guint64 first = (stretch * 1000 + share - 1) / share;
  guint64 next = ((stretch + 1) * 1000 + share - 1) / share;
  guint64 hash = (seed + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^
                 (stretch * CP_N_SPLITS + split + 1) * G_GUINT64_CONSTANT (0xd1342543de82ef95);

  /* the finaliser of SplitMix64 */
  hash = (hash ^ hash >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ hash >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  hash ^= hash >> 31;

  return index - first != hash % (next - first);
}

/* A run of images that several threads draw, each taking the next one left. */
typedef struct
{
  const CpPhantomSettings *settings;
  CpSplit split;
  gsize first;
  gsize n;
  guint8 *pixels;
  guint8 *labels;
  gsize next; /* atomic */
} Job;

static gpointer
draw_images (gpointer data)
{
  Job *job = data;
  const CpPhantomSettings *settings = job->settings;
  gsize n_pixels = (gsize) settings->size * settings->size;

  for (;;)
    {
      gsize i = __atomic_fetch_add (&job->next, 1, __ATOMIC_RELAXED);

      if (i >= job->n)
        return NULL;
      cp_phantom_render (settings->seed, job->split, job->first + i, settings->size,
                         job->pixels + i * n_pixels, NULL);
      job->labels[i] = cp_phantom_label (settings->seed, job->split, job->first + i);
    }
}

static void
run_job (Job *job)
{
  GThread *threads[15];
  guint n_threads = MIN (g_get_num_processors () - 1, G_N_ELEMENTS (threads));

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_try_new ("phantoms", draw_images, job, NULL);

  draw_images (job);
  for (guint i = 0; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}

/**
 * cp_phantom_dataset_new:
 * @settings: which phantoms
 * @error: return location for an error
 *
 * Makes a synthetic data set, on all processors.
 *
 * Returns: (transfer full): the data set, or %NULL when the settings are out of range
 */
CpDataset *
cp_phantom_dataset_new (const CpPhantomSettings  *settings,
                        GError                  **error)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };

  if (!cp_phantom_settings_check (settings, error))
    return NULL;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      gsize n = split_count (settings, i);

      if (!cp_image_buffer_init (&buffers[i], n, settings->size, error))
        {
          for (guint j = 0; j < i; j++)
            cp_image_buffer_clear (&buffers[j]);
          return NULL;
        }
      run_job (&(Job) { settings, i, 0, n, buffers[i].pixels, buffers[i].labels, 0 });
    }

  return cp_dataset_new_take ("Phantoms", "phantom", CP_DATASET_PHANTOM, buffers);
}

static void
begin_array (CpZipWriter *writer,
             CpSplit      split,
             const char  *what)
{
  g_autofree char *name = g_strdup_printf ("%s_%s.npy", cp_split_get_name (split), what);

  cp_zip_writer_begin (writer, name);
}

static gboolean
write_header (CpZipWriter  *writer,
              guint         n_dims,
              const gsize  *shape,
              GError      **error)
{
  g_autoptr (GBytes) header = cp_npy_header_write (n_dims, shape);

  return cp_zip_writer_write (writer, g_bytes_get_data (header, NULL), g_bytes_get_size (header), error);
}

/* Draws and writes batch by batch: a large archive never stands in memory uncompressed. */
static gboolean
write_images (CpZipWriter              *writer,
              const CpPhantomSettings  *settings,
              CpSplit                   split,
              guint8                   *labels,
              GError                  **error)
{
  gsize n = split_count (settings, split), n_pixels = (gsize) settings->size * settings->size;
  g_autofree guint8 *pixels = g_malloc (MIN (n, BATCH) * n_pixels);
  gsize shape[] = { n, settings->size, settings->size };

  begin_array (writer, split, "images");
  if (!write_header (writer, 3, shape, error))
    return FALSE;

  for (gsize first = 0; first < n; first += BATCH)
    {
      gsize step = MIN (n - first, BATCH);

      run_job (&(Job) { settings, split, first, step, pixels, labels + first, 0 });
      if (!cp_zip_writer_write (writer, pixels, step * n_pixels, error))
        return FALSE;
    }

  return cp_zip_writer_end (writer, error);
}

static gboolean
write_split (CpZipWriter              *writer,
             const CpPhantomSettings  *settings,
             CpSplit                   split,
             GError                  **error)
{
  gsize n = split_count (settings, split);
  g_autofree guint8 *labels = g_malloc (n);
  gsize shape[] = { n, 1 };

  if (!write_images (writer, settings, split, labels, error))
    return FALSE;

  begin_array (writer, split, "labels");
  return write_header (writer, 2, shape, error) &&
         cp_zip_writer_write (writer, labels, n, error) &&
         cp_zip_writer_end (writer, error);
}

/**
 * cp_phantom_write_npz:
 * @settings: which phantoms
 * @path: where to write them
 * @error: return location for an error
 *
 * Writes a synthetic data set in MedMNIST's form, whole or not at all. The same
 * settings give the same bytes.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_phantom_write_npz (const CpPhantomSettings  *settings,
                      const char               *path,
                      GError                  **error)
{
  g_autoptr (CpZipWriter) writer = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!cp_phantom_settings_check (settings, error))
    return FALSE;

  writer = cp_zip_writer_new ();
  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (!write_split (writer, settings, i, error))
      {
        g_autofree char *name = cp_printable_path (path);

        g_prefix_error (error, "%s: ", name);
        return FALSE;
      }

  bytes = cp_zip_writer_finish (writer, CP_PHANTOM_COMMENT);
  return cp_file_replace (path, bytes, error);
}
