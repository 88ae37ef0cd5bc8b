/* SPDX-License-Identifier: MIT */
#include "chart-icons.h"

#include "chart-marks.h"

#include <math.h>

#define LEGEND_GAP 1.4
#define LEGEND_SHARE 0.42
#define RADIUS 0.36 /* of a cell */
#define EVEN 6.0    /* cells from this size on are a whole number of pixels wide */

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
  if (self->icon_size >= EVEN)
    self->icon_size = floor (self->icon_size);
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

/* A mark drawn once, to be repeated; nothing where the picture is made of lines, which are to stay lines. */
static cairo_surface_t *
create_stamp (const CpChartLayout *self,
              const CpChartSeries *series,
              cairo_t             *cr)
{
  cairo_surface_t *target = cairo_get_target (cr), *stamp;
  int size = (int) ceil (self->icon_size);
  cairo_t *stamping;

  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE)
    return NULL;

  stamp = cairo_surface_create_similar (target, CAIRO_CONTENT_COLOR_ALPHA, size, size);
  stamping = cairo_create (stamp);
  cp_chart_marker_draw (self->style, stamping, series->marker, series->role, size / 2.0, size / 2.0, RADIUS * self->icon_size);
  cairo_destroy (stamping);

  return stamp;
}

/* Draws one mark in the cell whose corner is at (x, y), @stamp (nullable) or else its lines. */
static void
draw_icon (const CpChartLayout *self,
           const CpChartSeries *series,
           cairo_surface_t     *stamp,
           double               x,
           double               y,
           cairo_t             *cr)
{
  double cell = self->icon_size;

  if (stamp == NULL)
    {
      cp_chart_marker_draw (self->style, cr, series->marker, series->role, x + cell / 2, y + cell / 2, RADIUS * cell);
      return;
    }
  /* on whole pixels, where repeating is copying */
  cairo_set_source_surface (cr, stamp, round (x), round (y));
  cairo_rectangle (cr, round (x), round (y), ceil (cell), ceil (cell));
  cairo_fill (cr);
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
      cairo_surface_t *stamp = create_stamp (self, series, cr);

      for (double i = 0; i < cp_chart_series_get (series, 0)->y; i++, place++)
        draw_icon (self, series, stamp, box->x + place % self->icon_columns * cell,
                   box->y + place / self->icon_columns * cell, cr);
      g_clear_pointer (&stamp, cairo_surface_destroy);
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
