/* SPDX-License-Identifier: MIT */
#include "colors.h"

void
cp_widget_get_color (GtkWidget *widget,
                     GdkRGBA   *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

void
cp_widget_lookup_color (GtkWidget  *widget,
                        const char *name,
                        GdkRGBA    *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    cp_widget_get_color (widget, color);
}
