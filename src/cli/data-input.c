/* SPDX-License-Identifier: MIT */
#include "data-input.h"

#include "image-files.h"
#include "output.h"
#include "printable.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#define REDRAW_EVERY (G_USEC_PER_SEC / 10)
#define PATIENCE (G_USEC_PER_SEC / 2) /* what is done by then needs no progress */

/* Files that are being read, on a terminal. */
typedef struct
{
  gboolean terminal;
  gboolean drawn;
  gint64 next; /* when to draw again */
} Counter;

static void
counter_init (Counter *counter)
{
  *counter = (Counter) {
    .terminal = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0,
    .next = g_get_monotonic_time () + PATIENCE,
  };
}

static gboolean
on_file_read (guint    done,
              guint    n,
              gpointer user_data)
{
  Counter *counter = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (!counter->terminal || now < counter->next)
    return TRUE;
  g_printerr ("\r");
  g_printerr (_("Reading images: %u of %u"), done, n);
  counter->next = now + REDRAW_EVERY;
  counter->drawn = TRUE;

  return TRUE;
}

static void
counter_clear (Counter *counter)
{
  if (counter->drawn)
    g_printerr ("\r\033[K");
}

static void
tell_skipped (CpDataset *dataset)
{
  const char *first;
  const guint skipped = cp_dataset_get_skipped (dataset, &first);

  if (skipped > 0)
    cp_message (ngettext ("%u file could not be read and is left out: %s",
                          "%u files could not be read and are left out; the first: %s", skipped), skipped, first);
}

/* What nobody named is named, so that figures of phantoms are not taken for those of patients. */
static void
tell_found (CpDataset *dataset)
{
  g_autofree char *name = cp_printable_path (cp_dataset_get_location (dataset));

  cp_message (cp_dataset_get_kind (dataset) == CP_DATASET_PHANTOM ? _("No --data is given: using %s, synthetic images")
                                                                  : _("No --data is given: using %s"), name);
}

/**
 * cp_open_data:
 * @given: (nullable): what `--data` says
 * @size: side of images where that is a folder and does not say, as the model takes them; 0 for 28
 * @error: return location
 *
 * Finds the data set and loads it; says which where @given does not.
 *
 * Returns: (transfer full) (nullable): the data set
 */
CpDataset *
cp_open_data (const char  *given,
              guint        size,
              GError     **error)
{
  g_autofree char *location = cp_dataset_locate (given, NULL);
  CpDataset *dataset;
  Counter counter;

  counter_init (&counter);
  dataset = cp_dataset_load_with (location, &(CpDatasetOptions) { size, on_file_read, &counter }, error);
  counter_clear (&counter);
  if (dataset != NULL && given == NULL)
    tell_found (dataset);
  if (dataset != NULL)
    tell_skipped (dataset);

  return dataset;
}

/**
 * cp_open_data_sized:
 * @given: (nullable): what `--data` says
 * @size: what `--size` says; 0 for nothing
 * @error: return location
 *
 * Finds the data set and loads it as cp_open_data() does. Only a folder has images of any size.
 *
 * Returns: (transfer full) (nullable): the data set, of that size
 */
CpDataset *
cp_open_data_sized (const char  *given,
                    guint        size,
                    GError     **error)
{
  g_autoptr (CpDataset) dataset = cp_open_data (given, size, error);
  const guint found = dataset != NULL ? cp_dataset_get_size (dataset) : 0;

  if (dataset != NULL && size > 0 && found != size)
    {
      g_autofree char *name = cp_printable_path (cp_dataset_get_location (dataset));

      g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                   "%s: --size %u is for folders of images, found images of %u×%u pixels", name, size, found, found);
      return NULL;
    }

  return g_steal_pointer (&dataset);
}

/* Files as they are; for a folder, the images in it. */
static GPtrArray *
list_files (const char *const *given,
            guint             *failed)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; given[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) listed = NULL;

      if (!g_file_test (given[i], G_FILE_TEST_IS_DIR))
        {
          g_ptr_array_add (files, g_strdup (given[i]));
          continue;
        }
      listed = cp_image_files_list (given[i], &error);
      if (listed == NULL)
        {
          cp_message_error (error, NULL);
          (*failed)++;
        }
      for (guint j = 0; listed != NULL && listed[j] != NULL; j++)
        g_ptr_array_add (files, g_strdup (listed[j]));
    }

  return files;
}

/* Says what could not be read, and keeps the rest, in order. */
static void
keep_read (CpImageInput  *self,
           GPtrArray     *files,
           GError       **errors,
           gsize          n_pixels)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GError) error = errors[i];
      const guint place = self->files->len;

      if (error != NULL)
        {
          cp_message_error (error, NULL);
          self->failed++;
          continue;
        }
      if (place != i)
        memcpy (self->pixels + place * n_pixels, self->pixels + i * n_pixels, n_pixels);
      g_ptr_array_add (self->files, g_strdup (files->pdata[i]));
    }
}

/**
 * cp_image_input_read:
 * @self: (out caller-allocates): images; free with cp_image_input_clear()
 * @given: files and folders of files, ended by %NULL
 * @size: the side that the model takes
 * @error: return location
 *
 * Reads images on all processors. What cannot be read is said on standard
 * error, a line a file, and counted.
 *
 * Returns: %FALSE where there is no memory for them
 */
gboolean
cp_image_input_read (CpImageInput       *self,
                     const char *const  *given,
                     guint               size,
                     GError            **error)
{
  const gsize n_pixels = (gsize) size * size;
  g_autoptr (GPtrArray) files = NULL;
  g_autofree guint8 **targets = NULL;
  g_autofree GError **errors = NULL;
  Counter counter;

  *self = (CpImageInput) { .files = g_ptr_array_new_with_free_func (g_free) };
  files = list_files (given, &self->failed);
  self->pixels = g_try_malloc_n (MAX (files->len, 1), n_pixels);
  if (self->pixels == NULL)
    {
      g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "not enough memory for %u images of %u×%u pixels",
                   files->len, size, size);
      return FALSE;
    }

  targets = g_new (guint8 *, files->len);
  errors = g_new0 (GError *, files->len);
  for (guint i = 0; i < files->len; i++)
    targets[i] = self->pixels + i * n_pixels;
  counter_init (&counter);
  cp_image_files_read ((const char *const *) files->pdata, files->len, size, targets, errors, on_file_read, &counter,
                       NULL);
  counter_clear (&counter);
  keep_read (self, files, errors, n_pixels);

  return TRUE;
}

/**
 * cp_image_input_clear:
 * @self: images
 *
 * Forgets them.
 */
void
cp_image_input_clear (CpImageInput *self)
{
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->pixels, g_free);
}
