/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "jpeg-file.h"

/* A photograph of any kind, and which way up it is. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpGreyImage) image = cp_jpeg_decode (data, size, &error);

  g_assert_true ((image == NULL) == (error != NULL));
  return 0;
}
