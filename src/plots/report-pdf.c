/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-page.h"

#include "chart-bytes.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

#define TOP 44.0
#define BLOCK_GAP 14.0
#define CHART_FONT 7.4
#define CHART_LINE 1.0
#define CHART_PADDING (0.7 * CHART_FONT) /* the chart's own, beyond the column */
#define CURVE_HEIGHT 204.0
#define HISTOGRAM_HEIGHT 138.0
#define LEAST_ICONS 90.0
#define MOST_ICONS 236.0
#define FOOT (CP_PAGE_HEIGHT - 34)
#define N_PAGES 2

static void
draw_chart (CpPage        *page,
            const CpChart *chart,
            double         x,
            double         y,
            double         width,
            double         height)
{
  CpChartStyle style = page->style;

  style.font_size = CHART_FONT;
  style.line_width = CHART_LINE;
  cairo_save (page->cr);
  cairo_translate (page->cr, x - CHART_PADDING, y);
  cp_chart_draw (chart, page->cr, width + 2 * CHART_PADDING, height, &style);
  cairo_restore (page->cr);
}

static void
draw_foot (CpPage         *page,
           const CpReport *report,
           guint           number)
{
  g_autofree char *text = g_strdup_printf (_("%u of %u"), number, (guint) N_PAGES);

  cp_page_rule (page, CP_CHART_GRID, CP_PAGE_MARGIN, FOOT - 5, CP_PAGE_ROOM);
  cp_page_text (page, report->footer, 6.8, FALSE, CP_CHART_DIM, CP_PAGE_MARGIN, FOOT, CP_PAGE_ROOM, PANGO_ALIGN_LEFT);
  cp_page_text (page, text, 6.8, FALSE, CP_CHART_DIM, CP_PAGE_MARGIN, FOOT, CP_PAGE_ROOM, PANGO_ALIGN_RIGHT);
}

static double
draw_title (CpPage         *page,
            const CpReport *report)
{
  double y = TOP;

  y += cp_page_text (page, report->title, 17, TRUE, CP_CHART_TEXT, CP_PAGE_MARGIN, y, CP_PAGE_ROOM, PANGO_ALIGN_LEFT) + 3;
  y += cp_page_text (page, report->subtitle, 8.8, FALSE, CP_CHART_DIM, CP_PAGE_MARGIN, y, CP_PAGE_ROOM, PANGO_ALIGN_LEFT);

  return y + BLOCK_GAP;
}

static double
draw_text (CpPage              *page,
           const CpReportBlock *block,
           double               x,
           double               y,
           double               width)
{
  return y + cp_page_text (page, block->text, 7.6, FALSE, CP_CHART_DIM, x, y, width, PANGO_ALIGN_LEFT);
}

/* Data on the left; threshold and matrix on the right. */
static double
draw_data (CpPage         *page,
           const CpReport *report,
           double          y)
{
  const CpReportBlock *analysed = &report->blocks[CP_REPORT_ANALYSED];
  const CpReportBlock *threshold = &report->blocks[CP_REPORT_THRESHOLD];
  const CpReportBlock *matrix = &report->blocks[CP_REPORT_MATRIX];
  double right = CP_PAGE_MARGIN + CP_PAGE_COLUMN + CP_PAGE_GAP;
  double left_end = cp_page_heading (page, analysed, CP_PAGE_MARGIN, y, CP_PAGE_COLUMN);
  double right_end = cp_page_heading (page, threshold, right, y, CP_PAGE_COLUMN);

  left_end = cp_page_facts (page, analysed, CP_PAGE_MARGIN, left_end, CP_PAGE_COLUMN);
  right_end = cp_page_facts (page, threshold, right, right_end, CP_PAGE_COLUMN) + 2;
  right_end = draw_text (page, threshold, right, right_end, CP_PAGE_COLUMN) + BLOCK_GAP;
  right_end = cp_page_heading (page, matrix, right, right_end, CP_PAGE_COLUMN);
  right_end = cp_page_matrix (page, report->confusion, right, right_end, CP_PAGE_COLUMN);

  return MAX (left_end, right_end) + BLOCK_GAP;
}

static double
draw_figures (CpPage         *page,
              const CpReport *report,
              double          y)
{
  const CpReportBlock *block = &report->blocks[CP_REPORT_FIGURES];
  guint half = (block->rows->len + 1) / 2;
  double left, right;

  y = cp_page_heading (page, block, CP_PAGE_MARGIN, y, CP_PAGE_ROOM);
  left = cp_page_figures (page, block, 0, half, CP_PAGE_MARGIN, y, CP_PAGE_COLUMN);
  right = cp_page_figures (page, block, half, block->rows->len, CP_PAGE_MARGIN + CP_PAGE_COLUMN + CP_PAGE_GAP, y,
                           CP_PAGE_COLUMN);

  return draw_text (page, block, CP_PAGE_MARGIN, MAX (left, right) + 2, CP_PAGE_ROOM) + BLOCK_GAP;
}

static void
draw_counts (CpPage         *page,
             const CpReport *report,
             double          y)
{
  const CpReportBlock *block = &report->blocks[CP_REPORT_COUNTS];

  y = cp_page_heading (page, block, CP_PAGE_MARGIN, y, CP_PAGE_ROOM);
  y += cp_page_text (page, block->text, 8.3, FALSE, CP_CHART_TEXT, CP_PAGE_MARGIN, y, CP_PAGE_ROOM, PANGO_ALIGN_LEFT) + 6;
  draw_chart (page, report->charts[CP_REPORT_ICONS], CP_PAGE_MARGIN, y, CP_PAGE_ROOM,
              CLAMP (FOOT - 12 - y, LEAST_ICONS, MOST_ICONS));
}

static double
draw_curves (CpPage         *page,
             const CpReport *report,
             double          y)
{
  double right = CP_PAGE_MARGIN + CP_PAGE_COLUMN + CP_PAGE_GAP;

  y = cp_page_heading (page, &report->blocks[CP_REPORT_CURVES], CP_PAGE_MARGIN, y, CP_PAGE_ROOM);
  draw_chart (page, report->charts[CP_REPORT_ROC], CP_PAGE_MARGIN, y, CP_PAGE_COLUMN, CURVE_HEIGHT);
  draw_chart (page, report->charts[CP_REPORT_PRECISION_RECALL], right, y, CP_PAGE_COLUMN, CURVE_HEIGHT);
  y += CURVE_HEIGHT + 6;
  draw_chart (page, report->charts[CP_REPORT_CALIBRATION], CP_PAGE_MARGIN, y, CP_PAGE_COLUMN, CURVE_HEIGHT);
  draw_chart (page, report->charts[CP_REPORT_DECISION], right, y, CP_PAGE_COLUMN, CURVE_HEIGHT);
  y += CURVE_HEIGHT + 6;
  draw_chart (page, report->charts[CP_REPORT_HISTOGRAM], CP_PAGE_MARGIN, y, CP_PAGE_ROOM, HISTOGRAM_HEIGHT);

  return y + HISTOGRAM_HEIGHT + BLOCK_GAP;
}

static double
draw_words (CpPage         *page,
            const CpReport *report,
            CpReportPart    part,
            double          y)
{
  const CpReportBlock *block = &report->blocks[part];

  y = cp_page_heading (page, block, CP_PAGE_MARGIN, y, CP_PAGE_ROOM);

  return draw_text (page, block, CP_PAGE_MARGIN, y, CP_PAGE_ROOM) + BLOCK_GAP * 0.8;
}

static void
draw_pages (CpPage         *page,
            const CpReport *report)
{
  double y = draw_title (page, report);

  y = draw_data (page, report, y);
  y = draw_figures (page, report, y);
  draw_counts (page, report, y);
  draw_foot (page, report, 1);
  cairo_show_page (page->cr);

  y = draw_curves (page, report, TOP);
  y = draw_words (page, report, CP_REPORT_LIMITS, y);
  draw_words (page, report, CP_REPORT_REFERENCES, y);
  draw_foot (page, report, 2);
  cairo_show_page (page->cr);
}

/* Returns (transfer full): two pages of A4, or %NULL; @path is for errors */
GBytes *
cp_report_to_pdf (const CpReport  *self,
                  const char      *path,
                  GError         **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (cp_chart_stream_write, bytes, CP_PAGE_WIDTH, CP_PAGE_HEIGHT);
  CpPage page = { .cr = cairo_create (surface), .context = cp_chart_text_context () };

  cp_chart_style_init (&page.style, CP_CHART_LOOK_PRINT);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, self->subtitle);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, self->footer);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  draw_pages (&page, self);
  cairo_destroy (page.cr);
  g_object_unref (page.context);
  cairo_surface_finish (surface);

  return cp_chart_finish (surface, bytes, path, error);
}
