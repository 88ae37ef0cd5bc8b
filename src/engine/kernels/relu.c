/* SPDX-License-Identifier: MIT */
#include "level.h"

/* y = max (y, 0); written so that NaN stays NaN and divergence is seen */
void
CP_KERNEL (cp_relu_forward) (gsize  n,
                             float *y)
{
  for (gsize i = 0; i < n; i++)
    y[i] = y[i] < 0 ? 0 : y[i];
}

/* forward: y = max (x, 0), so dx = dy where y > 0, else 0 */
void
CP_KERNEL (cp_relu_backward) (gsize        n,
                              const float *y,
                              float       *dy)
{
  for (gsize i = 0; i < n; i++)
    dy[i] = y[i] > 0 ? dy[i] : 0;
}
