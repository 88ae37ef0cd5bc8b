/* SPDX-License-Identifier: MIT */
#include "dataset.h"
#include "fuzz.h"

/* A data set: zip, deflate, npy headers, labels and pixels. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = cp_dataset_load (fuzz_file (data, size), &error);

  g_assert_true ((dataset == NULL) == (error != NULL));
  if (dataset != NULL)
    {
      const CpImageSet *test = cp_dataset_get_split (dataset, CP_SPLIT_TEST);

      g_assert_cmpuint (test->positives, <=, test->n);
      g_assert_nonnull (cp_dataset_get_fingerprint (dataset));
      cp_dataset_get_duplicates (dataset);
    }
  return 0;
}
