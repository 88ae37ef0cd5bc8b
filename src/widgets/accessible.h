/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cp_accessible_set_value      (GtkAccessible *accessible,
                                   double         value);
void cp_accessible_label_button   (GtkButton     *button,
                                   const char    *label);
void cp_accessible_name_drop_down (GtkDropDown   *drop_down,
                                   const char    *name);

G_END_DECLS
