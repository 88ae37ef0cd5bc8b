/* SPDX-License-Identifier: MIT */
#include "threshold-ground.h"

#include <math.h>
#include <string.h>

static cairo_surface_t *
draw (const CpStripDrawing *drawing,
      const CpPlotStyle    *style,
      int                   scale,
      double                threshold)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) drawing->geometry.width * scale,
                                                         (int) drawing->geometry.height * scale);
  CpStripDrawing whole = *drawing;
  cairo_t *cr;

  whole.threshold = threshold;
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cp_strip_draw_ground (&whole, style, cr);
  cairo_destroy (cr);
  return surface;
}

/* The layout is the widget's own, and follows its font by itself: see cp_threshold_ground_clear(). */
static gboolean
is_current (const CpThresholdGround *self,
            const CpStripGeometry   *geometry,
            const CpPlotStyle       *style,
            int                      scale)
{
  return self->left != NULL && self->scale == scale && memcmp (&self->geometry, geometry, sizeof *geometry) == 0 &&
         memcmp (&self->style, style, G_STRUCT_OFFSET (CpPlotStyle, layout)) == 0;
}

/**
 * cp_threshold_ground_clear:
 * @self: a ground, zeroed before its first use
 *
 * Forgets what was drawn: the probabilities or the font are others.
 */
void
cp_threshold_ground_clear (CpThresholdGround *self)
{
  g_clear_pointer (&self->left, cairo_surface_destroy);
  g_clear_pointer (&self->right, cairo_surface_destroy);
}

static void
draw_part (cairo_t               *cr,
           cairo_surface_t       *surface,
           const CpStripGeometry *g,
           double                 from,
           double                 to)
{
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, from, 0, to - from, g->height);
  cairo_fill (cr);
}

/**
 * cp_threshold_ground_draw:
 * @self: a ground
 * @drawing: what to show
 * @style: how it looks
 * @scale: device pixels a pixel
 * @cr: where to draw
 *
 * Shows bars, ticks and axis on both sides of the cut.
 */
void
cp_threshold_ground_draw (CpThresholdGround    *self,
                          const CpStripDrawing *drawing,
                          const CpPlotStyle    *style,
                          int                   scale,
                          cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  /* On a whole pixel: the line that cuts hides the rest. */
  double cut = round (cp_strip_geometry_get_x (g, drawing->threshold) * scale) / scale;

  if (!is_current (self, g, style, scale))
    {
      cp_threshold_ground_clear (self);
      self->left = draw (drawing, style, scale, 1);
      self->right = draw (drawing, style, scale, 0);
      self->geometry = *g;
      self->style = *style;
      self->scale = scale;
    }
  draw_part (cr, self->left, g, 0, cut);
  draw_part (cr, self->right, g, cut, g->width);
}
