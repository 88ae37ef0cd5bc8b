/* SPDX-License-Identifier: MIT */
#pragma once

#include "frame.h"

/* The weights' gradient: register tiles of sums over all pixels of a product of
 * an input pixel and an output pixel's gradient. For kernels three wide at
 * strides 1 and 2 the last gradients stay in registers, so that an input pixel
 * is loaded once for all the taps it lies under. */

#ifdef CP_SMALL_TILES
#define CP_GRADIENT_VECTORS (CP_LANES == 16 ? 2 : 1)
#define CP_STREAMS_SHARED 3
#define CP_STREAMS_SINGLE 3
#elif CP_LANES == 16
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

/* A pixel under every stride-th tap of those from @from up to @to. */
CP_INLINE void
gradient_pixel (CpGradientSums   sum,
                CpGradientWindow window,
                const float     *x,
                gsize            x_stream,
                const guint      streams,
                const guint      vectors,
                const guint      from,
                const guint      to,
                const guint      stride)
{
#pragma GCC unroll 16
  for (guint s = 0; s < streams; s++)
    {
      const CpVector pixel = spread (x[s * x_stream]);

#pragma GCC unroll 3
      for (guint k = from; k < to; k += stride)
#pragma GCC unroll 2
        for (guint v = 0; v < vectors; v++)
          sum[s][k][v] += pixel * window[k / stride][v];
    }
}

/* The newest gradient goes under the first tap, the older ones a stride on. */
CP_INLINE void
gradient_shift (CpGradientWindow window,
                const float     *dy,
                const guint      vectors)
{
#pragma GCC unroll 2
  for (guint v = 0; v < vectors; v++)
    {
      window[2][v] = window[1][v];
      window[1][v] = window[0][v];
      window[0][v] = dy != NULL ? load (dy + v * CP_LANES) : (CpVector) { 0 };
    }
}

/* Three taps at stride 1. At both ends not all taps have a gradient. */
CP_INLINE void
gradient_line_dense (const CpGradient *p,
                     CpGradientSums    sum,
                     const float      *x,
                     const float      *dy,
                     const guint       streams,
                     const guint       vectors)
{
  CpGradientWindow window = { 0 };

  for (guint i = 0; i < MIN (2, p->length); i++, x += p->x_pixel, dy += p->dy_step)
    {
      gradient_shift (window, dy, vectors);
      if (i == 0)
        gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 0, 1, 1);
      else
        gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 0, 2, 1);
    }
  for (guint i = 2; i < p->length; i++, x += p->x_pixel, dy += p->dy_step)
    {
      gradient_shift (window, dy, vectors);
      gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 0, 3, 1);
    }
  gradient_shift (window, NULL, vectors);
  gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 1, 3, 1);
  gradient_shift (window, NULL, vectors);
  gradient_pixel (sum, window, x + p->x_pixel, p->x_stream, streams, vectors, 2, 3, 1);
}

/* Three taps at stride 2: pixels are under the first and last one, or under the middle one. */
CP_INLINE void
gradient_line_strided (const CpGradient *p,
                       CpGradientSums    sum,
                       const float      *x,
                       const float      *dy,
                       const guint       streams,
                       const guint       vectors)
{
  CpGradientWindow window = { 0 };

  for (guint i = 0; i < p->length; i++, x += p->x_pixel, dy += p->dy_step)
    {
      gradient_shift (window, dy, vectors);
      gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 0, 3, 2);
      gradient_pixel (sum, window, x + p->x_pixel / 2, p->x_stream, streams, vectors, 1, 2, 2);
    }
  gradient_shift (window, NULL, vectors);
  gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 2, 3, 2);
}

CP_INLINE void
gradient_line_single (const CpGradient *p,
                      CpGradientSums    sum,
                      const float      *x,
                      const float      *dy,
                      const guint       streams,
                      const guint       vectors)
{
  CpGradientWindow window = { 0 };

  for (guint i = 0; i < p->length; i++, x += p->x_pixel, dy += p->dy_step)
    {
      gradient_shift (window, dy, vectors);
      gradient_pixel (sum, window, x, p->x_stream, streams, vectors, 0, 1, 1);
    }
}

/* @taps side by side, where more than one at that @stride. */
CP_INLINE void
gradient_tile (const CpGradient *p,
               const guint       streams,
               const guint       vectors,
               const guint       taps,
               const guint       stride)
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
    {
      const float *x = p->x + line * p->x_line, *dy = p->dy + (gsize) line * p->length * p->dy_step;

      if (taps == 1)
        gradient_line_single (p, sum, x, dy, streams, vectors);
      else if (stride == 1)
        gradient_line_dense (p, sum, x, dy, streams, vectors);
      else
        gradient_line_strided (p, sum, x, dy, streams, vectors);
    }

#pragma GCC unroll 16
  for (guint s = 0; s < streams; s++)
#pragma GCC unroll 3
    for (guint k = 0; k < taps; k++)
#pragma GCC unroll 2
      for (guint v = 0; v < vectors; v++)
        store (p->dw + s * p->dw_stream + k * p->dw_step + v * CP_LANES, sum[s][k][v], CP_LANES);
}

#define CP_GRADIENT_CASE(n, vectors, taps, stride)   \
  case n:                                            \
    gradient_tile (p, n, vectors, taps, stride);     \
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

#ifdef CP_SMALL_TILES
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_3
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_3
#define CP_GRADIENT_WIDE_SHARED CP_GRADIENT_CASES_3
#define CP_GRADIENT_WIDE_SINGLE CP_GRADIENT_CASES_3
#elif CP_LANES == 16
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_8
#define CP_GRADIENT_WIDE_SHARED CP_GRADIENT_CASES_4
#define CP_GRADIENT_WIDE_SINGLE CP_GRADIENT_CASES_12
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_12
#elif CP_LANES == 8
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_4
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_12
#else
#define CP_GRADIENT_SHARED CP_GRADIENT_CASES_3
#define CP_GRADIENT_SINGLE CP_GRADIENT_CASES_8
#endif

#define CP_DEFINE_GRADIENT(name, cases, vectors, taps, stride) \
  static void                                                  \
  name (const CpGradient *p,                                   \
        guint             streams)                             \
  {                                                            \
    switch (streams)                                           \
      {                                                        \
        cases (vectors, taps, stride)                          \
      default:                                                 \
        g_assert_not_reached ();                               \
      }                                                        \
  }

CP_DEFINE_GRADIENT (gradient_dense, CP_GRADIENT_SHARED, 1, 3, 1)
CP_DEFINE_GRADIENT (gradient_strided, CP_GRADIENT_SHARED, 1, 3, 2)
CP_DEFINE_GRADIENT (gradient_single, CP_GRADIENT_SINGLE, 1, 1, 1)
#if CP_LANES == 16
CP_DEFINE_GRADIENT (gradient_dense_wide, CP_GRADIENT_WIDE_SHARED, 2, 3, 1)
CP_DEFINE_GRADIENT (gradient_strided_wide, CP_GRADIENT_WIDE_SHARED, 2, 3, 2)
CP_DEFINE_GRADIENT (gradient_single_wide, CP_GRADIENT_WIDE_SINGLE, 2, 1, 1)
#else
#define gradient_dense_wide NULL
#define gradient_strided_wide NULL
#define gradient_single_wide NULL
#endif

/**
 * CpGradientKind:
 * @taps: that a tile sums side by side
 * @streams: of a tile one vector wide at most
 * @wide_streams: of a tile two vectors wide
 * @narrow: tiles one vector wide
 * @wide: (nullable): tiles two vectors wide
 */
typedef struct
{
  guint taps;
  guint streams, wide_streams;
  void (*narrow) (const CpGradient *p, guint streams);
  void (*wide)   (const CpGradient *p, guint streams);
} CpGradientKind;

static const CpGradientKind gradient_kinds[] = {
  { 1, CP_STREAMS_SINGLE, CP_STREAMS_SINGLE, gradient_single, gradient_single_wide },
  { 3, CP_STREAMS_SHARED, CP_STREAMS_SHARED / 2, gradient_dense, gradient_dense_wide },
  { 3, CP_STREAMS_SHARED, CP_STREAMS_SHARED / 2, gradient_strided, gradient_strided_wide },
};

/* One or two vectors of output channels, the streams in tiles of nearly equal height. */
static void
gradient_tiles (const CpGradient     *p,
                const CpGradientKind *kind,
                guint                 streams,
                gboolean              wide)
{
  const guint most = wide ? kind->wide_streams : kind->streams;
  const guint tiles = (streams + most - 1) / most;
  CpGradient tile = *p;

  for (guint t = 0; t < tiles; t++)
    {
      const guint n = streams * (t + 1) / tiles - streams * t / tiles;

      (wide ? kind->wide : kind->narrow) (&tile, n);
      tile.x += n * p->x_stream;
      tile.dw += n * p->dw_stream;
    }
}

/* All output channels of @streams input channels (or lines). */
static void
sum_gradient (const CpGradient     *gradient,
              const CpGradientKind *kind,
              guint                 streams)
{
  CpGradient p = *gradient;
  guint width;

  for (guint column = 0; column < gradient->columns; column += width)
    {
      const gboolean wide = kind->wide != NULL && gradient->columns - column > CP_LANES;

      width = wide ? 2 * CP_LANES : CP_LANES;
      p.dy = gradient->dy + column;
      p.dw = gradient->dw + column;
      gradient_tiles (&p, kind, streams, wide);
    }
}
