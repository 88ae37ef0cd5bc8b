/* SPDX-License-Identifier: MIT */
#include "chart-text.h"

#include <math.h>

/**
 * cp_chart_text_context:
 *
 * Returns: (transfer full): a context that measures text alike for every
 *   surface, so that a layout is the same in a window, on paper and in a test
 */
PangoContext *
cp_chart_text_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  return context;
}

/**
 * cp_chart_text_new:
 * @context: from cp_chart_text_context()
 * @style: whose font
 * @size: of the style's font size
 * @bold: for titles
 * @text: what it says
 *
 * Returns: (transfer full): a text with digits of equal width
 */
PangoLayout *
cp_chart_text_new (PangoContext       *context,
                   const CpChartStyle *style,
                   double              size,
                   gboolean            bold,
                   const char         *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, style->font_family);
  pango_font_description_set_absolute_size (font, size * style->font_size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/**
 * cp_chart_text_limit:
 * @layout: a text
 * @width: it must not be wider
 * @lines: nor have more lines
 *
 * Wraps a text, and ends it with an ellipsis where even that does not suffice.
 */
void
cp_chart_text_limit (PangoLayout *layout,
                     double       width,
                     int          lines)
{
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_height (layout, -lines);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
}

/**
 * cp_chart_text_measure:
 * @layout: a text
 * @width: (out): of its widest line
 * @height: (out): of all lines
 */
void
cp_chart_text_measure (PangoLayout *layout,
                       double      *width,
                       double      *height)
{
  PangoRectangle box;

  pango_layout_get_extents (layout, NULL, &box);
  *width = (double) box.width / PANGO_SCALE;
  *height = (double) box.height / PANGO_SCALE;
}

/**
 * cp_chart_number:
 * @value: a number
 * @decimals: how many
 *
 * Returns: (transfer full): the number with a point in any locale and a real
 *   minus; an en dash where it is undefined
 */
char *
cp_chart_number (double value,
                 int    decimals)
{
  char text[64], format[8];

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "–" : value < 0 ? "−∞" : "∞");

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (text, sizeof text, format, fabs (value));

  /* What is rounded to nothing has no sign. */
  return g_strconcat (value < 0 && g_ascii_strtod (text, NULL) > 0 ? "−" : "", text, NULL);
}

/**
 * cp_chart_count:
 * @value: a whole number
 *
 * Returns: (transfer full): its digits, in groups of three from 1,000 on
 */
char *
cp_chart_count (double value)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", fabs (value));
  gsize length = strlen (digits);
  GString *text = g_string_new (value < 0 ? "−" : "");

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}
