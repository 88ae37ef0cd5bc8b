/* SPDX-License-Identifier: MIT */
/* A system that gives a few bytes at a time, and is interrupted: every file is read whole. */
#include "dataset.h"
#include "file-bytes.h"
#include "grey-image.h"
#include "phantom.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static guint calls, interrupted;
static gboolean stingy;

/* In place of the C library's, for the whole program. */
ssize_t
read (int     file,
      void   *buffer,
      size_t  length)
{
  if (!stingy)
    return syscall (SYS_read, file, buffer, length);
  if (++calls % 5 == 0)
    {
      interrupted++;
      errno = EINTR;
      return -1;
    }

  return syscall (SYS_read, file, buffer, MIN (length, 1 + calls * 7919 % 600));
}

static void
test_data (void)
{
  const CpPhantomSettings settings = { .size = 16, .n_train = 100, .n_val = 20, .n_test = 20, .seed = 3 };
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "p.npz", NULL);
  g_autoptr (CpDataset) whole = NULL;
  g_autoptr (CpDataset) bits = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_phantom_write_npz (&settings, path, NULL));
  whole = cp_dataset_load (path, NULL);
  calls = interrupted = 0;
  stingy = TRUE;
  bits = cp_dataset_load (path, &error);
  stingy = FALSE;
  g_assert_no_error (error);
  g_assert_cmpstr (cp_dataset_get_fingerprint (whole), ==, cp_dataset_get_fingerprint (bits));
  g_test_message ("%u reads, %u interrupted", calls, interrupted);
  g_assert_cmpuint (calls, >, 20);
  g_assert_cmpuint (interrupted, >, 0);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_image (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "dataset", "resize-150x150.png", NULL);
  g_autoptr (CpGreyImage) image = NULL;
  g_autoptr (GError) error = NULL;

  calls = 0;
  stingy = TRUE;
  image = cp_grey_image_load (path, &error);
  stingy = FALSE;
  g_assert_no_error (error);
  g_assert_nonnull (image);
  g_assert_cmpuint (calls, >, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/short-reads/data", test_data);
  g_test_add_func ("/dataset/short-reads/image", test_image);

  return g_test_run ();
}
