/* SPDX-License-Identifier: MIT */
#include "dataset.h"

#include "digest.h"
#include "duplicates.h"
#include "file-bytes.h"
#include "folder.h"
#include "image-buffer.h"
#include "npz.h"
#include "phantom.h"
#include "printable.h"

#include <string.h>

/* Three splits of 2 GiB, and what is around them. */
#define MAX_ARCHIVE ((gsize) 8 << 30)

#define OFFICIAL_NAME "PneumoniaMNIST"

struct _CpDataset
{
  gatomicrefcount references;
  char *name;
  char *location;
  CpDatasetKind kind;
  CpImageSet splits[CP_N_SPLITS];
  guint skipped;       /* files that could not be read */
  char *first_skipped; /* (nullable): why the first of them could not */
  gboolean carved;     /* validation is a part of the training images */

  GMutex mutex;
  char *fingerprint;        /* NULL until asked for */
  CpDuplicates *duplicates; /* likewise */
};

/**
 * cp_dataset_new_take:
 * @name: what people call it
 * @location: where it comes from
 * @kind: what it is
 * @buffers: (transfer full): three filled splits
 *
 * Makes a data set of what the buffers hold.
 *
 * Returns: (transfer full): a data set
 */
CpDataset *
cp_dataset_new_take (const char    *name,
                     const char    *location,
                     CpDatasetKind  kind,
                     CpImageBuffer  buffers[CP_N_SPLITS])
{
  CpDataset *self = g_new0 (CpDataset, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->name = g_strdup (name);
  self->location = g_strdup (location);
  self->kind = kind;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      CpImageSet *set = &self->splits[i];
      gsize counts[2];

      cp_labels_count (buffers[i].labels, buffers[i].n, counts);
      set->n = buffers[i].n;
      set->size = buffers[i].size;
      set->positives = counts[1];
      set->pixels = g_steal_pointer (&buffers[i].pixels);
      set->labels = g_steal_pointer (&buffers[i].labels);
    }

  return self;
}

/*
 * cp_dataset_take_skipped:
 * @self: a data set that nobody else has yet
 * @n: files that were left out
 * @first: (transfer full): why the first of them was, with its name
 */
void
cp_dataset_take_skipped (CpDataset *self,
                         guint      n,
                         char      *first)
{
  self->skipped = n;
  g_free (self->first_skipped);
  self->first_skipped = first;
}

/*
 * cp_dataset_set_carved:
 * @self: a data set that nobody else has yet
 * @carved: whether its validation images were taken from the training images
 */
void
cp_dataset_set_carved (CpDataset *self,
                       gboolean   carved)
{
  self->carved = carved;
}

/* Only a file of just that size is worth the sum. */
static gboolean
is_official (GBytes *bytes)
{
  g_autofree char *sum = NULL;

  if (g_bytes_get_size (bytes) != CP_OFFICIAL_SIZE)
    return FALSE;

  sum = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, bytes);
  return g_str_equal (sum, CP_OFFICIAL_MD5);
}

static CpDatasetKind
recognise (CpZip *zip)
{
  g_autofree char *comment = cp_zip_get_comment (zip);

  if (is_official (cp_zip_get_bytes (zip)))
    return CP_DATASET_OFFICIAL;

  return g_str_equal (comment, CP_PHANTOM_COMMENT) ? CP_DATASET_PHANTOM : CP_DATASET_NPZ;
}

static CpDataset *
read_zip (CpZip       *zip,
          const char  *path,
          const char  *name,
          GError     **error)
{
  g_autoptr (CpNpzReader) reader = cp_npz_reader_new (zip, error);
  CpImageBuffer buffers[CP_N_SPLITS];
  CpDatasetKind kind;

  if (reader == NULL)
    return NULL;
  kind = recognise (zip); /* while another thread inflates */
  if (!cp_npz_reader_finish (reader, buffers, error))
    return NULL;

  return cp_dataset_new_take (kind == CP_DATASET_OFFICIAL ? OFFICIAL_NAME : name, path, kind, buffers);
}

static CpDataset *
load_npz (const char  *path,
          GError     **error)
{
  g_autofree char *display = cp_printable_path (path);
  g_autofree char *name = g_path_get_basename (display);
  g_autoptr (GBytes) bytes = cp_file_read (path, MAX_ARCHIVE, error);
  g_autoptr (CpZip) zip = NULL;
  CpDataset *self;

  if (bytes == NULL)
    return NULL;

  zip = cp_zip_new (bytes, error);
  self = zip != NULL ? read_zip (zip, path, name, error) : NULL;
  if (self == NULL)
    g_prefix_error (error, "%s: ", display);

  return self;
}

/**
 * cp_dataset_load:
 * @location: an npz file in MedMNIST's form; a folder in the Kaggle form, with `@` and a number
 *   behind it for images of that size; or the word `phantom` for the built-in synthetic images
 * @error: return location for an error
 *
 * Loads a data set. An npz file that cp_phantom_write_npz() wrote is recognised
 * as phantoms, and the official file by its MD5. Errors are one line that names
 * file and cause.
 *
 * Returns: (transfer full): the data set, or %NULL
 */
CpDataset *
cp_dataset_load (const char  *location,
                 GError     **error)
{
  return cp_dataset_load_with (location, &(CpDatasetOptions) { 0 }, error);
}

/**
 * cp_dataset_load_with:
 * @location: as for cp_dataset_load()
 * @options: how
 * @error: return location for an error
 *
 * Loads a data set as cp_dataset_load() does. Only a folder's images can be
 * had at another size and take so long that progress can be followed.
 *
 * Returns: (transfer full): the data set, or %NULL
 */
CpDataset *
cp_dataset_load_with (const char              *location,
                      const CpDatasetOptions  *options,
                      GError                 **error)
{
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  g_autofree char *folder = NULL;
  guint size = options->size > 0 ? options->size : CP_FOLDER_DEFAULT_SIZE;

  g_return_val_if_fail (location != NULL, NULL);

  if (g_str_equal (location, "phantom"))
    return cp_phantom_dataset_new (&settings, error);
  if (cp_folder_parse_location (location, &folder, &size))
    return cp_folder_load (folder, size, options->progress, options->user_data, error);

  return load_npz (location, error);
}

/**
 * cp_dataset_ref:
 * @self: a data set
 *
 * Returns: (transfer full): @self
 */
CpDataset *
cp_dataset_ref (CpDataset *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * cp_dataset_unref:
 * @self: (transfer full): a data set
 *
 * Gives a reference back; the last one frees the data set.
 */
void
cp_dataset_unref (CpDataset *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      g_free ((guint8 *) self->splits[i].pixels);
      g_free ((guint8 *) self->splits[i].labels);
    }
  g_mutex_clear (&self->mutex);
  g_free (self->name);
  g_free (self->location);
  g_free (self->first_skipped);
  g_free (self->fingerprint);
  g_free (self->duplicates);
  g_free (self);
}

/**
 * cp_dataset_get_name:
 * @self: a data set
 *
 * Returns: what people call it: "PneumoniaMNIST", "Phantoms", or the file's name
 */
const char *
cp_dataset_get_name (CpDataset *self)
{
  return self->name;
}

/**
 * cp_dataset_get_location:
 * @self: a data set
 *
 * Returns: what it was loaded from: a path, or "phantom"
 */
const char *
cp_dataset_get_location (CpDataset *self)
{
  return self->location;
}

/**
 * cp_dataset_get_kind:
 * @self: a data set
 *
 * Returns: where its images come from
 */
CpDatasetKind
cp_dataset_get_kind (CpDataset *self)
{
  return self->kind;
}

/**
 * cp_dataset_get_size:
 * @self: a data set
 *
 * Returns: the side of its images, in pixels; the same in all splits
 */
guint
cp_dataset_get_size (CpDataset *self)
{
  return self->splits[CP_SPLIT_TRAIN].size;
}

/**
 * cp_dataset_get_split:
 * @self: a data set
 * @split: which part
 *
 * Returns: (transfer none): the images and labels of that part
 */
const CpImageSet *
cp_dataset_get_split (CpDataset *self,
                      CpSplit    split)
{
  return &self->splits[split];
}

/**
 * cp_dataset_get_skipped:
 * @self: a data set
 * @first: (out) (optional) (nullable): why the first file was left out, with its name
 *
 * Returns: how many files of a folder could not be read and were left out
 */
guint
cp_dataset_get_skipped (CpDataset   *self,
                        const char **first)
{
  if (first != NULL)
    *first = self->first_skipped;
  return self->skipped;
}

/**
 * cp_dataset_get_carved:
 * @self: a data set
 *
 * Returns: whether there were no validation images and a tenth of the training
 *   images was set aside to be them, by patient
 */
gboolean
cp_dataset_get_carved (CpDataset *self)
{
  return self->carved;
}

static char *
compute_fingerprint (CpDataset *self)
{
  g_autoptr (CpDigest) digest = cp_digest_new ();

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      const CpImageSet *set = &self->splits[i];
      guint64 shape[] = { GUINT64_TO_LE (set->n), GUINT64_TO_LE (set->size) };

      cp_digest_update (digest, (const guint8 *) shape, sizeof shape);
      cp_digest_update (digest, set->pixels, set->n * set->size * set->size);
      cp_digest_update (digest, set->labels, set->n);
    }

  return cp_digest_finish (digest);
}

/**
 * cp_dataset_get_fingerprint:
 * @self: a data set
 *
 * Names the images and labels themselves: SHA-256 over each split's count and
 * side (64-bit, little endian), pixels and labels, in a folder's case by class and
 * name. The same images give the same fingerprint however they are stored. Computed at the first call, which may
 * come from any thread.
 *
 * Returns: (transfer none): 64 hexadecimal digits
 */
const char *
cp_dataset_get_fingerprint (CpDataset *self)
{
  g_mutex_lock (&self->mutex);
  if (self->fingerprint == NULL)
    self->fingerprint = compute_fingerprint (self);
  g_mutex_unlock (&self->mutex);

  return self->fingerprint;
}

/**
 * cp_dataset_get_duplicates:
 * @self: a data set
 *
 * Counts byte-identical images. Computed at the first call, which may come from
 * any thread.
 *
 * Returns: how many groups there are, and how many reach over splits
 */
CpDuplicates
cp_dataset_get_duplicates (CpDataset *self)
{
  g_mutex_lock (&self->mutex);
  if (self->duplicates == NULL)
    {
      self->duplicates = g_new0 (CpDuplicates, 1);
      *self->duplicates = cp_duplicates_count (self->splits);
    }
  g_mutex_unlock (&self->mutex);

  return *self->duplicates;
}

static const char *const split_names[CP_N_SPLITS] = { "train", "val", "test" };

/**
 * cp_split_get_name:
 * @split: a split
 *
 * Returns: its name in files and on the command line: "train", "val" or "test"
 */
const char *
cp_split_get_name (CpSplit split)
{
  return split_names[split];
}

/**
 * cp_split_from_name:
 * @name: a name
 * @split: (out): the split of that name
 *
 * Returns: %FALSE if there is no split called @name
 */
gboolean
cp_split_from_name (const char *name,
                    CpSplit    *split)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (strcmp (name, split_names[i]) == 0)
      {
        *split = i;
        return TRUE;
      }

  return FALSE;
}
