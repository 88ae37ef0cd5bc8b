/* SPDX-License-Identifier: MIT */
/* The official file, where $CUTPOINT_DATA says it is. */
#include "dataset.h"

static void
test_official (void)
{
  static const struct { gsize n, positives; } expected[] = { { 4708, 3494 }, { 524, 389 }, { 624, 390 } };
  const char *path = g_getenv ("CUTPOINT_DATA");
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  CpDuplicates found;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("CUTPOINT_DATA does not name the real data");
      return;
    }

  dataset = cp_dataset_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_dataset_get_kind (dataset), ==, CP_DATASET_OFFICIAL);
  g_assert_cmpstr (cp_dataset_get_name (dataset), ==, "PneumoniaMNIST");
  g_assert_cmpstr (cp_dataset_get_location (dataset), ==, path);
  for (guint s = 0; s < CP_N_SPLITS; s++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, s);

      g_assert_cmpuint (set->n, ==, expected[s].n);
      g_assert_cmpuint (set->positives, ==, expected[s].positives);
      g_assert_cmpuint (set->size, ==, 28);
    }

  found = cp_dataset_get_duplicates (dataset);
  g_assert_cmpuint (found.groups, ==, 27);
  g_assert_cmpuint (found.train_validation, ==, 8);
  g_assert_cmpuint (found.train_test, ==, 0);
  g_assert_cmpstr (cp_dataset_get_fingerprint (dataset), ==,
                   "f6e9a481023ae60ae7a1cc7f7d5e8ca1500e1b28471855d34b71bf37c4edf696");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/real/official", test_official);

  return g_test_run ();
}
