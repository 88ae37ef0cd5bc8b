/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpAugmentMap:
 * @x: where in the original the first pixel of the result comes from
 * @y: likewise
 * @x_column: how much further in x the next pixel of a line comes from
 * @y_column: likewise in y
 * @x_row: how much further in x a pixel of the next line comes from
 * @y_row: likewise in y
 * @contrast: what a normalised value is multiplied by
 * @brightness: what is then added
 *
 * An affine map from the pixels of a result back to those of an original, in
 * pixels from the middle of the first one, and what becomes of the values.
 */
typedef struct
{
  float x, y;
  float x_column, y_column;
  float x_row, y_row;
  float contrast, brightness;
} CpAugmentMap;

typedef void CpAugment (const CpAugmentMap *map,
                        guint               size,
                        const guint8       *pixels,
                        float              *out);

G_END_DECLS
