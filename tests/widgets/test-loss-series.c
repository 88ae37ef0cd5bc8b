/* SPDX-License-Identifier: MIT */
#include "loss-series.h"

#include <math.h>

static void
append_member (CpLossHistory *history,
               guint          member,
               guint          epoch,
               guint          last_batch,
               double         validation)
{
  g_autoptr (CpEpochRecord) record = cp_epoch_record_new (member, epoch, last_batch, 0.1684, validation,
                                                          (CpConfusion) { 0 }, 1.5);

  cp_loss_history_append_epoch (history, record);
}

static void
append_epoch (CpLossHistory *history,
              guint          epoch,
              guint          last_batch,
              double         validation)
{
  append_member (history, 1, epoch, last_batch, validation);
}

/* Smoothing in two goes is smoothing in one, and equals the definition in double. */
static void
test_smoothing (void)
{
  const float losses[] = { 1, 0.5f, 0.25f, 2, NAN, 0.125f };
  g_autoptr (CpLossHistory) history = cp_loss_history_new (NULL);
  g_autoptr (CpLossSeries) series = cp_loss_series_new (history);
  double sum = 0, weight = 0;

  cp_loss_history_append_batches (history, losses, NULL, 2);
  cp_loss_series_update (series);
  cp_loss_history_append_batches (history, losses + 2, NULL, 4);
  cp_loss_series_update (series);
  g_assert_cmpuint (cp_loss_series_get_n (series), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      if (isfinite (losses[i]))
        {
          sum = 0.9 * sum + 0.1 * losses[i];
          weight = 0.9 * weight + 0.1;
        }
      g_assert_cmpfloat_with_epsilon (cp_loss_series_get_value (series, CP_LOSS_SMOOTHED, i + 1), sum / weight, 1e-6);
    }
  g_assert_cmpfloat (cp_loss_series_get_value (series, CP_LOSS_SMOOTHED, 1), ==, 1);
}

/* What the last network came down to does not pull the next one's first batches down. */
static void
test_members (void)
{
  const float losses[] = { 1, 0.5f, 0.25f, 2, 1, 0.5f };
  const float rates[] = { 0.001f, 0.002f, 0.0001f, 0.001f, 0.002f, 0.0001f };
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { 9, 3, 0.002 });
  g_autoptr (CpLossSeries) series = cp_loss_series_new (history);
  g_autofree char *text = NULL;

  g_assert_cmpuint (cp_loss_series_get_member_batches (series), ==, 3);
  g_assert_cmpfloat (cp_loss_series_get_highest_rate (series), ==, 0);
  cp_loss_history_append_batches (history, losses, rates, 1);
  cp_loss_series_update (series);
  g_assert_cmpfloat (cp_loss_series_get_highest_rate (series), ==, 0.002);
  cp_loss_history_append_batches (history, losses + 1, rates + 1, 5);
  cp_loss_series_update (series);
  for (guint batch = 1; batch <= 6; batch += 3)
    g_assert_cmpfloat (cp_loss_series_get_value (series, CP_LOSS_SMOOTHED, batch), ==, losses[batch - 1]);
  g_assert_cmpfloat_with_epsilon (cp_loss_series_get_value (series, CP_LOSS_SMOOTHED, 5),
                                  (0.9 * 0.1 * 2 + 0.1 * 1) / 0.19, 1e-6);
  g_assert_cmpfloat (cp_loss_series_get_value (series, CP_LOSS_RATES, 6), ==, 0.0001f);
  append_member (history, 2, 1, 6, 0.3);
  cp_loss_series_update (series);
  text = cp_loss_series_describe (series);
  g_assert_cmpstr (text, ==, "Network 2: loss 0.168 after 1 of 1 epochs, validation 0.300");
}

/* Least and greatest of every stretch, against looking at each number. */
static void
test_trace (void)
{
  g_autoptr (CpTrace) trace = cp_trace_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  float low, high;

  g_assert_false (cp_trace_get_range (trace, 0, 0, &low, &high));
  for (guint i = 0; i < 5000; i++)
    cp_trace_append (trace, i % 97 == 0 ? NAN : (float) g_rand_double (random));
  g_assert_cmpuint (cp_trace_get_n (trace), ==, 5000);
  for (guint n = 0; n < 2000; n++)
    {
      const guint start = (guint) g_rand_int_range (random, 0, 5000);
      const guint end = (guint) g_rand_int_range (random, (gint32) start, 5001);
      float least = INFINITY, greatest = -INFINITY;

      for (guint i = start; i < end; i++)
        {
          least = fminf (least, cp_trace_get_values (trace)[i]);
          greatest = fmaxf (greatest, cp_trace_get_values (trace)[i]);
        }
      g_assert_true (cp_trace_get_range (trace, start, end, &low, &high) == (least <= greatest));
      g_assert_cmpfloat (low, ==, least);
      g_assert_cmpfloat (high, ==, greatest);
    }
  g_assert_false (cp_trace_get_range (trace, 97, 98, &low, &high));
}

static void
test_highest (void)
{
  const float losses[] = { 1, 1, 1, 1 };
  const float wild = 1000;
  g_autoptr (CpLossHistory) history = cp_loss_history_new (NULL);
  g_autoptr (CpLossSeries) series = cp_loss_series_new (history);

  g_assert_cmpfloat (cp_loss_series_get_highest (series), ==, 0);
  for (guint i = 0; i < 25; i++)
    cp_loss_history_append_batches (history, losses, NULL, 4);
  cp_loss_series_update (series);
  g_assert_cmpfloat_with_epsilon (cp_loss_series_get_highest (series), 1.25, 1e-5);
  cp_loss_history_append_batches (history, &wild, NULL, 1);
  cp_loss_series_update (series);
  g_assert_cmpfloat (cp_loss_series_get_highest (series), <, 200);
  append_epoch (history, 1, 101, 150);
  cp_loss_series_update (series);
  g_assert_cmpfloat_with_epsilon (cp_loss_series_get_highest (series), 157.5, 1e-9);
  append_epoch (history, 1, 101, 400);
  cp_loss_series_update (series);
  g_assert_cmpfloat (cp_loss_series_get_highest (series), <, 210);
  append_epoch (history, 2, 102, INFINITY);
  cp_loss_series_update (series);
  g_assert_cmpfloat (cp_loss_series_get_highest (series), <, 210);
}

static void
test_epoch_of (void)
{
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 30 });
  g_autoptr (CpLossSeries) series = cp_loss_series_new (history);

  g_assert_null (cp_loss_series_get_point_of (series, 1));
  append_epoch (history, 1, 10, 0.5);
  append_epoch (history, 2, 20, 0.4);
  cp_loss_series_update (series);
  for (guint batch = 1; batch <= 20; batch++)
    g_assert_cmpuint (cp_loss_series_get_point_of (series, batch)->epoch, ==, batch <= 10 ? 1 : 2);
  g_assert_null (cp_loss_series_get_point_of (series, 21));
}

static void
test_extent (void)
{
  const float losses[20] = { 1 };
  g_autoptr (CpLossHistory) open = cp_loss_history_new (NULL);
  g_autoptr (CpLossHistory) known = cp_loss_history_new (&(CpLossPlan) { .batches = 185 });
  g_autoptr (CpLossSeries) open_series = cp_loss_series_new (open);
  g_autoptr (CpLossSeries) known_series = cp_loss_series_new (known);

  g_assert_cmpuint (cp_loss_series_get_extent (open_series), ==, 10);
  g_assert_cmpuint (cp_loss_series_get_extent (known_series), ==, 185);
  cp_loss_history_append_batches (open, losses, NULL, 20);
  cp_loss_series_update (open_series);
  g_assert_cmpuint (cp_loss_series_get_extent (open_series), ==, 20);
}

static void
assert_description (CpLossSeries *series,
                    const char   *expected)
{
  g_autofree char *text = cp_loss_series_describe (series);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_description (void)
{
  const float losses[111] = { 0.5f };
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 185 });
  g_autoptr (CpLossHistory) open = cp_loss_history_new (NULL);
  g_autoptr (CpLossSeries) series = cp_loss_series_new (history);
  g_autoptr (CpLossSeries) open_series = cp_loss_series_new (open);

  assert_description (series, "No loss yet");
  cp_loss_history_append_batches (history, losses, NULL, 1);
  cp_loss_series_update (series);
  assert_description (series, "Loss 0.500 after 1 batch");
  cp_loss_history_append_batches (history, losses + 1, NULL, 110);
  cp_loss_series_update (series);
  append_epoch (history, 3, 111, 0.12);
  cp_loss_series_update (series);
  assert_description (series, "Loss 0.168 after 3 of 5 epochs, validation 0.120");
  append_epoch (open, 3, 111, 0.12);
  cp_loss_series_update (open_series);
  assert_description (open_series, "Loss 0.168 after 3 epochs, validation 0.120");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-series/smoothing", test_smoothing);
  g_test_add_func ("/loss-series/members", test_members);
  g_test_add_func ("/loss-series/trace", test_trace);
  g_test_add_func ("/loss-series/highest", test_highest);
  g_test_add_func ("/loss-series/epoch-of", test_epoch_of);
  g_test_add_func ("/loss-series/extent", test_extent);
  g_test_add_func ("/loss-series/description", test_description);
  return g_test_run ();
}
