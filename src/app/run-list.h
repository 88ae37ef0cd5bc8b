/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpRunList:
 *
 * Everything that was trained or opened on the data set, to compare and to
 * choose from.
 */
#define CP_TYPE_RUN_LIST (cp_run_list_get_type ())
G_DECLARE_FINAL_TYPE (CpRunList, cp_run_list, CP, RUN_LIST, GtkWidget)

void     cp_run_list_set_workspace (CpRunList   *self,
                                    CpWorkspace *workspace);
gboolean cp_run_list_owns_focus    (CpRunList   *self);
void     cp_run_list_focus         (CpRunList   *self);

G_END_DECLS
