/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <math.h>

/* Kingma and Ba 2015, in the order of operations of torch.optim.Adam:
 * m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g²,
 * w −= α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) */
void
CP_KERNEL (cp_adam) (const CpAdamStep *step,
                     gsize             n,
                     const float      *gradient,
                     float            *moment1,
                     float            *moment2,
                     float            *weights)
{
  const CpAdamStep s = *step;

  for (gsize i = 0; i < n; i++)
    {
      float g = gradient[i];

      moment1[i] = s.beta1 * moment1[i] + (1 - s.beta1) * g;
      moment2[i] = s.beta2 * moment2[i] + (1 - s.beta2) * g * g;
      weights[i] -= s.rate * moment1[i] / (sqrtf (moment2[i]) / s.root + s.epsilon);
    }
}
