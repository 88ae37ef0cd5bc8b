/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"

G_BEGIN_DECLS

/**
 * CpSamples:
 * @pixels: (N, H, W) grey values, 0 to 255
 * @labels: (N) 0 or 1; %NULL where only logits are asked for
 * @n: how many
 * @size: H and W
 *
 * Images as the engine reads them, borrowed from whoever owns them.
 */
typedef struct
{
  const guint8 *pixels;
  const guint8 *labels;
  gsize n;
  guint size;
} CpSamples;

/**
 * CpBatch:
 * @samples: where images and labels are
 * @order: (n) which samples; %NULL for the first @n in order
 * @n: how many
 * @class_weights: weight of a sample in the loss, by label
 * @augmentation: how far the images are changed at random; %NULL for not at all
 * @seed: of dropout and augmentation
 * @step: which batch since training began, for both
 *
 * What one step trains on.
 */
typedef struct
{
  const CpSamples *samples;
  const guint32 *order;
  guint n;
  float class_weights[2];
  const CpAugmentation *augmentation;
  guint64 seed;
  guint32 step;
} CpBatch;

G_END_DECLS
