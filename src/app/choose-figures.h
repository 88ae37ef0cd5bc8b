/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLabel *cp_choose_add_label     (GtkGrid    *grid,
                                   int         column,
                                   int         row,
                                   const char *text,
                                   const char *style);
void      cp_choose_show_table    (GtkGrid    *grid,
                                   CpProtocol *protocol);
gboolean  cp_choose_show_delivery (GtkGrid    *grid,
                                   CpProtocol *protocol);

G_END_DECLS
