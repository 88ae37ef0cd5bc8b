/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageSelection:
 *
 * The images a review lists, with several of them selected and one current:
 * the one looked at. Images stay selected by what they are, wherever another
 * order or threshold puts them, and are selected again when they come back.
 */
#define CP_TYPE_IMAGE_SELECTION (cp_image_selection_get_type ())
G_DECLARE_FINAL_TYPE (CpImageSelection, cp_image_selection, CP, IMAGE_SELECTION, GObject)

CpImageSelection   *cp_image_selection_new         (void);
void                cp_image_selection_set_review  (CpImageSelection *self,
                                                    CpReview         *review);
GtkSingleSelection *cp_image_selection_get_current (CpImageSelection *self);
guint               cp_image_selection_get_n       (CpImageSelection *self);
GPtrArray          *cp_image_selection_get_images  (CpImageSelection *self);

G_END_DECLS
