/* SPDX-License-Identifier: MIT */
#include "agreement.h"

#include <math.h>

/* Smaller variances are what rounding leaves of none. */
#define NO_VARIANCE 1e-12

/* The table as shares of all cases, with what each rater said of them all. */
typedef struct
{
  guint k;
  double cells[CP_AGREEMENT_MAX_CATEGORIES][CP_AGREEMENT_MAX_CATEGORIES];
  double rows[CP_AGREEMENT_MAX_CATEGORIES];
  double columns[CP_AGREEMENT_MAX_CATEGORIES];
} Shares;

static void
compute_shares (Shares      *shares,
                const gsize *table,
                guint        k,
                gsize        n)
{
  *shares = (Shares){ .k = k };
  for (guint i = 0; i < k; i++)
    for (guint j = 0; j < k; j++)
      {
        shares->cells[i][j] = (double) table[i * k + j] / n;
        shares->rows[i] += shares->cells[i][j];
        shares->columns[j] += shares->cells[i][j];
      }
}

/* What raters who say each category as often, but at random, would agree on. */
static double
chance_agreement (const Shares *shares)
{
  double chance = 0.0;

  for (guint i = 0; i < shares->k; i++)
    chance += shares->rows[i] * shares->columns[i];
  return chance;
}

/* n times the variance of κ: equation 13 of Fleiss, Cohen & Everitt. */
static double
kappa_variance (const Shares *shares,
                double        kappa,
                double        chance)
{
  double alike = 0.0, apart = 0.0, centre = kappa - chance * (1.0 - kappa);

  for (guint i = 0; i < shares->k; i++)
    for (guint j = 0; j < shares->k; j++)
      {
        double both = shares->columns[i] + shares->rows[j];
        double weight = i == j ? 1.0 - both * (1.0 - kappa) : both * (1.0 - kappa);

        *(i == j ? &alike : &apart) += shares->cells[i][j] * weight * weight;
      }
  return (alike + apart - centre * centre) / ((1.0 - chance) * (1.0 - chance));
}

static CpEstimate
kappa_of (const gsize *table,
          guint        k,
          gsize        alike,
          gsize        n)
{
  Shares shares;
  double chance, kappa, variance;
  CpEstimate estimate;

  compute_shares (&shares, table, k, n);
  chance = chance_agreement (&shares);
  if (1.0 - chance < NO_VARIANCE)
    return cp_estimate_undefined ();

  kappa = ((double) alike / n - chance) / (1.0 - chance);
  variance = kappa_variance (&shares, kappa, chance);
  if (variance < NO_VARIANCE)
    return cp_estimate_of (kappa);
  estimate = cp_estimate_wald (kappa, sqrt (variance / n));
  estimate.low = MAX (estimate.low, -1.0);
  estimate.high = MIN (estimate.high, 1.0);
  return estimate;
}

/**
 * cp_agreement:
 * @table: (@n_categories × @n_categories), a row for each category of the first rater, a column for each of the
 *   second: how many cases they judged so
 * @n_categories: from 2 to %CP_AGREEMENT_MAX_CATEGORIES
 *
 * Two raters of the same cases: how often they agree, and Cohen's κ, which
 * leaves out what they would agree on by chance (Cohen, Educ Psychol Meas
 * 1960; 20:37). κ's interval is the asymptotic one of Fleiss, Cohen & Everitt
 * (Psychol Bull 1969; 72:323), cut to −1…1.
 *
 * Without cases both figures are undefined. κ is undefined where both raters
 * said one and the same category of every case, and has no bounds where the
 * asymptotic variance is 0, which would claim certainty: full agreement, full
 * disagreement, or one rater saying one category only.
 *
 * Returns: the agreement
 */
CpAgreement
cp_agreement (const gsize *table,
              guint        n_categories)
{
  CpAgreement agreement = { 0, cp_estimate_undefined (), cp_estimate_undefined () };
  gsize alike = 0;

  g_return_val_if_fail (table != NULL, agreement);
  g_return_val_if_fail (n_categories >= 2 && n_categories <= CP_AGREEMENT_MAX_CATEGORIES, agreement);

  for (guint i = 0; i < n_categories * n_categories; i++)
    agreement.n += table[i];
  for (guint i = 0; i < n_categories; i++)
    alike += table[i * n_categories + i];
  if (agreement.n == 0)
    return agreement;

  agreement.percentage = cp_estimate_proportion (alike, agreement.n);
  agreement.kappa = kappa_of (table, n_categories, alike, agreement.n);
  return agreement;
}
