/* SPDX-License-Identifier: MIT */
#include "level.h"

/* x = (p / 255 − 0.5) / 0.5 */
void
CP_KERNEL (cp_normalise) (gsize         n,
                          const guint8 *pixels,
                          float        *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = ((float) pixels[i] / 255.0f - 0.5f) / 0.5f;
}
