/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cp_accessible_set_value (GtkAccessible *accessible,
                              double         value);

G_END_DECLS
