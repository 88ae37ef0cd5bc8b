/* SPDX-License-Identifier: MIT */
#include "plot-style.h"

#include "colors.h"

static PangoLayout *
create_layout (GtkWidget *widget)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

/**
 * cp_plot_style_update:
 * @style: a style, zeroed before its first use
 * @widget: the plot
 *
 * Looks the plot's colours up. Cheap enough for each draw: the text layout is
 * made once and follows the widget's font by itself.
 */
void
cp_plot_style_update (CpPlotStyle *style,
                      GtkWidget   *widget)
{
  cp_widget_get_color (widget, &style->text);
  cp_widget_lookup_color (widget, "cp_dim", &style->dim);
  cp_widget_lookup_color (widget, "cp_grid", &style->grid);
  cp_widget_lookup_color (widget, "cp_plot_background", &style->background);
  cp_widget_lookup_color (widget, "cp_normal", &style->normal);
  cp_widget_lookup_color (widget, "cp_normal_text", &style->normal_text);
  cp_widget_lookup_color (widget, "cp_pneumonia", &style->pneumonia);
  cp_widget_lookup_color (widget, "cp_pneumonia_text", &style->pneumonia_text);
  cp_widget_lookup_color (widget, "cp_training", &style->training);
  cp_widget_lookup_color (widget, "cp_validation", &style->validation);
  cp_widget_lookup_color (widget, "cp_rate", &style->rate);
  for (guint i = 0; i < CP_PLOT_RUN_COLORS; i++)
    {
      char name[] = "cp_run_0";

      name[sizeof name - 2] = (char) ('0' + i);
      cp_widget_lookup_color (widget, name, &style->runs[i]);
    }

  if (style->layout == NULL)
    style->layout = create_layout (widget);
}

/**
 * cp_plot_style_clear:
 * @style: a style
 *
 * Frees what the style holds.
 */
void
cp_plot_style_clear (CpPlotStyle *style)
{
  g_clear_object (&style->layout);
}

/**
 * cp_plot_text_measure:
 * @style: an updated style
 * @text: a text; lines are separated by newlines
 * @width: (out) (optional): in pixels
 * @height: (out) (optional): in pixels
 *
 * Measures a text.
 */
void
cp_plot_text_measure (const CpPlotStyle *style,
                      const char        *text,
                      double            *width,
                      double            *height)
{
  int w, h;

  pango_layout_set_text (style->layout, text, -1);
  pango_layout_get_pixel_size (style->layout, &w, &h);
  if (width != NULL)
    *width = w;
  if (height != NULL)
    *height = h;
}

/**
 * cp_plot_text_draw:
 * @style: an updated style
 * @cr: where to draw
 * @color: of the text
 * @text: the text
 * @x: where its box is held, in pixels
 * @y: where its box is held, in pixels
 * @xalign: which part of the box lies at @x: 0 its left, 1 its right side
 * @yalign: which part of the box lies at @y: 0 its top, 1 its bottom
 *
 * Draws a text.
 */
void
cp_plot_text_draw (const CpPlotStyle *style,
                   cairo_t           *cr,
                   const GdkRGBA     *color,
                   const char        *text,
                   double             x,
                   double             y,
                   double             xalign,
                   double             yalign)
{
  double width, height;

  cp_plot_text_measure (style, text, &width, &height);
  gdk_cairo_set_source_rgba (cr, color);
  /* Whole pixels keep small text crisp. */
  cairo_move_to (cr, (int) (x - xalign * width + 0.5), (int) (y - yalign * height + 0.5));
  pango_cairo_show_layout (cr, style->layout);
}

/**
 * cp_plot_fill_area:
 * @cr: where to draw
 * @color: a colour
 * @opacity: of the colour, 0 to 1
 *
 * Fills the current path, and keeps it.
 */
void
cp_plot_fill_area (cairo_t       *cr,
                   const GdkRGBA *color,
                   double         opacity)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * opacity);
  cairo_fill_preserve (cr);
}
