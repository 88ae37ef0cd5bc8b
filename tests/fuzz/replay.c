/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* Gives every file of a corpus, and every beginning of it, to a fuzz target: what once went wrong stays mended,
 * wherever libFuzzer is not. */

static void
replay (gconstpointer data)
{
  const char *path = data;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  LLVMFuzzerTestOneInput ((const uint8_t *) contents, size);
  for (gsize part = 0; part < 16; part++)
    {
      g_autofree uint8_t *cut = g_memdup2 (contents, size * part / 16 + 1); /* its own, so that a byte too far is seen */

      LLVMFuzzerTestOneInput (cut, size * part / 16);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

      g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
      g_test_add_data_func (test, paths->pdata[paths->len - 1], replay);
    }
  g_assert_cmpuint (paths->len, >, 0);

  return g_test_run ();
}
