/* SPDX-License-Identifier: MIT */
#include "level.h"

const CpKernels CP_KERNEL (cp_kernels) = {
  .name = G_STRINGIFY (CP_LEVEL),
  .lanes = CP_LANES,
  .normalise = CP_KERNEL (cp_normalise),
  .transpose = CP_KERNEL (cp_transpose),
  .convolution_forward = CP_KERNEL (cp_convolution_forward),
  .convolution_backward_input = CP_KERNEL (cp_convolution_backward_input),
  .convolution_backward_weights = CP_KERNEL (cp_convolution_backward_weights),
  .convolution_pool_forward = CP_KERNEL (cp_convolution_pool_forward),
  .convolution_pool_backward_input = CP_KERNEL (cp_convolution_pool_backward_input),
  .convolution_pool_backward_weights = CP_KERNEL (cp_convolution_pool_backward_weights),
  .linear_forward = CP_KERNEL (cp_linear_forward),
  .linear_backward_input = CP_KERNEL (cp_linear_backward_input),
  .linear_backward_weights = CP_KERNEL (cp_linear_backward_weights),
  .relu_forward = CP_KERNEL (cp_relu_forward),
  .relu_backward = CP_KERNEL (cp_relu_backward),
  .max_pool_forward = CP_KERNEL (cp_max_pool_forward),
  .max_pool_backward = CP_KERNEL (cp_max_pool_backward),
  .augment = CP_KERNEL (cp_augment),
  .adam = CP_KERNEL (cp_adam),
};
