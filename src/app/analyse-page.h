/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAnalysePage:
 *
 * What all thresholds at once look like: the ROC curve and the
 * precision–recall curve, with their areas.
 */
#define CP_TYPE_ANALYSE_PAGE (cp_analyse_page_get_type ())
G_DECLARE_FINAL_TYPE (CpAnalysePage, cp_analyse_page, CP, ANALYSE_PAGE, GtkWidget)

void cp_analyse_page_set_review (CpAnalysePage *self,
                                 CpReview      *review);

G_END_DECLS
