/* SPDX-License-Identifier: MIT */
/* Where data is looked for, in folders of the test's own. */
#include "dataset.h"

#include <glib/gstdio.h>

typedef struct
{
  char *own;
  char *shared;
  char *medmnist;
  char *last;
} Places;

static char *
touch (const char *folder,
       const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  return path;
}

static void
assert_located (const char *given,
                const char *last_used,
                const char *expected)
{
  g_autofree char *found = cp_dataset_locate (given, last_used);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_order (void)
{
  Places p;

  g_unsetenv ("CUTPOINT_DATA");
  assert_located (NULL, NULL, "phantom");
  assert_located (NULL, "/nowhere/last.npz", "phantom");

  p.medmnist = touch (g_get_home_dir (), ".medmnist/pneumoniamnist.npz");
  assert_located (NULL, NULL, p.medmnist);
  p.shared = touch (g_get_user_data_dir (), "pneumoniamnist.npz");
  assert_located (NULL, NULL, p.shared);
  p.own = touch (g_get_user_data_dir (), "cutpoint/pneumoniamnist.npz");
  assert_located (NULL, NULL, p.own);
  assert_located (NULL, "/nowhere/last.npz", p.own);
  assert_located (NULL, "", p.own);
  p.last = touch (g_get_home_dir (), "last.npz");
  assert_located (NULL, p.last, p.last);
  assert_located (NULL, "phantom", "phantom");

  /* asked for by name: never skipped, not even when it is not there */
  g_setenv ("CUTPOINT_DATA", "/nowhere/named.npz", TRUE);
  assert_located (NULL, p.last, "/nowhere/named.npz");
  assert_located ("/nowhere/given.npz", p.last, "/nowhere/given.npz");
  g_setenv ("CUTPOINT_DATA", "", TRUE);
  assert_located (NULL, p.last, p.last);

  g_free (p.own);
  g_free (p.shared);
  g_free (p.medmnist);
  g_free (p.last);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/locate/order", test_order);

  return g_test_run ();
}
