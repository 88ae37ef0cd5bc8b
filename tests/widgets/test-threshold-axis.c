/* SPDX-License-Identifier: MIT */
#include "threshold-axis.h"

#include <math.h>

static const CpThresholdAxis axes[] = { CP_THRESHOLD_AXIS_LINEAR, CP_THRESHOLD_AXIS_LOGIT };

/* There and back, and always rising: handle, bars and marks are where their threshold is. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      double last = -1;

      for (guint j = 0; j <= 100000; j++)
        {
          double threshold = j / 100000.0;
          double place = cp_threshold_axis_get_place (axes[i], threshold);

          g_assert_cmpfloat (place, >, last);
          g_assert_cmpfloat_with_epsilon (cp_threshold_axis_get_threshold (axes[i], place), threshold, 1e-12);
          last = place;
        }
      g_assert_cmpfloat (cp_threshold_axis_get_place (axes[i], 0), ==, 0);
      g_assert_cmpfloat (last, ==, 1);
      g_assert_cmpfloat (cp_threshold_axis_get_threshold (axes[i], 0), ==, 0);
      g_assert_cmpfloat (cp_threshold_axis_get_threshold (axes[i], 1), ==, 1);
      g_assert_cmpfloat (cp_threshold_axis_get_threshold (axes[i], -3), ==, 0);
      g_assert_cmpfloat (cp_threshold_axis_get_threshold (axes[i], 3), ==, 1);
    }
}

/* Equal ratios of odds lie equally far apart, one half in the middle. */
static void
test_even_in_log_odds (void)
{
  static const double odds[] = { 1 / 81.0, 1 / 27.0, 1 / 9.0, 1 / 3.0, 1, 3, 9, 27, 81 };
  double distance = cp_threshold_axis_get_place (CP_THRESHOLD_AXIS_LOGIT, 0.75) - 0.5;

  for (guint i = 1; i < G_N_ELEMENTS (odds); i++)
    {
      double lower = cp_threshold_axis_get_place (CP_THRESHOLD_AXIS_LOGIT, odds[i - 1] / (1 + odds[i - 1]));
      double upper = cp_threshold_axis_get_place (CP_THRESHOLD_AXIS_LOGIT, odds[i] / (1 + odds[i]));

      g_assert_cmpfloat_with_epsilon (upper - lower, distance, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (cp_threshold_axis_get_place (CP_THRESHOLD_AXIS_LOGIT, 0.5), 0.5, 1e-12);
}

static void
test_steps (void)
{
  double threshold = 0.2;

  for (guint i = 0; i < 10; i++)
    threshold = cp_threshold_axis_step (CP_THRESHOLD_AXIS_LINEAR, threshold, 1);
  g_assert_cmpfloat (threshold, ==, 0.3);
  g_assert_cmpfloat (cp_threshold_axis_step (CP_THRESHOLD_AXIS_LINEAR, 0.995, 1), ==, 1);

  threshold = cp_threshold_axis_step (CP_THRESHOLD_AXIS_LOGIT, 0.5, 10);
  g_assert_cmpfloat_with_epsilon (threshold, 1 / (1 + exp (-1)), 1e-7);
  g_assert_cmpfloat_with_epsilon (cp_threshold_axis_step (CP_THRESHOLD_AXIS_LOGIT, threshold, -10), 0.5, 1e-7);
  for (guint i = 0; i < 200; i++)
    threshold = cp_threshold_axis_step (CP_THRESHOLD_AXIS_LOGIT, threshold, -1);
  g_assert_cmpfloat (threshold, ==, 0);
  g_assert_cmpfloat (cp_threshold_axis_step (CP_THRESHOLD_AXIS_LOGIT, threshold, 1), >, 0);
}

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      double edges[101];

      cp_threshold_axis_get_edges (axes[i], 100, edges);
      g_assert_cmpfloat (edges[0], ==, 0);
      g_assert_cmpfloat (edges[100], ==, 1);
      for (guint j = 0; j < 100; j++)
        g_assert_cmpfloat (edges[j], <, edges[j + 1]);
      if (axes[i] == CP_THRESHOLD_AXIS_LINEAR)
        g_assert_cmpfloat (edges[30], ==, 0.3);
      else
        {
          g_assert_cmpfloat_with_epsilon (edges[1], CP_LOGIT_LOWEST, 1e-15);
          g_assert_cmpfloat_with_epsilon (edges[99], CP_LOGIT_HIGHEST, 1e-15);
        }
    }
}

/* Labels never run into one another. */
static void
test_ticks (void)
{
  static const double extents[] = { 260, 460, 690, 1400 };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (extents); j++)
      {
        CpThresholdTick ticks[CP_MAX_THRESHOLD_TICKS];
        guint n = cp_threshold_axis_get_ticks (axes[i], extents[j], ticks);

        g_assert_cmpuint (n, >=, 3);
        for (guint k = 0; k < n; k++)
          {
            double room = k == 0 ? G_MAXDOUBLE
                                 : extents[j] * (cp_threshold_axis_get_place (axes[i], ticks[k].threshold) -
                                                 cp_threshold_axis_get_place (axes[i], ticks[k - 1].threshold));

            g_assert_cmpfloat (g_ascii_strtod (ticks[k].label, NULL), ==, ticks[k].threshold);
            g_assert_cmpfloat (room, >=, 34);
          }
      }
}

static void
test_format (void)
{
  static const struct
  {
    double threshold;
    const char *text;
  } cases[] = {
    { 0, "0.000" }, { 1, "1.000" }, { 0.5, "0.500" }, { 2 / 3.0, "0.667" }, { 0.0006, "0.001" },
    { 0.0004, "0.0004" }, { 0.99962, "0.9996" }, { 0.000004, "0.000004" }, { 1e-9, "0.000000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_assert_cmpstr (cp_threshold_format (cases[i].threshold, text, sizeof text), ==, cases[i].text);
    }
}

static void
test_tidy (void)
{
  g_assert_cmpfloat (cp_threshold_axis_tidy (CP_THRESHOLD_AXIS_LINEAR, 0.012345), ==, 0.012);
  g_assert_cmpfloat (cp_threshold_axis_tidy (CP_THRESHOLD_AXIS_LOGIT, 0.012345), ==, 0.0123);
  g_assert_cmpfloat (cp_threshold_axis_tidy (CP_THRESHOLD_AXIS_LOGIT, 0.512345), ==, 0.512);
  g_assert_cmpfloat (cp_threshold_axis_tidy (CP_THRESHOLD_AXIS_LOGIT, 0.0001234567), ==, 0.000123);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threshold-axis/round-trip", test_round_trip);
  g_test_add_func ("/threshold-axis/even-in-log-odds", test_even_in_log_odds);
  g_test_add_func ("/threshold-axis/steps", test_steps);
  g_test_add_func ("/threshold-axis/edges", test_edges);
  g_test_add_func ("/threshold-axis/ticks", test_ticks);
  g_test_add_func ("/threshold-axis/format", test_format);
  g_test_add_func ("/threshold-axis/tidy", test_tidy);
  return g_test_run ();
}
