/* SPDX-License-Identifier: MIT */
#include "threshold-bins.h"
#include "widget-test.h"

/* Counted once for a width, and again when cleared; every image is in some bin. */
static void
test_counts (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  static const double widths[] = { 100, 300, 500, 2000 };
  CpThresholdBins bins = { 0 };
  g_autofree char *text = NULL;
  guint *counted;

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      guint pneumonias = 0, normals = 0;

      cp_threshold_bins_update (&bins, review, CP_THRESHOLD_AXIS_LINEAR, widths[i]);
      g_assert_cmpfloat (widths[i] / bins.n, >=, 4.5);
      counted = bins.normal;
      cp_threshold_bins_update (&bins, review, CP_THRESHOLD_AXIS_LINEAR, widths[i] + 1);
      g_assert_true (bins.normal == counted);
      for (guint j = 0; j < bins.n; j++)
        {
          pneumonias += bins.pneumonia[j];
          normals += bins.normal[j];
          g_assert_cmpuint (MAX (bins.pneumonia[j], bins.normal[j]), <=, bins.highest);
        }
      g_assert_cmpuint (pneumonias, ==, 390);
      g_assert_cmpuint (normals, ==, 234);
    }

  cp_threshold_bins_clear (&bins);
  cp_threshold_bins_update (&bins, NULL, CP_THRESHOLD_AXIS_LINEAR, 300);
  g_assert_cmpuint (bins.n, ==, 0);
  cp_threshold_bins_update (&bins, review, CP_THRESHOLD_AXIS_LINEAR, 300);
  text = cp_threshold_bins_describe (&bins, 0.01);
  g_assert_cmpstr (text, ==, "Probability 0.00–0.02: 1 pneumonia, 23 normal");
  g_free (g_steal_pointer (&text));
  text = cp_threshold_bins_describe (&bins, 1);
  g_assert_true (g_str_has_prefix (text, "Probability 0.98–1.00: "));
  cp_threshold_bins_clear (&bins);
}

/* On either axis a bin holds the probabilities between its edges, the lower one included. */
static void
test_by_hand (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  static const double p[] = { 0, 0.0005, 0.001, 0.3, 0.5, 0.5, 0.999, 1 };
  double scores[624];

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    scores[i] = p[i % G_N_ELEMENTS (p)];
  cp_review_set_scores (review, CP_SPLIT_TEST, scores, G_N_ELEMENTS (scores), NULL);
  for (CpThresholdAxis axis = CP_THRESHOLD_AXIS_LINEAR; axis <= CP_THRESHOLD_AXIS_LOGIT; axis++)
    {
      CpThresholdBins bins = { 0 };

      g_assert_true (cp_threshold_bins_update (&bins, review, axis, 300));
      g_assert_false (cp_threshold_bins_update (&bins, review, axis, 300));
      for (guint i = 0; i < bins.n; i++)
        {
          guint expected = 0;

          for (guint j = 0; j < G_N_ELEMENTS (scores); j++)
            expected += (scores[j] >= bins.edges[i] || i == 0) && (scores[j] < bins.edges[i + 1] || i + 1 == bins.n);
          g_assert_cmpuint (bins.normal[i] + bins.pneumonia[i], ==, expected);
        }
      cp_threshold_bins_clear (&bins);
    }
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/threshold-bins/counts", test_counts);
  g_test_add_func ("/threshold-bins/by-hand", test_by_hand);
  return g_test_run ();
}
