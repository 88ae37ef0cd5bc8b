/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <string.h>

/* y = Σ x / pixels for each channel */
void
CP_KERNEL (cp_average_pool_forward) (guint                 pixels,
                                     guint                 channels,
                                     const float *restrict x,
                                     float       *restrict y)
{
  memset (y, 0, channels * sizeof (float));
  for (guint i = 0; i < pixels; i++, x += channels)
    for (guint c = 0; c < channels; c++)
      y[c] += x[c];
  for (guint c = 0; c < channels; c++)
    y[c] /= (float) pixels;
}

/* forward: y = Σ x / pixels, so dx = dy / pixels at every pixel */
void
CP_KERNEL (cp_average_pool_backward) (guint                 pixels,
                                      guint                 channels,
                                      const float *restrict dy,
                                      float       *restrict dx)
{
  for (guint i = 0; i < pixels; i++, dx += channels)
    for (guint c = 0; c < channels; c++)
      dx[c] = dy[c] / (float) pixels;
}
