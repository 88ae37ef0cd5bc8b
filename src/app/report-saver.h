/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

G_BEGIN_DECLS

void     cp_workspace_save_report        (CpWorkspace          *workspace,
                                          double                prevalence,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean cp_workspace_save_report_finish (CpWorkspace          *workspace,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
