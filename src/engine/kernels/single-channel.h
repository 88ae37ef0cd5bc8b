/* SPDX-License-Identifier: MIT */
#pragma once

#include "pooling.h"

/* The first layer of nearly every network here: one input channel, a 3×3 kernel
 * at stride 1, pooled two by two. All nine weights (or their gradients) stay in
 * registers, and an input pixel is loaded once for all the outputs it is in. */

/* Windows of a tile: four sums each, beside the weights. */
#if CP_LANES == 16
#define CP_SINGLE_WINDOWS 5
#else
#define CP_SINGLE_WINDOWS 1
#endif

CP_INLINE gboolean
is_single_channel (const CpConvolutionShape *s,
                   guint                     size)
{
  return s->in_channels == 1 && s->kernel == 3 && s->stride == 1 && size == 2;
}

/* @weight: the nine of a vector of output channels; @x: the first window's input. */
CP_INLINE void
single_tile (const CpVector weight[9],
             CpVector       bias,
             const float   *x,
             gsize          line,
             const guint    windows,
             float         *y,
             guint8        *choices,
             guint          channels,
             gsize          step,
             guint          column)
{
  CpVector sum[2][2 * CP_SINGLE_WINDOWS];

#pragma GCC unroll 16
  for (guint i = 0; i < 2 * windows; i++)
    sum[0][i] = sum[1][i] = bias;

#pragma GCC unroll 4
  for (guint iy = 0; iy < 4; iy++)
#pragma GCC unroll 16
    for (guint ix = 0; ix < 2 * windows + 2; ix++)
      {
        const CpVector pixel = spread (x[iy * line + ix]);

#pragma GCC unroll 2
        for (guint r = 0; r < 2; r++)
#pragma GCC unroll 3
          for (guint k = 0; k < 3; k++)
            if (iy >= r && iy - r < 3 && ix >= k && ix - k < 2 * windows)
              sum[r][ix - k] += pixel * weight[(iy - r) * 3 + k];
      }

#pragma GCC unroll 8
  for (guint i = 0; i < windows; i++)
    {
      CpVector best = sum[0][2 * i];
      CpWhole which = { 0 };

      prefer (&best, &which, sum[0][2 * i + 1], 1);
      prefer (&best, &which, sum[1][2 * i], 2);
      prefer (&best, &which, sum[1][2 * i + 1], 3);
      put_choices (which, choices + i * step + column);
      store (y + (gsize) i * channels + column, not_negative (best), channels - column);
    }
}

#define CP_SINGLE_CASE(n)                                                                 \
  case n:                                                                                 \
    single_tile (weight, first, x, line, n, y, choices, channels, step, column);          \
    break;

/* A row of windows: y (width / 2, channels), choices (width / 2, step); @x is
 * the first window's input in the frame. */
static inline void
single_row (const float *weights,
            const float *bias,
            const float *x,
            gsize        line,
            guint        windows,
            guint        channels,
            float       *y,
            guint8      *choices)
{
  const gsize step = cp_round_up (channels, CP_LANES);
  const guint tiles = (windows + CP_SINGLE_WINDOWS - 1) / CP_SINGLE_WINDOWS;
  const guint least = windows / tiles, more = windows % tiles;

  for (guint t = 0; t < tiles; t++)
    {
      const guint n = least + (t < more);

      for (guint column = 0; column < channels; column += CP_LANES)
        {
          const CpVector first = load (bias + column);
          CpVector weight[9];

#pragma GCC unroll 9
          for (guint k = 0; k < 9; k++)
            weight[k] = load (weights + k * step + column);
          switch (n)
            {
              CP_SINGLE_CASE (1)
#if CP_SINGLE_WINDOWS == 5
              CP_SINGLE_CASE (2)
              CP_SINGLE_CASE (3)
              CP_SINGLE_CASE (4)
              CP_SINGLE_CASE (5)
#endif
            default:
              g_assert_not_reached ();
            }
        }
      x += 2 * n;
      y += (gsize) n * channels;
      choices += n * step;
    }
}

/* The weights' gradient of a vector of output channels: each window's gradient
 * goes to the pixel that was chosen, whose nine inputs it is multiplied with. */
static inline void
single_gradient (const CpConvolutionShape *s,
                 const float              *framed,
                 gsize                     line,
                 const float              *dy,
                 const guint8             *choices,
                 guint                     column,
                 float                    *dw)
{
  const guint height = s->out_height / 2, width = s->out_width / 2, channels = s->out_channels;
  const gsize step = cp_round_up (channels, CP_LANES);
  CpVector sum[9];

#pragma GCC unroll 9
  for (guint k = 0; k < 9; k++)
    sum[k] = load (dw + k * step + column);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++, dy += channels, choices += step)
      {
        const float *input = framed + 2 * y * line + 2 * x;
        const CpVector whole = load_some (dy + column, channels - column);
        const CpWhole which = get_choices (choices + column);
        CpVector part[4];

#pragma GCC unroll 4
        for (gint t = 0; t < 4; t++)
          part[t] = choose (which == t, whole, (CpVector) { 0 });

#pragma GCC unroll 4
        for (guint iy = 0; iy < 4; iy++)
#pragma GCC unroll 4
          for (guint ix = 0; ix < 4; ix++)
            {
              const CpVector pixel = spread (input[iy * line + ix]);

#pragma GCC unroll 4
              for (guint t = 0; t < 4; t++)
                if (iy >= t / 2 && iy - t / 2 < 3 && ix >= t % 2 && ix - t % 2 < 3)
                  sum[(iy - t / 2) * 3 + ix - t % 2] += pixel * part[t];
            }
      }

#pragma GCC unroll 9
  for (guint k = 0; k < 9; k++)
    store (dw + k * step + column, sum[k], CP_LANES);
}
