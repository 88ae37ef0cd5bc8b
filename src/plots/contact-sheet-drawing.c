/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "contact-sheet-drawing.h"

#include <glib/gi18n.h>
#include <math.h>

#define TITLE 15.0 /* sizes of text, in points */
#define BODY 8.4
#define SMALL 7.0
#define NAMES 74.0 /* of the facts */

static double
room (const CpSheetLayout *layout)
{
  return layout->width - 2 * layout->margin;
}

/* Draws names and values. Returns: where they end */
static double
draw_facts (CpPage               *page,
            const CpSheetLayout  *layout,
            const CpContactSheet *sheet,
            double                y)
{
  const double names = NAMES * layout->unit, size = BODY * layout->unit, x = layout->margin;

  for (guint i = 0; i < sheet->n_facts; i++)
    {
      const CpReportFact *fact = &sheet->facts[i];
      double name = cp_page_text (page, fact->name, size, FALSE, CP_CHART_DIM, x, y, names - size, PANGO_ALIGN_LEFT);
      double value = cp_page_text (page, fact->value, size, FALSE, CP_CHART_TEXT, x + names, y, room (layout) - names,
                                   PANGO_ALIGN_LEFT);

      y += MAX (name, value) + 0.3 * size;
    }

  return y;
}

static gboolean
is_scored (const CpContactSheet *sheet)
{
  for (gsize i = 0; i < sheet->n_images; i++)
    if (!isnan (sheet->images[i].probability))
      return TRUE;

  return FALSE;
}

/* Says what the marks mean. Returns: where that ends */
static double
draw_legend (CpPage              *page,
             const CpSheetLayout *layout,
             double               y)
{
  return y
         + cp_page_text (page,
                         _("Bars: the probability of pneumonia, cut by the threshold. Cross on a disc: a wrong decision; tick "
                           "in a ring: a right one. Orange: truly pneumonia; blue: truly normal."),
                         SMALL * layout->unit, FALSE, CP_CHART_DIM, layout->margin, y, room (layout), PANGO_ALIGN_LEFT);
}

/* What stands above the images. Returns: its height */
double
cp_sheet_draw_header (CpPage               *page,
                      const CpSheetLayout  *layout,
                      const CpContactSheet *sheet)
{
  const double unit = layout->unit, x = layout->margin;
  double y = x;

  y += cp_page_text (page, sheet->title, TITLE * unit, TRUE, CP_CHART_TEXT, x, y, room (layout), PANGO_ALIGN_LEFT) + 6 * unit;
  y = draw_facts (page, layout, sheet, y) + 2 * unit;
  y = (is_scored (sheet) ? draw_legend (page, layout, y) : y) + 5 * unit;
  cp_page_rule (page, CP_CHART_GRID, x, y, room (layout));

  return y + 12 * unit - x;
}

/* What stands below the images of each page. */
void
cp_sheet_draw_footer (CpPage               *page,
                      const CpSheetLayout  *layout,
                      const CpContactSheet *sheet,
                      guint                 number)
{
  const double size = SMALL * layout->unit, x = layout->margin, y = cp_sheet_layout_foot (layout);
  /* Translators: the program’s version */
  g_autofree char *text = g_strdup_printf (_("Cutpoint %s. For research and teaching only, never for diagnosis."), sheet->version);
  g_autofree char *pages = g_strdup_printf (_("%u of %u"), number, layout->pages);

  cp_page_rule (page, CP_CHART_GRID, x, y, room (layout));
  cp_page_text (page, text, size, FALSE, CP_CHART_DIM, x, y + 0.7 * size, room (layout) - 6 * size, PANGO_ALIGN_LEFT);
  if (layout->pages > 1)
    cp_page_text (page, pages, size, FALSE, CP_CHART_DIM, x, y + 0.7 * size, room (layout), PANGO_ALIGN_RIGHT);
}

static void
draw_picture (CpPage              *page,
              const CpSheetLayout *layout,
              cairo_surface_t     *picture,
              double               x,
              double               y)
{
  const double scale = layout->side / cairo_image_surface_get_width (picture);

  cairo_save (page->cr);
  cairo_translate (page->cr, x, y);
  cairo_scale (page->cr, scale, scale);
  cairo_set_source_surface (page->cr, picture, 0, 0);
  /* Between enlarged pixels nothing is invented. */
  cairo_pattern_set_filter (cairo_get_source (page->cr), layout->sharp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_paint (page->cr);
  cairo_restore (page->cr);
}

static void
fill (CpPage      *page,
      CpChartRole  role,
      double       x,
      double       y,
      double       width,
      double       height)
{
  cp_chart_style_set_source (&page->style, page->cr, role, 1);
  cairo_rectangle (page->cr, x, y, width, height);
  cairo_fill (page->cr);
}

static CpChartRole
class_role (const CpSheetImage *image)
{
  return image->pneumonia ? CP_CHART_PNEUMONIA : CP_CHART_NORMAL;
}

static void
draw_bar (CpPage              *page,
          const CpSheetLayout *layout,
          const CpSheetImage  *image,
          double               threshold,
          double               x,
          double               y)
{
  const double height = 0.32 * layout->em, line = 0.08 * layout->em;

  fill (page, CP_CHART_GRID, x, y, layout->side, height);
  fill (page, class_role (image), x, y, MAX (line, image->probability * layout->side), height);
  fill (page, CP_CHART_TEXT, x + threshold * (layout->side - line), y - height / 2, line, 2 * height);
}

static void
trace_sign (cairo_t  *cr,
            gboolean  wrong,
            double    r)
{
  if (wrong)
    {
      cairo_move_to (cr, -r, -r);
      cairo_line_to (cr, r, r);
      cairo_move_to (cr, r, -r);
      cairo_line_to (cr, -r, r);
      return;
    }
  cairo_move_to (cr, -1.1 * r, 0);
  cairo_line_to (cr, -0.25 * r, 0.85 * r);
  cairo_line_to (cr, 1.2 * r, -0.85 * r);
}

/* The grid's mark: a cross on a full disc where the decision is wrong, a tick in a ring where it is right. */
static void
draw_mark (CpPage      *page,
           gboolean     wrong,
           CpChartRole  role,
           double       x,
           double       y,
           double       size)
{
  cairo_t *cr = page->cr;

  cairo_save (cr);
  cairo_translate (cr, x + size / 2, y + size / 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cp_chart_style_set_source (&page->style, cr, role, 1);
  cairo_set_line_width (cr, size / 14);
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, size / 2 - size / 28, 0, 2 * G_PI);
  if (wrong)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
  if (wrong)
    cp_chart_style_set_source (&page->style, cr, CP_CHART_BACKGROUND, 1);
  cairo_set_line_width (cr, size / 8);
  trace_sign (cr, wrong, size * 0.19);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Draws a line that ends with an ellipsis where there is no room. Returns: its width */
static double
draw_text (CpPage      *page,
           const char  *text,
           double       size,
           gboolean     bold,
           CpChartRole  role,
           double       x,
           double       y,
           double       width,
           gboolean     right)
{
  g_autoptr (PangoLayout) layout = cp_chart_text_new (page->context, &page->style, size / page->style.font_size, bold, text);
  double w, h;

  cp_chart_text_measure (layout, &w, &h);
  if (w > width)
    cp_chart_text_limit (layout, width, 1);
  cp_chart_text_measure (layout, &w, &h);
  cp_chart_style_set_source (&page->style, page->cr, role, 1);
  cairo_move_to (page->cr, right ? x + width - w : x, y);
  pango_cairo_show_layout (page->cr, layout);

  return w;
}

static const char *
outcome_word (gboolean pneumonia,
              gboolean wrong)
{
  if (pneumonia)
    return wrong ? _("missed") : _("found");
  return wrong ? _("false alarm") : _("cleared");
}

/* Mark, probability and what the decision makes of the image. */
static void
draw_decision (CpPage              *page,
               const CpSheetLayout *layout,
               const CpSheetImage  *image,
               double               threshold,
               double               x,
               double               y)
{
  const gboolean wrong = (image->probability >= threshold) != image->pneumonia;
  const double em = layout->em, mark = 1.15 * em;
  g_autofree char *probability = cp_chart_number (image->probability, 3);
  double left = mark + 0.35 * em;

  draw_mark (page, wrong, class_role (image), x, y + 0.12 * em, mark);
  left += draw_text (page, probability, em, TRUE, CP_CHART_TEXT, x + left, y, layout->side - left, FALSE) + 0.4 * em;
  draw_text (page, outcome_word (image->pneumonia, wrong), em, wrong, wrong ? CP_CHART_TEXT : CP_CHART_DIM, x + left, y,
             layout->side - left, TRUE);
}

/* Number and true label. */
static void
draw_identity (CpPage              *page,
               const CpSheetLayout *layout,
               const CpSheetImage  *image,
               double               x,
               double               y)
{
  const double em = layout->em;
  /* Translators: the number of an image */
  g_autofree char *number = g_strdup_printf (_("No. %u"), image->index);
  const double left = draw_text (page, number, em, FALSE, CP_CHART_TEXT, x, y, 0.6 * layout->side, FALSE) + 0.4 * em;

  draw_text (page, image->pneumonia ? _("pneumonia") : _("normal"), em, FALSE, CP_CHART_DIM, x + left, y, layout->side - left,
             TRUE);
}

/* An image with what is known of it. */
void
cp_sheet_draw_tile (CpPage              *page,
                    const CpSheetLayout *layout,
                    const CpSheetImage  *image,
                    double               threshold,
                    cairo_surface_t     *picture,
                    double               x,
                    double               y)
{
  const double em = layout->em, captions = y + layout->side + 1.15 * em;

  draw_picture (page, layout, picture, x, y);
  if (isnan (image->probability))
    draw_text (page, _("no probability"), em, FALSE, CP_CHART_DIM, x, captions, layout->side, FALSE);
  else
    {
      draw_bar (page, layout, image, threshold, x, y + layout->side + 0.5 * em);
      draw_decision (page, layout, image, threshold, x, captions);
    }
  draw_identity (page, layout, image, x, captions + 1.4 * em);
}
