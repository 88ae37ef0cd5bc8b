/* SPDX-License-Identifier: MIT */
#include "schedule.h"

#include <math.h>

/* Defaults of torch.optim.lr_scheduler.OneCycleLR. */
#define RISING_SHARE 0.3
#define FIRST_DIVISOR 25.0
#define LAST_DIVISOR 1e4
#define LOWEST_BETA1 0.85
#define HIGHEST_BETA1 0.95

/* Half a cosine wave from one number to another. */
static double
anneal (double from,
        double to,
        double share)
{
  return to + (from - to) / 2 * (cos (G_PI * share) + 1);
}

static CpSchedulePoint
one_cycle (const CpSchedule *self,
           double            step,
           double            total)
{
  const double top = RISING_SHARE * total - 1; /* rarely a whole step */
  const double first = self->rate / FIRST_DIVISOR;
  CpSchedulePoint point = { .beta1 = self->beta1 };

  if (step <= top)
    {
      point.rate = anneal (first, self->rate, step / top);
      if (self->cycle_beta1)
        point.beta1 = anneal (HIGHEST_BETA1, LOWEST_BETA1, step / top);
    }
  else
    {
      const double share = (step - top) / (total - 1 - top);

      point.rate = anneal (self->rate, first / LAST_DIVISOR, share);
      if (self->cycle_beta1)
        point.beta1 = anneal (LOWEST_BETA1, HIGHEST_BETA1, share);
    }

  return point;
}

/**
 * cp_schedule_at:
 * @self: a schedule
 * @step: which step of the optimiser, from 0; any past the last is taken for the last
 * @total: steps of the whole training, above 0
 *
 * One cycle (Smith and Topin 2018) in the two phases and with the cosine
 * annealing of PyTorch's OneCycleLR at its defaults. That class cycles β₁ unless
 * told not to; here it is asked for.
 *
 * Returns: the settings of the optimiser at @step
 */
CpSchedulePoint
cp_schedule_at (const CpSchedule *self,
                guint64           step,
                guint64           total)
{
  const CpSchedulePoint constant = { self->rate, self->beta1 };

  g_return_val_if_fail (total > 0, constant);

  switch (self->kind)
    {
    case CP_SCHEDULE_CONSTANT:
      return constant;
    case CP_SCHEDULE_ONE_CYCLE:
      return one_cycle (self, (double) MIN (step, total - 1), (double) total);
    default:
      g_return_val_if_reached (constant);
    }
}
