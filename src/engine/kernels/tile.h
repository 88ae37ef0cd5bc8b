/* SPDX-License-Identifier: MIT */
#pragma once

#include "level.h"

#include <string.h>

/* The core of every dense layer: register tiles of a product whose left rows
 * are read where they lie (no im2col) and whose right side is packed. */

typedef float CpVector __attribute__ ((vector_size (CP_LANES * 4)));
typedef float CpLoose __attribute__ ((vector_size (CP_LANES * 4), aligned (4), may_alias));

#define CP_INLINE static inline __attribute__ ((always_inline))
#define CP_COLUMNS 2 /* vectors a tile is wide */

/* Rows a tile is high: accumulators, a row of weights and one broadcast fit the registers. */
#if CP_LANES == 16
#define CP_ROWS 14
#elif CP_LANES == 8
#define CP_ROWS 6
#else
#define CP_ROWS 5
#endif
#define CP_OUTER_ROWS (CP_ROWS < 8 ? CP_ROWS : 8)

CP_INLINE CpVector
load (const float *p)
{
  return *(const CpLoose *) p;
}

CP_INLINE void
store (float   *p,
       CpVector v,
       guint    n)
{
  if (n >= CP_LANES)
    *(CpLoose *) p = v;
  else
    memcpy (p, &v, n * sizeof (float));
}

/**
 * CpRows:
 * @a: first left row
 * @a_step: floats between left rows
 * @segments: parts a left row is read in, such as the kernel's rows
 * @segment_step: floats between parts
 * @segment_length: floats in a part
 * @b: (segments · segment_length, b_step) packed right side
 * @bias: (b_step), or NULL for zero
 * @y: first output row
 * @y_step: floats between output rows, the number of columns that are stored
 *
 * y[r, :] = bias + Σ a[r, segment, k] b[segment, k, :]
 */
typedef struct
{
  const float *a;
  gsize a_step;
  guint segments;
  gsize segment_step;
  guint segment_length;
  const float *b;
  gsize b_step;
  const float *bias;
  float *y;
  gsize y_step;
} CpRows;

CP_INLINE void
multiply_tile (const CpRows *p,
               guint         column,
               const guint   rows,
               const guint   columns)
{
  CpVector sum[CP_ROWS][CP_COLUMNS];
  const float *b = p->b + column;

#pragma GCC unroll 16
  for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < columns; c++)
      sum[r][c] = p->bias ? load (p->bias + column + c * CP_LANES) : (CpVector) { 0 };

  for (guint s = 0; s < p->segments; s++)
    {
      const float *a = p->a + s * p->segment_step;

      for (guint k = 0; k < p->segment_length; k++, b += p->b_step)
        {
          CpVector right[CP_COLUMNS];

#pragma GCC unroll 2
          for (guint c = 0; c < columns; c++)
            right[c] = load (b + c * CP_LANES);
#pragma GCC unroll 16
          for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
            for (guint c = 0; c < columns; c++)
              sum[r][c] += a[r * p->a_step + k] * right[c];
        }
    }

#pragma GCC unroll 16
  for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < columns; c++)
      {
        guint at = column + c * CP_LANES;

        store (p->y + r * p->y_step + at, sum[r][c], (guint) (p->y_step - at));
      }
}

#define CP_TILE_CASE(n)                      \
  case n:                                    \
    if (columns == 2)                        \
      multiply_tile (p, column, n, 2);       \
    else                                     \
      multiply_tile (p, column, n, 1);       \
    break

static void
multiply_tile_any (const CpRows *p,
                   guint         column,
                   guint         rows,
                   guint         columns)
{
  switch (rows)
    {
    CP_TILE_CASE (1);
    CP_TILE_CASE (2);
    CP_TILE_CASE (3);
    CP_TILE_CASE (4);
    CP_TILE_CASE (5);
#if CP_ROWS >= 6
    CP_TILE_CASE (6);
#endif
#if CP_ROWS >= 14
    CP_TILE_CASE (7);
    CP_TILE_CASE (8);
    CP_TILE_CASE (9);
    CP_TILE_CASE (10);
    CP_TILE_CASE (11);
    CP_TILE_CASE (12);
    CP_TILE_CASE (13);
    CP_TILE_CASE (14);
#endif
    default:
      g_assert_not_reached ();
    }
}

/* All columns of @n rows, in tiles of nearly equal height: a small last tile
 * would leave the multipliers waiting. */
static void
multiply_rows (const CpRows *rows,
               guint         n)
{
  guint tiles = (n + CP_ROWS - 1) / CP_ROWS;

  for (guint column = 0; column < rows->y_step; column += CP_COLUMNS * CP_LANES)
    {
      guint columns = rows->y_step - column > CP_LANES ? 2 : 1;
      CpRows p = *rows;

      for (guint t = 0; t < tiles; t++)
        {
          guint height = n * (t + 1) / tiles - n * t / tiles;

          multiply_tile_any (&p, column, height, columns);
          p.a += height * p.a_step;
          p.y += height * p.y_step;
        }
    }
}

/**
 * CpOuter:
 * @a: first left row; @a_step floats to the next, @a_line to the next line's first
 * @b: (lines · length, b_step) right rows
 * @lines: lines of rows
 * @length: rows in a line
 * @y: (k, b_step), added to
 *
 * y[k, :] += Σ_rows a[row, k] b[row, :]
 */
typedef struct
{
  const float *a;
  gsize a_step;
  gsize a_line;
  const float *b;
  gsize b_step;
  guint lines;
  guint length;
  float *y;
} CpOuter;

CP_INLINE void
outer_tile (const CpOuter *p,
            guint          k,
            guint          column,
            const guint    height,
            const guint    columns)
{
  CpVector sum[CP_OUTER_ROWS][CP_COLUMNS];
  const float *b = p->b + column;
  float *y = p->y + (gsize) k * p->b_step + column;

#pragma GCC unroll 16
  for (guint r = 0; r < height; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < columns; c++)
      sum[r][c] = load (y + r * p->b_step + c * CP_LANES);

  for (guint line = 0; line < p->lines; line++)
    {
      const float *a = p->a + line * p->a_line + k;

      for (guint i = 0; i < p->length; i++, a += p->a_step, b += p->b_step)
        {
          CpVector right[CP_COLUMNS];

#pragma GCC unroll 2
          for (guint c = 0; c < columns; c++)
            right[c] = load (b + c * CP_LANES);
#pragma GCC unroll 16
          for (guint r = 0; r < height; r++)
#pragma GCC unroll 2
            for (guint c = 0; c < columns; c++)
              sum[r][c] += a[r] * right[c];
        }
    }

#pragma GCC unroll 16
  for (guint r = 0; r < height; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < columns; c++)
      *(CpLoose *) (y + r * p->b_step + c * CP_LANES) = sum[r][c];
}

#define CP_OUTER_CASE(n)                     \
  case n:                                    \
    if (columns == 2)                        \
      outer_tile (p, k, column, n, 2);       \
    else                                     \
      outer_tile (p, k, column, n, 1);       \
    break

static void
outer_tile_any (const CpOuter *p,
                guint          k,
                guint          column,
                guint          height,
                guint          columns)
{
  switch (height)
    {
    CP_OUTER_CASE (1);
    CP_OUTER_CASE (2);
    CP_OUTER_CASE (3);
    CP_OUTER_CASE (4);
    CP_OUTER_CASE (5);
#if CP_ROWS >= 6
    CP_OUTER_CASE (6);
#endif
#if CP_ROWS >= 14
    CP_OUTER_CASE (7);
    CP_OUTER_CASE (8);
#endif
    default:
      g_assert_not_reached ();
    }
}

/* Rows 0 … @n of y, in tiles of nearly equal height. */
static void
outer_rows (const CpOuter *p,
            guint          n)
{
  guint tiles = (n + CP_OUTER_ROWS - 1) / CP_OUTER_ROWS;

  for (guint column = 0; column < p->b_step; column += CP_COLUMNS * CP_LANES)
    {
      guint columns = p->b_step - column > CP_LANES ? 2 : 1;

      for (guint t = 0; t < tiles; t++)
        {
          guint k = n * t / tiles;

          outer_tile_any (p, k, column, n * (t + 1) / tiles - k, columns);
        }
    }
}
