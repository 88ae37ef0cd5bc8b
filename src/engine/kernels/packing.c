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
  gsize in = s->in_channels == 1 ? 1 : cp_round_up (s->in_channels, lanes);
  gsize out = cp_round_up (s->out_channels, lanes);
  gsize input = (gsize) (s->in_height + 2 * s->padding) * (s->in_width + 2 * s->padding) * in;
  gsize rows = (gsize) s->out_height * s->out_width * out;
  gsize gradient = (gsize) (s->in_height + s->kernel - 1) * (s->in_width + s->kernel - 1) * out;

  return MAX (cp_round_up (input, lanes) + rows, gradient);
}

static guint
block_of (guint lanes,
          guint channels)
{
  return channels == 1 ? 1 : lanes;
}

/**
 * cp_packed_weight:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @o: output channel
 * @c: input channel
 * @ky: row of the kernel
 * @kx: column of the kernel
 *
 * Returns: where the weight lies in (blocks, K, channels of the block, K, C_out padded)
 */
gsize
cp_packed_weight (const CpConvolutionShape *s,
                  guint                     lanes,
                  guint                     o,
                  guint                     c,
                  guint                     ky,
                  guint                     kx)
{
  const guint K = s->kernel, block = block_of (lanes, s->in_channels), first = c - c % block;
  const gsize channels = MIN (block, s->in_channels - first);
  const gsize row = (gsize) first * K * K + (ky * channels + c % block) * K + kx;

  return row * cp_round_up (s->out_channels, lanes) + o;
}

/**
 * cp_flipped_weight:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @o: output channel
 * @c: input channel
 * @ky: row of the kernel
 * @kx: column of the kernel
 *
 * Returns: where the weight lies in (blocks of C_out, K, channels of the block, K, C_in padded),
 *   both axes of the kernel flipped
 */
gsize
cp_flipped_weight (const CpConvolutionShape *s,
                   guint                     lanes,
                   guint                     o,
                   guint                     c,
                   guint                     ky,
                   guint                     kx)
{
  const CpConvolutionShape flipped = { .kernel = s->kernel, .in_channels = s->out_channels,
                                       .out_channels = s->in_channels };

  return cp_packed_weight (&flipped, lanes, c, o, s->kernel - 1 - ky, s->kernel - 1 - kx);
}

/**
 * cp_pooled_weight:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @o: output channel
 * @c: input channel
 * @ky: row of the kernel
 * @kx: column of the kernel
 *
 * Returns: where the weight's gradient lies after convolution_pool_backward_weights():
 *   in (C_out, blocks, K, K, block), or as cp_packed_weight() has it for a single input channel
 */
gsize
cp_pooled_weight (const CpConvolutionShape *s,
                  guint                     lanes,
                  guint                     o,
                  guint                     c,
                  guint                     ky,
                  guint                     kx)
{
  const guint K = s->kernel;
  const gsize blocks = (s->in_channels + lanes - 1) / lanes;

  if (s->in_channels == 1)
    return cp_packed_weight (s, lanes, o, c, ky, kx);
  return (((o * blocks + c / lanes) * K + ky) * K + kx) * lanes + c % lanes;
}

/**
 * cp_packed_floats:
 * @shape: a convolution
 * @lanes: floats in a vector
 *
 * Returns: floats of its packed weights
 */
gsize
cp_packed_floats (const CpConvolutionShape *s,
                  guint                     lanes)
{
  return (gsize) s->kernel * s->kernel * s->in_channels * cp_round_up (s->out_channels, lanes);
}

/**
 * cp_flipped_floats:
 * @shape: a convolution
 * @lanes: floats in a vector
 *
 * Returns: floats of its packed and flipped weights
 */
gsize
cp_flipped_floats (const CpConvolutionShape *s,
                   guint                     lanes)
{
  return (gsize) s->kernel * s->kernel * s->out_channels * cp_round_up (s->in_channels, lanes);
}

/**
 * cp_pooled_floats:
 * @shape: a convolution
 * @lanes: floats in a vector
 *
 * Returns: floats of the weights' gradient of a convolution that is pooled
 */
gsize
cp_pooled_floats (const CpConvolutionShape *s,
                  guint                     lanes)
{
  return s->in_channels == 1 ? cp_packed_floats (s, lanes) : cp_flipped_floats (s, lanes);
}

typedef gsize (*WeightIndex) (const CpConvolutionShape *s, guint lanes, guint o, guint c, guint ky, guint kx);

static inline __attribute__ ((always_inline)) void
pack (const CpConvolutionShape *s,
      guint                     lanes,
      const float              *weights,
      float                    *packed,
      const WeightIndex         index)
{
  for (guint o = 0; o < s->out_channels; o++)
    for (guint c = 0; c < s->in_channels; c++)
      for (guint ky = 0; ky < s->kernel; ky++)
        for (guint kx = 0; kx < s->kernel; kx++)
          packed[index (s, lanes, o, c, ky, kx)] = *weights++;
}

static inline __attribute__ ((always_inline)) void
unpack (const CpConvolutionShape *s,
        guint                     lanes,
        const float              *packed,
        float                    *weights,
        const WeightIndex         index)
{
  for (guint o = 0; o < s->out_channels; o++)
    for (guint c = 0; c < s->in_channels; c++)
      for (guint ky = 0; ky < s->kernel; ky++)
        for (guint kx = 0; kx < s->kernel; kx++)
          *weights++ = packed[index (s, lanes, o, c, ky, kx)];
}

/**
 * cp_pack_convolution:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 * @packed: (cp_packed_floats()) for the forward pass
 */
void
cp_pack_convolution (const CpConvolutionShape *s,
                     guint                     lanes,
                     const float              *weights,
                     float                    *packed)
{
  memset (packed, 0, cp_packed_floats (s, lanes) * sizeof (float));
  pack (s, lanes, weights, packed, cp_packed_weight);
}

/**
 * cp_pack_convolution_flipped:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 * @packed: (cp_flipped_floats()) for the input's gradient
 */
void
cp_pack_convolution_flipped (const CpConvolutionShape *s,
                             guint                     lanes,
                             const float              *weights,
                             float                    *packed)
{
  memset (packed, 0, cp_flipped_floats (s, lanes) * sizeof (float));
  pack (s, lanes, weights, packed, cp_flipped_weight);
}

/**
 * cp_unpack_convolution:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @packed: (cp_packed_floats()) a gradient
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 */
void
cp_unpack_convolution (const CpConvolutionShape *s,
                       guint                     lanes,
                       const float              *packed,
                       float                    *weights)
{
  unpack (s, lanes, packed, weights, cp_packed_weight);
}

/**
 * cp_unpack_convolution_pool:
 * @shape: a convolution
 * @lanes: floats in a vector
 * @packed: (cp_pooled_floats()) a gradient
 * @weights: (C_out, C_in, K, K), PyTorch's layout
 */
void
cp_unpack_convolution_pool (const CpConvolutionShape *s,
                            guint                     lanes,
                            const float              *packed,
                            float                    *weights)
{
  unpack (s, lanes, packed, weights, cp_pooled_weight);
}
