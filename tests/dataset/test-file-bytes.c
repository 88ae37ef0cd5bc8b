/* SPDX-License-Identifier: MIT */
#include "dataset.h"
#include "file-bytes.h"
#include "grey-image.h"
#include "phantom.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Test;

static void
set_up (Test          *test,
        gconstpointer  data)
{
  test->folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  test->path = g_build_filename (test->folder, "file.npz", NULL);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  g_unlink (test->path);
  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_free (test->folder);
  g_free (test->path);
}

static void
write_text (Test       *test,
            const char *text)
{
  g_assert_true (g_file_set_contents (test->path, text, -1, NULL));
}

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  gsize length;
  const char *data;

  g_assert_nonnull (bytes);
  data = g_bytes_get_data (bytes, &length);
  g_assert_cmpmem (data, length, expected, strlen (expected));
  g_bytes_unref (bytes);
}

static void
assert_refused (Test       *test,
                gsize       most,
                const char *contains)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_file_read (test->path, most, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, test->path));
  g_assert_nonnull (strstr (error->message, contains));
}

static void
test_reads (Test          *test,
            gconstpointer  data)
{
  write_text (test, "twelve bytes");
  assert_bytes (cp_file_read (test->path, 12, NULL), "twelve bytes");
  assert_bytes (cp_file_read_start (test->path, 6, NULL), "twelve");
  assert_bytes (cp_file_read_start (test->path, 600, NULL), "twelve bytes");
  write_text (test, "");
  assert_bytes (cp_file_read (test->path, 12, NULL), "");
  assert_bytes (cp_file_read_start (test->path, 12, NULL), "");
}

static void
test_refuses (Test          *test,
              gconstpointer  data)
{
  assert_refused (test, 12, g_strerror (ENOENT));
  write_text (test, "thirteen byte");
  assert_refused (test, 12, "expected at most 12 bytes, found 13");
  g_unlink (test->path);
  g_assert_cmpint (mkfifo (test->path, 0600), ==, 0); /* without a writer: it would never end */
  assert_refused (test, 12, "found a device or pipe");
  g_unlink (test->path);
  g_assert_cmpint (g_mkdir (test->path, 0700), ==, 0);
  assert_refused (test, 12, "found a folder");
  g_assert_cmpint (g_rmdir (test->path), ==, 0);
}

/* Much longer than the disk: refused by its length, before memory is taken. */
static void
test_sparse (Test          *test,
             gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  write_text (test, "PK");
  g_assert_cmpint (truncate (test->path, (off_t) 1 << 40), ==, 0);
  dataset = cp_dataset_load (test->path, &error);
  g_assert_null (dataset);
  g_assert_nonnull (strstr (error->message, "expected at most 8589934592 bytes, found 1099511627776"));
}

/* Shortens the file, and makes it whole again, until it is killed. */
G_NORETURN static void
worry (const char *path,
       gsize       length,
       const char *contents)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL); /* it must not outlive a test that fails */
  for (;;)
    {
      const int file = g_open (path, O_WRONLY, 0);

      if (ftruncate (file, (off_t) (length / 3)) != 0
          || pwrite (file, contents, length, 0) != (gssize) length)
        _exit (1);
      close (file);
    }
}

/* A file that is shortened and written while it is read: taken whole or refused, and never a signal. */
static void
test_changes (Test          *test,
              gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 28, .n_train = 300, .n_val = 20, .n_test = 20, .seed = 3 };
  g_autofree char *contents = NULL;
  guint loaded = 0, refused = 0;
  gsize length;
  pid_t child;

  g_assert_true (cp_phantom_write_npz (&settings, test->path, NULL));
  g_assert_true (g_file_get_contents (test->path, &contents, &length, NULL));
  child = fork ();
  if (child == 0)
    worry (test->path, length, contents);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CpDataset) dataset = cp_dataset_load (test->path, &error);

      loaded += dataset != NULL;
      refused += dataset == NULL && g_str_has_prefix (error->message, test->path);
    }
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  waitpid (child, NULL, 0);
  g_test_message ("%u loaded, %u refused", loaded, refused);
  g_assert_cmpuint (loaded + refused, ==, 300);
  g_assert_cmpuint (refused, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/dataset/file-bytes/" name, Test, NULL, set_up, function, tear_down)
  ADD ("reads", test_reads);
  ADD ("refuses", test_refuses);
  ADD ("sparse", test_sparse);
  ADD ("changes", test_changes);
#undef ADD

  return g_test_run ();
}
