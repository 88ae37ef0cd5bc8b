/* SPDX-License-Identifier: MIT */
#include "checkpoint.h"
#include "fuzz.h"
#include "safetensors.h"

/* A safetensors file, as such, as a model and as a checkpoint. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *path = fuzz_file (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpSafetensors) file = cp_safetensors_read (path, &error);
  g_autoptr (CpModel) model = cp_model_load (path, NULL);
  g_autoptr (CpCheckpoint) checkpoint = cp_checkpoint_load (path, NULL);

  g_assert_true ((file == NULL) == (error != NULL));
  g_assert_true (file != NULL || (model == NULL && checkpoint == NULL));
  return 0;
}
