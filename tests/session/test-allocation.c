/* SPDX-License-Identifier: MIT */
/* Memory whose size a file names may not be there: each such request fails once, for every reader. The linker puts the
 * functions below in the place of GLib's and zlib's (meson.build). */
#include "dataset.h"
#include "grey-image.h"
#include "predictions-file.h"
#include "safetensors.h"

#include <string.h>
#include <zlib.h>

static gint countdown; /* the request that fails; 0 for none */

gpointer __real_g_try_malloc (gsize size);
gpointer __wrap_g_try_malloc (gsize size);
gpointer __real_g_try_malloc0 (gsize size);
gpointer __wrap_g_try_malloc0 (gsize size);
gpointer __real_g_try_malloc_n (gsize n, gsize size);
gpointer __wrap_g_try_malloc_n (gsize n, gsize size);
gpointer __real_g_try_malloc0_n (gsize n, gsize size);
gpointer __wrap_g_try_malloc0_n (gsize n, gsize size);
int __real_inflateInit2_ (z_streamp stream, int bits, const char *version, int size);
int __wrap_inflateInit2_ (z_streamp stream, int bits, const char *version, int size);

static gboolean
fails (void)
{
  return g_atomic_int_get (&countdown) > 0 && g_atomic_int_dec_and_test (&countdown);
}

gpointer
__wrap_g_try_malloc (gsize size)
{
  return fails () ? NULL : __real_g_try_malloc (size);
}

gpointer
__wrap_g_try_malloc0 (gsize size)
{
  return fails () ? NULL : __real_g_try_malloc0 (size);
}

gpointer
__wrap_g_try_malloc_n (gsize n,
                       gsize size)
{
  return fails () ? NULL : __real_g_try_malloc_n (n, size);
}

gpointer
__wrap_g_try_malloc0_n (gsize n,
                        gsize size)
{
  return fails () ? NULL : __real_g_try_malloc0_n (n, size);
}

int
__wrap_inflateInit2_ (z_streamp   stream,
                      int         bits,
                      const char *version,
                      int         size)
{
  return fails () ? Z_MEM_ERROR : __real_inflateInit2_ (stream, bits, version, size);
}

typedef gboolean (*Reader) (const char *path,
                            GError    **error);

static gboolean
read_dataset (const char *path,
              GError    **error)
{
  g_autoptr (CpDataset) dataset = cp_dataset_load (path, error);

  return dataset != NULL;
}

static gboolean
read_image (const char *path,
            GError    **error)
{
  g_autoptr (CpGreyImage) image = cp_grey_image_load (path, error);

  return image != NULL;
}

static gboolean
read_tensors (const char *path,
              GError    **error)
{
  g_autoptr (CpSafetensors) tensors = cp_safetensors_read (path, error);

  return tensors != NULL;
}

static gboolean
read_predictions (const char *path,
                  GError    **error)
{
  g_autoptr (CpPredictions) predictions = cp_predictions_file_load (path, NULL, NULL, error);

  return predictions != NULL;
}

static const struct
{
  const char *name; /* below tests/fuzz/corpus */
  Reader read;
  guint at_least; /* requests: the file itself and what it names */
} files[] = {
  { "npz/stored", read_dataset, 3 },
  { "npz/deflated", read_dataset, 6 },
  { "png/grey", read_image, 3 },
  { "png/interlaced", read_image, 3 },
  { "jpeg/grey", read_image, 2 },
  { "model/whole", read_tensors, 2 },
  { "csv/plain", read_predictions, 1 },
};

static void
test_file (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", files[i].name, NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (files[i].read (path, &error));
  g_assert_no_error (error);
  for (;;)
    {
      gboolean there;

      g_atomic_int_set (&countdown, (gint) n + 1);
      there = files[i].read (path, &error);
      if (g_atomic_int_get (&countdown) > 0) /* there are no more requests */
        {
          g_assert_true (there);
          break;
        }
      g_assert_false (there);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "memory"));
      g_assert_null (strchr (error->message, '\n'));
      g_clear_error (&error);
      n++;
    }
  g_atomic_int_set (&countdown, 0);
  g_test_message ("%u requests failed, one at a time", n);
  g_assert_cmpuint (n, >=, files[i].at_least);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *test = g_strconcat ("/session/allocation/", files[i].name, NULL);

      g_test_add_data_func (test, GUINT_TO_POINTER (i), test_file);
    }
  return g_test_run ();
}
