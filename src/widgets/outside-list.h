/* SPDX-License-Identifier: MIT */
#pragma once

#include "outside.h"
#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpOutsideList:
 *
 * Images of one's own, beside the data set: each with what the model says of
 * it and the decision at the review's threshold. None is part of any figure.
 */
#define CP_TYPE_OUTSIDE_LIST (cp_outside_list_get_type ())
G_DECLARE_FINAL_TYPE (CpOutsideList, cp_outside_list, CP, OUTSIDE_LIST, GtkWidget)

GtkWidget          *cp_outside_list_new           (void);
void                cp_outside_list_connect       (CpOutsideList *self,
                                                   CpOutside     *outside,
                                                   CpReview      *review);
GtkSingleSelection *cp_outside_list_get_selection (CpOutsideList *self);

G_END_DECLS
