/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-history.h"
#include "trace.h"

G_BEGIN_DECLS

/**
 * CpLossSeries:
 *
 * A history as a plot needs it: with its smoothed losses, and everything laid
 * out so that neither following nor drawing it costs more the longer it gets.
 */
typedef struct _CpLossSeries CpLossSeries;

/**
 * CpLossTrace:
 * @CP_LOSS_BATCHES: the loss of each batch
 * @CP_LOSS_SMOOTHED: the same smoothed, each network of an ensemble by itself
 * @CP_LOSS_RATES: the learning rate of each batch
 *
 * What a series has for each batch.
 */
typedef enum
{
  CP_LOSS_BATCHES,
  CP_LOSS_SMOOTHED,
  CP_LOSS_RATES,
} CpLossTrace;

#define CP_N_LOSS_TRACES 3

/**
 * CpLossPoint:
 * @member: network, from 1
 * @epoch: of this network, from 1
 * @batch: the last of the epoch, counted from the start of the run
 * @train_loss: mean over the epoch
 * @val_loss: on validation
 *
 * A finished epoch.
 */
typedef struct
{
  guint member;
  guint epoch;
  guint batch;
  double train_loss;
  double val_loss;
} CpLossPoint;

CpLossSeries      *cp_loss_series_new                (CpLossHistory      *history);
void               cp_loss_series_free               (CpLossSeries       *self);
void               cp_loss_series_update             (CpLossSeries       *self);
CpLossHistory     *cp_loss_series_get_history        (const CpLossSeries *self);
guint              cp_loss_series_get_n              (const CpLossSeries *self);
const CpTrace     *cp_loss_series_get_trace          (const CpLossSeries *self,
                                                      CpLossTrace         trace);
float              cp_loss_series_get_value          (const CpLossSeries *self,
                                                      CpLossTrace         trace,
                                                      guint               batch);
guint              cp_loss_series_get_extent         (const CpLossSeries *self);
guint              cp_loss_series_get_member_batches (const CpLossSeries *self);
double             cp_loss_series_get_highest        (const CpLossSeries *self);
double             cp_loss_series_get_highest_rate   (const CpLossSeries *self);
const CpLossPoint *cp_loss_series_get_points         (const CpLossSeries *self,
                                                      guint              *n);
const CpLossPoint *cp_loss_series_get_point_of       (const CpLossSeries *self,
                                                      guint               batch);
char              *cp_loss_series_describe           (const CpLossSeries *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLossSeries, cp_loss_series_free)

G_END_DECLS
