/* SPDX-License-Identifier: MIT */
#include "loss.h"

#include <math.h>

/**
 * cp_bce_with_logits:
 * @logit: what the network put out
 * @label: 0 or 1
 *
 * Binary cross-entropy −y log σ(z) − (1 − y) log (1 − σ(z)), written as
 * max (z, 0) − z y + log (1 + exp (−|z|)) so that no logit overflows.
 *
 * Returns: the loss of one sample
 */
double
cp_bce_with_logits (float  logit,
                    guint8 label)
{
  const double z = (double) logit;

  return (z > 0 ? z : 0) - z * label + log1p (exp (-fabs (z)));
}

/**
 * cp_bce_with_logits_gradient:
 * @logit: what the network put out
 * @label: 0 or 1
 *
 * Returns: σ(z) − y, the derivative of cp_bce_with_logits() by the logit
 */
double
cp_bce_with_logits_gradient (float  logit,
                             guint8 label)
{
  return 1.0 / (1.0 + exp (-(double) logit)) - label;
}

/**
 * cp_class_weights:
 * @labels: (n) 0 or 1
 * @n: how many
 * @weights: (2) n / (2 n₀) for label 0 and n / (2 n₁) for label 1; 1 and 1
 *   where a class is missing
 *
 * Weights that make both classes count the same.
 */
void
cp_class_weights (const guint8 *labels,
                  gsize         n,
                  float         weights[2])
{
  gsize positives = 0;

  for (gsize i = 0; i < n; i++)
    positives += labels[i];

  if (positives == 0 || positives == n)
    {
      weights[0] = weights[1] = 1;
      return;
    }
  weights[0] = (float) ((double) n / (2.0 * (double) (n - positives)));
  weights[1] = (float) ((double) n / (2.0 * (double) positives));
}
