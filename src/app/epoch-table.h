/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-history.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpEpochTable:
 *
 * A row for each finished epoch, with the figures on validation at 0.5.
 */
#define CP_TYPE_EPOCH_TABLE (cp_epoch_table_get_type ())
G_DECLARE_FINAL_TYPE (CpEpochTable, cp_epoch_table, CP, EPOCH_TABLE, GtkWidget)

void cp_epoch_table_set_history (CpEpochTable  *self,
                                 CpLossHistory *history);

G_END_DECLS
