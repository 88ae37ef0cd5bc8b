/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageFilters:
 *
 * What a review lists, counted in words, and the controls of it: order,
 * filters and the size of the thumbnails.
 */
#define CP_TYPE_IMAGE_FILTERS (cp_image_filters_get_type ())
G_DECLARE_FINAL_TYPE (CpImageFilters, cp_image_filters, CP, IMAGE_FILTERS, GtkWidget)

void           cp_image_filters_set_review   (CpImageFilters *self,
                                              CpReview       *review);
void           cp_image_filters_update       (CpImageFilters *self,
                                              guint           n_selected);
GtkAdjustment *cp_image_filters_get_steps    (CpImageFilters *self);

G_END_DECLS
