/* SPDX-License-Identifier: MIT */
#pragma once

#include "frame.h"

/* The core of every convolution: a register tile of neighbouring output pixels.
 *
 * Where two or three taps of a kernel's line lie side by side an input pixel is
 * broadcast once for all the outputs it takes part in: loads are what has to be
 * saved, as these processors multiply no fewer vectors a cycle than they load. */

/* Pixels of a tile: accumulators, the weights of a kernel's row and a pixel fit the registers. */
#ifdef CP_SMALL_TILES
#define CP_TILE_VECTORS (CP_LANES == 16 ? 2 : 1)
#define CP_PIXELS_NARROW 3
#define CP_PIXELS_WIDE 3
#elif CP_LANES == 16
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
 * @spacing: of the taps that take part
 * @first_line: of the kernel that takes part
 * @lines: of the kernel that take part
 * @first_tap: of a line
 * @taps: of a line that take part
 * @w: packed weights, (blocks, kernel, channels of the block, kernel, w_step)
 * @w_step: output channels, a multiple of the lanes
 * @bias: (w_step), or NULL for zero
 * @height: rows of output pixels
 * @width: output pixels in a row
 * @y_line: floats between rows
 * @y_step: floats between output pixels
 * @columns: channels stored of each output pixel
 *
 * What the rows of a convolution have in common.
 */
typedef struct
{
  const CpFrame *frame;
  guint kernel, spacing;
  guint first_line, lines;
  guint first_tap, taps;
  const float *w;
  gsize w_step;
  const float *bias;
  guint height, width;
  gsize y_line, y_step;
  guint columns;
} CpRows;

/**
 * CpSlab:
 * @channels: of one block of the input
 * @w: the first tap's weights
 * @w_line: floats between lines of the kernel
 * @w_channel: floats between channels
 * @w_tap: floats between taps
 * @bias: what the sums begin with, or %NULL for zero
 * @more: whether y is added to instead
 * @columns: channels stored of each output pixel, from the first
 *
 * One block of the input and one tile's columns: weights that stay in the
 * first-level cache for all rows.
 */
typedef struct
{
  guint channels;
  const float *w;
  gsize w_line, w_channel, w_tap;
  const float *bias;
  gboolean more;
  guint columns;
} CpSlab;

typedef CpVector CpRowSums[CP_PIXELS_NARROW][CP_TILE_VECTORS];

/* One input channel and @taps neighbours of a kernel's line. */
CP_INLINE void
row_channel (CpRowSums    sum,
             const float *x,
             gsize        step,
             const float *w,
             gsize        w_tap,
             const guint  pixels,
             const guint  vectors,
             const guint  taps,
             const guint  stride)
{
  CpVector weight[3][CP_TILE_VECTORS];

#pragma GCC unroll 3
  for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      weight[k][v] = load (w + k * w_tap + v * CP_LANES);

#pragma GCC unroll 32
  for (guint i = 0; i < (pixels - 1) * stride + taps; i++)
    {
      const CpVector pixel = spread (x[i * step]);

#pragma GCC unroll 3
      for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
        for (guint v = 0; v < vectors; v++)
          if (i >= k && (i - k) % stride == 0 && (i - k) / stride < pixels)
            sum[(i - k) / stride][v] += pixel * weight[k][v];
    }
}

/* What the sums begin with where the last vector's channels are not all there. */
static void __attribute__ ((noinline))
load_sums (CpRowSums    sum,
           const float *y,
           gsize        y_step,
           guint        pixels,
           guint        columns)
{
  for (guint i = 0; i < pixels; i++)
    for (guint v = 0; v * CP_LANES < columns && v < CP_TILE_VECTORS; v++)
      sum[i][v] = load_some (y + i * y_step + v * CP_LANES, columns - v * CP_LANES);
}

static void __attribute__ ((noinline))
store_sums (CpRowSums sum,
            float    *y,
            gsize     y_step,
            guint     pixels,
            guint     columns)
{
  for (guint i = 0; i < pixels; i++)
    for (guint v = 0; v * CP_LANES < columns && v < CP_TILE_VECTORS; v++)
      store (y + i * y_step + v * CP_LANES, sum[i][v], columns - v * CP_LANES);
}

CP_INLINE void
row_begin (const CpSlab *slab,
           CpRowSums     sum,
           const float  *y,
           gsize         y_step,
           const guint   pixels,
           const guint   vectors)
{
  CpRowSums part;

  if (slab->more && slab->columns < vectors * CP_LANES)
    load_sums (part, y, y_step, pixels, slab->columns);

#pragma GCC unroll 16
  for (guint i = 0; i < pixels; i++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      if (!slab->more)
        sum[i][v] = slab->bias != NULL ? load (slab->bias + v * CP_LANES) : (CpVector) { 0 };
      else if (slab->columns >= vectors * CP_LANES)
        sum[i][v] = load (y + i * y_step + v * CP_LANES);
      else
        sum[i][v] = part[i][v];
}

CP_INLINE void
row_end (const CpSlab *slab,
         CpRowSums     sum,
         float        *y,
         gsize         y_step,
         const guint   pixels,
         const guint   vectors)
{
  CpRowSums part;

#pragma GCC unroll 16
  for (guint i = 0; i < pixels; i++)
#pragma GCC unroll 2
    for (guint v = 0; v < vectors; v++)
      if (slab->columns >= vectors * CP_LANES)
        store (y + i * y_step + v * CP_LANES, sum[i][v], CP_LANES);
      else
        part[i][v] = sum[i][v];

  if (slab->columns < vectors * CP_LANES)
    store_sums (part, y, y_step, pixels, slab->columns);
}

/* @taps: that share a pixel, all there are where more than one; @block: of the
 * frame; @stride: pixels between the pixels that are multiplied; all known when
 * this is compiled. */
CP_INLINE void
row_tile (const CpRows *p,
          const CpSlab *slab,
          const float  *x,
          float        *y,
          const guint   pixels,
          const guint   vectors,
          const guint   taps,
          const gsize   block,
          const guint   stride)
{
  const guint steps = taps > 1 ? 1 : p->taps, channels = slab->channels;
  const gsize w_tap = slab->w_tap, w_channel = slab->w_channel;
  CpRowSums sum;

  row_begin (slab, sum, y, p->y_step, pixels, vectors);
  for (guint line = 0; line < p->lines; line++, x += p->frame->line)
    {
      const float *w = slab->w + line * slab->w_line;

      for (guint c = 0; c < channels; c++, w += w_channel)
        for (guint step = 0; step < steps; step++)
          row_channel (sum, x + c + step * block, block, w + step * w_tap, w_tap, pixels, vectors, taps, stride);
    }
  row_end (slab, sum, y, p->y_step, pixels, vectors);
}

#define CP_ROW_CASE(n, vectors, taps, block, stride)             \
  case n:                                                        \
    row_tile (p, slab, x, y, n, vectors, taps, block, stride);   \
    break;

#define CP_ROW_CASES_3(...)                                       \
  CP_ROW_CASE (1, __VA_ARGS__) CP_ROW_CASE (2, __VA_ARGS__)       \
  CP_ROW_CASE (3, __VA_ARGS__)
#define CP_ROW_CASES_8(...)                                       \
  CP_ROW_CASES_3 (__VA_ARGS__) CP_ROW_CASE (4, __VA_ARGS__)       \
  CP_ROW_CASE (5, __VA_ARGS__) CP_ROW_CASE (6, __VA_ARGS__)       \
  CP_ROW_CASE (7, __VA_ARGS__) CP_ROW_CASE (8, __VA_ARGS__)
#define CP_ROW_CASES_10(...) \
  CP_ROW_CASES_8 (__VA_ARGS__) CP_ROW_CASE (9, __VA_ARGS__) CP_ROW_CASE (10, __VA_ARGS__)
#define CP_ROW_CASES_14(...)                                      \
  CP_ROW_CASES_10 (__VA_ARGS__)                                   \
  CP_ROW_CASE (11, __VA_ARGS__) CP_ROW_CASE (12, __VA_ARGS__)     \
  CP_ROW_CASE (13, __VA_ARGS__) CP_ROW_CASE (14, __VA_ARGS__)

#ifdef CP_SMALL_TILES
#define CP_ROW_NARROW CP_ROW_CASES_3
#define CP_ROW_WIDE CP_ROW_CASES_3
#elif CP_LANES == 16
#define CP_ROW_NARROW CP_ROW_CASES_14
#define CP_ROW_WIDE CP_ROW_CASES_10
#elif CP_LANES == 8
#define CP_ROW_NARROW CP_ROW_CASES_10
#else
#define CP_ROW_NARROW CP_ROW_CASES_8
#endif

/* A switch over the pixels of a tile for each kind of convolution. */
#define CP_DEFINE_ROW(name, cases, vectors, taps, block, stride) \
  static void                                                    \
  name (const CpRows *p,                                         \
        const CpSlab *slab,                                      \
        const float  *x,                                         \
        float        *y,                                         \
        guint         pixels)                                    \
  {                                                              \
    switch (pixels)                                              \
      {                                                          \
        cases (vectors, taps, block, stride)                     \
      default:                                                   \
        g_assert_not_reached ();                                 \
      }                                                          \
  }

CP_DEFINE_ROW (row_single, CP_ROW_NARROW, 1, 3, 1, 1)
CP_DEFINE_ROW (row_three, CP_ROW_NARROW, 1, 3, CP_LANES, 1)
CP_DEFINE_ROW (row_three_strided, CP_ROW_NARROW, 1, 3, CP_LANES, 2)
CP_DEFINE_ROW (row_two, CP_ROW_NARROW, 1, 2, CP_LANES, 1)
CP_DEFINE_ROW (row_one, CP_ROW_NARROW, 1, 1, CP_LANES, 1)
CP_DEFINE_ROW (row_any, CP_ROW_NARROW, 1, 1, p->frame->block, p->frame->stride)
#if CP_LANES == 16
CP_DEFINE_ROW (row_three_wide, CP_ROW_WIDE, 2, 3, CP_LANES, 1)
CP_DEFINE_ROW (row_three_strided_wide, CP_ROW_WIDE, 2, 3, CP_LANES, 2)
CP_DEFINE_ROW (row_two_wide, CP_ROW_WIDE, 2, 2, CP_LANES, 1)
CP_DEFINE_ROW (row_one_wide, CP_ROW_WIDE, 2, 1, CP_LANES, 1)
#else
#define row_three_wide NULL
#define row_three_strided_wide NULL
#define row_two_wide NULL
#define row_one_wide NULL
#endif

typedef void (*CpRowFunction) (const CpRows *p, const CpSlab *slab, const float *x, float *y, guint pixels);

/* What tiles there are for a kind of convolution; no wide ones where %NULL. */
typedef struct
{
  CpRowFunction narrow, wide;
} CpRowKind;

static CpRowKind
row_kind (const CpRows *p)
{
  const CpFrame *f = p->frame;

  if (f->block == 1 && p->taps == 3 && f->stride == 1)
    return (CpRowKind) { row_single, NULL };
  if (f->block == 1)
    return (CpRowKind) { row_any, NULL };
  if (p->taps == 3 && f->stride == 2)
    return (CpRowKind) { row_three_strided, row_three_strided_wide };
  if (f->stride > 1)
    return (CpRowKind) { row_any, NULL };
  if (p->taps == 3)
    return (CpRowKind) { row_three, row_three_wide };
  if (p->taps == 2)
    return (CpRowKind) { row_two, row_two_wide };
  return (CpRowKind) { row_one, row_one_wide };
}

/* Two vectors of channels at a time, to load less; where three taps share a pixel
 * only for rows too short to keep the multipliers busy. */
static gboolean
row_is_wide (const CpRows    *p,
             const CpRowKind *kind,
             guint            column)
{
  const gboolean shared = p->taps == 3 && p->frame->stride == 1;

  return kind->wide != NULL && p->columns - column > CP_LANES && (!shared || p->width < CP_PIXELS_NARROW);
}

/* A row's pixels in tiles of nearly equal width: a small last tile would leave
 * the multipliers waiting. */
static void
row_tiles (const CpRows  *p,
           const CpSlab  *slab,
           CpRowFunction  function,
           guint          most,
           const float   *x,
           float         *y)
{
  const guint tiles = (p->width + most - 1) / most;
  const guint least = p->width / tiles, more = p->width % tiles;
  const gsize step = (gsize) p->frame->stride * p->frame->block;

  for (guint t = 0; t < tiles; t++)
    {
      const guint pixels = least + (t < more);

      function (p, slab, x, y, pixels);
      x += pixels * step;
      y += pixels * p->y_step;
    }
}

static CpSlab
row_slab (const CpRows *p,
          guint         column,
          guint         first)
{
  const guint channels = MIN (p->frame->block, p->frame->channels - first);
  const gsize w_channel = p->kernel * p->w_step, w_line = channels * w_channel;

  return (CpSlab) {
    .channels = channels,
    .w = p->w + (gsize) first * p->kernel * w_channel + p->first_line * w_line + p->first_tap * p->w_step + column,
    .w_line = p->spacing * w_line, .w_channel = w_channel, .w_tap = p->spacing * p->w_step,
    .bias = p->bias != NULL ? p->bias + column : NULL, .more = first > 0, .columns = p->columns - column,
  };
}

/* All rows of output pixels; @x is where the first one's window begins in the
 * first block. The inner loop's weights and a plane of the input stay near. */
static void
convolve_rows (const CpRows *p,
               const float  *x,
               float        *y)
{
  const CpRowKind kind = row_kind (p);
  const gsize line = p->frame->stride * p->frame->line;
  guint width;

  if (p->width == 0)
    return;
  for (guint column = 0; column < p->columns; column += width)
    {
      const gboolean wide = row_is_wide (p, &kind, column);

      width = wide ? 2 * CP_LANES : CP_LANES;
      for (guint first = 0; first < p->frame->channels; first += p->frame->block)
        {
          const CpSlab slab = row_slab (p, column, first);
          const float *plane = x + first / p->frame->block * p->frame->plane;

          for (guint row = 0; row < p->height; row++)
            row_tiles (p, &slab, wide ? kind.wide : kind.narrow, wide ? CP_PIXELS_WIDE : CP_PIXELS_NARROW,
                       plane + row * line, y + row * p->y_line + column);
        }
    }
}
