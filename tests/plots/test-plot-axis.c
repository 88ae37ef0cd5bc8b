/* SPDX-License-Identifier: MIT */
#include "plot-axis.h"

#include <math.h>

typedef struct
{
  double low, high;
  guint most;
  const char *expected; /* labels, separated by spaces */
} Case;

static const Case cases[] = {
  { 0, 1, 11, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0" },
  { 0, 1, 10, "0.0 0.2 0.4 0.6 0.8 1.0" },
  { 0, 1, 5, "0.0 0.5 1.0" },
  { 0, 0.7, 4, "0.0 0.2 0.4 0.6" },
  { 0, 185, 8, "0 50 100 150" },
  { 0, 185, 10, "0 20 40 60 80 100 120 140 160 180" },
  { 0, 0.0123, 4, "0.000 0.005 0.010" },
  { -3, 7, 6, "-2 0 2 4 6" },
  { 0.31, 0.33, 3, "0.31 0.32 0.33" },
  { 0, 1e6, 6, "0 200000 400000 600000 800000 1000000" },
  { 5, 5, 5, "" },
  { 7, 5, 5, "" },
  { 0, NAN, 5, "" },
  { 0, INFINITY, 5, "" },
  { 0, 1, 0, "" },
  { 0, 10, 1, "0" },
};

static char *
format_all (const CpPlotTicks *ticks)
{
  GString *all = g_string_new (NULL);
  char text[CP_PLOT_TICK_LENGTH];

  for (guint i = 0; i < ticks->n; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? " " : "", cp_plot_ticks_format (ticks, i, text));
  return g_string_free (all, FALSE);
}

static void
test_labels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CpPlotTicks ticks;
      g_autofree char *labels = NULL;

      cp_plot_ticks_init (&ticks, cases[i].low, cases[i].high, cases[i].most);
      labels = format_all (&ticks);
      g_assert_cmpstr (labels, ==, cases[i].expected);
    }
}

static void
test_values_are_exact (void)
{
  static const double tenths[] = { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 };
  CpPlotTicks ticks;

  cp_plot_ticks_init (&ticks, 0, 1, 11);
  g_assert_cmpuint (ticks.n, ==, G_N_ELEMENTS (tenths));
  for (guint i = 0; i < ticks.n; i++)
    g_assert_cmpfloat (cp_plot_ticks_get (&ticks, i), ==, tenths[i]);
}

static void
check_random (void)
{
  double low = g_test_rand_double_range (-100, 100);
  double high = low + pow (10, g_test_rand_double_range (-6, 6));
  guint most = (guint) g_test_rand_int_range (2, 20);
  CpPlotTicks ticks;

  cp_plot_ticks_init (&ticks, low, high, most);
  g_assert_cmpuint (ticks.n, <=, most);
  g_assert_cmpuint (ticks.n, >=, most >= 5 ? 2 : 0);
  for (guint i = 0; i < ticks.n; i++)
    {
      double slack = 1e-6 * (high - low);

      g_assert_cmpfloat (cp_plot_ticks_get (&ticks, i), >=, low - slack);
      g_assert_cmpfloat (cp_plot_ticks_get (&ticks, i), <=, high + slack);
      if (i > 0)
        g_assert_cmpfloat (cp_plot_ticks_get (&ticks, i), >, cp_plot_ticks_get (&ticks, i - 1));
    }
}

static void
test_random (void)
{
  for (guint i = 0; i < 2000; i++)
    check_random ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot-axis/labels", test_labels);
  g_test_add_func ("/plot-axis/values-are-exact", test_values_are_exact);
  g_test_add_func ("/plot-axis/random", test_random);
  return g_test_run ();
}
