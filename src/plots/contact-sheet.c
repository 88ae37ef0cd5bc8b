/* SPDX-License-Identifier: MIT */
#include "contact-sheet-drawing.h"

#include "chart-bytes.h"
#include "file-bytes.h"
#include "plots-error.h"
#include "printable.h"

#include <cairo-pdf.h>
#include <string.h>

typedef GBytes *(*Draw) (const CpContactSheet *sheet,
                         const char           *path,
                         GError              **error);

static void
page_init (CpPage  *page,
           cairo_t *cr)
{
  *page = (CpPage) { .cr = cr, .context = cp_chart_text_context () };
  cp_chart_style_init (&page->style, CP_CHART_LOOK_PRINT);
}

static void
page_clear (CpPage *page)
{
  cairo_destroy (page->cr);
  g_object_unref (page->context);
}

/* The header is drawn for its height alone first. */
static void
layout_init (CpSheetLayout        *layout,
             gboolean              paged,
             const CpContactSheet *sheet)
{
  cairo_surface_t *nothing = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  CpPage page;

  cp_sheet_layout_init (layout, paged, sheet->size, sheet->n_images);
  page_init (&page, cairo_create (nothing));
  cp_sheet_layout_arrange (layout, cp_sheet_draw_header (&page, layout, sheet), sheet->n_images);
  page_clear (&page);
  cairo_surface_destroy (nothing);
}

/* Returns (transfer full): an image's own picture, or %NULL */
static cairo_surface_t *
get_picture (const CpContactSheet  *sheet,
             gsize                  i,
             guint                  side,
             GError               **error)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) side, (int) side);

  if (cairo_surface_status (picture) != CAIRO_STATUS_SUCCESS)
    return picture; /* the whole drawing fails with it */
  cairo_surface_flush (picture);
  if (!sheet->get_pixels (i, side, (guint32 *) (gpointer) cairo_image_surface_get_data (picture), sheet->user_data, error))
    g_clear_pointer (&picture, cairo_surface_destroy);
  else
    cairo_surface_mark_dirty (picture);

  return picture;
}

static gboolean
draw_image (CpPage                *page,
            const CpSheetLayout   *layout,
            const CpContactSheet  *sheet,
            gsize                  i,
            double                 x,
            double                 y,
            GError               **error)
{
  cairo_surface_t *picture = get_picture (sheet, i, layout->pixels, error);

  if (picture == NULL)
    return FALSE;
  cp_sheet_draw_tile (page, layout, &sheet->images[i], sheet->threshold, picture, x, y);
  cairo_surface_destroy (picture);

  return TRUE;
}

static void
end_page (CpPage               *page,
          const CpSheetLayout  *layout,
          const CpContactSheet *sheet,
          guint                 number)
{
  cp_sheet_draw_footer (page, layout, sheet, number);
  cairo_show_page (page->cr);
}

static gboolean
draw_pages (CpPage                *page,
            const CpSheetLayout   *layout,
            const CpContactSheet  *sheet,
            GError               **error)
{
  guint number = 0;

  cp_sheet_draw_header (page, layout, sheet);
  for (gsize i = 0; i < sheet->n_images; i++)
    {
      double x, y;
      const guint of = cp_sheet_layout_place (layout, i, &x, &y);

      while (number < of)
        end_page (page, layout, sheet, ++number);
      if (!draw_image (page, layout, sheet, i, x, y, error))
        return FALSE;
    }
  end_page (page, layout, sheet, number + 1);

  return TRUE;
}

/* Ends a page and its surface (both transfer full). Returns: what was written, or %NULL if @drawn is %FALSE or cairo failed */
static GBytes *
finish (CpPage           *page,
        cairo_surface_t  *surface,
        GByteArray       *bytes,
        gboolean          drawn,
        const char       *path,
        GError          **error)
{
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GError) failure = NULL;

  page_clear (page);
  whole = cp_chart_finish (surface, bytes, path, drawn ? error : &failure);

  return drawn ? g_steal_pointer (&whole) : NULL;
}

static GBytes *
draw_pdf (const CpContactSheet  *sheet,
          const char            *path,
          GError               **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (cp_chart_stream_write, bytes, CP_PAGE_WIDTH, CP_PAGE_HEIGHT);
  CpSheetLayout layout;
  CpPage page;
  gboolean drawn;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Cutpoint");
  /* the same sheet is the same file */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  layout_init (&layout, TRUE, sheet);
  page_init (&page, cairo_create (surface));
  drawn = draw_pages (&page, &layout, sheet, error);
  cairo_surface_finish (surface);

  return finish (&page, surface, bytes, drawn, path, error);
}

static gboolean
write_png (cairo_surface_t  *surface,
           GByteArray       *bytes,
           const char       *path,
           GError          **error)
{
  const cairo_status_t status = cairo_surface_write_to_png_stream (surface, cp_chart_stream_write, bytes);
  g_autofree char *name = cp_printable_path (path);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FAILED, "%s: drawing failed: %s", name, cairo_status_to_string (status));
  return FALSE;
}

static GBytes *
draw_png (const CpContactSheet  *sheet,
          const char            *path,
          GError               **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  CpSheetLayout layout;
  CpPage page;
  gboolean drawn;

  layout_init (&layout, FALSE, sheet);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) layout.width, (int) layout.height);
  page_init (&page, cairo_create (surface));
  cp_chart_style_set_source (&page.style, page.cr, CP_CHART_BACKGROUND, 1);
  cairo_paint (page.cr);
  drawn = draw_pages (&page, &layout, sheet, error) && write_png (surface, bytes, path, error);

  return finish (&page, surface, bytes, drawn, path, error);
}

static const struct
{
  const char *extension;
  const char *name;
  Draw draw;
  gsize most;
} formats[] = {
  { ".png", "PNG", draw_png, CP_SHEET_MOST_PNG },
  { ".pdf", "PDF", draw_pdf, CP_SHEET_MOST_PDF },
};

static Draw
find_format (const char  *path,
             gsize        n,
             GError     **error)
{
  const char *extension = strrchr (path, '.');
  g_autofree char *name = cp_printable_path (path);

  for (guint i = 0; extension != NULL && i < G_N_ELEMENTS (formats); i++)
    {
      if (g_ascii_strcasecmp (extension, formats[i].extension) != 0)
        continue;
      if (n >= 1 && n <= formats[i].most)
        return formats[i].draw;
      g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_SIZE,
                   "%s: expected 1 to %" G_GSIZE_FORMAT " images on a contact sheet as %s, found %" G_GSIZE_FORMAT, name,
                   formats[i].most, formats[i].name, n);
      return NULL;
    }
  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FORMAT, "%s: expected a name that ends with .png or .pdf", name);

  return NULL;
}

/**
 * cp_contact_sheet_check:
 * @path: where a sheet shall go
 * @n_images: how many it would show
 * @error: return location for an error
 *
 * Says at once, before anything is computed, whether such a file can be made.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_contact_sheet_check (const char  *path,
                        gsize        n_images,
                        GError     **error)
{
  return find_format (path, n_images, error) != NULL;
}

/**
 * cp_contact_sheet_save:
 * @sheet: what it shows
 * @path: a file; its name ends with .png or .pdf
 * @error: return location for an error
 *
 * Writes a contact sheet, whole or not at all: one picture, or pages of A4.
 * The fewer images, the larger each; enlarged pixels keep their edges. The
 * same sheet makes the same file.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_contact_sheet_save (const CpContactSheet  *sheet,
                       const char            *path,
                       GError               **error)
{
  const Draw draw = find_format (path, sheet->n_images, error);
  g_autoptr (GBytes) bytes = draw != NULL ? draw (sheet, path, error) : NULL;

  return bytes != NULL && cp_file_replace (path, bytes, error);
}
