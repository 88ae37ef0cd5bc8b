/* SPDX-License-Identifier: MIT */
#include "dataset.h"

#include "folder.h"

#define FILE_NAME "pneumoniamnist.npz"
#define PHANTOM "phantom"

static gboolean
is_there (const char *location)
{
  g_autofree char *folder = NULL;
  guint size = 0;

  return g_str_equal (location, PHANTOM) || g_file_test (location, G_FILE_TEST_EXISTS)
         || cp_folder_parse_location (location, &folder, &size);
}

/**
 * cp_dataset_get_own_path:
 *
 * Returns: (transfer full): where in the user's data folder the official file is looked for first
 */
char *
cp_dataset_get_own_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "cutpoint", FILE_NAME, NULL);
}

/**
 * cp_dataset_locate:
 * @given: (nullable): what the user asked for
 * @last_used: (nullable): what was used last; skipped when it is gone
 *
 * Finds the data to open: @given, else `$CUTPOINT_DATA`, else @last_used, else
 * pneumoniamnist.npz in the user's data folder (`cutpoint/` within it first),
 * else `~/.medmnist/pneumoniamnist.npz`, else the phantoms. What was asked for by
 * name is returned even if it is not there: to open something else instead
 * would be worse than the error.
 *
 * Returns: (transfer full): a location for cp_dataset_load()
 */
char *
cp_dataset_locate (const char *given,
                   const char *last_used)
{
  const char *environment = g_getenv ("CUTPOINT_DATA");
  g_autofree char *own = cp_dataset_get_own_path ();
  g_autofree char *shared = g_build_filename (g_get_user_data_dir (), FILE_NAME, NULL);
  g_autofree char *medmnist = g_build_filename (g_get_home_dir (), ".medmnist", FILE_NAME, NULL);
  const char *candidates[] = { last_used, own, shared, medmnist };

  if (given != NULL)
    return g_strdup (given);
  if (environment != NULL && *environment != '\0')
    return g_strdup (environment);

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && *candidates[i] != '\0' && is_there (candidates[i]))
      return g_strdup (candidates[i]);

  return g_strdup (PHANTOM);
}
