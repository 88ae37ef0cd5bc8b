/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment-map.h"

#include <glib.h>

G_BEGIN_DECLS

/* Arithmetic of the layers on one processor level.
 *
 * Activations are (N, H, W, C): channels last, so that a vector holds
 * neighbouring channels. Weights come packed as rows of output channels, each
 * row padded with zeros to a multiple of `lanes` (see packing.h). Kernels never
 * allocate; scratch memory is the caller's. */

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

/**
 * CpKernels:
 * @name: "reference", "portable", "avx2" or "avx512"
 * @lanes: floats in a vector; rows of packed weights are a multiple of it
 *
 * The function table of a processor level.
 */
typedef struct
{
  const char *name;
  guint lanes;

  /* One image. scratch: cp_convolution_scratch() floats. */
  void (*convolution_forward)          (const CpConvolutionShape *shape,
                                        const float              *x,
                                        const float              *weights, /* (K, K, C_in, C_out') */
                                        const float              *bias,    /* (C_out') */
                                        float                    *y,
                                        float                    *scratch);
  void (*convolution_backward_input)   (const CpConvolutionShape *shape,
                                        const float              *dy,
                                        const float              *weights, /* (K, K, C_out, C_in'), both axes flipped */
                                        float                    *dx,
                                        float                    *scratch);
  void (*convolution_backward_weights) (const CpConvolutionShape *shape,
                                        const float              *x,
                                        const float              *dy,
                                        float                    *dweights, /* (K, K, C_in, C_out'), added to */
                                        float                    *dbias,    /* (C_out'), added to */
                                        float                    *scratch);

  /* n samples: x (n, in), y (n, out) */
  void (*linear_forward)          (guint        n,
                                   guint        in,
                                   guint        out,
                                   const float *x,
                                   const float *weights, /* (in, out') */
                                   const float *bias,    /* (out') */
                                   float       *y);
  void (*linear_backward_input)   (guint        n,
                                   guint        in,
                                   guint        out,
                                   const float *dy,
                                   const float *weights, /* (out, in') */
                                   float       *dx);
  /* The gradient of rows first … first + count of the packed weights. */
  void (*linear_backward_weights) (guint        n,
                                   guint        in,
                                   guint        out,
                                   guint        first,
                                   guint        count,
                                   const float *x,
                                   const float *dy,       /* (n, out') */
                                   float       *dweights); /* (count, out'), overwritten */

  void (*relu_forward)  (gsize n, float *y);                  /* in place */
  void (*relu_backward) (gsize n, const float *y, float *dy); /* in place */

  /* One image, window = stride = size; the first of equal maxima gets the gradient. */
  void (*max_pool_forward)  (guint height, guint width, guint channels, guint size,
                             const float *x, float *y);
  void (*max_pool_backward) (guint height, guint width, guint channels, guint size,
                             const float *x, const float *y, const float *dy, float *dx);

  /* One image, through the map, to the network's input. */
  CpAugment *augment;

  void (*adam) (const CpAdamStep *step, gsize n, const float *gradient,
                float *moment1, float *moment2, float *weights);
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

gsize cp_convolution_scratch (const CpConvolutionShape *shape,
                              guint                     lanes);

extern const CpKernels cp_kernels_reference;
extern const CpKernels cp_kernels_portable;
#ifdef CP_HAVE_X86_KERNELS
extern const CpKernels cp_kernels_avx2;
extern const CpKernels cp_kernels_avx512;
#endif

G_END_DECLS
