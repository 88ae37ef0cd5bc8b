/* SPDX-License-Identifier: MIT */
#pragma once

#include "verdicts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpVerdictBar:
 *
 * One row to judge the selected image with: agree, disagree, unsure, a note,
 * undo and redo. Its actions `verdict.agree`, `verdict.disagree`,
 * `verdict.unsure`, `verdict.note`, `verdict.undo` and `verdict.redo` have
 * keys in the whole window while the bar is on the screen.
 */
#define CP_TYPE_VERDICT_BAR (cp_verdict_bar_get_type ())
G_DECLARE_FINAL_TYPE (CpVerdictBar, cp_verdict_bar, CP, VERDICT_BAR, GtkWidget)

GtkWidget *cp_verdict_bar_new        (void);
void       cp_verdict_bar_connect    (CpVerdictBar       *self,
                                      CpVerdicts         *verdicts,
                                      GtkSingleSelection *selection);
gboolean   cp_verdict_bar_handle_key (CpVerdictBar       *self,
                                      guint               key,
                                      GdkModifierType     state);

G_END_DECLS
