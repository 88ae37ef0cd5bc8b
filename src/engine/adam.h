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

CpAdam *cp_adam_new  (gsize            n);
void    cp_adam_free (CpAdam          *self);
void    cp_adam_step (CpAdam          *self,
                      const CpKernels *kernels,
                      CpThreadPool    *pool,
                      double           learning_rate,
                      const float     *gradient,
                      float           *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAdam, cp_adam_free)

G_END_DECLS
