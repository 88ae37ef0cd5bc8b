/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-tile-drawing.h"

#include "image-surface.h"
#include "image-words.h"
#include "outcome-mark.h"
#include "verdict-mark.h"

#include <glib/gi18n.h>
#include <math.h>

#define BAR_HEIGHT 4
#define GAP 6
#define MARK_SIZE 14
#define MOST_OVER 16 /* of a caption over the picture, at each side */
#define VERDICT_SIZE 18
#define VERDICT_MARGIN 4
#define FLASH_WIDTH 3

/* Returns the height of a caption in @style's font. */
int
cp_tile_text_height (const CpPlotStyle *style)
{
  double height;

  cp_plot_text_measure (style, "0.000", NULL, &height);
  return (int) MAX (ceil (height), MARK_SIZE);
}

static int
bar_top (const CpTileLayout *layout)
{
  return layout->side + GAP;
}

/* Returns the height of a whole tile. */
int
cp_tile_height (const CpTileLayout *layout)
{
  return bar_top (layout) + BAR_HEIGHT + GAP + layout->text;
}

/* A calm ground until the picture is there. */
static void
draw_placeholder (const CpTileLayout *layout,
                  const CpPlotStyle  *style,
                  cairo_t            *cr)
{
  gdk_cairo_set_source_rgba (cr, &style->grid);
  cairo_rectangle (cr, 0, 0, layout->side, layout->side);
  cairo_fill (cr);
}

/*
 * cp_tile_picture_node:
 * @surface: (nullable): the image; %NULL while it is being made
 * @verdict: a reader's
 *
 * Returns: (transfer full): the image with the verdict in its corner, to be drawn again and again
 */
GskRenderNode *
cp_tile_picture_node (const CpTileLayout *layout,
                      const CpPlotStyle  *style,
                      cairo_surface_t    *surface,
                      CpVerdict           verdict)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (layout->left, 0, layout->side, layout->side);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_translate (cr, layout->left, 0);
  if (surface != NULL)
    cp_image_surface_paint (surface, cr, 0, 0, layout->side);
  else
    draw_placeholder (layout, style, cr);
  cp_verdict_mark_draw (verdict, style, cr, layout->side - VERDICT_SIZE - VERDICT_MARGIN, VERDICT_MARGIN, VERDICT_SIZE);
  cairo_destroy (cr);
  return gtk_snapshot_to_node (snapshot);
}

static void
draw_scored_caption (const CpTileLayout *layout,
                     const CpPlotStyle  *style,
                     cairo_t            *cr,
                     CpReviewImage      *image,
                     CpOutcome           outcome)
{
  g_autofree char *probability = cp_probability_to_string (cp_review_image_get_probability (image));
  const char *word = cp_outcome_get_verdict (outcome);
  const double middle = layout->text / 2.0;
  double number_width, word_width, over;

  cp_plot_text_measure (style, probability, &number_width, NULL);
  cp_plot_text_measure (style, word, &word_width, NULL);
  /* a long word takes a little of the margin at both sides */
  over = MAX (0, ceil ((MARK_SIZE + GAP + number_width + GAP + word_width - layout->side) / 2));
  if (over > MIN (layout->left, MOST_OVER))
    over = word_width = 0;

  cp_outcome_mark_draw (outcome, style, cr, -over, floor (middle - MARK_SIZE / 2.0), MARK_SIZE);
  cp_plot_text_draw (style, cr, &style->text, probability, MARK_SIZE + GAP - over, middle, 0, 0.5);
  if (word_width > 0)
    cp_plot_text_draw (style, cr,
                       cp_outcome_is_wrong (outcome) ? cp_outcome_get_text_color (outcome, style) : &style->dim,
                       word, layout->side + over, middle, 1, 0.5);
}

/*
 * cp_tile_caption_node:
 * @image: an image
 * @outcome: of the decision on it
 *
 * Returns: (transfer full): mark, probability and outcome in a word, to be drawn again and again
 */
GskRenderNode *
cp_tile_caption_node (const CpTileLayout *layout,
                      const CpPlotStyle  *style,
                      CpReviewImage      *image,
                      CpOutcome           outcome)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  const int top = bar_top (layout) + BAR_HEIGHT + GAP;
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (layout->left - MOST_OVER - 2, top - 2,
                                                     layout->side + 2 * MOST_OVER + 4, layout->text + 4);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_translate (cr, layout->left, top);
  if (outcome != CP_OUTCOME_NONE)
    draw_scored_caption (layout, style, cr, image, outcome);
  else
    cp_plot_text_draw (style, cr, &style->dim,
                       cp_review_image_get_pneumonia (image) ? _("pneumonia") : _("normal"),
                       0, layout->text / 2.0, 0, 0.5);
  cairo_destroy (cr);
  return gtk_snapshot_to_node (snapshot);
}

static void
append (GtkSnapshot   *snapshot,
        const GdkRGBA *color,
        double         x,
        double         y,
        double         width,
        double         height)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* How far an ensemble's networks differ: one standard deviation to each side, with a stop at each end. */
static void
append_spread (const CpTileLayout *layout,
               const CpPlotStyle  *style,
               GtkSnapshot        *snapshot,
               CpReviewImage      *image)
{
  const double probability = cp_review_image_get_probability (image);
  const double deviation = cp_review_image_get_deviation (image);
  double from, to;

  if (isnan (deviation))
    return;
  from = floor (MAX (0, probability - deviation) * (layout->side - 1));
  to = floor (MIN (1, probability + deviation) * (layout->side - 1));
  append (snapshot, &style->text, layout->left + from, bar_top (layout) + BAR_HEIGHT / 2.0 - 0.5, to - from + 1, 1);
  append (snapshot, &style->text, layout->left + from, bar_top (layout), 1, BAR_HEIGHT);
  append (snapshot, &style->text, layout->left + to, bar_top (layout), 1, BAR_HEIGHT);
}

/* Draws the probability on its axis, in the colour it has in the strip, cut by the threshold. */
void
cp_tile_snapshot_bar (const CpTileLayout *layout,
                      const CpPlotStyle  *style,
                      GtkSnapshot        *snapshot,
                      CpReviewImage      *image,
                      CpOutcome           outcome,
                      double              threshold)
{
  const int top = bar_top (layout);
  const double probability = cp_review_image_get_probability (image);

  append (snapshot, &style->grid, layout->left, top, layout->side, BAR_HEIGHT);
  append (snapshot, cp_outcome_get_color (outcome, style), layout->left, top, MAX (1, probability * layout->side),
          BAR_HEIGHT);
  append_spread (layout, style, snapshot, image);
  append (snapshot, &style->text, layout->left + floor (threshold * (layout->side - 1)), top - 2, 1, BAR_HEIGHT + 4);
}

/* Outlines an image whose outcome has just changed. */
void
cp_tile_snapshot_flash (const CpTileLayout *layout,
                        const CpPlotStyle  *style,
                        GtkSnapshot        *snapshot,
                        CpOutcome           outcome,
                        double              opacity)
{
  const float widths[4] = { FLASH_WIDTH, FLASH_WIDTH, FLASH_WIDTH, FLASH_WIDTH };
  GdkRGBA color = *cp_outcome_get_color (outcome, style);
  GskRoundedRect outline;

  color.alpha *= (float) opacity;
  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (layout->left - FLASH_WIDTH, -FLASH_WIDTH,
                                                        layout->side + 2 * FLASH_WIDTH, layout->side + 2 * FLASH_WIDTH),
                                   FLASH_WIDTH);
  gtk_snapshot_append_border (snapshot, &outline, widths,
                              (const GdkRGBA[4]) { color, color, color, color });
}
