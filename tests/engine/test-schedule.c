/* SPDX-License-Identifier: MIT */
#include "schedule.h"

#include <math.h>

/* Every line of tests/fixtures/engine/one-cycle.csv (see make_one_cycle.py). */
static void
test_one_cycle (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  guint compared = 0;

  g_file_get_contents (FIXTURES "/one-cycle.csv", &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++, compared++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      const guint64 total = g_ascii_strtoull (fields[0], NULL, 10), step = g_ascii_strtoull (fields[2], NULL, 10);
      const double rate = g_ascii_strtod (fields[3], NULL), beta1 = g_ascii_strtod (fields[4], NULL);
      const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, g_ascii_strtod (fields[1], NULL), 0.9, TRUE };
      const CpSchedulePoint point = cp_schedule_at (&schedule, step, total);

      g_assert_cmpfloat_with_epsilon (point.rate, rate, 1e-9 * rate);
      g_assert_cmpfloat_with_epsilon (point.beta1, beta1, 1e-9);
    }
  g_assert_cmpuint (compared, >, 100);
}

static void
test_beta1_stays (void)
{
  const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, 2e-3, 0.9, FALSE };

  for (guint64 step = 0; step < 50; step++)
    g_assert_cmpfloat (cp_schedule_at (&schedule, step, 50).beta1, ==, 0.9);
}

static void
test_constant (void)
{
  const CpSchedule schedule = { CP_SCHEDULE_CONSTANT, 1e-3, 0.9, TRUE };

  for (guint64 step = 0; step < 10; step++)
    {
      CpSchedulePoint point = cp_schedule_at (&schedule, step, 10);

      g_assert_cmpfloat (point.rate, ==, 1e-3);
      g_assert_cmpfloat (point.beta1, ==, 0.9);
    }
}

/* The rate rises to its highest, then falls, and is finite and above 0 for any length. */
static void
test_shape (void)
{
  const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, 1, 0.9, TRUE };

  for (guint64 total = 1; total <= 200; total++)
    {
      double last = 0;
      gboolean falls = FALSE;

      for (guint64 step = 0; step < total; step++)
        {
          const double rate = cp_schedule_at (&schedule, step, total).rate;

          g_assert_true (isfinite (rate));
          g_assert_cmpfloat (rate, >, 0);
          g_assert_cmpfloat (rate, <=, 1);
          g_assert_false (falls && rate >= last);
          falls = step > 0 && rate < last;
          last = rate;
        }
      g_assert_cmpfloat_with_epsilon (last, 1 / 25e4, 1e-15);
      g_assert_cmpfloat (cp_schedule_at (&schedule, total + 5, total).rate, ==, last);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/one-cycle", test_one_cycle);
  g_test_add_func ("/schedule/beta1-stays", test_beta1_stays);
  g_test_add_func ("/schedule/constant", test_constant);
  g_test_add_func ("/schedule/shape", test_shape);

  return g_test_run ();
}
