/* SPDX-License-Identifier: MIT */
#pragma once

#include "frame.h"

/* ReLU and max pooling of rows of whole vectors, while they are still in the
 * first-level cache, and the way back. Which pixel of its window an output came
 * from is kept in a byte. */

CP_INLINE void
put_choices (CpWhole which,
             guint8 *choices)
{
  for (guint i = 0; i < CP_LANES; i++)
    choices[i] = (guint8) which[i];
}

CP_INLINE CpWhole
get_choices (const guint8 *choices)
{
  CpWhole which;

  for (guint i = 0; i < CP_LANES; i++)
    which[i] = choices[i];

  return which;
}

/* Takes @value where it is larger; of equal ones the first is kept. */
CP_INLINE void
prefer (CpVector   *best,
        CpWhole    *which,
        CpVector    value,
        const guint tap)
{
  const CpWhole better = value > *best;

  *best = choose (better, value, *best);
  *which = (better & (gint32) tap) | (~better & *which);
}

CP_INLINE CpVector
not_negative (CpVector v)
{
  return choose (v < 0, (CpVector) { 0 }, v); /* NaN stays NaN */
}

/* The maximum of a window, never below zero; the first of equal maxima is chosen. */
CP_INLINE CpVector
pool_window (const float *window,
             gsize        line,
             gsize        pixel,
             const guint  size,
             guint8      *choices)
{
  CpVector best = load (window);
  CpWhole which = { 0 };

  for (guint tap = 1; tap < size * size; tap++)
    prefer (&best, &which, load (window + tap / size * line + tap % size * pixel), tap);
  put_choices (which, choices);

  return not_negative (best);
}

/* One row of windows: @rows (size, width, step), y (width / size, channels),
 * choices (width / size, step). */
CP_INLINE void
pool_row (const float *rows,
          guint        width,
          guint        channels,
          const guint  size,
          float       *y,
          guint8      *choices)
{
  const gsize step = cp_round_up (channels, CP_LANES);

  for (guint x = 0; x < width / size; x++)
    for (guint c = 0; c < channels; c += CP_LANES)
      store (y + (gsize) x * channels + c,
             pool_window (rows + (gsize) x * size * step + c, width * step, step, size, choices + x * step + c),
             channels - c);
}

/* Gives one window its gradient: all of it to the pixel that was chosen. */
CP_INLINE void
unpool_window (CpVector     dy,
               const guint8 *choices,
               float        *window,
               gsize         line,
               gsize         pixel,
               const guint   size)
{
  const CpWhole which = get_choices (choices);

  for (guint tap = 0; tap < size * size; tap++)
    store (window + tap / size * line + tap % size * pixel,
           choose (which == (gint32) tap, dy, (CpVector) { 0 }), CP_LANES);
}

/* The way back of pool_row(), into rows that are zero where no window is. */
CP_INLINE void
unpool_row (const float  *dy,
            const guint8 *choices,
            guint         width,
            guint         channels,
            const guint   size,
            float        *rows)
{
  const gsize step = cp_round_up (channels, CP_LANES);

  for (guint x = 0; x < width / size; x++)
    for (guint c = 0; c < channels; c += CP_LANES)
      unpool_window (load_some (dy + (gsize) x * channels + c, channels - c), choices + x * step + c,
                     rows + (gsize) x * size * step + c, width * step, step, size);
}
