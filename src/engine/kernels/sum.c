/* SPDX-License-Identifier: MIT */
#include "level.h"

/* y += x */
void
CP_KERNEL (cp_add) (gsize                 n,
                    const float *restrict x,
                    float       *restrict y)
{
  for (gsize i = 0; i < n; i++)
    y[i] += x[i];
}
