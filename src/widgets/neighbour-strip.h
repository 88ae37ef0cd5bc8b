/* SPDX-License-Identifier: MIT */
#pragma once

#include "neighbours.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpNeighbourStrip:
 *
 * The training images that look most like an image to a model, with their
 * labels. Compares only while it is seen.
 */
#define CP_TYPE_NEIGHBOUR_STRIP (cp_neighbour_strip_get_type ())
G_DECLARE_FINAL_TYPE (CpNeighbourStrip, cp_neighbour_strip, CP, NEIGHBOUR_STRIP, GtkWidget)

GtkWidget *cp_neighbour_strip_new       (void);
void       cp_neighbour_strip_set_model (CpNeighbourStrip *self,
                                         CpModel          *model,
                                         CpDataset        *dataset);
void       cp_neighbour_strip_set_image (CpNeighbourStrip *self,
                                         GBytes           *pixels,
                                         guint             size,
                                         gsize             except);
guint      cp_neighbour_strip_get_n     (CpNeighbourStrip *self);

G_END_DECLS
