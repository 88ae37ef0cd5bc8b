/* SPDX-License-Identifier: MIT */
#include "outcome-mark.h"

#include "image-words.h"

static gboolean
is_pneumonia (CpOutcome outcome)
{
  return outcome == CP_OUTCOME_TRUE_POSITIVE || outcome == CP_OUTCOME_FALSE_NEGATIVE;
}

/**
 * cp_outcome_get_color:
 * @outcome: an outcome
 * @style: the widget's style
 *
 * Returns: (transfer none): the colour of the image's true class, the one it
 *   has in the strip and the matrix too
 */
const GdkRGBA *
cp_outcome_get_color (CpOutcome          outcome,
                      const CpPlotStyle *style)
{
  if (outcome == CP_OUTCOME_NONE)
    return &style->dim;
  return is_pneumonia (outcome) ? &style->pneumonia : &style->normal;
}

/**
 * cp_outcome_get_text_color:
 * @outcome: an outcome
 * @style: the widget's style
 *
 * Returns: (transfer none): as cp_outcome_get_color(), with the contrast text needs
 */
const GdkRGBA *
cp_outcome_get_text_color (CpOutcome          outcome,
                           const CpPlotStyle *style)
{
  if (outcome == CP_OUTCOME_NONE)
    return &style->dim;
  return is_pneumonia (outcome) ? &style->pneumonia_text : &style->normal_text;
}

static void
trace_sign (cairo_t  *cr,
            gboolean  wrong,
            double    cx,
            double    cy,
            double    r)
{
  if (wrong)
    {
      cairo_move_to (cr, cx - r, cy - r);
      cairo_line_to (cr, cx + r, cy + r);
      cairo_move_to (cr, cx + r, cy - r);
      cairo_line_to (cr, cx - r, cy + r);
    }
  else
    {
      cairo_move_to (cr, cx - 1.1 * r, cy);
      cairo_line_to (cr, cx - 0.25 * r, cy + 0.85 * r);
      cairo_line_to (cr, cx + 1.2 * r, cy - 0.85 * r);
    }
}

/**
 * cp_outcome_mark_draw:
 * @outcome: an outcome
 * @style: the widget's style
 * @cr: where to draw
 * @x: left edge
 * @y: upper edge
 * @size: width and height, in pixels
 *
 * Draws a cross on a full disc where the decision is wrong and a tick in a
 * thin ring where it is right, so that the outcome does not hang on colour.
 */
void
cp_outcome_mark_draw (CpOutcome          outcome,
                      const CpPlotStyle *style,
                      cairo_t           *cr,
                      double             x,
                      double             y,
                      double             size)
{
  double cx = x + size / 2, cy = y + size / 2;
  gboolean wrong = cp_outcome_is_wrong (outcome);

  if (outcome == CP_OUTCOME_NONE)
    return;

  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, cp_outcome_get_color (outcome, style));
  cairo_set_line_width (cr, 1);
  cairo_arc (cr, cx, cy, size / 2 - 0.5, 0, 2 * G_PI);
  if (wrong)
    cairo_fill (cr);
  else
    cairo_stroke (cr);

  if (wrong)
    gdk_cairo_set_source_rgba (cr, &style->background);
  cairo_set_line_width (cr, size / 8);
  trace_sign (cr, wrong, cx, cy, size * 0.19);
  cairo_stroke (cr);
  cairo_restore (cr);
}
