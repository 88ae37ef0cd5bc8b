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

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(const CpParameter *const *) a)->name, (*(const CpParameter *const *) b)->name);
}

/* The parameters of one kind or all, by name. */
GPtrArray *
fixture_sorted_parameters (const CpNetwork *network,
                           gboolean         all,
                           CpParameterKind  kind)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *p = cp_network_get_parameter (network, i);

      if (all || p->kind == kind)
        g_ptr_array_add (sorted, (gpointer) p);
    }
  g_ptr_array_sort (sorted, compare_names);

  return sorted;
}

/* A number in [−1, 1), as weights.py draws it. */
static float
draw (guint64 *state)
{
  *state = *state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);

  return (float) ((gint64) (*state >> 40) * 2 - (1 << 24)) / (float) (1 << 24);
}

/* The weights of weights.py. */
void
fixture_fill (CpNetwork *network,
              guint32    seed)
{
  g_autoptr (GPtrArray) sorted = fixture_sorted_parameters (network, TRUE, 0);
  guint64 state = seed;

  for (guint i = 0; i < sorted->len; i++)
    {
      const CpParameter *p = sorted->pdata[i];
      const gboolean around_one = g_str_has_suffix (p->name, "running_var")
                                  || (p->n_dims == 1 && g_str_has_suffix (p->name, "weight"));
      const double fan_in = p->n_dims > 1 ? (double) (p->size / p->shape[0]) : 64;
      const float bound = around_one ? 0.5f : p->n_dims == 1 ? 0.125f : (float) (1 / sqrt (fan_in));
      float *values = cp_network_edit_values (network) + p->offset;

      for (gsize j = 0; j < p->size; j++)
        values[j] = p->kind == CP_PARAMETER_COUNT ? 3 : (around_one ? 1.0f : 0.0f) + bound * draw (&state);
    }
}
