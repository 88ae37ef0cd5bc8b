/* SPDX-License-Identifier: MIT */
#include "chart-layout.h"

#include <math.h>

#define SWATCH 2.0         /* a sample's width, in ems */
#define SWATCH_GAP 0.6
#define ENTRY_GAP 1.4      /* between entries of a row */
#define BOX_PADDING 0.5
#define MARGIN 0.5         /* between the legend and data */
#define WIDEST_INSIDE 0.72 /* of the panel */
#define HIGHEST_INSIDE 0.5

/* Places for the legend inside, in the order in which they are tried: right, bottom = 1. */
static const struct { double x, y; } places[] = {
  { 1, 1 }, { 1, 0 }, { 0, 0 }, { 0, 1 }, { 0.5, 1 }, { 0.5, 0 }, { 1, 0.5 }, { 0, 0.5 }, { 1, 0.25 }, { 1, 0.75 },
};

static PangoLayout *
entry_text (CpChartLayout *self,
            guint          series,
            double         width)
{
  PangoLayout *text = cp_chart_text_new (self->context, self->style, 0.92, FALSE,
                                         cp_chart_get_series (self->chart, series)->name);

  if (width < G_MAXDOUBLE)
    cp_chart_text_limit (text, width, 3);

  return text;
}

static gboolean
has_entry (const CpChartLayout *self,
           guint                series)
{
  return cp_chart_get_series (self->chart, series)->name != NULL;
}

static double
before_text (const CpChartLayout *self)
{
  return (SWATCH + SWATCH_GAP) * self->em;
}

/* Returns: the width of the legend with an entry a row and no line broken */
double
cp_chart_legend_widest (CpChartLayout *self)
{
  double widest = 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    if (has_entry (self, i))
      {
        g_autoptr (PangoLayout) text = entry_text (self, i, G_MAXDOUBLE);
        double width, height;

        cp_chart_text_measure (text, &width, &height);
        widest = MAX (widest, before_text (self) + width);
      }

  return ceil (widest);
}

static void
place_entry (CpChartLayout *self,
             guint          series,
             PangoLayout   *text,
             double         x,
             double         y)
{
  CpChartSwatch swatch = { series, { x, y, SWATCH * self->em, self->line } };

  g_array_append_val (self->swatches, swatch);
  cp_chart_layout_label (self, text, CP_CHART_TEXT, x + before_text (self), y, 0, 0);
}

/**
 * cp_chart_legend_flow:
 * @self: a layout
 * @x: left side
 * @y: upper side
 * @width: what there is room for; longer entries are broken, then cut
 * @height: what there is room for
 * @rows: whether entries stand beside each other while there is room
 * @place: %FALSE only measures
 *
 * Lays the legend out. What does not fit in @height is left out.
 *
 * Returns: its height
 */
double
cp_chart_legend_flow (CpChartLayout *self,
                      double         x,
                      double         y,
                      double         width,
                      double         height,
                      gboolean       rows,
                      gboolean       place)
{
  double at = 0, top = 0, row = 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    {
      g_autoptr (PangoLayout) text = has_entry (self, i) ? entry_text (self, i, width - before_text (self)) : NULL;
      double text_width, text_height, entry;

      if (text == NULL)
        continue;
      cp_chart_text_measure (text, &text_width, &text_height);
      entry = before_text (self) + text_width;
      if (at > 0 && (!rows || at + entry > width))
        {
          top += row + 0.25 * self->em;
          at = row = 0;
        }
      if (top + text_height > height + 0.5)
        break;
      if (place)
        place_entry (self, i, g_object_ref (text), x + at, y + top);
      row = MAX (row, text_height);
      at += entry + ENTRY_GAP * self->em;
    }
  if (place)
    self->legend = (CpChartBox) { x, y, width, top + row };

  return top + row;
}

/* Whether a straight line meets a box: Liang and Barsky's clipping (1984). */
static gboolean
line_meets (const CpChartBox *box,
            double            x0,
            double            y0,
            double            x1,
            double            y1)
{
  const double p[] = { x0 - x1, x1 - x0, y0 - y1, y1 - y0 };
  const double q[] = { x0 - box->x, box->x + box->width - x0, y0 - box->y, box->y + box->height - y0 };
  double from = 0, to = 1;

  for (guint i = 0; i < G_N_ELEMENTS (p); i++)
    {
      if (p[i] == 0 && q[i] < 0)
        return FALSE;
      if (p[i] < 0)
        from = MAX (from, q[i] / p[i]);
      else if (p[i] > 0)
        to = MIN (to, q[i] / p[i]);
    }

  return from <= to;
}

static double
or_else (double value,
         double other)
{
  return isnan (value) ? other : value;
}

/* What a single point covers: its marker and its intervals. */
static gboolean
point_meets (const CpChartLayout *self,
             const CpChartSeries *series,
             const CpChartPoint  *p,
             const CpChartBox    *box)
{
  double x = cp_chart_layout_x (self, 0, p->x), y = cp_chart_layout_y (self, 0, p->y);
  double y_low = series->kind == CP_SERIES_BARS ? 0 : or_else (p->low, p->y);
  double y_high = series->kind == CP_SERIES_BARS ? p->y : or_else (p->high, p->y);
  double x_low = cp_chart_layout_x (self, 0, or_else (p->x_low, p->x));
  double x_high = cp_chart_layout_x (self, 0, or_else (p->x_high, p->x));

  y_low = cp_chart_layout_y (self, 0, y_low);
  y_high = cp_chart_layout_y (self, 0, y_high);
  if (series->kind == CP_SERIES_BARS)
    {
      CpChartBox bar = { x_low, MIN (y_low, y_high), x_high - x_low, fabs (y_low - y_high) };

      return cp_chart_box_overlaps (&bar, box);
    }

  return line_meets (box, x, y_low, x, y_high) || line_meets (box, x_low, y, x_high, y);
}

static gboolean
segment_meets (const CpChartLayout *self,
               const CpChartSeries *series,
               guint                index,
               const CpChartBox    *box)
{
  const CpChartPoint *a = cp_chart_series_get (series, index - 1), *b = cp_chart_series_get (series, index);
  double x0 = cp_chart_layout_x (self, 0, a->x), x1 = cp_chart_layout_x (self, 0, b->x);
  double y0 = cp_chart_layout_y (self, 0, a->y), y1 = cp_chart_layout_y (self, 0, b->y);

  return line_meets (box, x0, y0, x1, y1);
}

static gboolean
series_meets (const CpChartLayout *self,
              const CpChartSeries *series,
              const CpChartBox    *box)
{
  gboolean joined = series->kind == CP_SERIES_LINE || series->kind == CP_SERIES_REFERENCE;

  for (guint i = 0; i < series->points->len; i++)
    if (point_meets (self, series, cp_chart_series_get (series, i), box)
        || (joined && i > 0 && segment_meets (self, series, i, box)))
      return TRUE;

  return FALSE;
}

static gboolean
covers_data (const CpChartLayout *self,
             const CpChartBox    *box)
{
  double margin = MARGIN * self->em;
  const CpChartBox wide = { box->x - margin, box->y - margin, box->width + 2 * margin, box->height + 2 * margin };

  for (guint i = 0; i < self->chart->series->len; i++)
    {
      const CpChartSeries *series = cp_chart_get_series (self->chart, i);

      if (series->panel == 0 && series_meets (self, series, &wide))
        return TRUE;
    }

  return FALSE;
}

/* Returns: whether there was a place inside the panel that covers no data, or no legend at all */
gboolean
cp_chart_legend_inside (CpChartLayout *self)
{
  double padding = BOX_PADDING * self->em, margin = 0.6 * self->em;
  double widest = cp_chart_legend_widest (self);
  double width = widest + 2 * padding;
  double height = cp_chart_legend_flow (self, 0, 0, widest, G_MAXDOUBLE, FALSE, FALSE) + 2 * padding;
  const CpChartBox *panel = &self->panels[0];

  if (widest == 0)
    return TRUE;
  if (width > WIDEST_INSIDE * panel->width || height > HIGHEST_INSIDE * panel->height)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      CpChartBox box = { panel->x + margin + places[i].x * (panel->width - width - 2 * margin),
                         panel->y + margin + places[i].y * (panel->height - height - 2 * margin), width, height };

      if (covers_data (self, &box))
        continue;
      cp_chart_legend_flow (self, box.x + padding, box.y + padding, widest, height, FALSE, TRUE);
      self->legend = box;
      self->legend_inside = TRUE;
      return TRUE;
    }

  return FALSE;
}
