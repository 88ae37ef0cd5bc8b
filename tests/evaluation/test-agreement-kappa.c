/* SPDX-License-Identifier: MIT */
#include "agreement.h"

#include <math.h>

#define TOLERANCE 1e-9

static void
assert_close (gsize       line,
              const char *part,
              double      found,
              double      expected)
{
  if (isnan (expected) ? isnan (found) : fabs (found - expected) <= TOLERANCE)
    return;
  g_test_fail_printf ("table %" G_GSIZE_FORMAT ", %s: expected %.17g, found %.17g", line, part, expected, found);
}

/* One line of tests/fixtures/evaluation/kappa.txt. */
static void
check_line (gsize       line,
            const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint k = (guint) g_ascii_strtoull (words[0], NULL, 10);
  gsize table[CP_AGREEMENT_MAX_CATEGORIES * CP_AGREEMENT_MAX_CATEGORIES];
  char **figures = words + 1 + k * k;
  CpAgreement found;

  g_assert_cmpuint (g_strv_length (words), ==, 1 + k * k + 6);
  for (guint i = 0; i < k * k; i++)
    table[i] = (gsize) g_ascii_strtoull (words[1 + i], NULL, 10);
  found = cp_agreement (table, k);
  assert_close (line, "share", found.percentage.value, g_ascii_strtod (figures[0], NULL));
  assert_close (line, "share's low", found.percentage.low, g_ascii_strtod (figures[1], NULL));
  assert_close (line, "share's high", found.percentage.high, g_ascii_strtod (figures[2], NULL));
  assert_close (line, "kappa", found.kappa.value, g_ascii_strtod (figures[3], NULL));
  /* the reference lets κ's bounds leave the range that κ has */
  assert_close (line, "kappa's low", found.kappa.low, MAX (g_ascii_strtod (figures[4], NULL), -1.0));
  assert_close (line, "kappa's high", found.kappa.high, MIN (g_ascii_strtod (figures[5], NULL), 1.0));
}

static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "evaluation", "kappa.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (; lines[n] != NULL && *lines[n] != '\0'; n++)
    check_line (n, lines[n]);
  g_assert_cmpuint (n, ==, 66);
}

static void
test_nobody (void)
{
  const gsize table[4] = { 0 };
  CpAgreement found = cp_agreement (table, 2);

  g_assert_cmpuint (found.n, ==, 0);
  g_assert_true (isnan (found.percentage.value));
  g_assert_true (isnan (found.kappa.value));
}

/* Both say the same of all: chance explains everything. */
static void
test_one_category (void)
{
  const gsize table[4] = { 7, 0, 0, 0 };
  CpAgreement found = cp_agreement (table, 2);

  g_assert_cmpuint (found.n, ==, 7);
  g_assert_cmpfloat (found.percentage.value, ==, 1.0);
  g_assert_cmpfloat (found.percentage.low, <, 0.8);
  g_assert_true (isnan (found.kappa.value));
  g_assert_true (isnan (found.kappa.low));
}

/* Where the formula's variance is 0 an interval would claim certainty. */
static void
test_no_variance (void)
{
  const gsize tables[][4] = { { 3, 0, 0, 4 }, { 0, 5, 5, 0 }, { 3, 0, 4, 0 }, { 11, 13, 0, 0 } };
  const double kappas[] = { 1.0, -1.0, 0.0, 0.0 };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      CpAgreement found = cp_agreement (tables[i], 2);

      g_assert_cmpfloat_with_epsilon (found.kappa.value, kappas[i], TOLERANCE);
      g_assert_true (isnan (found.kappa.low));
      g_assert_true (isnan (found.kappa.high));
    }
}

/* Who is asked first makes no difference. */
static void
test_symmetric (void)
{
  const gsize table[4] = { 40, 9, 3, 20 };
  const gsize turned[4] = { 40, 3, 9, 20 };
  CpAgreement found = cp_agreement (table, 2);
  CpAgreement other = cp_agreement (turned, 2);

  g_assert_cmpfloat_with_epsilon (found.kappa.value, other.kappa.value, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (found.kappa.low, other.kappa.low, TOLERANCE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/agreement/golden", test_golden);
  g_test_add_func ("/agreement/nobody", test_nobody);
  g_test_add_func ("/agreement/one-category", test_one_category);
  g_test_add_func ("/agreement/no-variance", test_no_variance);
  g_test_add_func ("/agreement/symmetric", test_symmetric);

  return g_test_run ();
}
