/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include <math.h>
#include <string.h>

/* Every figure of tests/fixtures/evaluation/golden.txt, one test a set. */

#define TOLERANCE 1e-9

typedef struct
{
  char *name;
  double threshold;
  CpPredictions *predictions;
  CpEstimate expected[CP_N_METRICS];
} GoldenSet;

static void
golden_set_free (GoldenSet *set)
{
  g_free (set->name);
  g_clear_pointer (&set->predictions, cp_predictions_unref);
  g_free (set);
}

static void
assert_close (const GoldenSet *set,
              CpMetric         metric,
              const char      *part,
              double           found,
              double           expected)
{
  if (isnan (expected) && isnan (found))
    return;
  if (fabs (found - expected) <= TOLERANCE * MAX (1.0, fabs (expected)))
    return;
  g_test_fail_printf ("%s: %s of %s: expected %.17g, found %.17g", set->name, part, cp_metric_get_key (metric), expected, found);
}

static void
test_set (gconstpointer data)
{
  const GoldenSet *set = data;

  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    {
      CpEstimate found = cp_metric_compute (metric, set->predictions, set->threshold);

      assert_close (set, metric, "value", found.value, set->expected[metric].value);
      assert_close (set, metric, "low", found.low, set->expected[metric].low);
      assert_close (set, metric, "high", found.high, set->expected[metric].high);
    }
}

static void
next_words (char     ***lines,
            const char *keyword,
            GStrv      *words)
{
  g_assert_nonnull (**lines);
  *words = g_strsplit (**lines, " ", -1);
  g_assert_cmpstr ((*words)[0], ==, keyword);
  (*lines)++;
}

static CpPredictions *
parse_predictions (char ***lines)
{
  g_auto (GStrv) p = NULL;
  g_auto (GStrv) y = NULL;
  g_autofree double *probabilities = NULL;
  g_autofree guint8 *labels = NULL;
  g_autoptr (GError) error = NULL;
  CpPredictions *predictions;
  guint n;

  next_words (lines, "probabilities", &p);
  next_words (lines, "labels", &y);
  n = g_strv_length (p) - 1;
  g_assert_cmpuint (g_strv_length (y) - 1, ==, n);
  probabilities = g_new (double, n);
  labels = g_new (guint8, n);
  for (guint i = 0; i < n; i++)
    {
      probabilities[i] = g_ascii_strtod (p[i + 1], NULL);
      labels[i] = (guint8) g_ascii_strtoull (y[i + 1], NULL, 10);
    }
  predictions = cp_predictions_new (probabilities, labels, n, &error);
  g_assert_no_error (error);
  return predictions;
}

static GoldenSet *
parse_set (char ***lines)
{
  GoldenSet *set = g_new0 (GoldenSet, 1);
  g_auto (GStrv) name = NULL;
  g_auto (GStrv) threshold = NULL;

  next_words (lines, "set", &name);
  next_words (lines, "threshold", &threshold);
  set->name = g_strdup (name[1]);
  set->threshold = g_ascii_strtod (threshold[1], NULL);
  set->predictions = parse_predictions (lines);
  for (CpMetric metric = 0; metric < CP_N_METRICS; metric++)
    {
      g_auto (GStrv) words = NULL;

      next_words (lines, cp_metric_get_key (metric), &words);
      g_assert_cmpuint (g_strv_length (words), ==, 4);
      set->expected[metric] = (CpEstimate){
        g_ascii_strtod (words[1], NULL),
        g_ascii_strtod (words[2], NULL),
        g_ascii_strtod (words[3], NULL),
      };
    }
  return set;
}

static void
add_sets (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "evaluation", "golden.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) all = NULL;
  guint n = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  all = g_strsplit (g_strchomp (text), "\n", -1);
  for (char **lines = all; *lines; n++)
    {
      GoldenSet *set = parse_set (&lines);
      g_autofree char *test = g_strdup_printf ("/golden/%s", set->name);

      g_test_add_data_func_full (test, set, test_set, (GDestroyNotify) golden_set_free);
    }
  g_assert_cmpuint (n, >=, 70);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_sets ();
  return g_test_run ();
}
