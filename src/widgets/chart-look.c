/* SPDX-License-Identifier: MIT */
#include "chart-look.h"

#include "colors.h"

#define PADDING 8
#define AWAY 12      /* of the readout from its point */
#define CORNER 6
#define RING 6.5     /* radius of the mark on a point */
#define WIDEST 340   /* text of a readout */
#define WIDEST_SHARE 0.75
#define LINE_WIDTH 2.0
#define STRETCH 1.7  /* a wide window is not left empty */

static const struct
{
  CpChartRole role;
  const char *color; /* of the style sheet */
} colors[] = {
  { CP_CHART_BACKGROUND, "cp_plot_background" }, { CP_CHART_DIM, "cp_dim" },
  { CP_CHART_GRID, "cp_grid" },                  { CP_CHART_REFERENCE, "cp_rate" },
  { CP_CHART_MODEL, "cp_normal" },               { CP_CHART_SECOND, "cp_pneumonia" },
  { CP_CHART_NORMAL, "cp_normal" },              { CP_CHART_PNEUMONIA, "cp_pneumonia" },
};

static void
set_color (CpChartStyle  *style,
           CpChartRole    role,
           const GdkRGBA *color)
{
  style->colors[role] = (CpChartColor) { color->red, color->green, color->blue, color->alpha };
}

/* Pixels a font is high, whether it was given in pixels or in points. */
static double
font_size (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (pango_font_description_get_size_is_absolute (font))
    return size;

  return size * pango_cairo_context_get_resolution (context) / 72;
}

/**
 * cp_chart_look_up:
 * @style: (out caller-allocates): a style
 * @widget: what a chart is drawn on
 *
 * Gives a chart the colours and the font of its widget. It has no title: its
 * widget has.
 */
void
cp_chart_look_up (CpChartStyle *style,
                  GtkWidget    *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  GdkRGBA color;

  cp_widget_get_color (widget, &color);
  set_color (style, CP_CHART_TEXT, &color);
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      cp_widget_lookup_color (widget, colors[i].color, &color);
      set_color (style, colors[i].role, &color);
    }
  style->font_family = g_intern_string (pango_font_description_get_family (pango_context_get_font_description (context)));
  style->font_size = font_size (context);
  style->line_width = LINE_WIDTH;
  style->stretch = STRETCH;
  style->untitled = TRUE;
}

/**
 * cp_chart_readout_place:
 * @box: (inout): a size, and then a place
 * @x: a point
 * @y: a point
 * @width: of the room
 * @height: of the room
 *
 * Finds a place beside a point, above it if there is room, that does not leave
 * the room as long as the box is smaller.
 */
void
cp_chart_readout_place (graphene_rect_t *box,
                        double           x,
                        double           y,
                        double           width,
                        double           height)
{
  double left = x + AWAY, top = y - AWAY - box->size.height;

  if (left + box->size.width > width)
    left = x - AWAY - box->size.width;
  if (top < 0)
    top = y + AWAY;
  box->origin.x = (float) (int) CLAMP (left, 0, MAX (0, width - box->size.width));
  box->origin.y = (float) (int) CLAMP (top, 0, MAX (0, height - box->size.height));
}

static PangoLayout *
create_text (GtkWidget  *widget,
             const char *text,
             const char *hint)
{
  g_autofree char *whole = hint != NULL ? g_strdup_printf ("%s\n%s", text, hint) : g_strdup (text);
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, whole);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *dim = pango_attr_foreground_alpha_new (0xb000);

  dim->start_index = (guint) strlen (text);
  pango_attr_list_insert (attributes, dim);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, MAX (1, MIN (WIDEST, WIDEST_SHARE * gtk_widget_get_width (widget))) * PANGO_SCALE);

  return layout;
}

static void
draw_ring (GtkSnapshot   *snapshot,
           const GdkRGBA *color,
           double         x,
           double         y)
{
  const float width[4] = { 2, 2, 2, 2 };
  const GdkRGBA border[4] = { *color, *color, *color, *color };
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (
    &ring, &GRAPHENE_RECT_INIT ((float) (x - RING), (float) (y - RING), (float) (2 * RING), (float) (2 * RING)), RING);
  gtk_snapshot_append_border (snapshot, &ring, width, border);
}

static void
draw_box (GtkSnapshot           *snapshot,
          const graphene_rect_t *box,
          const GdkRGBA         *background,
          const GdkRGBA         *line)
{
  const float width[4] = { 1, 1, 1, 1 };
  const GdkRGBA border[4] = { *line, *line, *line, *line };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, background, box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, width, border);
}

/**
 * cp_chart_readout_draw:
 * @widget: what the chart is drawn on
 * @snapshot: where to draw
 * @text: what a point says
 * @hint: (nullable): what can be done with it
 * @x: where the point is
 * @y: where the point is
 *
 * Marks a point and writes beside it.
 */
void
cp_chart_readout_draw (GtkWidget   *widget,
                       GtkSnapshot *snapshot,
                       const char  *text,
                       const char  *hint,
                       double       x,
                       double       y)
{
  g_autoptr (PangoLayout) layout = create_text (widget, text, hint);
  graphene_rect_t box;
  GdkRGBA color, background, line;
  int width, height;

  cp_widget_get_color (widget, &color);
  cp_widget_lookup_color (widget, "cp_plot_background", &background);
  cp_widget_lookup_color (widget, "cp_dim", &line);
  pango_layout_get_pixel_size (layout, &width, &height);
  graphene_rect_init (&box, 0, 0, (float) (width + 2 * PADDING), (float) (height + 2 * PADDING));
  cp_chart_readout_place (&box, x, y, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  draw_ring (snapshot, &color, x, y);
  draw_box (snapshot, &box, &background, &line);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.origin.x + PADDING, box.origin.y + PADDING));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}
