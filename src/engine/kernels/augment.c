/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <string.h>

/* Pixels that are worked on together: whole lines of a small image (all of one of
 * 28 by 28), a part of a line of a large one. They stay in the first-level cache. */
#define TILE 1024

/* Pixels are located so many at a time, and up to one less beyond the last. */
#define STRIP 16

/* Where the pixels of a tile come from, and the original's pixels around there. */
typedef struct
{
  gint32 offset[TILE + STRIP]; /* of the upper left of four pixels */
  float right[TILE + STRIP];   /* share of the two right ones */
  float lower[TILE + STRIP];   /* share of the two lower ones */
  guint32 around[TILE];        /* the four: from the lowest byte upper left, upper right, lower left, lower right */
} Tile;

/* Coordinates outside the original are moved onto its border, which so goes on for
 * ever. The upper left pixel never lies on the last line or column: there the
 * share of the other pixels is one instead. NaN becomes 0. */
static void
locate_strip (const CpAugmentMap *map,
              float               x0,
              float               y0,
              gint32              size,
              gint32              column,
              gint32             *restrict offset,
              float              *restrict right,
              float              *restrict lower)
{
  const float x_column = map->x_column, y_column = map->y_column, last = (float) (size - 1);

  for (gint32 i = 0; i < STRIP; i++)
    {
      const float step = (float) (column + i);
      float x = x0 + step * x_column, y = y0 + step * y_column;
      gint32 left, upper;

      x = x > 0 ? x : 0;
      y = y > 0 ? y : 0;
      x = x < last ? x : last;
      y = y < last ? y : last;
      left = MIN ((gint32) x, size - 2);
      upper = MIN ((gint32) y, size - 2);
      right[i] = x - (float) left;
      lower[i] = y - (float) upper;
      offset[i] = upper * size + left;
    }
}

static void
locate_line (const CpAugmentMap *map,
             guint               size,
             guint               row,
             guint               column,
             guint               n,
             Tile               *tile,
             guint               at)
{
  const float x0 = map->x + (float) row * map->x_row, y0 = map->y + (float) row * map->y_row;

  for (guint i = 0; i < n; i += STRIP)
    locate_strip (map, x0, y0, (gint32) size, (gint32) (column + i), tile->offset + at + i,
                  tile->right + at + i, tile->lower + at + i);
}

/* Two neighbouring bytes, the first the lower. */
static inline guint32
load_pair (const guint8 *p)
{
  guint16 pair;

  memcpy (&pair, p, sizeof pair);

  return GUINT16_FROM_LE (pair);
}

/* Two loads of two neighbouring bytes a pixel, none of them outside the original. */
static void
fetch (guint         size,
       guint         n,
       const guint8 *pixels,
       const gint32 *restrict offset,
       guint32      *restrict around)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 *p = pixels + offset[i];

      around[i] = load_pair (p) | load_pair (p + size) << 16;
    }
}

static void
blend (const Tile         *tile,
       const CpAugmentMap *map,
       guint               n,
       float              *restrict out)
{
  const float contrast = map->contrast, brightness = map->brightness;

  for (guint i = 0; i < n; i++)
    {
      const guint32 four = tile->around[i];
      const float a = (float) (gint32) (four & 255), b = (float) (gint32) (four >> 8 & 255);
      const float c = (float) (gint32) (four >> 16 & 255), d = (float) (gint32) (four >> 24);
      const float upper = a + tile->right[i] * (b - a), lower = c + tile->right[i] * (d - c);
      const float value = upper + tile->lower[i] * (lower - upper);

      out[i] = (value / 255.0f - 0.5f) / 0.5f * contrast + brightness;
    }
}

/* out(row, column) = original (x + …, y + …), bilinear between the middles of pixels,
 * normalised as all input is, then times contrast plus brightness. */
void
CP_KERNEL (cp_augment) (const CpAugmentMap *map,
                        guint               size,
                        const guint8       *pixels,
                        float              *out)
{
  const guint columns = MIN (size, TILE), rows = TILE / columns;
  Tile tile;

  for (guint row = 0; row < size; row += rows)
    for (guint column = 0; column < size; column += columns)
      {
        const guint height = MIN (rows, size - row), width = MIN (columns, size - column);
        const guint n = height * width;

        for (guint r = 0; r < height; r++)
          locate_line (map, size, row + r, column, width, &tile, r * width);
        fetch (size, n, pixels, tile.offset, tile.around);
        blend (&tile, map, n, out + (gsize) row * size + column);
      }
}
