/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels.h"

G_BEGIN_DECLS

/* Between PyTorch's weights and the rows that kernels read. */

void cp_pack_convolution           (const CpConvolutionShape *shape,
                                    guint                     lanes,
                                    const float              *weights,
                                    float                    *packed);
void cp_pack_convolution_flipped   (const CpConvolutionShape *shape,
                                    guint                     lanes,
                                    const float              *weights,
                                    float                    *packed);
void cp_unpack_convolution         (const CpConvolutionShape *shape,
                                    guint                     lanes,
                                    const float              *packed,
                                    float                    *weights);

/**
 * CpLinearShape:
 * @pixels: H · W of the input
 * @channels: C of the input; in = pixels · channels
 *
 * A linear layer over flattened activations: PyTorch flattens (C, H, W), the
 * kernels' inputs are (H, W, C).
 */
typedef struct
{
  guint pixels, channels, out;
} CpLinearShape;

void cp_pack_linear                (const CpLinearShape *shape,
                                    guint                lanes,
                                    const float         *weights,
                                    float               *packed);
void cp_pack_linear_transposed     (const CpLinearShape *shape,
                                    guint                lanes,
                                    const float         *weights,
                                    float               *packed);
void cp_unpack_linear_rows         (const CpLinearShape *shape,
                                    guint                lanes,
                                    guint                first,
                                    guint                count,
                                    const float         *packed,
                                    float               *weights);

G_END_DECLS
