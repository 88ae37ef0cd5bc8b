/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

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
 * @seed: of dropout
 * @step: which batch since training began, for dropout
 *
 * What one step trains on.
 */
typedef struct
{
  const CpSamples *samples;
  const guint32 *order;
  guint n;
  float class_weights[2];
  guint64 seed;
  guint32 step;
} CpBatch;

G_END_DECLS
