/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels.h"

G_BEGIN_DECLS

/* Between PyTorch's weights and the rows that kernels read. Input channels are
 * taken in blocks of a vector each; a single channel is a block of one. */

gsize cp_convolution_scratch      (const CpConvolutionShape *shape,
                                   guint                     lanes);

gsize cp_packed_weight            (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   guint                     o,
                                   guint                     c,
                                   guint                     ky,
                                   guint                     kx);
gsize cp_flipped_weight           (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   guint                     o,
                                   guint                     c,
                                   guint                     ky,
                                   guint                     kx);
gsize cp_pooled_weight            (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   guint                     o,
                                   guint                     c,
                                   guint                     ky,
                                   guint                     kx);

gsize cp_packed_floats            (const CpConvolutionShape *shape,
                                   guint                     lanes);
gsize cp_flipped_floats           (const CpConvolutionShape *shape,
                                   guint                     lanes);
gsize cp_pooled_floats            (const CpConvolutionShape *shape,
                                   guint                     lanes);

void  cp_pack_convolution         (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   const float              *weights,
                                   float                    *packed);
void  cp_pack_convolution_flipped (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   const float              *weights,
                                   float                    *packed);
void  cp_unpack_convolution       (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   const float              *packed,
                                   float                    *weights);
void  cp_unpack_convolution_pool  (const CpConvolutionShape *shape,
                                   guint                     lanes,
                                   const float              *packed,
                                   float                    *weights);

G_END_DECLS
