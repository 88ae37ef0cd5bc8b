/* SPDX-License-Identifier: MIT */
#include "vector.h"

/* The lanes that @from names, of @a and then of @b. */
CP_INLINE CpVector
pick (CpVector a,
      CpVector b,
      CpWhole  from)
{
#if defined __has_builtin && __has_builtin (__builtin_shuffle)
  return __builtin_shuffle (a, b, from);
#else /* clang, which the fuzz targets are built with */
  CpVector picked;

  for (guint l = 0; l < CP_LANES; l++)
    picked[l] = from[l] < CP_LANES ? a[from[l]] : b[from[l] - CP_LANES];
  return picked;
#endif
}

/* A square of vectors, turned by exchanging ever larger halves: after the step
 * of width w, blocks of w by w have changed places. */
CP_INLINE void
transpose_square (const float *x,
                  gsize        x_step,
                  float       *y,
                  gsize        y_step)
{
  CpVector row[CP_LANES];

#pragma GCC unroll 16
  for (guint i = 0; i < CP_LANES; i++)
    row[i] = load (x + i * x_step);

#pragma GCC unroll 4
  for (guint width = CP_LANES / 2; width > 0; width /= 2)
    {
      CpWhole upper, lower;

#pragma GCC unroll 16
      for (gint l = 0; l < CP_LANES; l++)
        {
          const gint half = (gint) width;

          upper[l] = l & half ? l - half + CP_LANES : l;
          lower[l] = l & half ? l + CP_LANES : l + half;
        }
#pragma GCC unroll 16
      for (guint i = 0; i < CP_LANES; i++)
        if ((i & width) == 0)
          {
            const CpVector a = row[i], b = row[i + width];

            row[i] = pick (a, b, upper);
            row[i + width] = pick (a, b, lower);
          }
    }

#pragma GCC unroll 16
  for (guint i = 0; i < CP_LANES; i++)
    store (y + i * y_step, row[i], CP_LANES);
}

static void
transpose_rest (guint        rows,
                guint        columns,
                const float *x,
                gsize        x_step,
                float       *y,
                gsize        y_step)
{
  for (guint r = 0; r < rows; r++)
    for (guint c = 0; c < columns; c++)
      y[c * y_step + r] = x[r * x_step + c];
}

/* y[c, r] = x[r, c] */
void
CP_KERNEL (cp_transpose) (guint        rows,
                          guint        columns,
                          const float *x,
                          gsize        x_step,
                          float       *y,
                          gsize        y_step)
{
  const guint square_rows = rows - rows % CP_LANES, square_columns = columns - columns % CP_LANES;

  for (guint r = 0; r < square_rows; r += CP_LANES)
    for (guint c = 0; c < square_columns; c += CP_LANES)
      transpose_square (x + r * x_step + c, x_step, y + c * y_step + r, y_step);
  transpose_rest (rows, columns - square_columns, x + square_columns, x_step,
                  y + square_columns * y_step, y_step);
  transpose_rest (rows - square_rows, square_columns, x + square_rows * x_step, x_step,
                  y + square_rows, y_step);
}
