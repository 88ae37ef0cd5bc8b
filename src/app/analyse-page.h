/* SPDX-License-Identifier: MIT */
#pragma once

#include "analysis.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAnalysePage:
 *
 * What all thresholds at once look like, and what this one costs where
 * pneumonia is as frequent, and a mistake as dear, as one says.
 *
 * `::failed (const char *message)`: a file could not be written.
 */
#define CP_TYPE_ANALYSE_PAGE (cp_analyse_page_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalysePage, cp_analyse_page, CP, ANALYSE_PAGE, GtkWidget)

void        cp_analyse_page_set_workspace (CpAnalysePage *self,
                                           CpWorkspace   *workspace);
CpAnalysis *cp_analyse_page_get_analysis  (CpAnalysePage *self);
void        cp_analyse_page_ask_report    (CpAnalysePage *self);
void        cp_analyse_page_save_report   (CpAnalysePage *self,
                                           const char    *path);

G_END_DECLS
