/* SPDX-License-Identifier: MIT */
#include "vector.h"

/* Batch norm of one image, a vector of channels after the other, so that what
 * belongs to the channels stays in registers. The whole batch's sums are put
 * together by the caller. */

/* Sums are taken of every fourth pixel, so that additions need not wait for each other. */
#define WAYS 4

CP_INLINE CpVector
take (const float *p,
      const gsize  n)
{
  return n >= CP_LANES ? load (p) : load_some (p, n);
}

CP_INLINE CpVector
sum_of (const CpVector ways[WAYS])
{
  return (ways[0] + ways[1]) + (ways[2] + ways[3]);
}

CP_INLINE void
statistics_column (guint        pixels,
                   guint        channels,
                   const float *x,
                   float       *mean,
                   float       *square,
                   const gsize  n)
{
  CpVector sum[WAYS] = { 0 }, squares[WAYS] = { 0 }, middle;

  for (guint i = 0; i < pixels; i++)
    sum[i % WAYS] += take (x + (gsize) i * channels, n);
  middle = sum_of (sum) / spread ((float) pixels);

  for (guint i = 0; i < pixels; i++)
    {
      const CpVector d = take (x + (gsize) i * channels, n) - middle;

      squares[i % WAYS] += d * d;
    }
  store (mean, middle, n);
  store (square, sum_of (squares), n);
}

/* mean = Σ x / pixels; square = Σ (x − mean)² */
void
CP_KERNEL (cp_batch_norm_statistics) (guint        pixels,
                                      guint        channels,
                                      const float *x,
                                      float       *mean,
                                      float       *square)
{
  guint c = 0;

  for (; c + CP_LANES <= channels; c += CP_LANES)
    statistics_column (pixels, channels, x + c, mean + c, square + c, CP_LANES);
  if (c < channels)
    statistics_column (pixels, channels, x + c, mean + c, square + c, channels - c);
}

/* Written so that NaN stays NaN and divergence is seen. */
CP_INLINE CpVector
not_below_zero (CpVector v)
{
  return choose (v < spread (0), spread (0), v);
}

CP_INLINE void
forward_column (guint        pixels,
                guint        channels,
                const float *mean,
                const float *scale,
                const float *shift,
                const float *x,
                const float *other,
                gboolean     relu,
                float       *y,
                const gsize  n)
{
  const CpVector m = take (mean, n), a = take (scale, n), b = take (shift, n);

  for (guint i = 0; i < pixels; i++, x += channels, y += channels)
    {
      CpVector v = (take (x, n) - m) * a + b;

      if (other != NULL)
        v += take (other + (gsize) i * channels, n);
      if (relu)
        v = not_below_zero (v);
      store (y, v, n);
    }
}

/* y = (x − mean) scale + shift, then + other, then max (y, 0) where asked for */
void
CP_KERNEL (cp_batch_norm_forward) (guint        pixels,
                                   guint        channels,
                                   const float *mean,
                                   const float *scale,
                                   const float *shift,
                                   const float *x,
                                   const float *other,
                                   gboolean     relu,
                                   float       *y)
{
  guint c = 0;

  for (; c + CP_LANES <= channels; c += CP_LANES)
    forward_column (pixels, channels, mean + c, scale + c, shift + c, x + c, other != NULL ? other + c : NULL,
                    relu, y + c, CP_LANES);
  if (c < channels)
    forward_column (pixels, channels, mean + c, scale + c, shift + c, x + c, other != NULL ? other + c : NULL,
                    relu, y + c, channels - c);
}

CP_INLINE void
sums_column (guint        pixels,
             guint        channels,
             const float *mean,
             const float *x,
             const float *y,
             float       *dy,
             float       *sum,
             float       *product,
             const gsize  n)
{
  const CpVector m = take (mean, n), zero = { 0 };
  CpVector sums[WAYS] = { 0 }, products[WAYS] = { 0 };

  for (guint i = 0; i < pixels; i++, x += channels, dy += channels)
    {
      CpVector d = take (dy, n);

      if (y != NULL)
        {
          d = choose (take (y + (gsize) i * channels, n) > zero, d, zero);
          store (dy, d, n);
        }
      sums[i % WAYS] += d;
      products[i % WAYS] += d * (take (x, n) - m);
    }
  store (sum, sum_of (sums), n);
  store (product, sum_of (products), n);
}

/* forward: y = max (y, 0), so first dy = 0 where not y > 0;
 * then sum = Σ dy and product = Σ dy (x − mean) */
void
CP_KERNEL (cp_batch_norm_backward_sums) (guint        pixels,
                                         guint        channels,
                                         const float *mean,
                                         const float *x,
                                         const float *y,
                                         float       *dy,
                                         float       *sum,
                                         float       *product)
{
  guint c = 0;

  for (; c + CP_LANES <= channels; c += CP_LANES)
    sums_column (pixels, channels, mean + c, x + c, y != NULL ? y + c : NULL, dy + c, sum + c, product + c, CP_LANES);
  if (c < channels)
    sums_column (pixels, channels, mean + c, x + c, y != NULL ? y + c : NULL, dy + c, sum + c, product + c,
                 channels - c);
}

CP_INLINE void
backward_column (guint        pixels,
                 guint        channels,
                 const float *mean,
                 const float *scale,
                 const float *level,
                 const float *slope,
                 const float *x,
                 const float *dy,
                 float       *dx,
                 const gsize  n)
{
  const CpVector m = take (mean, n), a = take (scale, n), l = take (level, n), s = take (slope, n);

  for (guint i = 0; i < pixels; i++, x += channels, dy += channels, dx += channels)
    store (dx, a * (take (dy, n) - l - (take (x, n) - m) * s), n);
}

/* forward: y = (x − mean) scale + shift, where mean and scale depend on every x;
 * so dx = scale (dy − level − (x − mean) slope), level being the mean of dy and
 * slope that of dy (x − mean) over the variance. */
void
CP_KERNEL (cp_batch_norm_backward) (guint        pixels,
                                    guint        channels,
                                    const float *mean,
                                    const float *scale,
                                    const float *level,
                                    const float *slope,
                                    const float *x,
                                    const float *dy,
                                    float       *dx)
{
  guint c = 0;

  for (; c + CP_LANES <= channels; c += CP_LANES)
    backward_column (pixels, channels, mean + c, scale + c, level + c, slope + c, x + c, dy + c, dx + c, CP_LANES);
  if (c < channels)
    backward_column (pixels, channels, mean + c, scale + c, level + c, slope + c, x + c, dy + c, dx + c,
                     channels - c);
}
