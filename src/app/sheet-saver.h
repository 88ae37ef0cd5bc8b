/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

G_BEGIN_DECLS

void     cp_workspace_save_sheet        (CpWorkspace          *workspace,
                                         GPtrArray            *images,
                                         const char           *title,
                                         gboolean              overlay,
                                         const char           *path,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean cp_workspace_save_sheet_finish (CpWorkspace          *workspace,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
