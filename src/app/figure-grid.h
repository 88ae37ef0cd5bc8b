/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLabel *cp_figure_grid_add    (GtkGrid    *grid,
                                 int         column,
                                 int         row,
                                 const char *text,
                                 gboolean    figure);
GtkLabel *cp_figure_grid_head   (GtkGrid    *grid,
                                 int         row,
                                 const char *text);
char     *cp_figure_to_text     (CpEstimate  estimate,
                                 gboolean    bounds);

G_END_DECLS
