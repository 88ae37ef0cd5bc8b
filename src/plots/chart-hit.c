/* SPDX-License-Identifier: MIT */
#include "chart-icons.h"
#include "chart-layout.h"

#include <math.h>

#define REACH 4.0 /* how far from a point the pointer still finds it, in ems */

static gboolean
is_reachable (const CpChartLayout *layout,
              const CpChartSeries *series)
{
  return series->readout != NULL && series->points->len > 0 && series->panel < layout->n_panels;
}

static CpChartHit
hit_of (const CpChartLayout *layout,
        guint                index,
        guint                point)
{
  const CpChartSeries *series = cp_chart_get_series (layout->chart, index);
  const CpChartPoint *p = cp_chart_series_get (series, point);
  CpChartHit hit = { index, point, 0, 0, p->threshold };

  if (layout->chart->icons)
    {
      hit.x = layout->panels[0].x;
      hit.y = layout->panels[0].y;
      return hit;
    }
  hit.x = cp_chart_layout_x (layout, series->panel, p->x);
  hit.y = cp_chart_layout_y (layout, series->panel, p->y);

  return hit;
}

/* Bars are found over their whole width, wherever the pointer is above or below. */
static double
distance (const CpChartLayout *layout,
          const CpChartHit    *hit,
          double               x,
          double               y)
{
  const CpChartSeries *series = cp_chart_get_series (layout->chart, hit->series);
  const CpChartBox *panel = &layout->panels[series->panel];

  if (series->kind == CP_SERIES_BARS)
    {
      double base = cp_chart_layout_y (layout, series->panel, 0);
      double top = MIN (hit->y, base) < base ? panel->y : base;
      double bottom = hit->y > base ? panel->y + panel->height : base;

      return hypot (hit->x - x, y < top ? top - y : y > bottom ? y - bottom : 0);
    }
  /* Where two lie on each other, the operating point is the one that is meant. */
  return hypot (hit->x - x, hit->y - y) - (series->kind == CP_SERIES_OPERATING ? 0.5 * layout->em : 0);
}

static gboolean
find_nearest (const CpChartLayout *layout,
              double               x,
              double               y,
              CpChartHit          *hit)
{
  double nearest = REACH * layout->em;
  gboolean found = FALSE;

  for (guint s = 0; s < layout->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, s);

      for (guint p = 0; is_reachable (layout, series) && p < series->points->len; p++)
        {
          CpChartHit candidate = hit_of (layout, s, p);
          double away = distance (layout, &candidate, x, y);

          if (away < nearest)
            {
              nearest = away;
              *hit = candidate;
              found = TRUE;
            }
        }
    }

  return found;
}

/**
 * cp_chart_nearest:
 * @self: a chart
 * @width: as it was drawn
 * @height: as it was drawn
 * @style: as it was drawn
 * @x: where the pointer is
 * @y: where the pointer is
 * @hit: (out): the nearest point
 *
 * Finds what the pointer is at.
 *
 * Returns: %FALSE where nothing is near
 */
gboolean
cp_chart_nearest (const CpChart      *self,
                  double              width,
                  double              height,
                  const CpChartStyle *style,
                  double              x,
                  double              y,
                  CpChartHit         *hit)
{
  g_autoptr (CpChartLayout) layout = cp_chart_layout_new (self, width, height, style);

  return self->icons ? cp_chart_icon_at (layout, x, y, hit) : find_nearest (layout, x, y, hit);
}

/* The next series in a direction that can be reached, or the same one. */
static guint
step_series (const CpChartLayout *layout,
             guint                from,
             int                  direction)
{
  int n = (int) layout->chart->series->len, step = direction < 0 ? -1 : 1;

  for (int i = (int) from + step; i >= 0 && i < n; i += step)
    if (is_reachable (layout, cp_chart_get_series (layout->chart, (guint) i)))
      return (guint) i;

  return from;
}

/* The point of a series that lies nearest to where the last one was. */
static guint
nearest_in_series (const CpChartLayout *layout,
                   guint                index,
                   double               x)
{
  const CpChartSeries *series = cp_chart_get_series (layout->chart, index);
  double nearest = INFINITY;
  guint found = 0;

  for (guint p = 0; p < series->points->len; p++)
    {
      double away = fabs (hit_of (layout, index, p).x - x);

      if (away < nearest)
        {
          nearest = away;
          found = p;
        }
    }

  return found;
}

static gboolean
is_hit (const CpChartLayout *layout,
        const CpChartHit    *hit)
{
  return hit->series < layout->chart->series->len && is_reachable (layout, cp_chart_get_series (layout->chart, hit->series))
         && hit->point < cp_chart_get_series (layout->chart, hit->series)->points->len;
}

/* The nearest point of what has several, to which the operating point belongs; the upper one of two lines that lie on
 * each other. */
static gboolean
find_on_curve (const CpChartLayout *layout,
               const CpChartHit    *from,
               CpChartHit          *hit)
{
  double nearest = INFINITY;

  for (guint s = 0; s < layout->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, s);

      for (guint p = 0; is_reachable (layout, series) && series->points->len > 1 && p < series->points->len; p++)
        {
          CpChartHit candidate = hit_of (layout, s, p);
          double away = hypot (candidate.x - from->x, candidate.y - from->y);

          if (away < nearest || (away == nearest && hit->series != s))
            {
              nearest = away;
              *hit = candidate;
            }
        }
    }

  return isfinite (nearest);
}

static gboolean
find_operating (const CpChartLayout *layout,
                CpChartHit          *hit)
{
  for (guint s = 0; s < layout->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, s);

      if (!is_reachable (layout, series) || series->kind != CP_SERIES_OPERATING)
        continue;
      *hit = hit_of (layout, s, 0);
      return TRUE;
    }

  return FALSE;
}

/* The first point of what one can go along, or else the first point there is. */
static gboolean
find_first (const CpChartLayout *layout,
            CpChartHit          *hit)
{
  gboolean found = FALSE;

  for (guint s = 0; s < layout->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, s);

      if (!is_reachable (layout, series) || (found && series->points->len < 2))
        continue;
      *hit = hit_of (layout, s, 0);
      found = TRUE;
      if (series->points->len > 1)
        break;
    }

  return found;
}

/* Where the operating point is, but on the curve, along which keys have somewhere to go. */
static gboolean
find_start (const CpChartLayout *layout,
            CpChartHit          *hit)
{
  CpChartHit operating;

  if (!find_operating (layout, &operating))
    return find_first (layout, hit);
  if (!find_on_curve (layout, &operating, hit))
    *hit = operating;

  return TRUE;
}

/* From what is one point alone the way leads along the curve, or where all are alone to the next of them. */
static void
step_off (const CpChartLayout *layout,
          int                  direction,
          CpChartHit          *hit)
{
  CpChartHit from = *hit;

  if (!find_on_curve (layout, &from, hit))
    *hit = hit_of (layout, step_series (layout, from.series, direction), 0);
}

/**
 * cp_chart_step:
 * @self: a chart
 * @width: as it was drawn
 * @height: as it was drawn
 * @style: as it was drawn
 * @points: how many points to go on in the series, or back
 * @series: how many series to go on, 1, -1 or 0
 * @hit: (inout): where from and where to; one that is not (any more) a point
 *   of the chart, such as one with series %G_MAXUINT, starts on the curve at the
 *   operating point's place
 *
 * Goes from point to point, for the keyboard. Stops at the ends. What is one
 * point alone is left for the curve.
 *
 * Returns: %FALSE if the chart has no points to go to
 */
gboolean
cp_chart_step (const CpChart      *self,
               double              width,
               double              height,
               const CpChartStyle *style,
               int                 points,
               int                 series,
               CpChartHit         *hit)
{
  g_autoptr (CpChartLayout) layout = cp_chart_layout_new (self, width, height, style);
  guint to;
  gint64 last;

  if (!is_hit (layout, hit))
    return find_start (layout, hit);

  if (points != 0 && cp_chart_get_series (self, hit->series)->points->len == 1)
    step_off (layout, points, hit);
  to = series != 0 ? step_series (layout, hit->series, series) : hit->series;
  if (to != hit->series)
    *hit = hit_of (layout, to, nearest_in_series (layout, to, hit->x));
  last = (gint64) cp_chart_get_series (self, to)->points->len - 1;
  *hit = hit_of (layout, to, (guint) CLAMP ((gint64) hit->point + points, 0, last));

  return TRUE;
}

/**
 * cp_chart_get_readout:
 * @self: a chart
 * @hit: one of its points
 *
 * Returns: (transfer full): the point in words, such as “recall 0.982, false
 *   alarms 0.103 at threshold 0.500”; translated
 */
char *
cp_chart_get_readout (const CpChart    *self,
                      const CpChartHit *hit)
{
  const CpChartSeries *series;

  g_return_val_if_fail (hit->series < self->series->len, NULL);
  series = cp_chart_get_series (self, hit->series);
  g_return_val_if_fail (series->readout != NULL && hit->point < series->points->len, NULL);

  return series->readout (self, cp_chart_series_get (series, hit->point));
}
