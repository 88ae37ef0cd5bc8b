/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <math.h>

/* Kingma and Ba 2015, in the order of operations of torch.optim.Adam:
 * m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g²,
 * w −= α λ w + α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 *
 * The decay α λ w (Loshchilov and Hutter 2019) is subtracted together with the
 * step rather than before it by a factor 1 − α λ: that factor would be rounded
 * to a multiple of 6e-8, where α λ often is 1e-7 and less. */
void
CP_KERNEL (cp_adam) (const CpAdamStep *step,
                     gsize             n,
                     const float      *restrict gradient,
                     float            *restrict moment1,
                     float            *restrict moment2,
                     float            *restrict weights)
{
  const CpAdamStep s = *step;

  for (gsize i = 0; i < n; i++)
    {
      float g = gradient[i];

      moment1[i] = s.beta1 * moment1[i] + (1 - s.beta1) * g;
      moment2[i] = s.beta2 * moment2[i] + (1 - s.beta2) * g * g;
      weights[i] -= s.decay * weights[i] + s.rate * moment1[i] / (sqrtf (moment2[i]) / s.root + s.epsilon);
    }
}
