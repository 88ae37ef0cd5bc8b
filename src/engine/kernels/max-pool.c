/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <string.h>

/* y = max over the window; rows and columns that fill no window are left out */
void
CP_KERNEL (cp_max_pool_forward) (guint        height,
                                 guint        width,
                                 guint        channels,
                                 guint        size,
                                 const float *x,
                                 float       *y)
{
  for (guint oy = 0; oy < height / size; oy++)
    for (guint ox = 0; ox < width / size; ox++, y += channels)
      {
        const float *window = x + ((gsize) oy * size * width + (gsize) ox * size) * channels;

        memcpy (y, window, channels * sizeof (float));
        for (guint tap = 1; tap < size * size; tap++)
          {
            const float *in = window + ((gsize) (tap / size) * width + tap % size) * channels;

            for (guint c = 0; c < channels; c++)
              y[c] = in[c] > y[c] ? in[c] : y[c];
          }
      }
}

/* forward: y = x at the first maximum, so dx = dy there and 0 elsewhere. How
 * much of dy is left to give is kept in the output's own row: 0 once given. */
static void
route_window (guint        channels,
              const float *x,
              const float *y,
              float       *left,
              float       *dx)
{
  for (guint c = 0; c < channels; c++)
    {
      float given = x[c] == y[c] ? left[c] : 0;

      dx[c] = given;
      left[c] = x[c] == y[c] ? 0 : left[c];
    }
}

#define BLOCK 64 /* channels at a time: a row on the stack */

void
CP_KERNEL (cp_max_pool_backward) (guint        height,
                                  guint        width,
                                  guint        channels,
                                  guint        size,
                                  const float *x,
                                  const float *y,
                                  const float *dy,
                                  float       *dx)
{
  float left[BLOCK];

  if (height % size != 0 || width % size != 0)
    memset (dx, 0, (gsize) height * width * channels * sizeof (float));

  for (guint oy = 0; oy < height / size; oy++)
    for (guint ox = 0; ox < width / size; ox++, y += channels, dy += channels)
      for (guint c = 0; c < channels; c += BLOCK)
        {
          guint n = MIN (BLOCK, channels - c);

          memcpy (left, dy + c, n * sizeof (float));
          for (guint tap = 0; tap < size * size; tap++)
            {
              gsize at = (((gsize) oy * size + tap / size) * width
                          + (gsize) ox * size + tap % size) * channels + c;

              route_window (n, x + at, y + c, left, dx + at);
            }
        }
}
