/* SPDX-License-Identifier: MIT */
#include "chart-layout.h"

#include "chart-scale.h"

#include <math.h>

#define GAP 0.55         /* between a panel, its tick labels and its title, in ems */
#define PANEL_GAP 1.0
#define STRIP 0.24       /* the lower panel's height, of the upper one's */
#define LEAST_STRIP 14.0 /* room below which the lower panel goes, in ems */
#define MOST_TICKS 6
#define MANY_TICKS 11    /* on axes of more than 40 ems */

static const char *
tick_text (GArray *ticks,
           guint   index)
{
  return g_array_index (ticks, CpChartTick, index).text;
}

static double
text_width (CpChartLayout *self,
            const char    *string)
{
  double *known = g_hash_table_lookup (self->widths, string);
  g_autoptr (PangoLayout) text = NULL;
  double height;

  if (known == NULL)
    {
      text = cp_chart_text_new (self->context, self->style, 0.92, FALSE, string);
      known = g_new (double, 1);
      cp_chart_text_measure (text, known, &height);
      g_hash_table_insert (self->widths, g_strdup (string), known);
    }

  return *known;
}

static double
widest_tick (CpChartLayout *self,
             GArray        *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, text_width (self, tick_text (ticks, i)));

  return widest;
}

static guint
most_ticks (const CpChartLayout *self,
            double               length)
{
  return length > 40 * self->em ? MANY_TICKS : MOST_TICKS;
}

/* Whether labels beside each other keep a distance. */
static gboolean
ticks_fit (CpChartLayout *self,
           GArray        *ticks,
           double         length)
{
  double end = -G_MAXDOUBLE;

  for (guint i = 0; i < ticks->len; i++)
    {
      double width = text_width (self, tick_text (ticks, i));
      double at = length * cp_chart_axis_place (&self->chart->x, g_array_index (ticks, CpChartTick, i).value);

      if (at - width / 2 < end)
        return FALSE;
      end = at + width / 2 + 0.9 * self->em;
    }

  return TRUE;
}

static GArray *
choose_x_ticks (CpChartLayout *self,
                double         length)
{
  for (guint most = most_ticks (self, length);; most--)
    {
      GArray *ticks = cp_chart_axis_ticks (&self->chart->x, most);

      if (most == 1 || ticks_fit (self, ticks, length))
        return ticks;
      g_array_unref (ticks);
    }
}

static GArray *
choose_y_ticks (CpChartLayout *self,
                guint          panel,
                double         length)
{
  guint most = (guint) CLAMP (length / (1.6 * self->line), length > 2 * self->line ? 2 : 1, most_ticks (self, length));

  return cp_chart_axis_ticks (&self->chart->y[panel], panel > 0 ? MIN (most, 3) : most);
}

/* The height below the panels: ticks and the axis's title. */
static double
foot (const CpChartLayout *self)
{
  return (0.8 + GAP) * self->em + 2 * self->line;
}

static void
share_height (CpChartLayout *self,
              double         height,
              double         width)
{
  double strip = 0, gap = 0;

  self->n_panels = self->chart->n_panels;
  if (height < LEAST_STRIP * self->em)
    self->n_panels = 1;
  if (self->n_panels > 1)
    {
      gap = PANEL_GAP * self->em;
      strip = STRIP * (height - gap) / (1 + STRIP);
    }
  self->panels[0].height = MAX (0, height - gap - strip);
  if (self->chart->square && self->panels[0].height > width)
    {
      self->panels[0].height = width;
      strip = MIN (strip, STRIP * width);
    }
  self->panels[1].height = strip;
}

/* Chooses ticks for the panels' heights. Returns the width to the left of them. */
static double
choose_left (CpChartLayout *self)
{
  double widest = 0;

  for (guint i = 0; i < self->n_panels; i++)
    {
      g_clear_pointer (&self->y_ticks[i], g_array_unref);
      self->y_ticks[i] = choose_y_ticks (self, i, self->panels[i].height);
      widest = MAX (widest, widest_tick (self, self->y_ticks[i]));
    }

  return widest + self->line + 2 * GAP * self->em;
}

/* Chooses panels and ticks that fit in a room with all their labels. */
void
cp_chart_arrange_axes (CpChartLayout    *self,
                       const CpChartBox *room)
{
  double head = self->line / 2;
  double height = MAX (0, room->height - head - foot (self));
  double tail = text_width (self, "0.00") / 2;
  double left, width, panel;

  cp_chart_layout_clear (self);
  share_height (self, height, G_MAXDOUBLE);
  left = choose_left (self);
  width = MAX (0, room->width - left - tail);
  share_height (self, height, width);
  left = choose_left (self);
  panel = self->chart->square ? MIN (width, self->style->stretch * self->panels[0].height) : width;

  for (guint i = 0; i < self->n_panels; i++)
    {
      self->panels[i].x = room->x + left;
      self->panels[i].width = panel;
    }
  self->panels[0].y = room->y + head;
  self->panels[1].y = room->y + head + self->panels[0].height + PANEL_GAP * self->em;
  self->x_ticks = choose_x_ticks (self, panel);
}

static void
label_y_ticks (CpChartLayout *self,
               guint          panel)
{
  for (guint i = 0; i < self->y_ticks[panel]->len; i++)
    {
      const CpChartTick *tick = &g_array_index (self->y_ticks[panel], CpChartTick, i);

      cp_chart_layout_label (self, cp_chart_text_new (self->context, self->style, 0.92, FALSE, tick->text), CP_CHART_DIM,
                             self->panels[panel].x - GAP * self->em, cp_chart_layout_y (self, panel, tick->value), 1, 0.5);
    }
}

/* Centred below the panel, and longer than it where nothing else is there. */
static void
place_x_title (CpChartLayout *self,
               PangoLayout   *title,
               double         y)
{
  const CpChartBox *box = &self->panels[0];
  double padding = GAP * self->em, middle = box->x + box->width / 2;
  gboolean beside = self->legend.x > box->x + box->width;
  double right = beside ? self->legend.x - padding : self->width - padding;

  cp_chart_text_limit (title, MAX (box->width, 2 * MIN (right - middle, middle - padding - self->line)), 1);
  cp_chart_layout_label (self, title, CP_CHART_TEXT, middle, y, 0.5, 0);
}

static void
label_x_axis (CpChartLayout *self)
{
  guint panel = self->n_panels - 1;
  const CpChartBox *box = &self->panels[panel];
  double y = box->y + box->height + 0.8 * self->em;
  PangoLayout *title = cp_chart_text_new (self->context, self->style, 0.92, FALSE, self->chart->x.label);

  for (guint i = 0; i < self->x_ticks->len; i++)
    {
      const CpChartTick *tick = &g_array_index (self->x_ticks, CpChartTick, i);

      cp_chart_layout_label (self, cp_chart_text_new (self->context, self->style, 0.92, FALSE, tick->text), CP_CHART_DIM,
                             cp_chart_layout_x (self, panel, tick->value), y, 0.5, 0);
    }
  place_x_title (self, title, y + self->line + GAP * self->em / 2);
}

/* The title of a y axis, turned, at the left of all tick labels. */
static void
label_y_axis (CpChartLayout *self,
              guint          panel,
              double         left)
{
  const CpChartBox *box = &self->panels[panel];
  CpChartLabel label = { .role = CP_CHART_TEXT, .upright = TRUE };
  gboolean lowest = panel + 1 == self->n_panels;
  double top = box->y - (panel == 0 ? self->line / 2 : 0);
  double bottom = box->y + box->height + (lowest ? foot (self) : 0);
  double width, height;

  label.text = cp_chart_text_new (self->context, self->style, 0.92, FALSE, self->chart->y[panel].label);
  cp_chart_text_limit (label.text, bottom - top, 1);
  cp_chart_text_measure (label.text, &width, &height);
  label.box = (CpChartBox) { left, CLAMP (box->y + (box->height - width) / 2, top, MAX (top, bottom - width)), height, width };
  g_array_append_val (self->labels, label);
}

/* Labels ticks and axes; the last label is the main y axis's title. */
void
cp_chart_label_axes (CpChartLayout *self)
{
  double widest = 0;

  label_x_axis (self);
  for (guint i = 0; i < self->n_panels; i++)
    {
      label_y_ticks (self, i);
      widest = MAX (widest, widest_tick (self, self->y_ticks[i]));
    }
  for (guint i = self->n_panels; i > 0; i--)
    label_y_axis (self, i - 1, self->panels[0].x - widest - 2 * GAP * self->em - self->line);
}
