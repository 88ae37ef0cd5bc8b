/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment-map.h"

#include <glib.h>

G_BEGIN_DECLS

/* Arithmetic of the layers on one processor level.
 *
 * Activations are (N, H, W, C): channels last, so that a vector holds
 * neighbouring channels. Convolutions' weights come packed as rows of output
 * channels, each row padded with zeros to whole vectors (see packing.h). Kernels
 * never allocate; scratch memory is the caller's. */

/**
 * CpConvolutionShape:
 *
 * Sizes of a convolution of one image: input (in_height, in_width, in_channels)
 * to output (out_height, out_width, out_channels), square kernel.
 */
typedef struct
{
  guint in_height, in_width, in_channels;
  guint out_height, out_width, out_channels;
  guint kernel, stride, padding;
} CpConvolutionShape;

/**
 * CpAdamStep:
 * @rate: learning rate over the first moment's bias correction, α / (1 − β₁ᵗ)
 * @root: square root of the second moment's bias correction, √(1 − β₂ᵗ)
 * @decay: share of a weight that it loses, α λ; 0 without weight decay
 *
 * Constants of one step of Adam.
 */
typedef struct
{
  float beta1, beta2, epsilon, rate, root, decay;
} CpAdamStep;

/* Functions of a level, declared for each by level.h. Convolutions take one image. */

typedef void CpNormalise                   (gsize                     n,
                                            const guint8             *pixels,
                                            float                    *x);
typedef void CpTranspose                   (guint                     rows,
                                            guint                     columns,
                                            const float              *x,
                                            gsize                     x_step,
                                            float                    *y,
                                            gsize                     y_step);
typedef void CpConvolutionForward          (const CpConvolutionShape *shape,
                                            const float              *x,
                                            const float              *weights,
                                            const float              *bias,
                                            float                    *y,
                                            float                    *scratch);
typedef void CpConvolutionBackwardInput    (const CpConvolutionShape *shape,
                                            const float              *dy,
                                            const float              *flipped,
                                            float                    *dx,
                                            float                    *scratch);
typedef void CpConvolutionBackwardWeights  (const CpConvolutionShape *shape,
                                            const float              *x,
                                            const float              *dy,
                                            float                    *dweights,
                                            float                    *dbias,
                                            float                    *scratch);
typedef void CpConvolutionPoolForward      (const CpConvolutionShape *shape,
                                            guint                     size,
                                            const float              *x,
                                            const float              *weights,
                                            const float              *bias,
                                            float                    *y,
                                            guint8                   *choices,
                                            float                    *scratch);
typedef void CpConvolutionPoolBackwardInput (const CpConvolutionShape *shape,
                                             guint                     size,
                                             const float              *dy,
                                             const guint8             *choices,
                                             const float              *flipped,
                                             float                    *dx,
                                             float                    *scratch);
typedef void CpConvolutionPoolBackwardWeights (const CpConvolutionShape *shape,
                                               guint                     size,
                                               const float              *x,
                                               const float              *dy,
                                               const guint8             *choices,
                                               float                    *dweights,
                                               float                    *dbias,
                                               float                    *scratch);
typedef void CpLinearForward               (guint                     n,
                                            guint                     in,
                                            guint                     out,
                                            const float              *x,
                                            const float              *weights,
                                            const float              *bias,
                                            float                    *y);
typedef void CpLinearBackwardInput         (guint                     n,
                                            guint                     in,
                                            guint                     out,
                                            const float              *dy,
                                            const float              *weights,
                                            float                    *dx);
typedef void CpLinearBackwardWeights       (guint                     n,
                                            guint                     in,
                                            guint                     out,
                                            guint                     first,
                                            guint                     count,
                                            const float              *x,
                                            const float              *dy,
                                            float                    *dweights,
                                            float                    *scratch);
typedef void CpReluForward                 (gsize                     n,
                                            float                    *y);
typedef void CpReluBackward                (gsize                     n,
                                            const float              *y,
                                            float                    *dy);
typedef void CpMaxPoolForward              (guint                     height,
                                            guint                     width,
                                            guint                     channels,
                                            guint                     size,
                                            const float              *x,
                                            float                    *y);
typedef void CpMaxPoolBackward             (guint                     height,
                                            guint                     width,
                                            guint                     channels,
                                            guint                     size,
                                            const float              *x,
                                            const float              *y,
                                            const float              *dy,
                                            float                    *dx);
typedef void CpAveragePoolForward          (guint                     pixels,
                                            guint                     channels,
                                            const float              *x,
                                            float                    *y);
typedef void CpAveragePoolBackward         (guint                     pixels,
                                            guint                     channels,
                                            const float              *dy,
                                            float                    *dx);
typedef void CpBatchNormStatistics         (guint                     pixels,
                                            guint                     channels,
                                            const float              *x,
                                            float                    *mean,
                                            float                    *square);
typedef void CpBatchNormForward            (guint                     pixels,
                                            guint                     channels,
                                            const float              *mean,
                                            const float              *scale,
                                            const float              *shift,
                                            const float              *x,
                                            const float              *other,
                                            gboolean                  relu,
                                            float                    *y);
typedef void CpBatchNormBackwardSums       (guint                     pixels,
                                            guint                     channels,
                                            const float              *mean,
                                            const float              *x,
                                            const float              *y,
                                            float                    *dy,
                                            float                    *sum,
                                            float                    *product);
typedef void CpBatchNormBackward           (guint                     pixels,
                                            guint                     channels,
                                            const float              *mean,
                                            const float              *scale,
                                            const float              *level,
                                            const float              *slope,
                                            const float              *x,
                                            const float              *dy,
                                            float                    *dx);
typedef void CpAdd                         (gsize                     n,
                                            const float              *x,
                                            float                    *y);
typedef void CpAdamUpdate                  (const CpAdamStep         *step,
                                            gsize                     n,
                                            const float              *gradient,
                                            float                    *moment1,
                                            float                    *moment2,
                                            float                    *weights);

/**
 * CpKernels:
 * @name: "reference", "portable", "avx2" or "avx512"
 * @lanes: floats in a vector
 * @normalise: bytes to the network's input
 * @transpose: x (rows, columns), a row each x_step floats, to y (columns, rows)
 * @convolution_forward: y from x, cp_pack_convolution()'s weights and a bias padded to whole vectors
 * @convolution_backward_input: dx from dy and cp_pack_convolution_flipped()'s weights
 * @convolution_backward_weights: adds to dweights, laid out like the packed weights, and to dbias, padded,
 *   where it is not %NULL
 * @convolution_pool_forward: y is the maximum of ReLU (convolution) over windows of size by
 *   size, at least two, which do not overlap; choices (windows, channels padded to whole vectors) says which
 *   pixel of its window each came from
 * @convolution_pool_backward_input: the same layers' dx, dy being zero where y is
 * @convolution_pool_backward_weights: adds to dweights, laid out for cp_unpack_convolution_pool(), and to dbias
 *   where it is not %NULL
 * @linear_forward: x (n, in), weights (in, out padded to whole vectors), y (n, out)
 * @linear_backward_input: weights (out, in) as PyTorch has them, with a vector's floats readable behind them
 * @linear_backward_weights: sets columns first … first + count of dweights (out, in);
 *   scratch (n, count padded to whole vectors)
 * @relu_forward: in place
 * @relu_backward: in place, from the layer's output
 * @max_pool_forward: one image; windows of size by size that do not overlap
 * @max_pool_backward: the first of equal maxima gets the gradient
 * @average_pool_forward: x (pixels, channels) to the mean of each channel
 * @average_pool_backward: dx from dy (channels)
 * @batch_norm_statistics: of one image x (pixels, channels): each channel's mean, and Σ (x − mean)²
 * @batch_norm_forward: one image, with what the whole batch's statistics come to; other (pixels, channels)
 *   is added where it is not %NULL
 * @batch_norm_backward_sums: of one image; dy is made zero where y is not positive, unless y is %NULL
 * @batch_norm_backward: one image, with what the whole batch's sums come to
 * @add: y += x
 * @augment: one image, through the map, to the network's input
 * @adam: one step of the optimiser
 *
 * The function table of a processor level. Scratch of the convolutions has
 * cp_convolution_scratch() floats.
 */
typedef struct
{
  const char *name;
  guint lanes;

  CpNormalise *normalise;
  CpTranspose *transpose;
  CpConvolutionForward *convolution_forward;
  CpConvolutionBackwardInput *convolution_backward_input;
  CpConvolutionBackwardWeights *convolution_backward_weights;
  CpConvolutionPoolForward *convolution_pool_forward;
  CpConvolutionPoolBackwardInput *convolution_pool_backward_input;
  CpConvolutionPoolBackwardWeights *convolution_pool_backward_weights;
  CpLinearForward *linear_forward;
  CpLinearBackwardInput *linear_backward_input;
  CpLinearBackwardWeights *linear_backward_weights;
  CpReluForward *relu_forward;
  CpReluBackward *relu_backward;
  CpMaxPoolForward *max_pool_forward;
  CpMaxPoolBackward *max_pool_backward;
  CpAveragePoolForward *average_pool_forward;
  CpAveragePoolBackward *average_pool_backward;
  CpBatchNormStatistics *batch_norm_statistics;
  CpBatchNormForward *batch_norm_forward;
  CpBatchNormBackwardSums *batch_norm_backward_sums;
  CpBatchNormBackward *batch_norm_backward;
  CpAdd *add;
  CpAugment *augment;
  CpAdamUpdate *adam;
} CpKernels;

/**
 * cp_round_up:
 *
 * Returns: @n, rounded up to a multiple of @multiple
 */
static inline gsize
cp_round_up (gsize n,
             gsize multiple)
{
  return (n + multiple - 1) / multiple * multiple;
}

extern const CpKernels cp_kernels_reference;
extern const CpKernels cp_kernels_portable;
#ifdef CP_HAVE_X86_KERNELS
extern const CpKernels cp_kernels_avx2;
extern const CpKernels cp_kernels_avx512;
#endif

G_END_DECLS
