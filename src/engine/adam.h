/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/kernels.h"
#include "thread-pool.h"

G_BEGIN_DECLS

/**
 * CpAdam:
 *
 * The optimiser's state: two moments of every weight's gradient, and how many
 * steps were taken.
 */
typedef struct _CpAdam CpAdam;

/* β₁ where no schedule cycles it. */
#define CP_ADAM_BETA1 0.9

/**
 * CpAdamSettings:
 * @rate: learning rate α
 * @beta1: decay of the first moment, β₁; may change from step to step
 * @weight_decay: λ of AdamW; 0 for Adam
 *
 * What a schedule or a recipe decides about one step.
 */
typedef struct
{
  double rate;
  double beta1;
  double weight_decay;
} CpAdamSettings;

CpAdam *cp_adam_new  (gsize                 n);
void    cp_adam_free (CpAdam               *self);
void    cp_adam_reset (CpAdam              *self);
void    cp_adam_get_moments (CpAdam        *self,
                      const float         **moment1,
                      const float         **moment2);
void    cp_adam_restore (CpAdam            *self,
                      guint64               steps,
                      const float          *moment1,
                      const float          *moment2);
void    cp_adam_step (CpAdam               *self,
                      const CpKernels      *kernels,
                      CpThreadPool         *pool,
                      const CpAdamSettings *settings,
                      const float          *gradient,
                      float                *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAdam, cp_adam_free)

G_END_DECLS
