/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-history.h"

G_BEGIN_DECLS

/**
 * CpLossSeries:
 *
 * A history as a plot needs it: with its smoothed losses, which are only
 * carried on when batches are appended. Follows its history.
 */
typedef struct _CpLossSeries CpLossSeries;

CpLossSeries  *cp_loss_series_new           (CpLossHistory      *history);
void           cp_loss_series_free          (CpLossSeries       *self);
void           cp_loss_series_update        (CpLossSeries       *self);
CpLossHistory *cp_loss_series_get_history   (const CpLossSeries *self);
guint          cp_loss_series_get_n         (const CpLossSeries *self);
const float   *cp_loss_series_get_batches   (const CpLossSeries *self);
const float   *cp_loss_series_get_smoothed  (const CpLossSeries *self);
guint          cp_loss_series_get_extent    (const CpLossSeries *self);
double         cp_loss_series_get_highest   (const CpLossSeries *self);
guint          cp_loss_series_get_n_epochs  (const CpLossSeries *self);
CpEpochRecord *cp_loss_series_dup_epoch     (const CpLossSeries *self,
                                             guint               index);
CpEpochRecord *cp_loss_series_dup_epoch_of  (const CpLossSeries *self,
                                             guint               batch);
char          *cp_loss_series_describe      (const CpLossSeries *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLossSeries, cp_loss_series_free)

G_END_DECLS
