/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_CONFUSION_MATRIX (cp_confusion_matrix_get_type ())
G_DECLARE_FINAL_TYPE (CpConfusionMatrix, cp_confusion_matrix, CP, CONFUSION_MATRIX, GtkWidget)

GtkWidget *cp_confusion_matrix_new        (void);
CpReview  *cp_confusion_matrix_get_review (CpConfusionMatrix *self);
void       cp_confusion_matrix_set_review (CpConfusionMatrix *self,
                                           CpReview          *review);

G_END_DECLS
