/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-page.h"

#include <glib/gi18n.h>

#define HEADING 10.0 /* sizes of text */
#define BODY 8.3
#define SMALL 6.8
#define LINE 4.2      /* between rows */
#define NAME_SHARE 0.3 /* of a table of facts */

/* Draws a text from (x, y), broken at a width. Returns: its height */
double
cp_page_text (CpPage         *page,
              const char     *text,
              double          size,
              gboolean        bold,
              CpChartRole     role,
              double          x,
              double          y,
              double          width,
              PangoAlignment  alignment)
{
  g_autoptr (PangoLayout) layout = cp_chart_text_new (page->context, &page->style, size / page->style.font_size, bold, text);
  double w, height;

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_line_spacing (layout, 1.1f);
  cp_chart_text_measure (layout, &w, &height);
  cp_chart_style_set_source (&page->style, page->cr, role, 1);
  cairo_move_to (page->cr, x, y);
  pango_cairo_show_layout (page->cr, layout);

  return height;
}

void
cp_page_rule (CpPage      *page,
              CpChartRole  role,
              double       x,
              double       y,
              double       width)
{
  cp_chart_style_set_source (&page->style, page->cr, role, 1);
  cairo_set_line_width (page->cr, 0.5);
  cairo_move_to (page->cr, x, y);
  cairo_line_to (page->cr, x + width, y);
  cairo_stroke (page->cr);
}

/* A block's heading with its guideline items and a rule below. Returns: where its contents begin */
double
cp_page_heading (CpPage              *page,
                 const CpReportBlock *block,
                 double               x,
                 double               y,
                 double               width)
{
  double height = cp_page_text (page, block->heading, HEADING, TRUE, CP_CHART_TEXT, x, y, width, PANGO_ALIGN_LEFT);

  if (block->items != NULL)
    cp_page_text (page, block->items, SMALL, FALSE, CP_CHART_DIM, x, y + HEADING - SMALL + 1.4, width, PANGO_ALIGN_RIGHT);
  cp_page_rule (page, CP_CHART_DIM, x, y + height + 2, width);

  return y + height + 8;
}

/* A table of names and values. Returns: where it ends */
double
cp_page_facts (CpPage              *page,
               const CpReportBlock *block,
               double               x,
               double               y,
               double               width)
{
  double names = width * NAME_SHARE;

  for (guint i = 0; i < block->rows->len; i++)
    {
      const CpReportRow *row = g_ptr_array_index (block->rows, i);
      double name = cp_page_text (page, row->name, BODY, FALSE, CP_CHART_DIM, x, y, names - 6, PANGO_ALIGN_LEFT);
      double value = cp_page_text (page, row->value, BODY, FALSE, CP_CHART_TEXT, x + names, y, width - names, PANGO_ALIGN_LEFT);

      y += MAX (name, value) + LINE * 0.6;
    }

  return y;
}

/* Some of a block's figures, a row each, with a faint rule between. Returns: where they end */
double
cp_page_figures (CpPage              *page,
                 const CpReportBlock *block,
                 guint                from,
                 guint                to,
                 double               x,
                 double               y,
                 double               width)
{
  double value = x + width * 0.5, interval = x + width * 0.66;

  for (guint i = from; i < to && i < block->rows->len; i++)
    {
      const CpReportRow *row = g_ptr_array_index (block->rows, i);
      double height = cp_page_text (page, row->name, BODY, FALSE, CP_CHART_TEXT, x, y, value - x, PANGO_ALIGN_LEFT);

      cp_page_text (page, row->value, BODY, TRUE, CP_CHART_TEXT, value, y, interval - value, PANGO_ALIGN_RIGHT);
      if (row->interval != NULL)
        cp_page_text (page, row->interval, BODY, FALSE, CP_CHART_DIM, interval, y, x + width - interval, PANGO_ALIGN_RIGHT);
      y += height + LINE / 2;
      cp_page_rule (page, CP_CHART_GRID, x, y, width);
      y += LINE / 2;
    }

  return y;
}

static void
matrix_cell (CpPage     *page,
             const char *text,
             gboolean    bold,
             guint       column,
             double      x,
             double      y,
             double      width)
{
  double names = width * 0.25, cell = width * 0.25;

  if (column == 0)
    cp_page_text (page, text, BODY, bold, CP_CHART_DIM, x, y, names, PANGO_ALIGN_LEFT);
  else
    cp_page_text (page, text, BODY, bold, bold ? CP_CHART_TEXT : CP_CHART_DIM, x + names + (column - 1) * cell, y, cell,
                  PANGO_ALIGN_RIGHT);
}

static void
matrix_row (CpPage     *page,
            const char *name,
            gsize       first,
            gsize       second,
            gboolean    bold,
            double      x,
            double      y,
            double      width)
{
  g_autofree char *a = cp_chart_count ((double) first);
  g_autofree char *b = cp_chart_count ((double) second);
  g_autofree char *sum = cp_chart_count ((double) (first + second));

  matrix_cell (page, name, FALSE, 0, x, y, width);
  matrix_cell (page, a, bold, 1, x, y, width);
  matrix_cell (page, b, bold, 2, x, y, width);
  matrix_cell (page, sum, FALSE, 3, x, y, width);
}

/* The cross tabulation with its sums. Returns: where it ends */
double
cp_page_matrix (CpPage      *page,
                CpConfusion  c,
                double       x,
                double       y,
                double       width)
{
  const double step = BODY + 2 * LINE;

  matrix_cell (page, _("called:"), FALSE, 0, x, y, width);
  matrix_cell (page, _("pneumonia"), FALSE, 1, x, y, width);
  matrix_cell (page, _("normal"), FALSE, 2, x, y, width);
  matrix_cell (page, _("all"), FALSE, 3, x, y, width);
  cp_page_rule (page, CP_CHART_GRID, x, y + step - LINE / 2, width);
  y += step;
  matrix_row (page, _("Pneumonia"), c.tp, c.fn, TRUE, x, y, width);
  matrix_row (page, _("Normal"), c.fp, c.tn, TRUE, x, y + step, width);
  cp_page_rule (page, CP_CHART_GRID, x, y + 2 * step - LINE / 2, width);
  matrix_row (page, _("All"), c.tp + c.fp, c.fn + c.tn, FALSE, x, y + 2 * step, width);

  return y + 3 * step;
}
