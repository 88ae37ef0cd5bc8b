/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

cairo_surface_t *cp_image_surface_new   (const guint8    *pixels,
                                         guint            size,
                                         const guint8    *shades);
void             cp_image_surface_paint (cairo_surface_t *surface,
                                         cairo_t         *cr,
                                         double           x,
                                         double           y,
                                         double           side);
void             cp_image_surface_paint_smooth (cairo_surface_t *surface,
                                         cairo_t         *cr,
                                         double           x,
                                         double           y,
                                         double           side);

G_END_DECLS
