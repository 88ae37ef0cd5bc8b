/* SPDX-License-Identifier: MIT */
#include "estimate.h"

#include <math.h>

/**
 * cp_estimate_undefined:
 *
 * Returns: a figure that has no value, NaN throughout
 */
CpEstimate
cp_estimate_undefined (void)
{
  return (CpEstimate){ NAN, NAN, NAN };
}

/**
 * cp_estimate_of:
 * @value: a figure
 *
 * Returns: @value without an interval
 */
CpEstimate
cp_estimate_of (double value)
{
  return (CpEstimate){ value, NAN, NAN };
}

/**
 * cp_estimate_ratio:
 * @numerator: any number
 * @denominator: any number
 *
 * Returns: the quotient without an interval, undefined where @denominator is 0
 */
CpEstimate
cp_estimate_ratio (double numerator,
                   double denominator)
{
  return denominator == 0.0 ? cp_estimate_undefined () : cp_estimate_of (numerator / denominator);
}

/**
 * cp_estimate_wald:
 * @value: a figure
 * @standard_error: its standard error; no interval where it is not finite
 *
 * Returns: @value ± 1.96 standard errors
 */
CpEstimate
cp_estimate_wald (double value,
                  double standard_error)
{
  if (!isfinite (standard_error))
    return cp_estimate_of (value);
  return (CpEstimate){ value, value - CP_Z95 * standard_error, value + CP_Z95 * standard_error };
}

/**
 * cp_estimate_proportion:
 * @successes: at most @n
 * @n: trials
 *
 * A proportion with Wilson's score interval (Wilson, J Am Stat Assoc 1927;
 * 22:209), which stays within 0…1 and is honest at 0 and at @n of @n, where it
 * touches the bound exactly.
 *
 * Returns: the proportion, undefined where @n is 0
 */
CpEstimate
cp_estimate_proportion (gsize successes,
                        gsize n)
{
  const double z2 = CP_Z95 * CP_Z95;
  double p, centre, half;

  g_return_val_if_fail (successes <= n, cp_estimate_undefined ());

  if (n == 0)
    return cp_estimate_undefined ();

  p = (double) successes / n;
  centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
  half = CP_Z95 * sqrt (p * (1.0 - p) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
  return (CpEstimate){
    .value = p,
    .low = successes == 0 ? 0.0 : centre - half,
    .high = successes == n ? 1.0 : centre + half,
  };
}
