/* SPDX-License-Identifier: MIT */
#pragma once

/* The files of a level are compiled once for each, with CP_LEVEL and CP_LANES
 * given by the build; their functions end in the level's name. */

#include "kernels.h"

#define CP_PASTE2(name, level) name##_##level
#define CP_PASTE(name, level) CP_PASTE2 (name, level)
#define CP_KERNEL(name) CP_PASTE (name, CP_LEVEL)

CpNormalise                      CP_KERNEL (cp_normalise);
CpTranspose                      CP_KERNEL (cp_transpose);
CpConvolutionForward             CP_KERNEL (cp_convolution_forward);
CpConvolutionBackwardInput       CP_KERNEL (cp_convolution_backward_input);
CpConvolutionBackwardWeights     CP_KERNEL (cp_convolution_backward_weights);
CpConvolutionPoolForward         CP_KERNEL (cp_convolution_pool_forward);
CpConvolutionPoolBackwardInput   CP_KERNEL (cp_convolution_pool_backward_input);
CpConvolutionPoolBackwardWeights CP_KERNEL (cp_convolution_pool_backward_weights);
CpLinearForward                  CP_KERNEL (cp_linear_forward);
CpLinearBackwardInput            CP_KERNEL (cp_linear_backward_input);
CpLinearBackwardWeights          CP_KERNEL (cp_linear_backward_weights);
CpReluForward                    CP_KERNEL (cp_relu_forward);
CpReluBackward                   CP_KERNEL (cp_relu_backward);
CpMaxPoolForward                 CP_KERNEL (cp_max_pool_forward);
CpMaxPoolBackward                CP_KERNEL (cp_max_pool_backward);
CpAveragePoolForward             CP_KERNEL (cp_average_pool_forward);
CpAveragePoolBackward            CP_KERNEL (cp_average_pool_backward);
CpBatchNormStatistics            CP_KERNEL (cp_batch_norm_statistics);
CpBatchNormForward               CP_KERNEL (cp_batch_norm_forward);
CpBatchNormBackwardSums          CP_KERNEL (cp_batch_norm_backward_sums);
CpBatchNormBackward              CP_KERNEL (cp_batch_norm_backward);
CpAdd                            CP_KERNEL (cp_add);
CpAugment                        CP_KERNEL (cp_augment);
CpAdamUpdate                     CP_KERNEL (cp_adam);
