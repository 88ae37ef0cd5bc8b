/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-strip-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LABEL_GAP 6.0    /* between a line and its label */
#define HATCH_SPACING 4.5
#define AXIS_GAP 1.0     /* half of the track: bars start beside it */
#define SMALLEST_BAR 2.0 /* a single image must be seen */
#define MARK_SIZE 4.0

/* Labels and bars belong to one side of the axis: pneumonia above, normal below. */
typedef struct
{
  const guint *counts;
  const GdkRGBA *color;
  double axis, end; /* y of a bar's foot and of the tallest bar's end */
  double wrong_from, wrong_to; /* thresholds between which a bar is on the wrong side */
} Side;

typedef struct
{
  double left, right;
} Span;

/**
 * cp_strip_geometry_get_x:
 * @geometry: where things lie
 * @threshold: a threshold
 *
 * Returns: its x
 */
double
cp_strip_geometry_get_x (const CpStripGeometry *geometry,
                         double                 threshold)
{
  return geometry->x0 + cp_threshold_axis_get_place (geometry->kind, threshold) * (geometry->x1 - geometry->x0);
}

/**
 * cp_strip_geometry_get_threshold:
 * @geometry: where things lie
 * @x: an x
 *
 * Returns: the threshold there, within 0…1
 */
double
cp_strip_geometry_get_threshold (const CpStripGeometry *geometry,
                                 double                 x)
{
  double extent = geometry->x1 - geometry->x0;

  return extent > 0 ? cp_threshold_axis_get_threshold (geometry->kind, (x - geometry->x0) / extent) : 0.0;
}

/* What is collected beyond the ends of the logit axis has its label at the edge of the drawing. */
static void
draw_tick_label (const CpStripGeometry *g,
                 const CpPlotStyle     *style,
                 cairo_t               *cr,
                 const CpThresholdTick *tick,
                 double                 x)
{
  gboolean lowest = g->kind == CP_THRESHOLD_AXIS_LOGIT && tick->threshold == CP_LOGIT_LOWEST;
  gboolean highest = g->kind == CP_THRESHOLD_AXIS_LOGIT && tick->threshold == CP_LOGIT_HIGHEST;
  g_autofree char *text = lowest ? g_strconcat ("<", tick->label, NULL)
                          : highest ? g_strconcat ("≥", tick->label, NULL)
                                    : g_strdup (tick->label);

  cp_plot_text_draw (style, cr, &style->dim, text, lowest ? 0 : highest ? g->width : x, g->height,
                     lowest ? 0 : highest ? 1 : 0.5, 1);
}

static void
draw_ticks (const CpStripDrawing *drawing,
            const CpPlotStyle    *style,
            cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  CpThresholdTick ticks[CP_MAX_THRESHOLD_TICKS];
  guint n = cp_threshold_axis_get_ticks (g->kind, g->x1 - g->x0, ticks);

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < n; i++)
    {
      double x = floor (cp_strip_geometry_get_x (g, ticks[i].threshold)) + 0.5;

      gdk_cairo_set_source_rgba (cr, &style->grid);
      cairo_move_to (cr, x, drawing->bins.n > 0 ? g->top : g->axis);
      cairo_line_to (cr, x, g->bottom);
      cairo_stroke (cr);
      draw_tick_label (g, style, cr, &ticks[i], x);
    }
}

/* The slider's track. */
static void
draw_axis (const CpStripDrawing *drawing,
           const CpPlotStyle    *style,
           cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;

  gdk_cairo_set_source_rgba (cr, &style->dim);
  cairo_rectangle (cr, g->x0, g->axis - 0.5, g->x1 - g->x0, 1);
  cairo_fill (cr);
}

/* Height ∝ log (1 + count), so that a few images are seen beside thousands. */
static void
add_bars (const CpStripDrawing *drawing,
          const Side           *side,
          cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  double up = side->end < side->axis ? -1 : 1;
  double longest = fabs (side->end - side->axis) - AXIS_GAP;
  double gap = (g->x1 - g->x0) / drawing->bins.n >= 4 ? 1 : 0;

  for (guint i = 0; i < drawing->bins.n; i++)
    if (side->counts[i] > 0)
      {
        double length = MAX (SMALLEST_BAR, longest * log1p (side->counts[i]) / log1p (drawing->bins.highest));
        double left = cp_strip_geometry_get_x (g, drawing->bins.edges[i]) + gap / 2;
        double right = cp_strip_geometry_get_x (g, drawing->bins.edges[i + 1]) - gap / 2;

        cairo_rectangle (cr, left, side->axis + up * AXIS_GAP, right - left, up * length);
      }
}

static void
clip_to_thresholds (const CpStripDrawing *drawing,
                    cairo_t              *cr,
                    double                from,
                    double                to)
{
  const CpStripGeometry *g = &drawing->geometry;
  double x = cp_strip_geometry_get_x (g, from);

  cairo_rectangle (cr, x, 0, cp_strip_geometry_get_x (g, to) - x, g->height);
  cairo_clip (cr);
}

/* Diagonals over the clip, at places that do not move when the threshold does. */
static void
draw_hatch (const CpStripDrawing *drawing,
            const Side           *side,
            cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  double from = floor (cp_strip_geometry_get_x (g, side->wrong_from) / HATCH_SPACING) * HATCH_SPACING;
  double to = cp_strip_geometry_get_x (g, side->wrong_to) + g->height;

  for (double x = from; x < to; x += HATCH_SPACING)
    {
      cairo_move_to (cr, x, 0);
      cairo_line_to (cr, x - g->height, g->height);
    }
  gdk_cairo_set_source_rgba (cr, side->color);
  cairo_set_line_width (cr, 1.25);
  cairo_stroke (cr);
}

static void
draw_right_bars (const CpStripDrawing *drawing,
                 const Side           *side,
                 cairo_t              *cr)
{
  cairo_save (cr);
  if (side->wrong_from > 0)
    clip_to_thresholds (drawing, cr, 0, side->wrong_from);
  else
    clip_to_thresholds (drawing, cr, side->wrong_to, 1);
  add_bars (drawing, side, cr);
  cp_plot_fill_area (cr, side->color, 1);
  cairo_new_path (cr);
  cairo_restore (cr);
}

static void
draw_wrong_bars (const CpStripDrawing *drawing,
                 const Side           *side,
                 cairo_t              *cr)
{
  cairo_save (cr);
  clip_to_thresholds (drawing, cr, side->wrong_from, side->wrong_to);
  add_bars (drawing, side, cr);
  cp_plot_fill_area (cr, side->color, 0.2);
  cairo_save (cr);
  cairo_clip_preserve (cr);
  cairo_new_path (cr);
  draw_hatch (drawing, side, cr);
  cairo_restore (cr);
  cairo_restore (cr);
}

static void
draw_bars (const CpStripDrawing *drawing,
           const CpPlotStyle    *style,
           cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  double t = drawing->threshold;
  const Side sides[] = {
    { drawing->bins.pneumonia, &style->pneumonia, g->axis, g->top, 0, t },
    { drawing->bins.normal, &style->normal, g->axis, g->bottom, t, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      draw_right_bars (drawing, &sides[i], cr);
      draw_wrong_bars (drawing, &sides[i], cr);
    }
}

static void
draw_cut (const CpStripDrawing *drawing,
          const CpPlotStyle    *style,
          cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  double x = cp_strip_geometry_get_x (g, drawing->threshold);
  double band = g->top;

  gdk_cairo_set_source_rgba (cr, &style->text);
  cairo_rectangle (cr, x - 0.75, 0, 1.5, g->bottom + band);
  cairo_fill (cr);
}

/* Left end of a label beside the cut, clear of a mark's triangle; NaN where there is no room. */
static double
place_outcome (const CpStripDrawing *drawing,
               double                width,
               double                mark,
               gboolean              left)
{
  const CpStripGeometry *g = &drawing->geometry;
  double cut = cp_strip_geometry_get_x (g, drawing->threshold);
  double x = left ? cut - LABEL_GAP - width : cut + LABEL_GAP;

  if (!isnan (mark))
    {
      double at = cp_strip_geometry_get_x (g, mark);
      double reach = MARK_SIZE + 2;

      if (at + reach > x && at - reach < x + width)
        x = left ? at - reach - width : at + reach;
    }
  return x < 0 || x + width > g->width ? NAN : x;
}

/* An outcome's label stands beside the cut line on its own side, where there is room; else
 * on the other side, pointing back. */
static Span
draw_outcome (const CpStripDrawing *drawing,
              const CpPlotStyle    *style,
              cairo_t              *cr,
              const GdkRGBA        *color,
              const char           *text,
              CpThresholdMark       neighbour,
              double                y)
{
  double mark = drawing->marks[neighbour];
  gboolean left = neighbour == CP_THRESHOLD_MARK_CHOSEN;
  g_autofree char *pointing = NULL;
  double width, x;

  cp_plot_text_measure (style, text, &width, NULL);
  x = place_outcome (drawing, width, mark, left);
  if (isnan (x))
    {
      pointing = left ? g_strconcat ("← ", text, NULL) : g_strconcat (text, " →", NULL);
      text = pointing;
      cp_plot_text_measure (style, text, &width, NULL);
      x = place_outcome (drawing, width, mark, !left);
    }
  if (isnan (x)) /* narrower than any window: nowhere to go */
    return (Span) { 0, 0 };

  cp_plot_text_draw (style, cr, color, text, x, y, 0, 0.5);
  return (Span) { x - LABEL_GAP, x + width + LABEL_GAP };
}

static void
add_triangle (cairo_t *cr,
              double   x,
              double   tip,
              double   base)
{
  cairo_move_to (cr, x, tip);
  cairo_line_to (cr, x - MARK_SIZE, base);
  cairo_line_to (cr, x + MARK_SIZE, base);
  cairo_close_path (cr);
}

static gboolean
fits (double left,
      double width,
      double room,
      Span   taken,
      double cut)
{
  double right = left + width;

  return left >= 0 && right <= room && (right <= taken.left || left >= taken.right) &&
         (right + 2 <= cut || left - 2 >= cut);
}

/* The label stands right of its triangle, else left of it, else the triangle speaks alone. Where both lie. */
static Span
draw_mark_label (const CpStripDrawing *drawing,
                 const CpPlotStyle    *style,
                 cairo_t              *cr,
                 const char           *text,
                 double                x,
                 double                y,
                 Span                  taken)
{
  double cut = cp_strip_geometry_get_x (&drawing->geometry, drawing->threshold);
  double room = drawing->geometry.width;
  double distance = MARK_SIZE + 3;
  double width;

  cp_plot_text_measure (style, text, &width, NULL);
  if (fits (x + distance, width, room, taken, cut))
    {
      cp_plot_text_draw (style, cr, &style->text, text, x + distance, y, 0, 0.5);
      return (Span) { x - MARK_SIZE, x + distance + width };
    }
  if (fits (x - distance - width, width, room, taken, cut))
    {
      cp_plot_text_draw (style, cr, &style->text, text, x - distance, y, 1, 0.5);
      return (Span) { x - distance - width, x + MARK_SIZE };
    }
  return (Span) { x - MARK_SIZE, x + MARK_SIZE };
}

/* A triangle at the edge of the bars, joined with the axis by a dotted line. */
static Span
draw_mark (const CpStripDrawing *drawing,
           const CpPlotStyle    *style,
           cairo_t              *cr,
           CpThresholdMark       mark,
           const char           *text,
           Span                  taken)
{
  static const double dots[] = { 1, 3 };
  const CpStripGeometry *g = &drawing->geometry;
  gboolean above = mark == CP_THRESHOLD_MARK_CHOSEN;
  double outward = above ? -1 : 1;
  double edge = above ? g->top : g->bottom;
  double x;

  if (isnan (drawing->marks[mark]))
    return (Span) { 0, 0 };

  x = cp_strip_geometry_get_x (g, drawing->marks[mark]);
  gdk_cairo_set_source_rgba (cr, &style->text);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  cairo_move_to (cr, x, edge);
  cairo_line_to (cr, x, g->axis);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  add_triangle (cr, x, edge, edge + outward * 2 * MARK_SIZE);
  cairo_fill (cr);
  return draw_mark_label (drawing, style, cr, text, x, edge + outward * g->top / 2, taken);
}

/* That bars do not grow evenly is said at an end of the upper band, where nothing else is. */
static void
draw_scale_note (const CpStripDrawing *drawing,
                 const CpPlotStyle    *style,
                 cairo_t              *cr,
                 Span                  outcome,
                 Span                  mark)
{
  const CpStripGeometry *g = &drawing->geometry;
  /* Translators: the bars' height is logarithmic */
  const char *text = _("log scale");
  double cut = cp_strip_geometry_get_x (g, drawing->threshold);
  double width;

  cp_plot_text_measure (style, text, &width, NULL);
  for (guint right = 0; right <= 1; right++)
    {
      double left = right ? g->width - width : 0;

      if (!fits (left, width, g->width, outcome, cut) || !fits (left, width, g->width, mark, cut))
        continue;
      cp_plot_text_draw (style, cr, &style->dim, text, left, g->top / 2, 0, 0.5);
      return;
    }
}

static void
draw_labels (const CpStripDrawing *drawing,
             const CpPlotStyle    *style,
             cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;
  /* Translators: pneumonias below the threshold */
  g_autofree char *missed = g_strdup_printf (_("missed %zu"), drawing->missed);
  /* Translators: healthy images at or above the threshold */
  g_autofree char *alarms = g_strdup_printf (_("false alarms %zu"), drawing->false_alarms);
  double half = g->top / 2;
  Span top, bottom, chosen;

  top = draw_outcome (drawing, style, cr, &style->pneumonia_text, missed, CP_THRESHOLD_MARK_CHOSEN,
                      g->top - half);
  bottom = draw_outcome (drawing, style, cr, &style->normal_text, alarms, CP_THRESHOLD_MARK_PINNED,
                         g->bottom + half);
  /* Translators: the threshold that the rule in force chooses on validation */
  chosen = draw_mark (drawing, style, cr, CP_THRESHOLD_MARK_CHOSEN, _("validation choice"), top);
  draw_mark (drawing, style, cr, CP_THRESHOLD_MARK_PINNED, _("pinned"), bottom);
  draw_scale_note (drawing, style, cr, top, chosen);
}

/* Without figures the marks stand all the same, clear of the sentence. */
static void
draw_empty (const CpStripDrawing *drawing,
            const CpPlotStyle    *style,
            cairo_t              *cr)
{
  const CpStripGeometry *g = &drawing->geometry;

  cp_plot_text_draw (style, cr, &style->dim, drawing->empty, g->width / 2, (g->top + g->axis) / 2, 0.5, 0.5);
  draw_mark (drawing, style, cr, CP_THRESHOLD_MARK_CHOSEN, _("validation choice"), (Span) { 0, 0 });
  draw_mark (drawing, style, cr, CP_THRESHOLD_MARK_PINNED, _("pinned"), (Span) { 0, 0 });
}

/**
 * cp_strip_draw_ground:
 * @drawing: what to show
 * @style: how it looks
 * @cr: where to draw
 *
 * Draws what does not move with the threshold: ticks, axis and bars, hatched
 * where they are wrong at the threshold of @drawing. Of two such drawings, at
 * threshold 0 and at 1, the strip shows the first right of the cut and the
 * second left of it.
 */
void
cp_strip_draw_ground (const CpStripDrawing *drawing,
                      const CpPlotStyle    *style,
                      cairo_t              *cr)
{
  draw_ticks (drawing, style, cr);
  draw_axis (drawing, style, cr);
  if (drawing->bins.n > 0)
    draw_bars (drawing, style, cr);
}

/**
 * cp_strip_draw_cut:
 * @drawing: what to show
 * @style: how it looks
 * @cr: where to draw
 *
 * Draws what moves with the threshold, and the marks: all else but the handle.
 */
void
cp_strip_draw_cut (const CpStripDrawing *drawing,
                   const CpPlotStyle    *style,
                   cairo_t              *cr)
{
  if (drawing->bins.n == 0)
    {
      draw_empty (drawing, style, cr);
      return;
    }

  draw_labels (drawing, style, cr);
  draw_cut (drawing, style, cr);
}
