/* SPDX-License-Identifier: MIT */
#pragma once

#include "outside-image.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpOutsideRow:
 *
 * One image of one's own: its picture, file, probability and decision.
 *
 * `::remove`: it is no longer wanted.
 */
#define CP_TYPE_OUTSIDE_ROW (cp_outside_row_get_type ())
G_DECLARE_FINAL_TYPE (CpOutsideRow, cp_outside_row, CP, OUTSIDE_ROW, GtkWidget)

GtkWidget      *cp_outside_row_new           (void);
CpOutsideImage *cp_outside_row_get_image     (CpOutsideRow   *self);
void            cp_outside_row_set_image     (CpOutsideRow   *self,
                                              CpOutsideImage *image);
void            cp_outside_row_set_threshold (CpOutsideRow   *self,
                                              double          threshold);

G_END_DECLS
