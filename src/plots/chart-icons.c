/* SPDX-License-Identifier: MIT */
#include "chart-icons.h"

#include "chart-marks.h"

#include <math.h>

#define LEGEND_GAP 1.4
#define LEGEND_SHARE 0.42
#define RADIUS 0.36 /* of a cell */

/* Rows and columns that people can count. */
static const guint columns[] = { 10, 20, 25, 40, 50, 100, 125, 200 };

static guint
icon_count (const CpChart *chart)
{
  double n = 0;

  for (guint i = 0; i < chart->series->len; i++)
    n += cp_chart_series_get (cp_chart_get_series (chart, i), 0)->y;

  return (guint) n;
}

/* The widest cell with which @n marks fit in a box. */
static double
choose_columns (guint   n,
                double  width,
                double  height,
                guint  *chosen)
{
  double best = 0;

  *chosen = columns[0];
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      double rows = ceil ((double) n / columns[i]);
      double cell = MIN (width / columns[i], height / MAX (rows, 1));

      if (cell > best)
        {
          best = cell;
          *chosen = columns[i];
        }
    }

  return best;
}

static void
place_field (CpChartLayout    *self,
             const CpChartBox *room,
             guint             n)
{
  self->icon_size = choose_columns (n, room->width, room->height, &self->icon_columns);
  self->n_panels = 1;
  self->panels[0] = (CpChartBox) { room->x, room->y, self->icon_size * self->icon_columns,
                                   self->icon_size * ceil ((double) n / self->icon_columns) };
}

/* Puts the legend in words beside or below the marks, whichever leaves them larger. */
void
cp_chart_arrange_icons (CpChartLayout    *self,
                        const CpChartBox *room)
{
  guint n = icon_count (self->chart), chosen;
  double gap = LEGEND_GAP * self->em;
  double width = MIN (cp_chart_legend_widest (self), LEGEND_SHARE * room->width);
  double height = cp_chart_legend_flow (self, 0, 0, room->width, G_MAXDOUBLE, TRUE, FALSE) + gap / 2;
  gboolean too_high = cp_chart_legend_flow (self, 0, 0, width, G_MAXDOUBLE, FALSE, FALSE) > room->height;
  double beside = too_high ? 0 : choose_columns (n, room->width - width - gap, room->height, &chosen);
  double below = choose_columns (n, room->width, room->height - height, &chosen);
  CpChartBox field = *room;

  if (beside >= below)
    {
      field.width -= width + gap;
      place_field (self, &field, n);
      cp_chart_legend_flow (self, field.x + self->panels[0].width + gap, field.y, width, room->height, FALSE, TRUE);
    }
  else
    {
      field.height -= height;
      place_field (self, &field, n);
      cp_chart_legend_flow (self, field.x, field.y + self->panels[0].height + gap / 2, room->width, height, TRUE, TRUE);
    }
}

/* Draws the marks row by row, one kind after another. */
void
cp_chart_draw_icons (const CpChartLayout *self,
                     cairo_t             *cr)
{
  const CpChartBox *box = &self->panels[0];
  double cell = self->icon_size;
  guint place = 0;

  for (guint s = 0; s < self->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (self->chart, s);

      for (double i = 0; i < cp_chart_series_get (series, 0)->y; i++, place++)
        cp_chart_marker_draw (self->style, cr, series->marker, series->role,
                              box->x + (place % self->icon_columns + 0.5) * cell,
                              box->y + (place / self->icon_columns + 0.5) * cell, RADIUS * cell);
    }
}

/* Returns: whether a mark lies at (x, y), and then of which kind */
gboolean
cp_chart_icon_at (const CpChartLayout *self,
                  double               x,
                  double               y,
                  CpChartHit          *hit)
{
  const CpChartBox *box = &self->panels[0];
  double column = floor ((x - box->x) / self->icon_size), row = floor ((y - box->y) / self->icon_size);
  double place = row * self->icon_columns + column;

  if (column < 0 || row < 0 || column >= self->icon_columns)
    return FALSE;

  for (guint s = 0; s < self->chart->series->len; s++)
    {
      place -= cp_chart_series_get (cp_chart_get_series (self->chart, s), 0)->y;
      if (place < 0)
        {
          *hit = (CpChartHit) { s, 0, box->x + (column + 0.5) * self->icon_size, box->y + (row + 0.5) * self->icon_size, NAN };
          return TRUE;
        }
    }

  return FALSE;
}
