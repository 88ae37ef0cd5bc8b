/* SPDX-License-Identifier: MIT */
#include "trace.h"

#include <math.h>

#define FAN_OUT 16 /* of each level, how many make one of the next */
#define LEVELS 7   /* 16⁸ numbers fit in no guint */

typedef struct
{
  float low, high;
} Range;

struct _CpTrace
{
  GArray *values;         /* (n) float */
  GArray *levels[LEVELS]; /* Range, each of FAN_OUT of the level below; the last one still grows */
};

static const Range empty = { INFINITY, -INFINITY };

/**
 * cp_trace_new:
 *
 * Returns: (transfer full): a trace without numbers
 */
CpTrace *
cp_trace_new (void)
{
  CpTrace *self = g_new0 (CpTrace, 1);

  self->values = g_array_new (FALSE, FALSE, sizeof (float));
  for (guint i = 0; i < LEVELS; i++)
    self->levels[i] = g_array_new (FALSE, FALSE, sizeof (Range));

  return self;
}

/**
 * cp_trace_free:
 * @self: (transfer full): a trace
 */
void
cp_trace_free (CpTrace *self)
{
  g_array_unref (self->values);
  for (guint i = 0; i < LEVELS; i++)
    g_array_unref (self->levels[i]);
  g_free (self);
}

/* Numbers that are not finite are in no range. */
static void
widen (Range *range,
       float  low,
       float  high)
{
  if (isfinite (low))
    range->low = fminf (range->low, low);
  if (isfinite (high))
    range->high = fmaxf (range->high, high);
}

/**
 * cp_trace_append:
 * @self: a trace
 * @value: its next number; one that is not finite is kept, but in no range
 *
 * Constant time.
 */
void
cp_trace_append (CpTrace *self,
                 float    value)
{
  guint place = self->values->len;

  g_array_append_val (self->values, value);
  for (guint i = 0; i < LEVELS; i++)
    {
      place /= FAN_OUT;
      if (self->levels[i]->len <= place)
        g_array_append_val (self->levels[i], empty);
      widen (&g_array_index (self->levels[i], Range, place), value, value);
    }
}

/**
 * cp_trace_get_n:
 * @self: a trace
 *
 * Returns: how many numbers it has
 */
guint
cp_trace_get_n (const CpTrace *self)
{
  return self->values->len;
}

/**
 * cp_trace_get_values:
 * @self: a trace
 *
 * Returns: (transfer none): (n) its numbers, until the next one is appended
 */
const float *
cp_trace_get_values (const CpTrace *self)
{
  return (const float *) (gpointer) self->values->data;
}

static Range
range_at (const CpTrace *self,
          guint          level,
          guint          place)
{
  const float value = level == 0 ? g_array_index (self->values, float, place) : 0;

  return level == 0 ? (Range) { value, value } : g_array_index (self->levels[level - 1], Range, place);
}

/**
 * cp_trace_get_range:
 * @self: a trace
 * @start: the first number of a stretch, from 0
 * @end: the first one after it, at most n
 * @low: (out): the least
 * @high: (out): the greatest
 *
 * Logarithmic time: whole blocks in the middle are looked up at a higher level.
 *
 * Returns: %FALSE where no number of the stretch is finite
 */
gboolean
cp_trace_get_range (const CpTrace *self,
                    guint          start,
                    guint          end,
                    float         *low,
                    float         *high)
{
  Range all = empty;

  for (guint level = 0; start < end; level++)
    {
      const gboolean last = level == LEVELS;

      for (; start < end && (last || start % FAN_OUT != 0); start++)
        widen (&all, range_at (self, level, start).low, range_at (self, level, start).high);
      for (; start < end && (last || end % FAN_OUT != 0); end--)
        widen (&all, range_at (self, level, end - 1).low, range_at (self, level, end - 1).high);
      start /= FAN_OUT;
      end /= FAN_OUT;
    }
  *low = all.low;
  *high = all.high;

  return all.low <= all.high;
}
