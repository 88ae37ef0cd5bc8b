/* SPDX-License-Identifier: MIT */
#include "adam.h"

#include <math.h>
#include <string.h>

#define BETA2 0.999
#define EPSILON 1e-8f

/* Weights that one task updates. */
#define WEIGHTS_PER_TASK 8192

struct _CpAdam
{
  gsize n;
  guint64 steps;
  float *moment1; /* (n) */
  float *moment2; /* (n) */
};

typedef struct
{
  CpAdam *adam;
  const CpKernels *kernels;
  CpAdamStep step;
  const float *gradient;
  float *weights;
} Update;

/**
 * cp_adam_new:
 * @n: how many weights
 *
 * Returns: (transfer full): the optimiser before its first step
 */
CpAdam *
cp_adam_new (gsize n)
{
  CpAdam *self = g_new0 (CpAdam, 1);

  self->n = n;
  self->moment1 = g_new0 (float, n);
  self->moment2 = g_new0 (float, n);

  return self;
}

/**
 * cp_adam_free:
 * @self: (transfer full): an optimiser
 */
void
cp_adam_free (CpAdam *self)
{
  g_free (self->moment1);
  g_free (self->moment2);
  g_free (self);
}

/**
 * cp_adam_reset:
 * @self: an optimiser
 *
 * Takes it back to before its first step.
 */
void
cp_adam_reset (CpAdam *self)
{
  self->steps = 0;
  memset (self->moment1, 0, self->n * sizeof (float));
  memset (self->moment2, 0, self->n * sizeof (float));
}

/**
 * cp_adam_get_moments:
 * @self: an optimiser
 * @moment1: (out) (transfer none): (n) the running means of the gradients
 * @moment2: (out) (transfer none): (n) those of their squares
 *
 * What it remembers of the steps it has taken, beside their number.
 */
void
cp_adam_get_moments (CpAdam       *self,
                     const float **moment1,
                     const float **moment2)
{
  *moment1 = self->moment1;
  *moment2 = self->moment2;
}

/**
 * cp_adam_restore:
 * @self: an optimiser
 * @steps: how many it had taken
 * @moment1: (n) as cp_adam_get_moments() told
 * @moment2: (n) likewise
 *
 * Takes it to where another one was, so that both go on alike.
 */
void
cp_adam_restore (CpAdam      *self,
                 guint64      steps,
                 const float *moment1,
                 const float *moment2)
{
  self->steps = steps;
  memcpy (self->moment1, moment1, self->n * sizeof (float));
  memcpy (self->moment2, moment2, self->n * sizeof (float));
}

static void
update_task (guint    task,
             guint    worker,
             gpointer data)
{
  const Update *u = data;
  const gsize first = (gsize) task * WEIGHTS_PER_TASK;

  u->kernels->adam (&u->step, MIN (WEIGHTS_PER_TASK, u->adam->n - first), u->gradient + first,
                    u->adam->moment1 + first, u->adam->moment2 + first, u->weights + first);
}

/**
 * cp_adam_step:
 * @self: an optimiser
 * @kernels: the processor level to compute with
 * @pool: threads to compute on
 * @settings: of this step
 * @gradient: (n)
 * @weights: (n) updated
 *
 * One step of Adam (Kingma and Ba 2015) or, with a weight decay, of AdamW
 * (Loshchilov and Hutter 2019), with β₂ 0.999 and ε 1e-8. As in PyTorch, the
 * bias of the first moment is corrected by this step's β₁ to the power of the
 * number of steps, whatever β₁ was before; and all weights decay, biases too.
 */
void
cp_adam_step (CpAdam               *self,
              const CpKernels      *kernels,
              CpThreadPool         *pool,
              const CpAdamSettings *settings,
              const float          *gradient,
              float                *weights)
{
  Update update = { .adam = self, .kernels = kernels, .gradient = gradient, .weights = weights };

  self->steps++;
  update.step = (CpAdamStep) {
    .beta1 = (float) settings->beta1,
    .beta2 = (float) BETA2,
    .epsilon = EPSILON,
    .rate = (float) (settings->rate / (1 - pow (settings->beta1, (double) self->steps))),
    .root = (float) sqrt (1 - pow (BETA2, (double) self->steps)),
    .decay = (float) (settings->rate * settings->weight_decay),
  };
  cp_thread_pool_run (pool, (guint) ((self->n + WEIGHTS_PER_TASK - 1) / WEIGHTS_PER_TASK), update_task, &update);
}
