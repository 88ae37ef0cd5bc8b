/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "png-file.h"

/* An image of any kind, and what is made of it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpGreyImage) image = cp_png_decode (data, size, &error);

  g_assert_true ((image == NULL) == (error != NULL));
  if (image != NULL && image->width <= 512 && image->height <= 512)
    {
      g_autoptr (CpGreyImage) square = cp_grey_image_to_square (image, 28);

      g_assert_cmpuint (square->width, ==, 28);
    }
  return 0;
}
