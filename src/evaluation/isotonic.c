/* SPDX-License-Identifier: MIT */
#include "isotonic-private.h"

#include "predictions-private.h"

/* Neighbouring ties with one share of pneumonia. */
typedef struct
{
  gsize start; /* places in the sorted order, as in CpTie */
  gsize end;
  gsize positives;
} Block;

/* Whether the share in @lower is at least that in @upper, in whole numbers. */
static gboolean
must_pool (const Block *lower,
           const Block *upper)
{
  return (guint64) lower->positives * (upper->end - upper->start)
         >= (guint64) upper->positives * (lower->end - lower->start);
}

/* Pools adjacent violators (Ayer et al., Ann Math Stat 1955; 26:641). Returns the blocks, of ascending shares. */
static GArray *
pool (const CpPredictions *predictions)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  CpTie tie = { 0 };

  while (cp_predictions_next_tie (predictions, &tie))
    {
      Block block = { tie.start, tie.end, tie.positives };

      while (blocks->len > 0 && must_pool (&g_array_index (blocks, Block, blocks->len - 1), &block))
        {
          const Block *lower = &g_array_index (blocks, Block, blocks->len - 1);

          block.start = lower->start;
          block.positives += lower->positives;
          g_array_set_size (blocks, blocks->len - 1);
        }
      g_array_append_val (blocks, block);
    }
  return blocks;
}

static void
add_knot (CpIsotonic *self,
          double      x,
          double      y)
{
  if (self->n > 0 && self->x[self->n - 1] == x)
    return;
  self->x[self->n] = x;
  self->y[self->n] = y;
  self->n++;
}

/*
 * cp_isotonic_fit:
 * @self: (out caller-allocates): free with cp_isotonic_clear()
 * @predictions: predictions
 *
 * The line that never falls and is nearest to the labels in squares, with
 * knots at the ends of each pooled block. O(n).
 */
void
cp_isotonic_fit (CpIsotonic          *self,
                 const CpPredictions *predictions)
{
  g_autoptr (GArray) blocks = pool (predictions);

  self->n = 0;
  self->x = g_new (double, 2 * blocks->len);
  self->y = g_new (double, 2 * blocks->len);
  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = &g_array_index (blocks, Block, i);
      double share = (double) block->positives / (block->end - block->start);

      add_knot (self, predictions->probabilities[block->start], share);
      add_knot (self, predictions->probabilities[block->end - 1], share);
    }
}

/* The last knot at or below @x, which is not below the first. */
static gsize
knot_below (const CpIsotonic *self,
            double            x)
{
  gsize low = 0, high = self->n;

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (self->x[middle] <= x)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/*
 * cp_isotonic_apply:
 * @self: a line
 * @x: any number
 *
 * Its height at @x. Each operation rounds without changing an order and the
 * next knot bounds the result, so it never falls, to the last bit.
 */
double
cp_isotonic_apply (const CpIsotonic *self,
                   double            x)
{
  gsize i;
  double rise;

  if (x <= self->x[0])
    return self->y[0];
  i = knot_below (self, x);
  if (i + 1 == self->n)
    return self->y[i];
  rise = (self->y[i + 1] - self->y[i]) * ((x - self->x[i]) / (self->x[i + 1] - self->x[i]));
  return MIN (self->y[i] + rise, self->y[i + 1]);
}

/*
 * cp_isotonic_clear:
 * @self: a line, or zeroes
 */
void
cp_isotonic_clear (CpIsotonic *self)
{
  g_clear_pointer (&self->x, g_free);
  g_clear_pointer (&self->y, g_free);
  self->n = 0;
}
