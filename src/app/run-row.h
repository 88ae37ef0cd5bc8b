/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpRunRow:
 *
 * A run in the list: what it is, how it stands, its figures on validation, and
 * what can be done with it.
 */
#define CP_TYPE_RUN_ROW (cp_run_row_get_type ())
G_DECLARE_FINAL_TYPE (CpRunRow, cp_run_row, CP, RUN_ROW, GtkListBoxRow)

GtkWidget  *cp_run_row_new       (CpWorkspace    *workspace,
                                  CpRunEntry     *entry,
                                  GtkCheckButton *group);
CpRunEntry *cp_run_row_get_entry (CpRunRow       *self);

G_END_DECLS
