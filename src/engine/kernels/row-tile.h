/* SPDX-License-Identifier: MIT */
#pragma once

#include "frame.h"

/* The core of every convolution: a register tile of neighbouring output pixels.
 *
 * For kernels three wide at stride 1 an input pixel is broadcast once for the
 * three outputs it takes part in; the processors here load one wide vector a
 * cycle but multiply two, so that loads are what has to be saved. */

/* Pixels of a tile: accumulators, the weights of a kernel's row and a pixel fit the registers. */
#if CP_LANES == 16
#define CP_TILE_VECTORS 2
#define CP_PIXELS_NARROW 14
#define CP_PIXELS_WIDE 10
#elif CP_LANES == 8
#define CP_TILE_VECTORS 1
#define CP_PIXELS_NARROW 10
#define CP_PIXELS_WIDE 10
#else
#define CP_TILE_VECTORS 1
#define CP_PIXELS_NARROW 8
#define CP_PIXELS_WIDE 8
#endif

/**
 * CpRows:
 * @frame: of the input
 * @kernel: side of the kernel
 * @stride: input pixels between output pixels
 * @w: packed weights, (blocks, kernel, channels of the block, kernel, w_step)
 * @w_step: output channels, a multiple of the lanes
 * @bias: (w_step), or NULL for zero
 * @width: output pixels in a row
 * @y_step: floats between output pixels
 * @columns: channels stored of each output pixel
 *
 * What the rows of a convolution have in common.
 */
typedef struct
{
  const CpFrame *frame;
  guint kernel;
  guint stride;
  const float *w;
  gsize w_step;
  const float *bias;
  guint width;
  gsize y_step;
  guint columns;
} CpRows;

typedef CpVector CpRowSums[CP_PIXELS_NARROW][CP_TILE_VECTORS];

/* One input channel and one row of a kernel @taps wide. */
CP_INLINE void
row_channel (CpRowSums    sum,
             const float *x,
             gsize        step,
             const float *w,
             gsize        w_step,
             const guint  pixels,
             const guint  vectors,
             const guint  taps)
{
  CpVector weight[3][CP_TILE_VECTORS];

#pragma GCC unroll 3
  for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      weight[k][v] = load (w + k * w_step + v * CP_LANES);

#pragma GCC unroll 16
  for (guint i = 0; i < pixels + taps - 1; i++)
    {
      const CpVector pixel = spread (x[i * step]);

#pragma GCC unroll 3
      for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
        for (guint v = 0; v < vectors; v++)
          if (i >= k && i - k < pixels)
            sum[i - k][v] += pixel * weight[k][v];
    }
}

/* @taps: 3 for the shared taps of a 3×3 kernel, else 1; @step: floats between
 * the pixels that are multiplied; both known when this is compiled. */
CP_INLINE void
row_tile (const CpRows *p,
          guint         column,
          const float  *x,
          float        *y,
          const guint   pixels,
          const guint   vectors,
          const guint   taps,
          const gsize   block,
          const gsize   step)
{
  const float *w = p->w + column;
  CpRowSums sum;

#pragma GCC unroll 16
  for (guint i = 0; i < pixels; i++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      sum[i][v] = p->bias != NULL ? load (p->bias + column + v * CP_LANES) : (CpVector) { 0 };

  for (guint first = 0; first < p->frame->channels; first += block)
    {
      const guint channels = MIN (block, p->frame->channels - first);
      const float *lines = x + first / block * p->frame->plane;

      for (guint ky = 0; ky < p->kernel; ky++, lines += p->frame->line)
        for (guint c = 0; c < channels; c++)
          for (guint kx = 0; kx < p->kernel; kx += taps, w += taps * p->w_step)
            row_channel (sum, lines + c + kx * block, step, w, p->w_step, pixels, vectors, taps);
    }

#pragma GCC unroll 16
  for (guint i = 0; i < pixels; i++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      {
        const guint at = column + v * CP_LANES;

        store (y + i * p->y_step + at, sum[i][v], p->columns - at);
      }
}

#define CP_ROW_CASE(n, vectors, taps, block, step)             \
  case n:                                                      \
    row_tile (p, column, x, y, n, vectors, taps, block, step); \
    break;

#define CP_ROW_CASES_8(...)                                       \
  CP_ROW_CASE (1, __VA_ARGS__) CP_ROW_CASE (2, __VA_ARGS__)       \
  CP_ROW_CASE (3, __VA_ARGS__) CP_ROW_CASE (4, __VA_ARGS__)       \
  CP_ROW_CASE (5, __VA_ARGS__) CP_ROW_CASE (6, __VA_ARGS__)       \
  CP_ROW_CASE (7, __VA_ARGS__) CP_ROW_CASE (8, __VA_ARGS__)
#define CP_ROW_CASES_10(...) \
  CP_ROW_CASES_8 (__VA_ARGS__) CP_ROW_CASE (9, __VA_ARGS__) CP_ROW_CASE (10, __VA_ARGS__)
#define CP_ROW_CASES_14(...)                                      \
  CP_ROW_CASES_10 (__VA_ARGS__)                                   \
  CP_ROW_CASE (11, __VA_ARGS__) CP_ROW_CASE (12, __VA_ARGS__)     \
  CP_ROW_CASE (13, __VA_ARGS__) CP_ROW_CASE (14, __VA_ARGS__)

#if CP_LANES == 16
#define CP_ROW_NARROW CP_ROW_CASES_14
#define CP_ROW_WIDE CP_ROW_CASES_10
#elif CP_LANES == 8
#define CP_ROW_NARROW CP_ROW_CASES_10
#else
#define CP_ROW_NARROW CP_ROW_CASES_8
#endif

/* A switch over the pixels of a tile for each kind of convolution. */
#define CP_DEFINE_ROW(name, cases, vectors, taps, block, step) \
  static void                                                  \
  name (const CpRows *p,                                       \
        guint         column,                                  \
        const float  *x,                                       \
        float        *y,                                       \
        guint         pixels)                                  \
  {                                                            \
    switch (pixels)                                            \
      {                                                        \
        cases (vectors, taps, block, step)                     \
      default:                                                 \
        g_assert_not_reached ();                               \
      }                                                        \
  }

CP_DEFINE_ROW (row_single, CP_ROW_NARROW, 1, 3, 1, 1)
CP_DEFINE_ROW (row_shared, CP_ROW_NARROW, 1, 3, CP_LANES, CP_LANES)
CP_DEFINE_ROW (row_dense, CP_ROW_NARROW, 1, 1, CP_LANES, CP_LANES)
CP_DEFINE_ROW (row_strided, CP_ROW_NARROW, 1, 1, CP_LANES, 2 * CP_LANES)
CP_DEFINE_ROW (row_any, CP_ROW_NARROW, 1, 1, p->frame->block, p->stride * p->frame->block)
#if CP_TILE_VECTORS == 2
CP_DEFINE_ROW (row_shared_wide, CP_ROW_WIDE, 2, 3, CP_LANES, CP_LANES)
CP_DEFINE_ROW (row_dense_wide, CP_ROW_WIDE, 2, 1, CP_LANES, CP_LANES)
CP_DEFINE_ROW (row_strided_wide, CP_ROW_WIDE, 2, 1, CP_LANES, 2 * CP_LANES)
#endif

typedef void (*CpRowFunction) (const CpRows *p, guint column, const float *x, float *y, guint pixels);

/* Two vectors of channels at a time: where taps are not shared, to load less;
 * where they are, only for rows too short to keep the multipliers busy. */
static gboolean
row_is_wide (const CpRows *p,
             guint         column)
{
  const gboolean shared = p->kernel == 3 && p->stride == 1;

  return CP_TILE_VECTORS == 2 && p->columns - column > CP_LANES && p->frame->block > 1 && p->stride <= 2
         && (!shared || p->width < CP_PIXELS_NARROW);
}

static CpRowFunction
row_function (const CpRows *p,
              gboolean      wide)
{
#if CP_TILE_VECTORS == 2
  if (wide && p->kernel == 3 && p->stride == 1)
    return row_shared_wide;
  if (wide)
    return p->stride == 1 ? row_dense_wide : row_strided_wide;
#endif
  if (p->frame->block == 1)
    return p->kernel == 3 && p->stride == 1 ? row_single : row_any;
  if (p->stride > 2)
    return row_any;
  if (p->stride == 2)
    return row_strided;
  return p->kernel == 3 ? row_shared : row_dense;
}

/* A row's pixels in tiles of nearly equal width: a small last tile would leave
 * the multipliers waiting. */
static void
row_tiles (const CpRows *p,
           gboolean      wide,
           guint         column,
           const float  *x,
           float        *y)
{
  const CpRowFunction function = row_function (p, wide);
  const guint most = wide ? CP_PIXELS_WIDE : CP_PIXELS_NARROW;
  const guint tiles = (p->width + most - 1) / most;
  const guint least = p->width / tiles, more = p->width % tiles;
  const gsize step = (gsize) p->stride * p->frame->block;

  for (guint t = 0; t < tiles; t++)
    {
      const guint pixels = least + (t < more);

      function (p, column, x, y, pixels);
      x += pixels * step;
      y += pixels * p->y_step;
    }
}

/* A row of output pixels with all their channels; @x is where the first one's
 * window begins in the first block. */
static void
convolve_row (const CpRows *p,
              const float  *x,
              float        *y)
{
  guint width;

  for (guint column = 0; column < p->columns; column += width)
    {
      const gboolean wide = row_is_wide (p, column);

      width = wide ? 2 * CP_LANES : CP_LANES;
      row_tiles (p, wide, column, x, y);
    }
}
