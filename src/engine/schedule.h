/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpScheduleKind:
 * @CP_SCHEDULE_CONSTANT: the same rate from first step to last
 * @CP_SCHEDULE_ONE_CYCLE: up from a 25th of the rate for three tenths of the steps, then
 *   down to a ten-thousandth of where it began
 *
 * How the learning rate changes over a training.
 */
typedef enum
{
  CP_SCHEDULE_CONSTANT,
  CP_SCHEDULE_ONE_CYCLE,
} CpScheduleKind;

/**
 * CpSchedule:
 * @kind: how the rate changes
 * @rate: the constant rate, or the highest of the cycle
 * @beta1: decay of Adam's first moment where it is not cycled
 * @cycle_beta1: let a cycle lower β₁ from 0.95 to 0.85 while the rate rises, and raise it again
 *
 * What the optimiser's settings are at each step of a training.
 */
typedef struct
{
  CpScheduleKind kind;
  double rate;
  double beta1;
  gboolean cycle_beta1;
} CpSchedule;

/**
 * CpSchedulePoint:
 * @rate: learning rate
 * @beta1: decay of Adam's first moment
 *
 * A schedule at one step.
 */
typedef struct
{
  double rate;
  double beta1;
} CpSchedulePoint;

CpSchedulePoint cp_schedule_at (const CpSchedule *self,
                                guint64           step,
                                guint64           total);

G_END_DECLS
