/* SPDX-License-Identifier: MIT */
#pragma once

#include "frame.h"

/* The weights' gradient: register tiles of sums over all pixels of a product of
 * an input pixel and an output pixel's gradient. For kernels three wide at
 * stride 1 the last three gradients stay in registers, so that an input pixel
 * is loaded once for its three taps. */

#if CP_LANES == 16
#define CP_GRADIENT_VECTORS 2
#define CP_STREAMS_SHARED 8 /* of one vector; 4 of two */
#define CP_STREAMS_SINGLE 12
#elif CP_LANES == 8
#define CP_GRADIENT_VECTORS 1
#define CP_STREAMS_SHARED 4
#define CP_STREAMS_SINGLE 12
#else
#define CP_GRADIENT_VECTORS 1
#define CP_STREAMS_SHARED 3
#define CP_STREAMS_SINGLE 8
#endif

/**
 * CpGradient:
 * @x: the first stream's input pixel under the first tap of the first output pixel
 * @x_stream: floats to the next stream: an input channel, or a line
 * @x_pixel: floats from the input of one output pixel to that of the next
 * @x_line: floats from the input of one row of output pixels to that of the next
 * @dy: (lines, length, dy_step) gradients
 * @dw: (streams, kernel, dw_step) sums, added to; @dw_stream floats from stream to stream
 * @columns: output channels, a multiple of the lanes
 */
typedef struct
{
  const float *x;
  gsize x_stream, x_pixel, x_line;
  const float *dy;
  gsize dy_step;
  guint lines, length;
  float *dw;
  gsize dw_stream, dw_step;
  guint columns;
} CpGradient;

typedef CpVector CpGradientSums[CP_STREAMS_SINGLE][3][CP_GRADIENT_VECTORS];
typedef CpVector CpGradientWindow[3][CP_GRADIENT_VECTORS];

CP_INLINE void
gradient_pixel (CpGradientSums   sum,
                CpGradientWindow window,
                const float     *x,
                gsize            x_stream,
                const guint      streams,
                const guint      vectors,
                const guint      taps)
{
#pragma GCC unroll 16
  for (guint s = 0; s < streams; s++)
    {
      const CpVector pixel = spread (x[s * x_stream]);

#pragma GCC unroll 3
      for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
        for (guint v = 0; v < vectors; v++)
          sum[s][k][v] += pixel * window[k][v];
    }
}

/* The newest gradient goes under the first tap, the older ones one tap on. */
CP_INLINE void
gradient_shift (CpGradientWindow window,
                const float     *dy,
                const guint      vectors,
                const guint      taps)
{
#pragma GCC unroll 2
  for (guint v = 0; v < vectors; v++)
    {
      if (taps == 3)
        {
          window[2][v] = window[1][v];
          window[1][v] = window[0][v];
        }
      window[0][v] = dy != NULL ? load (dy + v * CP_LANES) : (CpVector) { 0 };
    }
}

CP_INLINE void
gradient_line (const CpGradient *p,
               CpGradientSums    sum,
               const float      *x,
               const float      *dy,
               const guint       streams,
               const guint       vectors,
               const guint       taps)
{
  CpGradientWindow window = { 0 };

  for (guint i = 0; i < p->length; i++, x += p->x_pixel, dy += p->dy_step)
    {
      gradient_shift (window, dy, vectors, taps);
      gradient_pixel (sum, window, x, p->x_stream, streams, vectors, taps);
    }
  for (guint i = 1; i < taps; i++, x += p->x_pixel)
    {
      gradient_shift (window, NULL, vectors, taps);
      gradient_pixel (sum, window, x, p->x_stream, streams, vectors, taps);
    }
}

CP_INLINE void
gradient_tile (const CpGradient *p,
               const guint       streams,
               const guint       vectors,
               const guint       taps)
{
  CpGradientSums sum;

#pragma GCC unroll 16
  for (guint s = 0; s < streams; s++)
#pragma GCC unroll 3
    for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
      for (guint v = 0; v < vectors; v++)
        sum[s][k][v] = load (p->dw + s * p->dw_stream + k * p->dw_step + v * CP_LANES);

  for (guint line = 0; line < p->lines; line++)
    gradient_line (p, sum, p->x + line * p->x_line, p->dy + (gsize) line * p->length * p->dy_step,
                   streams, vectors, taps);

#pragma GCC unroll 16
  for (guint s = 0; s < streams; s++)
#pragma GCC unroll 3
    for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
      for (guint v = 0; v < vectors; v++)
        store (p->dw + s * p->dw_stream + k * p->dw_step + v * CP_LANES, sum[s][k][v], CP_LANES);
}

#define CP_GRADIENT_CASE(n, vectors, taps)   \
  case n:                                    \
    gradient_tile (p, n, vectors, taps);     \
    break;
#define CP_GRADIENT_CASES_3(...)                                          \
  CP_GRADIENT_CASE (1, __VA_ARGS__) CP_GRADIENT_CASE (2, __VA_ARGS__)     \
  CP_GRADIENT_CASE (3, __VA_ARGS__)
#define CP_GRADIENT_CASES_4(...) CP_GRADIENT_CASES_3 (__VA_ARGS__) CP_GRADIENT_CASE (4, __VA_ARGS__)
#define CP_GRADIENT_CASES_8(...)                                          \
  CP_GRADIENT_CASES_4 (__VA_ARGS__)                                       \
  CP_GRADIENT_CASE (5, __VA_ARGS__) CP_GRADIENT_CASE (6, __VA_ARGS__)     \
  CP_GRADIENT_CASE (7, __VA_ARGS__) CP_GRADIENT_CASE (8, __VA_ARGS__)
#define CP_GRADIENT_CASES_12(...)                                         \
  CP_GRADIENT_CASES_8 (__VA_ARGS__)                                       \
  CP_GRADIENT_CASE (9, __VA_ARGS__) CP_GRADIENT_CASE (10, __VA_ARGS__)    \
  CP_GRADIENT_CASE (11, __VA_ARGS__) CP_GRADIENT_CASE (12, __VA_ARGS__)

#if CP_LANES == 16
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_8
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_12
#elif CP_LANES == 8
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_4
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_12
#else
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_3
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_8
#endif

#define CP_DEFINE_GRADIENT(name, cases, vectors, taps) \
  static void                                          \
  name (const CpGradient *p,                           \
        guint             streams)                     \
  {                                                    \
    switch (streams)                                   \
      {                                                \
        cases (vectors, taps)                          \
      default:                                         \
        g_assert_not_reached ();                       \
      }                                                \
  }

CP_DEFINE_GRADIENT (gradient_shared, CP_GRADIENT_SHARED, 1, 3)
CP_DEFINE_GRADIENT (gradient_single, CP_GRADIENT_SINGLE, 1, 1)
#if CP_GRADIENT_VECTORS == 2
CP_DEFINE_GRADIENT (gradient_shared_wide, CP_GRADIENT_CASES_4, 2, 3)
CP_DEFINE_GRADIENT (gradient_single_wide, CP_GRADIENT_CASES_12, 2, 1)
#endif

/* One or two vectors of output channels, the streams in tiles of nearly equal height. */
static void
gradient_tiles (const CpGradient *p,
                guint             streams,
                gboolean          shared,
                gboolean          wide)
{
  const guint most = shared ? CP_STREAMS_SHARED / (wide ? 2 : 1) : CP_STREAMS_SINGLE;
  const guint tiles = (streams + most - 1) / most;
  CpGradient tile = *p;

  for (guint t = 0; t < tiles; t++)
    {
      const guint n = streams * (t + 1) / tiles - streams * t / tiles;

#if CP_GRADIENT_VECTORS == 2
      if (wide)
        (shared ? gradient_shared_wide : gradient_single_wide) (&tile, n);
      else
#endif
        (shared ? gradient_shared : gradient_single) (&tile, n);
      tile.x += n * p->x_stream;
      tile.dw += n * p->dw_stream;
    }
}

/* All output channels of @streams input channels (or lines), for three taps
 * side by side where @shared, else for one. */
static void
sum_gradient (const CpGradient *gradient,
              guint             streams,
              gboolean          shared)
{
  CpGradient p = *gradient;
  guint width;

  for (guint column = 0; column < gradient->columns; column += width)
    {
      const gboolean wide = CP_GRADIENT_VECTORS == 2 && gradient->columns - column > CP_LANES;

      width = wide ? 2 * CP_LANES : CP_LANES;
      p.dy = gradient->dy + column;
      p.dw = gradient->dw + column;
      gradient_tiles (&p, streams, shared, wide);
    }
}
