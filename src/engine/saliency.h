/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass.h"

G_BEGIN_DECLS

/**
 * CpOcclusion:
 * @patch: side of the square that hides part of the image, in pixels
 * @stride: pixels from one place of it to the next, at most @patch
 * @fill: its grey value
 * @reference: (nullable): an image of the same size that shows through the square, instead of @fill
 *
 * How an image is hidden part by part.
 */
typedef struct
{
  guint patch;
  guint stride;
  guint8 fill;
  const guint8 *reference;
} CpOcclusion;

CpShape     cp_grad_cam_get_shape (const CpNetwork   *network);
void        cp_hires_cam          (CpPass            *pass,
                                   const CpSamples   *samples,
                                   float             *maps,
                                   float             *logits);
void        cp_grad_cam           (CpPass            *pass,
                                   const CpSamples   *samples,
                                   float             *maps,
                                   float             *logits);

CpOcclusion cp_occlusion_default  (guint              size,
                                   guint8             fill);
void        cp_occlude            (CpPass            *pass,
                                   const guint8      *pixels,
                                   const CpOcclusion *occlusion,
                                   float             *map,
                                   float             *logit);

float       cp_saliency_take_side (const float       *map,
                                   gsize              n,
                                   gboolean           positive,
                                   float             *evidence);
void        cp_saliency_enlarge   (const float       *map,
                                   guint              size,
                                   float             *enlarged,
                                   guint              enlarged_size);

G_END_DECLS
