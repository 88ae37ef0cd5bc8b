/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-series.h"
#include "run-entry.h"

G_BEGIN_DECLS

/**
 * CpLossCurve:
 * @series: (owned): a run's losses
 * @number: of the run; 0 where it stands alone
 * @look: which colour and dashes its validation curve has
 *
 * One run on a plot.
 */
typedef struct
{
  CpLossSeries *series;
  guint number;
  guint look;
} CpLossCurve;

/**
 * CpLossCurves:
 * @current: (nullable): the run that is shown in full
 * @others: (element-type CpLossCurve): those it is compared with, by their validation curves
 *
 * What a plot shows.
 */
typedef struct
{
  CpLossCurve *current;
  GPtrArray *others;
} CpLossCurves;

void   cp_loss_curves_init             (CpLossCurves       *self);
void   cp_loss_curves_clear            (CpLossCurves       *self);
void   cp_loss_curves_set_single       (CpLossCurves       *self,
                                        CpLossHistory      *history);
void   cp_loss_curves_collect          (CpLossCurves       *self,
                                        GListModel         *runs);
void   cp_loss_curves_update           (CpLossCurves       *self);
double cp_loss_curves_get_highest      (const CpLossCurves *self);
guint  cp_loss_curves_get_extent       (const CpLossCurves *self);
double cp_loss_curves_get_highest_rate (const CpLossCurves *self);
guint  cp_loss_curves_get_n            (const CpLossCurves *self);
char  *cp_loss_curves_describe         (const CpLossCurves *self);

G_END_DECLS
