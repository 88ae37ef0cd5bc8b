/* SPDX-License-Identifier: MIT */
#pragma once

/* The files of a level are compiled once for each, with CP_LEVEL and CP_LANES
 * given by the build; their functions end in the level's name. */

#include "kernels.h"

#define CP_PASTE2(name, level) name##_##level
#define CP_PASTE(name, level) CP_PASTE2 (name, level)
#define CP_KERNEL(name) CP_PASTE (name, CP_LEVEL)

void CP_KERNEL (cp_convolution_forward)          (const CpConvolutionShape *shape,
                                                  const float              *x,
                                                  const float              *weights,
                                                  const float              *bias,
                                                  float                    *y,
                                                  float                    *scratch);
void CP_KERNEL (cp_convolution_backward_input)   (const CpConvolutionShape *shape,
                                                  const float              *dy,
                                                  const float              *weights,
                                                  float                    *dx,
                                                  float                    *scratch);
void CP_KERNEL (cp_convolution_backward_weights) (const CpConvolutionShape *shape,
                                                  const float              *x,
                                                  const float              *dy,
                                                  float                    *dweights,
                                                  float                    *dbias,
                                                  float                    *scratch);
void CP_KERNEL (cp_linear_forward)               (guint        n,
                                                  guint        in,
                                                  guint        out,
                                                  const float *x,
                                                  const float *weights,
                                                  const float *bias,
                                                  float       *y);
void CP_KERNEL (cp_linear_backward_input)        (guint        n,
                                                  guint        in,
                                                  guint        out,
                                                  const float *dy,
                                                  const float *weights,
                                                  float       *dx);
void CP_KERNEL (cp_linear_backward_weights)      (guint        n,
                                                  guint        in,
                                                  guint        out,
                                                  guint        first,
                                                  guint        count,
                                                  const float *x,
                                                  const float *dy,
                                                  float       *dweights);
void CP_KERNEL (cp_relu_forward)                 (gsize        n,
                                                  float       *y);
void CP_KERNEL (cp_relu_backward)                (gsize        n,
                                                  const float *y,
                                                  float       *dy);
void CP_KERNEL (cp_max_pool_forward)             (guint        height,
                                                  guint        width,
                                                  guint        channels,
                                                  guint        size,
                                                  const float *x,
                                                  float       *y);
void CP_KERNEL (cp_max_pool_backward)            (guint        height,
                                                  guint        width,
                                                  guint        channels,
                                                  guint        size,
                                                  const float *x,
                                                  const float *y,
                                                  const float *dy,
                                                  float       *dx);
CpAugment CP_KERNEL (cp_augment);
void CP_KERNEL (cp_adam)                         (const CpAdamStep *step,
                                                  gsize             n,
                                                  const float      *gradient,
                                                  float            *moment1,
                                                  float            *moment2,
                                                  float            *weights);
