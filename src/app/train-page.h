/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpTrainPage:
 *
 * The data, the settings, and the training as it goes.
 */
#define CP_TYPE_TRAIN_PAGE (cp_train_page_get_type ())
G_DECLARE_FINAL_TYPE (CpTrainPage, cp_train_page, CP, TRAIN_PAGE, GtkWidget)

void     cp_train_page_set_workspace (CpTrainPage *self,
                                      CpWorkspace *workspace);
void     cp_train_page_get_recipe    (CpTrainPage *self,
                                      CpRecipe    *recipe);
gboolean cp_train_page_owns_focus    (CpTrainPage *self);
void     cp_train_page_focus         (CpTrainPage *self);

G_END_DECLS
