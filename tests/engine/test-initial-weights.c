/* SPDX-License-Identifier: MIT */
#include "presets.h"

#include <math.h>
#include <string.h>

/* How often weights are drawn, as in make_initial_weights.py: both sides know a
 * mean of n values of a tensor as well. */
#define SEEDS 64

/* Standard errors of a difference between the two that are let pass. */
#define ERRORS 4

typedef struct
{
  double sum, squares, largest;
  gsize n;
} Drawn;

static void
add_values (Drawn       *drawn,
            const float *values,
            gsize        n)
{
  for (gsize i = 0; i < n; i++)
    {
      const double v = (double) values[i];

      drawn->sum += v;
      drawn->squares += v * v;
      drawn->largest = MAX (drawn->largest, fabs (v));
    }
  drawn->n += n;
}

static Drawn *
draw_all (CpNetwork *network)
{
  Drawn *drawn = g_new0 (Drawn, cp_network_get_n_parameters (network));

  for (guint seed = 0; seed < SEEDS; seed++)
    {
      cp_network_initialise (network, seed);
      for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
        {
          const CpParameter *p = cp_network_get_parameter (network, i);

          add_values (&drawn[i], cp_network_get_values (network) + p->offset, p->size);
        }
    }

  return drawn;
}

/* Uniform on both sides: n values' mean has a standard error of rms / √n, their
 * mean square of √0.8 rms² / √n, and the largest is 1 / n short of the bound. */
static void
compare (const char  *name,
         const Drawn *drawn,
         double       mean,
         double       rms,
         double       largest)
{
  const double n = (double) drawn->n, found = sqrt (drawn->squares / n);
  const double margin = ERRORS * sqrt (2 / n);

  g_test_message ("%s: mean %.2g and %.2g, rms %.5g and %.5g, largest %.5g and %.5g", name, drawn->sum / n, mean,
                  found, rms, drawn->largest, largest);
  if (rms == 0 || rms == largest)
    {
      g_assert_cmpfloat (drawn->sum / n, ==, mean);
      g_assert_cmpfloat (found, ==, rms);
      return;
    }
  g_assert_cmpfloat_with_epsilon (drawn->sum / n, mean, margin * rms);
  g_assert_cmpfloat_with_epsilon (found / rms, 1, margin * sqrt (0.8) / 2);
  g_assert_cmpfloat_with_epsilon (drawn->largest / largest, 1, 8 / n);
}

static guint
find_parameter (const CpNetwork *network,
                const char      *name)
{
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    if (strcmp (cp_network_get_parameter (network, i)->name, name) == 0)
      return i;
  g_error ("no tensor %s", name);
}

/* Every tensor that PyTorch's module has, as widely spread as there. */
static void
test_residual (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = cp_preset_new_network ("residual", 28, &error);
  g_autofree char *csv = NULL;

  g_assert_no_error (error);
  g_file_get_contents (FIXTURES "/initial-weights.csv", &csv, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (g_strchomp (csv), "\n", 0);
  g_autofree Drawn *drawn = draw_all (network);

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + cp_network_get_n_parameters (network));
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", 4);

      compare (cells[0], &drawn[find_parameter (network, cells[0])], g_ascii_strtod (cells[1], NULL),
               g_ascii_strtod (cells[2], NULL), g_ascii_strtod (cells[3], NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initial-weights/residual", test_residual);

  return g_test_run ();
}
