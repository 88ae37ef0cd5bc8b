/* SPDX-License-Identifier: MIT */
#pragma once

#include "vector.h"

/* Register tiles of a matrix product whose right side has whole vectors. */

#define CP_COLUMNS 2 /* vectors a tile is wide */
#define CP_DEPTH 128 /* rows of the right side that all rows are multiplied with while they are near */

/* Rows a tile is high: accumulators, a row of the right side and one broadcast fit the registers. */
#if CP_LANES == 16
#define CP_ROWS 8
#define CP_OUTER_ROWS 13
#elif CP_LANES == 8
#define CP_ROWS 6
#define CP_OUTER_ROWS 6
#else
#define CP_ROWS 5
#define CP_OUTER_ROWS 5
#endif

/**
 * CpProduct:
 * @a: (rows, depth), @a_step floats between rows
 * @b: (depth, b_step), whole vectors may be read behind the last column
 * @bias: (columns, in whole vectors), or NULL for zero
 * @y: (rows, columns)
 * @more: whether y is added to, and the bias left out
 *
 * y[r, :] = bias + Σ_k a[r, k] b[k, :]
 */
typedef struct
{
  const float *a;
  gsize a_step;
  guint depth;
  const float *b;
  gsize b_step;
  const float *bias;
  float *y;
  guint columns;
  gboolean more;
} CpProduct;

/* What a sum begins with. */
CP_INLINE CpVector
product_start (const CpProduct *p,
               guint            row,
               guint            column)
{
  if (p->more)
    return load_some (p->y + (gsize) row * p->columns + column, p->columns - column);
  return p->bias != NULL ? load (p->bias + column) : (CpVector) { 0 };
}

CP_INLINE void
product_tile (const CpProduct *p,
              guint            column,
              const guint      rows,
              const guint      width)
{
  CpVector sum[CP_ROWS][CP_COLUMNS];
  const float *b = p->b + column;

#pragma GCC unroll 16
  for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < width; c++)
      sum[r][c] = product_start (p, r, column + c * CP_LANES);

  for (guint k = 0; k < p->depth; k++, b += p->b_step)
    {
      CpVector right[CP_COLUMNS];

#pragma GCC unroll 2
      for (guint c = 0; c < width; c++)
        {
          right[c] = load (b + c * CP_LANES);
          __builtin_prefetch (b + (CP_COLUMNS + c) * CP_LANES); /* the next tile's: rows lie pages apart */
        }
#pragma GCC unroll 16
      for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (guint c = 0; c < width; c++)
          sum[r][c] += p->a[r * p->a_step + k] * right[c];
    }

#pragma GCC unroll 16
  for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < width; c++)
      {
        const guint at = column + c * CP_LANES;

        store (p->y + (gsize) r * p->columns + at, sum[r][c], p->columns - at);
      }
}

/**
 * CpOuter:
 * @a: (depth, rows), @a_step floats between lines
 * @b: (depth, b_step) whole vectors
 * @y: (rows, columns), @y_step floats between rows
 *
 * y[r, :] = Σ_k a[k, r] b[k, :]
 */
typedef struct
{
  const float *a;
  gsize a_step;
  guint depth;
  const float *b;
  gsize b_step;
  float *y;
  gsize y_step;
  guint columns;
} CpOuter;

CP_INLINE void
outer_tile (const CpOuter *p,
            guint          column,
            const guint    rows,
            const guint    width)
{
  CpVector sum[CP_OUTER_ROWS][CP_COLUMNS] = { 0 };
  const float *a = p->a, *b = p->b + column;

  for (guint k = 0; k < p->depth; k++, a += p->a_step, b += p->b_step)
    {
      CpVector right[CP_COLUMNS];

#pragma GCC unroll 2
      for (guint c = 0; c < width; c++)
        right[c] = load (b + c * CP_LANES);
#pragma GCC unroll 16
      for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (guint c = 0; c < width; c++)
          sum[r][c] += a[r] * right[c];
    }

#pragma GCC unroll 16
  for (guint r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (guint c = 0; c < width; c++)
      {
        const guint at = column + c * CP_LANES;

        store (p->y + r * p->y_step + at, sum[r][c], p->columns - at);
      }
}

#define CP_MATRIX_CASE(n, tile)        \
  case n:                              \
    if (width == 2)                    \
      tile (p, column, n, 2);          \
    else                               \
      tile (p, column, n, 1);          \
    break;
#define CP_MATRIX_CASES_5(tile)                                  \
  CP_MATRIX_CASE (1, tile) CP_MATRIX_CASE (2, tile)              \
  CP_MATRIX_CASE (3, tile) CP_MATRIX_CASE (4, tile)              \
  CP_MATRIX_CASE (5, tile)
#define CP_MATRIX_CASES_6(tile) CP_MATRIX_CASES_5 (tile) CP_MATRIX_CASE (6, tile)
#define CP_MATRIX_CASES_8(tile) \
  CP_MATRIX_CASES_6 (tile) CP_MATRIX_CASE (7, tile) CP_MATRIX_CASE (8, tile)
#define CP_MATRIX_CASES_13(tile)                                 \
  CP_MATRIX_CASES_8 (tile)                                       \
  CP_MATRIX_CASE (9, tile) CP_MATRIX_CASE (10, tile)             \
  CP_MATRIX_CASE (11, tile) CP_MATRIX_CASE (12, tile)            \
  CP_MATRIX_CASE (13, tile)

#if CP_LANES == 16
#define CP_PRODUCT_CASES CP_MATRIX_CASES_8
#define CP_OUTER_CASES CP_MATRIX_CASES_13
#elif CP_LANES == 8
#define CP_PRODUCT_CASES CP_MATRIX_CASES_6
#define CP_OUTER_CASES CP_MATRIX_CASES_6
#else
#define CP_PRODUCT_CASES CP_MATRIX_CASES_5
#define CP_OUTER_CASES CP_MATRIX_CASES_5
#endif

#define CP_DEFINE_MATRIX(name, type, cases, tile)  \
  static void                                      \
  name (const type *p,                             \
        guint       column,                        \
        guint       rows,                          \
        guint       width)                         \
  {                                                \
    switch (rows)                                  \
      {                                            \
        cases (tile)                               \
      default:                                     \
        g_assert_not_reached ();                   \
      }                                            \
  }

CP_DEFINE_MATRIX (product_tile_any, CpProduct, CP_PRODUCT_CASES, product_tile)
CP_DEFINE_MATRIX (outer_tile_any, CpOuter, CP_OUTER_CASES, outer_tile)

/* @rows rows in tiles of nearly equal height: a small last tile would leave the
 * multipliers waiting. */
static void
multiply_block (const CpProduct *product,
                guint            rows)
{
  const guint tiles = (rows + CP_ROWS - 1) / CP_ROWS;
  const guint least = rows / tiles, more = rows % tiles;

  for (guint column = 0; column < product->columns; column += CP_COLUMNS * CP_LANES)
    {
      CpProduct p = *product;

      for (guint t = 0; t < tiles; t++)
        {
          const guint height = least + (t < more);

          product_tile_any (&p, column, height, p.columns - column > CP_LANES ? 2 : 1);
          p.a += height * p.a_step;
          p.y += (gsize) height * p.columns;
        }
    }
}

static void
multiply_rows (const CpProduct *product,
               guint            rows)
{
  CpProduct p = *product;

  for (guint first = 0; first < product->depth; first += CP_DEPTH)
    {
      p.depth = MIN (CP_DEPTH, product->depth - first);
      p.more = first > 0;
      multiply_block (&p, rows);
      p.a += CP_DEPTH;
      p.b += CP_DEPTH * p.b_step;
    }
}

static void
outer_rows (const CpOuter *outer,
            guint          rows)
{
  const guint tiles = (rows + CP_OUTER_ROWS - 1) / CP_OUTER_ROWS;

  for (guint column = 0; column < outer->columns; column += CP_COLUMNS * CP_LANES)
    {
      CpOuter p = *outer;

      for (guint t = 0; t < tiles; t++)
        {
          const guint height = rows * (t + 1) / tiles - rows * t / tiles;

          outer_tile_any (&p, column, height, p.columns - column > CP_LANES ? 2 : 1);
          p.a += height;
          p.y += height * p.y_step;
        }
    }
}
