/* SPDX-License-Identifier: MIT */
#include "packing.h"

#include <string.h>

/**
 * cp_convolution_scratch:
 * @shape: a convolution
 * @lanes: floats in a vector
 *
 * Returns: floats of scratch memory that the kernels of @shape need
 */
gsize
cp_convolution_scratch (const CpConvolutionShape *s,
                        guint                     lanes)
{
  gsize input = (gsize) (s->in_height + 2 * s->padding) * (s->in_width + 2 * s->padding) * s->in_channels;
  gsize rows = (gsize) s->out_height * s->out_width * cp_round_up (s->out_channels, lanes);
  gsize gradient = (gsize) (s->in_height + s->kernel - 1) * (s->in_width + s->kernel - 1) * s->out_channels;

  return MAX (input + rows, gradient);
}

/**
 * cp_pack_convolution:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 * @packed: (K, K, C_in, C_out') for the forward pass, C_out' a multiple of @lanes
 */
void
cp_pack_convolution (const CpConvolutionShape *s,
                     guint                     lanes,
                     const float              *weights,
                     float                    *packed)
{
  const gsize taps = (gsize) s->kernel * s->kernel;
  const gsize step = cp_round_up (s->out_channels, lanes);

  memset (packed, 0, taps * s->in_channels * step * sizeof (float));
  for (guint o = 0; o < s->out_channels; o++)
    for (guint c = 0; c < s->in_channels; c++)
      for (gsize tap = 0; tap < taps; tap++)
        packed[(tap * s->in_channels + c) * step + o] = *weights++;
}

/**
 * cp_pack_convolution_flipped:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 * @packed: (K, K, C_out, C_in'), both axes of the kernel flipped, for the input's gradient
 */
void
cp_pack_convolution_flipped (const CpConvolutionShape *s,
                             guint                     lanes,
                             const float              *weights,
                             float                    *packed)
{
  const gsize taps = (gsize) s->kernel * s->kernel;
  const gsize step = cp_round_up (s->in_channels, lanes);

  memset (packed, 0, taps * s->out_channels * step * sizeof (float));
  for (guint o = 0; o < s->out_channels; o++)
    for (guint c = 0; c < s->in_channels; c++)
      for (gsize tap = 0; tap < taps; tap++)
        packed[((taps - 1 - tap) * s->out_channels + o) * step + c] = *weights++;
}

/**
 * cp_unpack_convolution:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @packed: (K, K, C_in, C_out')
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 *
 * The way back of cp_pack_convolution(), for gradients.
 */
void
cp_unpack_convolution (const CpConvolutionShape *s,
                       guint                     lanes,
                       const float              *packed,
                       float                    *weights)
{
  const gsize taps = (gsize) s->kernel * s->kernel;
  const gsize step = cp_round_up (s->out_channels, lanes);

  for (guint o = 0; o < s->out_channels; o++)
    for (guint c = 0; c < s->in_channels; c++)
      for (gsize tap = 0; tap < taps; tap++)
        *weights++ = packed[(tap * s->in_channels + c) * step + o];
}

/* Where the packed row (pixel, channel) is in PyTorch's (channel, pixel) order. */
static gsize
flattened (const CpLinearShape *s,
           guint                row)
{
  return (gsize) (row % s->channels) * s->pixels + row / s->channels;
}

/**
 * cp_pack_linear:
 * @shape: a linear layer
 * @lanes: floats in a vector
 * @weights: (out, C · H · W), PyTorch's layout
 * @packed: (H · W · C, out') for the forward pass
 */
void
cp_pack_linear (const CpLinearShape *s,
                guint                lanes,
                const float         *weights,
                float               *packed)
{
  const guint in = s->pixels * s->channels;
  const gsize step = cp_round_up (s->out, lanes);

  for (guint i = 0; i < in; i++, packed += step)
    {
      const float *column = weights + flattened (s, i);

      for (guint o = 0; o < s->out; o++)
        packed[o] = column[(gsize) o * in];
      memset (packed + s->out, 0, (step - s->out) * sizeof (float));
    }
}

/**
 * cp_pack_linear_transposed:
 * @shape: a linear layer
 * @lanes: floats in a vector
 * @weights: (out, C · H · W), PyTorch's layout
 * @packed: (out, (H · W · C)') for the input's gradient
 */
void
cp_pack_linear_transposed (const CpLinearShape *s,
                           guint                lanes,
                           const float         *weights,
                           float               *packed)
{
  const guint in = s->pixels * s->channels;
  const gsize step = cp_round_up (in, lanes);

  for (guint o = 0; o < s->out; o++, packed += step, weights += in)
    {
      for (guint p = 0; p < s->pixels; p++)
        for (guint c = 0; c < s->channels; c++)
          packed[p * s->channels + c] = weights[(gsize) c * s->pixels + p];
      memset (packed + in, 0, (step - in) * sizeof (float));
    }
}

/**
 * cp_unpack_linear_rows:
 * @shape: a linear layer
 * @lanes: floats in a vector
 * @first: first row of the packed weights
 * @count: how many rows
 * @packed: (count, out')
 * @weights: (out, C · H · W), PyTorch's layout; only the columns of these rows are written
 *
 * The way back of cp_pack_linear(), for gradients.
 */
void
cp_unpack_linear_rows (const CpLinearShape *s,
                       guint                lanes,
                       guint                first,
                       guint                count,
                       const float         *packed,
                       float               *weights)
{
  const guint in = s->pixels * s->channels;
  const gsize step = cp_round_up (s->out, lanes);

  for (guint i = 0; i < count; i++, packed += step)
    for (guint o = 0; o < s->out; o++)
      weights[(gsize) o * in + flattened (s, first + i)] = packed[o];
}
