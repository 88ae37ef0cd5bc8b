/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The widget's text colour: one place for what GTK 4.10 renames. */
void cp_widget_get_color    (GtkWidget   *widget,
                             GdkRGBA     *color);
/* A colour that style.css defines (@define-color); the text colour if it does not. */
void cp_widget_lookup_color (GtkWidget   *widget,
                             const char  *name,
                             GdkRGBA     *color);

G_END_DECLS
