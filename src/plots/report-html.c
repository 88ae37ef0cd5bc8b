/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-private.h"

#include "chart-bytes.h"
#include "chart-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define CURVE_WIDTH 470.0
#define CURVE_HEIGHT 400.0
#define WIDE 960.0
#define WIDE_HEIGHT 300.0

static const char style_sheet[] =
  "body{font:15px/1.5 Helvetica,Arial,sans-serif;color:#111;background:#fff;max-width:60rem;margin:2.5rem auto;padding:0 1.25rem}"
  "h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}"
  ".subtitle,.items,footer,.note{color:#555}.subtitle{margin:0 0 1.75rem}"
  "section{margin:0 0 1.75rem;break-inside:avoid}"
  "h2{font-size:1.0625rem;margin:0 0 .5rem;padding:0 0 .25rem;border-bottom:1px solid #999;display:flex;"
  "justify-content:space-between;align-items:baseline;gap:1rem;flex-wrap:wrap}"
  ".items{font-size:.75rem;font-weight:normal}.note,footer{font-size:.8125rem}"
  ".two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2rem}"
  "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
  "th,td{text-align:left;vertical-align:top;font-weight:normal;padding:.2rem .5rem .2rem 0;overflow-wrap:anywhere}"
  ".facts th{width:30%;color:#555}.numbers td,.matrix td,.matrix thead th{text-align:right;white-space:nowrap}"
  ".numbers tr,.matrix tr{border-bottom:1px solid #e2e2e2}.numbers td:nth-child(2){font-weight:600}"
  ".matrix td{font-weight:600}.matrix tfoot td,.matrix td:last-child{font-weight:normal;color:#555}"
  "figure{margin:0 0 1rem}svg{width:100%;height:auto;display:block}"
  "footer{border-top:1px solid #e2e2e2;padding-top:.75rem}";

static void
append (GString    *html,
        const char *format,
        ...) G_GNUC_PRINTF (2, 3);

/* All that goes into @format is escaped. */
static void
append (GString    *html,
        const char *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, text);
}

static void
append_heading (GString             *html,
                const CpReportBlock *block)
{
  append (html, "<h2><span>%s</span>", block->heading);
  if (block->items != NULL)
    append (html, "<span class=\"items\">%s</span>", block->items);
  g_string_append (html, "</h2>\n");
}

static void
append_note (GString             *html,
             const CpReportBlock *block,
             const char          *class)
{
  g_auto (GStrv) lines = g_strsplit (block->text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    append (html, "<p class=\"%s\">%s</p>\n", class, lines[i]);
}

static void
append_facts (GString             *html,
              const CpReportBlock *block)
{
  g_string_append (html, "<table class=\"facts\">\n");
  for (guint i = 0; i < block->rows->len; i++)
    {
      const CpReportRow *row = g_ptr_array_index (block->rows, i);

      append (html, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", row->name, row->value);
    }
  g_string_append (html, "</table>\n");
}

static void
append_figures (GString             *html,
                const CpReportBlock *block,
                guint                from,
                guint                to)
{
  g_string_append (html, "<table class=\"numbers\">\n");
  for (guint i = from; i < to; i++)
    {
      const CpReportRow *row = g_ptr_array_index (block->rows, i);

      append (html, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n", row->name, row->value,
              row->interval != NULL ? row->interval : "");
    }
  g_string_append (html, "</table>\n");
}

static void
append_matrix_row (GString    *html,
                   const char *name,
                   gsize       first,
                   gsize       second)
{
  g_autofree char *a = cp_chart_count ((double) first);
  g_autofree char *b = cp_chart_count ((double) second);
  g_autofree char *sum = cp_chart_count ((double) (first + second));

  append (html, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>\n", name, a, b, sum);
}

static void
append_matrix (GString     *html,
               CpConfusion  c)
{
  append (html, "<table class=\"matrix\">\n<thead><tr><td></td><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
                "<th scope=\"col\">%s</th></tr></thead>\n<tbody>",
          _("Called pneumonia"), _("Called normal"), _("All"));
  append_matrix_row (html, _("Pneumonia"), c.tp, c.fn);
  append_matrix_row (html, _("Normal"), c.fp, c.tn);
  g_string_append (html, "</tbody>\n<tfoot>");
  append_matrix_row (html, _("All"), c.tp + c.fp, c.fn + c.tn);
  g_string_append (html, "</tfoot></table>\n");
}

/* cairo numbers its symbols from 0 in every picture; in one document they need a name each. */
static void
append_svg (GString    *html,
            const char *svg,
            guint       number)
{
  g_autoptr (GString) text = g_string_new (strstr (svg, "<svg"));
  g_autofree char *id = g_strdup_printf ("id=\"c%u-", number);
  g_autofree char *reference = g_strdup_printf ("href=\"#c%u-", number);
  g_autofree char *url = g_strdup_printf ("url(#c%u-", number);

  g_string_replace (text, "id=\"", id, 0);
  g_string_replace (text, "href=\"#", reference, 0);
  g_string_replace (text, "url(#", url, 0);
  g_string_append (html, text->str);
}

static gboolean
append_chart (GString         *html,
              const CpReport  *report,
              CpReportChart    number,
              const char      *path,
              GError         **error)
{
  const CpChart *chart = report->charts[number];
  gboolean wide = number >= CP_REPORT_HISTOGRAM;
  CpChartStyle style;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *svg = NULL;

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);
  style.font_size = 13;
  bytes = cp_chart_to_svg (chart, wide ? WIDE : CURVE_WIDTH, wide ? WIDE_HEIGHT : CURVE_HEIGHT, &style, path, error);
  if (bytes == NULL)
    return FALSE;

  svg = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  append (html, "<figure role=\"img\" aria-label=\"%s\">\n", cp_chart_get_description (chart));
  append_svg (html, svg, number);
  g_string_append (html, "</figure>\n");

  return TRUE;
}

static void
append_data (GString        *html,
             const CpReport *report)
{
  g_string_append (html, "<div class=\"two\">\n<section>");
  append_heading (html, &report->blocks[CP_REPORT_ANALYSED]);
  append_facts (html, &report->blocks[CP_REPORT_ANALYSED]);
  g_string_append (html, "</section>\n<div>\n<section>");
  append_heading (html, &report->blocks[CP_REPORT_THRESHOLD]);
  append_facts (html, &report->blocks[CP_REPORT_THRESHOLD]);
  append_note (html, &report->blocks[CP_REPORT_THRESHOLD], "note");
  g_string_append (html, "</section>\n<section>");
  append_heading (html, &report->blocks[CP_REPORT_MATRIX]);
  append_matrix (html, report->confusion);
  g_string_append (html, "</section>\n</div>\n</div>\n");
}

static void
append_all_figures (GString        *html,
                    const CpReport *report)
{
  const CpReportBlock *block = &report->blocks[CP_REPORT_FIGURES];
  guint half = (block->rows->len + 1) / 2;

  g_string_append (html, "<section>");
  append_heading (html, block);
  g_string_append (html, "<div class=\"two\">\n");
  append_figures (html, block, 0, half);
  append_figures (html, block, half, block->rows->len);
  g_string_append (html, "</div>\n");
  append_note (html, block, "note");
  g_string_append (html, "</section>\n");
}

static gboolean
append_pictures (GString         *html,
                 const CpReport  *report,
                 const char      *path,
                 GError         **error)
{
  g_string_append (html, "<section>");
  append_heading (html, &report->blocks[CP_REPORT_COUNTS]);
  append_note (html, &report->blocks[CP_REPORT_COUNTS], "words");
  if (!append_chart (html, report, CP_REPORT_ICONS, path, error))
    return FALSE;
  g_string_append (html, "</section>\n<section>");
  append_heading (html, &report->blocks[CP_REPORT_CURVES]);
  g_string_append (html, "<div class=\"two\">\n");
  for (guint i = CP_REPORT_ROC; i < CP_REPORT_HISTOGRAM; i++)
    if (!append_chart (html, report, (CpReportChart) i, path, error))
      return FALSE;
  g_string_append (html, "</div>\n");
  if (!append_chart (html, report, CP_REPORT_HISTOGRAM, path, error))
    return FALSE;
  g_string_append (html, "</section>\n");

  return TRUE;
}

static void
append_words (GString        *html,
              const CpReport *report,
              CpReportPart    part)
{
  g_string_append (html, "<section>");
  append_heading (html, &report->blocks[part]);
  append_note (html, &report->blocks[part], "note");
  g_string_append (html, "</section>\n");
}

/* Returns (transfer full): one page that needs no other file, well-formed as XML too, or %NULL; @path is for errors */
GBytes *
cp_report_to_html (const CpReport  *self,
                   const char      *path,
                   GError         **error)
{
  g_autoptr (GString) html = g_string_new ("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                                           "<meta charset=\"utf-8\"/>\n"
                                           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");

  append (html, "<title>%s</title>\n<style>", self->title);
  g_string_append (html, style_sheet);
  append (html, "</style>\n</head>\n<body>\n<h1>%s</h1>\n<p class=\"subtitle\">%s</p>\n", self->title, self->subtitle);
  append_data (html, self);
  append_all_figures (html, self);
  if (!append_pictures (html, self, path, error))
    return NULL;
  append_words (html, self, CP_REPORT_LIMITS);
  append_words (html, self, CP_REPORT_REFERENCES);
  append (html, "<footer>%s</footer>\n</body>\n</html>\n", self->footer);

  return g_string_free_to_bytes (g_steal_pointer (&html));
}
