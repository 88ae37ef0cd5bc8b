/* SPDX-License-Identifier: MIT */
#include "chart-layout.h"

#include "chart-icons.h"
#include "chart-scale.h"

#include <math.h>

#define PADDING 0.7       /* around the chart; all lengths in ems */
#define TITLE_GAP 0.7
#define LEGEND_GAP 1.2
#define LEAST_PANEL 6.0   /* a legend that leaves less goes */
#define LEGEND_SHARE 0.36 /* of the width, beside the panel */
#define LEAST_LEGEND 10.0 /* narrower, and its words break */
#define TWO_LINES 14.0    /* a chart this high has room for a title of two lines */

static void
label_free (gpointer data)
{
  g_object_unref (((CpChartLabel *) data)->text);
}

double
cp_chart_layout_x (const CpChartLayout *self,
                   guint                panel,
                   double               value)
{
  const CpChartBox *box = &self->panels[panel];

  return box->x + cp_chart_axis_place (&self->chart->x, value) * box->width;
}

double
cp_chart_layout_y (const CpChartLayout *self,
                   guint                panel,
                   double               value)
{
  const CpChartBox *box = &self->panels[panel];

  return box->y + (1 - cp_chart_axis_place (&self->chart->y[panel], value)) * box->height;
}

/* Touching boxes do not overlap. */
gboolean
cp_chart_box_overlaps (const CpChartBox *a,
                       const CpChartBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Adds a text (transfer full), held at (x, y) by the given parts of its box. */
void
cp_chart_layout_label (CpChartLayout *self,
                       PangoLayout   *text,
                       CpChartRole    role,
                       double         x,
                       double         y,
                       double         xalign,
                       double         yalign)
{
  CpChartLabel label = { .text = text, .role = role };

  cp_chart_text_measure (text, &label.box.width, &label.box.height);
  label.box.x = x - xalign * label.box.width;
  label.box.y = y - yalign * label.box.height;
  g_array_append_val (self->labels, label);
}

static void
add_title (CpChartLayout *self,
           CpChartBox    *room)
{
  PangoLayout *text = cp_chart_text_new (self->context, self->style, 1.08, TRUE, self->chart->title);
  double width, height;

  cp_chart_text_limit (text, room->width, self->height > TWO_LINES * self->em ? 2 : 1);
  cp_chart_layout_label (self, text, CP_CHART_TEXT, room->x, room->y, 0, 0);
  cp_chart_text_measure (text, &width, &height);
  room->y += height + TITLE_GAP * self->em;
  room->height -= height + TITLE_GAP * self->em;
}

/* The title begins where the rest does, if there is room for it to its right. */
static void
align_title (CpChartLayout    *self,
             const CpChartBox *room,
             double            left)
{
  CpChartLabel *title = &g_array_index (self->labels, CpChartLabel, 0);
  double rightmost = room->x + room->width - title->box.width;

  title->box.x = CLAMP (left, room->x, MAX (rightmost, room->x));
}

static double
panel_size (const CpChartLayout *self)
{
  const CpChartBox *panel = &self->panels[0];

  if (MIN (panel->width, panel->height) < LEAST_PANEL * self->em)
    return 0;

  return panel->width * panel->height;
}

/* The room left beside a legend; all of it used up where the legend is too high or too narrow. */
static CpChartBox
beside (CpChartLayout    *self,
        const CpChartBox *room,
        double            width)
{
  CpChartBox rest = *room;

  rest.width = MAX (0, rest.width - width - LEGEND_GAP * self->em);
  if (width < MIN (cp_chart_legend_widest (self), LEAST_LEGEND * self->em)
      || cp_chart_legend_flow (self, 0, 0, width, G_MAXDOUBLE, FALSE, FALSE) > room->height)
    rest.width = 0;

  return rest;
}

static CpChartBox
above (CpChartLayout    *self,
       const CpChartBox *room,
       double           *left)
{
  CpChartBox rest = *room;

  cp_chart_arrange_axes (self, room);
  *left = self->panels[0].x;
  rest.height -= LEGEND_GAP / 2 * self->em
                 + cp_chart_legend_flow (self, 0, 0, room->x + room->width - *left, G_MAXDOUBLE, TRUE, FALSE);
  rest.height = MAX (0, rest.height);

  return rest;
}

/* Puts the legend beside or below, whichever leaves the larger panel. */
static void
place_legend_outside (CpChartLayout    *self,
                      const CpChartBox *room)
{
  double width = MIN (cp_chart_legend_widest (self), LEGEND_SHARE * room->width);
  double left, beside_size, above_size, bottom;
  CpChartBox upper = above (self, room, &left);
  CpChartBox inner = beside (self, room, width);

  cp_chart_arrange_axes (self, &inner);
  beside_size = panel_size (self);
  cp_chart_arrange_axes (self, &upper);
  above_size = panel_size (self);

  if (beside_size == 0 && above_size == 0)
    cp_chart_arrange_axes (self, room);
  else if (beside_size > above_size)
    {
      cp_chart_arrange_axes (self, &inner);
      cp_chart_legend_flow (self, self->panels[0].x + self->panels[0].width + LEGEND_GAP * self->em,
                            self->panels[0].y, width, room->height, FALSE, TRUE);
    }
  else
    {
      bottom = upper.y + upper.height + LEGEND_GAP / 2 * self->em;
      cp_chart_legend_flow (self, MIN (left, self->panels[0].x), bottom, room->x + room->width - left,
                            room->y + room->height - bottom, TRUE, TRUE);
    }
}

static void
arrange (CpChartLayout *self)
{
  double padding = PADDING * self->em;
  CpChartBox room = { padding, padding, MAX (0, self->width - 2 * padding), MAX (0, self->height - 2 * padding) };

  if (!self->style->untitled)
    add_title (self, &room);
  if (self->chart->icons)
    {
      cp_chart_arrange_icons (self, &room);
      return;
    }

  cp_chart_arrange_axes (self, &room);
  if (!cp_chart_legend_inside (self))
    place_legend_outside (self, &room);
  cp_chart_label_axes (self);
  if (!self->style->untitled)
    align_title (self, &room, g_array_index (self->labels, CpChartLabel, self->labels->len - 1).box.x);
}

static double
line_height (CpChartLayout *self)
{
  g_autoptr (PangoLayout) text = cp_chart_text_new (self->context, self->style, 0.92, FALSE, "0");
  double width, height;

  cp_chart_text_measure (text, &width, &height);

  return height;
}

/**
 * cp_chart_layout_new:
 * @chart: a chart; must outlive the layout
 * @width: of all of it
 * @height: of all of it
 * @style: its look; must outlive the layout
 *
 * Returns: (transfer full): where everything lies
 */
CpChartLayout *
cp_chart_layout_new (const CpChart      *chart,
                     double              width,
                     double              height,
                     const CpChartStyle *style)
{
  CpChartLayout *self = g_new0 (CpChartLayout, 1);

  self->chart = chart;
  self->style = style;
  self->width = width;
  self->height = height;
  self->em = style->font_size;
  self->context = cp_chart_text_context ();
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->labels = g_array_new (FALSE, FALSE, sizeof (CpChartLabel));
  g_array_set_clear_func (self->labels, label_free);
  self->swatches = g_array_new (FALSE, FALSE, sizeof (CpChartSwatch));
  self->line = line_height (self);
  arrange (self);

  return self;
}

/* Forgets the ticks, before others are chosen. */
void
cp_chart_layout_clear (CpChartLayout *self)
{
  g_clear_pointer (&self->x_ticks, g_array_unref);
  for (guint i = 0; i < CP_CHART_PANELS; i++)
    g_clear_pointer (&self->y_ticks[i], g_array_unref);
}

/**
 * cp_chart_layout_free:
 * @self: (transfer full): a layout
 */
void
cp_chart_layout_free (CpChartLayout *self)
{
  cp_chart_layout_clear (self);
  g_array_unref (self->labels);
  g_array_unref (self->swatches);
  g_hash_table_unref (self->widths);
  g_object_unref (self->context);
  g_free (self);
}
