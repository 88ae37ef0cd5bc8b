/* SPDX-License-Identifier: MIT */
#include "fixture-reader.h"

#include <math.h>
#include <string.h>

/* Moves @at behind the next @bytes, and returns where they begin. */
const char *
fixture_take (const char **at,
              gsize        bytes)
{
  const char *here = *at;

  *at += bytes;

  return here;
}

double
fixture_double (const char *at,
                guint       index)
{
  double value;

  memcpy (&value, at + index * sizeof value, sizeof value);

  return value;
}

/* ‖found − expected‖ / ‖expected‖. Not the largest difference of one weight:
 * where a gradient is all but zero, Adam turns its rounding error into a step. */
double
fixture_difference (const float *found,
                    const char  *expected,
                    gsize        n)
{
  double error = 0, square = 0;

  for (gsize i = 0; i < n; i++)
    {
      float e;

      memcpy (&e, expected + i * sizeof (float), sizeof e);
      g_assert_true (isfinite (found[i]));
      error += pow ((double) found[i] - (double) e, 2);
      square += pow ((double) e, 2);
    }
  g_assert_cmpfloat (square, >, 0);

  return sqrt (error / square);
}
