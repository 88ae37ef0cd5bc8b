/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "phantom.h"

#include <glib/gstdio.h>

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 200, .n_val = 60, .n_test = 80, .seed = 4 };
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = fixture_file (fixture, "phantoms.npz");
  cp_phantom_write_npz (&settings, fixture->path, &error);
  g_assert_no_error (error);
  fixture->dataset = cp_dataset_load (fixture->path, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = fixture_file (fixture, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_clear_pointer (&fixture->dataset, cp_dataset_unref);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* Returns: (transfer full): a file's path in the temporary folder */
char *
fixture_file (Fixture    *fixture,
              const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

CpRecipe
fixture_recipe (guint epochs)
{
  CpRecipe recipe;

  cp_recipe_init (&recipe, "baseline");
  recipe.epochs = epochs;
  recipe.batch_size = 32;
  recipe.threads = 2;

  return recipe;
}

static gboolean
give_up (gpointer data)
{
  g_error ("waited in vain");

  return G_SOURCE_REMOVE;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @done says so. */
void
fixture_wait (gboolean (*done) (gpointer data),
              gpointer   data)
{
  guint deadline = g_timeout_add_seconds (60, give_up, NULL);
  guint look = g_timeout_add (5, look_again, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  g_source_remove (look);
}
