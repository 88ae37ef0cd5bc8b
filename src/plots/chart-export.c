/* SPDX-License-Identifier: MIT */
#include "chart-bytes.h"

#include "file-bytes.h"
#include "plots-error.h"
#include "printable.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define LARGEST 20000.0

/* A #cairo_write_func_t into a #GByteArray. */
cairo_status_t
cp_chart_stream_write (void                *bytes,
                       const unsigned char *data,
                       unsigned int         length)
{
  g_byte_array_append (bytes, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static gboolean
fail (cairo_status_t   status,
      const char      *path,
      GError         **error)
{
  g_autofree char *name = cp_printable_path (path);

  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FAILED, "%s: drawing failed: %s", name,
               cairo_status_to_string (status));
  return FALSE;
}

/* Ends a surface (transfer full) that wrote into @bytes (transfer full). Returns (transfer full): them, or %NULL */
GBytes *
cp_chart_finish (cairo_surface_t  *surface,
                 GByteArray       *bytes,
                 const char       *path,
                 GError          **error)
{
  g_autoptr (GBytes) whole = g_byte_array_free_to_bytes (bytes);
  cairo_status_t status = cairo_surface_status (surface);

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      fail (status, path, error);
      return NULL;
    }

  return g_steal_pointer (&whole);
}

static void
draw_on (const CpChart      *chart,
         cairo_surface_t    *surface,
         double              width,
         double              height,
         const CpChartStyle *style)
{
  cairo_t *cr = cairo_create (surface);

  cp_chart_draw (chart, cr, width, height, style);
  cairo_show_page (cr);
  cairo_destroy (cr);
}

static GBytes *
to_png (const CpChart       *chart,
        double               width,
        double               height,
        const CpChartStyle  *style,
        const char          *path,
        GError             **error)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width), (int) ceil (height));
  GByteArray *bytes = g_byte_array_new ();
  cairo_status_t status;

  draw_on (chart, surface, width, height, style);
  status = cairo_surface_write_to_png_stream (surface, cp_chart_stream_write, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      g_byte_array_unref (bytes);
      fail (status, path, error);
      return NULL;
    }

  return cp_chart_finish (surface, bytes, path, error);
}

/* cairo names the picture after a count of all it has drawn; the same chart shall be the same file. */
static GBytes *
name_picture (GBytes *svg)
{
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (svg, NULL), (gssize) g_bytes_get_size (svg));
  const char *id = strstr (text->str, "<g id=\"surface");
  g_autofree char *name = NULL;

  if (id != NULL)
    {
      id += strlen ("<g id=\"");
      name = g_strndup (id, strcspn (id, "\""));
      g_string_replace (text, name, "chart", 0);
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* Returns (transfer full): a whole SVG file, a pixel a unit, or %NULL; @path is for errors */
GBytes *
cp_chart_to_svg (const CpChart       *chart,
                 double               width,
                 double               height,
                 const CpChartStyle  *style,
                 const char          *path,
                 GError             **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (cp_chart_stream_write, bytes, width, height);

  g_autoptr (GBytes) svg = NULL;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw_on (chart, surface, width, height, style);
  cairo_surface_finish (surface);
  svg = cp_chart_finish (surface, bytes, path, error);

  return svg != NULL ? name_picture (svg) : NULL;
}

/* A pixel becomes three quarters of a point, as browsers print it. */
static GBytes *
to_pdf (const CpChart       *chart,
        double               width,
        double               height,
        const CpChartStyle  *style,
        const char          *path,
        GError             **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (cp_chart_stream_write, bytes, width * 0.75, height * 0.75);
  cairo_t *cr = cairo_create (surface);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, cp_chart_get_title (chart));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, cp_chart_get_description (chart));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Cutpoint");
  /* the same chart is the same file */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  cairo_scale (cr, 0.75, 0.75);
  cp_chart_draw (chart, cr, width, height, style);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);

  return cp_chart_finish (surface, bytes, path, error);
}

static GBytes *
to_csv (const CpChart       *chart,
        double               width,
        double               height,
        const CpChartStyle  *style,
        const char          *path,
        GError             **error)
{
  char *csv = cp_chart_to_csv (chart);

  return g_bytes_new_take (csv, strlen (csv));
}

typedef GBytes *(*Export) (const CpChart       *chart,
                           double               width,
                           double               height,
                           const CpChartStyle  *style,
                           const char          *path,
                           GError             **error);

static const struct
{
  const char *extension;
  Export export;
} formats[] = {
  { ".png", to_png },
  { ".svg", cp_chart_to_svg },
  { ".pdf", to_pdf },
  { ".csv", to_csv },
};

static Export
find_format (const char  *path,
             GError     **error)
{
  const char *extension = strrchr (path, '.');
  g_autofree char *name = cp_printable_path (path);

  for (guint i = 0; extension != NULL && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (extension, formats[i].extension) == 0)
      return formats[i].export;

  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FORMAT,
               "%s: expected a name that ends with .png, .svg, .pdf or .csv", name);
  return NULL;
}

static gboolean
check_size (double        width,
            double        height,
            const char   *path,
            GError      **error)
{
  g_autofree char *name = cp_printable_path (path);

  if (width >= 1 && height >= 1 && width <= LARGEST && height <= LARGEST)
    return TRUE;

  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_SIZE, "%s: expected a picture of 1 to %.0f pixels a side, found %g by %g",
               name, LARGEST, width, height);
  return FALSE;
}

/**
 * cp_chart_save:
 * @self: a chart
 * @path: a file; its name ends with .png, .svg, .pdf or .csv
 * @width: in pixels; not for a table
 * @height: in pixels; not for a table
 * @style: its look; not for a table
 * @error: return location for an error
 *
 * Writes a chart, or the data behind it, into a file, whole or not at all. SVG
 * and PDF stay lines and text outlines at any size.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_chart_save (const CpChart       *self,
               const char          *path,
               double               width,
               double               height,
               const CpChartStyle  *style,
               GError             **error)
{
  Export export = find_format (path, error);
  g_autoptr (GBytes) bytes = NULL;

  if (export == NULL || (export != to_csv && !check_size (width, height, path, error)))
    return FALSE;

  bytes = export (self, width, height, style, path, error);

  return bytes != NULL && cp_file_replace (path, bytes, error);
}
