/* SPDX-License-Identifier: MIT */
#include "contact-sheet-layout.h"
#include "contact-sheet.h"
#include "plots-error.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define HEADER 120.0

typedef struct
{
  gsize next; /* image that must be asked for */
  gsize fail; /* at this one */
} Asked;

/* Every image a colour of its own: its number is its red and green. */
static gboolean
get_pixels (gsize      i,
            guint      side,
            guint32   *pixels,
            gpointer   user_data,
            GError   **error)
{
  Asked *asked = user_data;

  g_assert_cmpuint (i, ==, asked->next++);
  if (i == asked->fail)
    {
      g_set_error_literal (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FAILED, "no such image");
      return FALSE;
    }
  for (gsize k = 0; k < (gsize) side * side; k++)
    pixels[k] = 0x0000fe | (guint32) i << 8;

  return TRUE;
}

static CpSheetImage *
some_images (gsize n)
{
  CpSheetImage *images = g_new (CpSheetImage, n);

  for (gsize i = 0; i < n; i++)
    images[i] = (CpSheetImage) { (guint) i * 37, i % 3 == 0, i % 7 == 6 ? NAN : (double) i / (double) n };

  return images;
}

static CpContactSheet
some_sheet (const CpSheetImage *images,
            gsize               n,
            guint               size,
            Asked              *asked)
{
  static const CpReportFact facts[] = { { "Data", "phantoms <all>" }, { "Threshold", "0.500, set by hand" } };

  *asked = (Asked) { 0, G_MAXSIZE };
  return (CpContactSheet) {
    .title = "Some & more",
    .facts = facts,
    .n_facts = G_N_ELEMENTS (facts),
    .version = "1.2.3",
    .threshold = 0.5,
    .size = size,
    .images = images,
    .n_images = n,
    .get_pixels = get_pixels,
    .user_data = asked,
  };
}

static char *
save (const CpContactSheet *sheet,
      const char           *name,
      gsize                *length)
{
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-sheet-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_assert_true (cp_contact_sheet_save (sheet, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  g_unlink (path);
  g_rmdir (folder);

  return contents;
}

static gboolean
overlap (const CpSheetLayout *layout,
         double               ax,
         double               ay,
         double               bx,
         double               by)
{
  return fabs (ax - bx) < layout->side && fabs (ay - by) < layout->tile;
}

static void
assert_inside (const CpSheetLayout *layout,
               guint                page,
               double               x,
               double               y)
{
  g_assert_cmpuint (page, <, layout->pages);
  g_assert_cmpfloat (x, >=, layout->margin);
  g_assert_cmpfloat (y, >=, page == 0 ? layout->margin + HEADER : layout->margin);
  g_assert_cmpfloat (x + layout->side, <=, layout->width - layout->margin + 1e-6);
  g_assert_cmpfloat (y + layout->tile, <, cp_sheet_layout_foot (layout));
}

/* No image leaves its page or lies on another, whatever their number and size. */
static void
assert_layout (gboolean paged,
               guint    size,
               gsize    n)
{
  CpSheetLayout layout;
  g_autofree double *xs = g_new (double, n), *ys = g_new (double, n);
  g_autofree guint *pages = g_new (guint, n);

  cp_sheet_layout_init (&layout, paged, size, n);
  cp_sheet_layout_arrange (&layout, HEADER, n);
  for (gsize i = 0; i < n; i++)
    {
      pages[i] = cp_sheet_layout_place (&layout, i, &xs[i], &ys[i]);
      assert_inside (&layout, pages[i], xs[i], ys[i]);
      for (gsize j = i > 60 ? i - 60 : 0; j < i; j++)
        g_assert_true (pages[i] != pages[j] || !overlap (&layout, xs[i], ys[i], xs[j], ys[j]));
    }
  g_assert_cmpuint (pages[n - 1], ==, layout.pages - 1);
  g_assert_cmpuint (layout.pixels % size, ==, 0);
  g_assert_cmpfloat (layout.side, >=, 70 * layout.unit);
  g_assert_cmpfloat (MAX (layout.width, layout.height), <=, 32767);
  if (!paged && layout.pixels > size)
    g_assert_cmpfloat (layout.side, ==, layout.pixels); /* whole pixels */
}

static void
test_layout (void)
{
  static const gsize numbers[] = { 1, 2, 4, 5, 9, 10, 16, 17, 100, 600, 601, 2000 };
  static const guint sizes[] = { 8, 28, 64, 89, 112, 150, 224, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        assert_layout (TRUE, sizes[j], numbers[i]);
        assert_layout (FALSE, sizes[j], numbers[i]);
      }
}

/* A header that fills a page pushes the images to the next. */
static void
test_tall_header (void)
{
  CpSheetLayout layout;
  double x, y;

  cp_sheet_layout_init (&layout, TRUE, 28, 30);
  cp_sheet_layout_arrange (&layout, 700, 30);
  g_assert_cmpuint (layout.first_rows, ==, 0);
  g_assert_cmpuint (cp_sheet_layout_place (&layout, 0, &x, &y), ==, 1);
  g_assert_cmpfloat (y, ==, layout.margin);
}

static void
test_pdf (void)
{
  static const struct
  {
    gsize n;
    const char *count;
  } cases[] = { { 1, "/Count 1\n" }, { 5, "/Count 1\n" }, { 100, "/Count 5\n" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree CpSheetImage *images = some_images (cases[i].n);
      Asked asked;
      CpContactSheet sheet = some_sheet (images, cases[i].n, 28, &asked);
      gsize length, again;
      g_autofree char *pdf = save (&sheet, "sheet.pdf", &length);
      g_autofree char *other = NULL;

      g_assert_cmpuint (asked.next, ==, cases[i].n);
      g_assert_true (g_str_has_prefix (pdf, "%PDF-1."));
      g_assert_nonnull (memmem (pdf, length, cases[i].count, strlen (cases[i].count)));
      g_assert_nonnull (memmem (pdf, length, "/Interpolate false", strlen ("/Interpolate false")));
      g_assert_null (memmem (pdf, length, "/Interpolate true", strlen ("/Interpolate true")));
      g_assert_null (memmem (pdf, length, "/CreationDate", strlen ("/CreationDate")));
      asked.next = 0;
      other = save (&sheet, "sheet.PDF", &again);
      g_assert_cmpmem (pdf, length, other, again);
    }
}

typedef struct
{
  const char *bytes;
  gsize left;
} Reader;

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->bytes, length);
  reader->bytes += length;
  reader->left -= length;

  return CAIRO_STATUS_SUCCESS;
}

/* Returns: how many pixels have the colour of image @i */
static gsize
count_pixels (cairo_surface_t *surface,
              gsize            i)
{
  const guint8 *row = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  gsize n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++, row += stride)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += (((const guint32 *) (gconstpointer) row)[x] & 0xffffff) == (0x0000fe | (guint32) i << 8);

  return n;
}

/* Each image is there whole, unblurred and once. */
static void
test_png (void)
{
  static const gsize numbers[] = { 1, 5, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree CpSheetImage *images = some_images (numbers[i]);
      Asked asked;
      CpContactSheet sheet = some_sheet (images, numbers[i], 28, &asked);
      gsize length;
      g_autofree char *png = save (&sheet, "sheet.png", &length);
      Reader reader = { png, length };
      cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_bytes, &reader);
      CpSheetLayout layout;

      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      cp_sheet_layout_init (&layout, FALSE, 28, numbers[i]);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) layout.width);
      for (gsize k = 0; k < numbers[i]; k++)
        g_assert_cmpuint (count_pixels (surface, k), ==, (gsize) (layout.side * layout.side));
      cairo_surface_destroy (surface);
    }
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_contact_sheet_check ("a.png", CP_SHEET_MOST_PNG, &error));
  g_assert_true (cp_contact_sheet_check ("a.b/a.PDF", CP_SHEET_MOST_PDF, &error));
  g_assert_no_error (error);
  g_assert_false (cp_contact_sheet_check ("a.png", CP_SHEET_MOST_PNG + 1, &error));
  g_assert_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_SIZE);
  g_assert_cmpstr (error->message, ==, "a.png: expected 1 to 2000 images on a contact sheet as PNG, found 2001");
  g_clear_error (&error);
  g_assert_false (cp_contact_sheet_check ("a.pdf", CP_SHEET_MOST_PDF + 1, NULL));
  g_assert_false (cp_contact_sheet_check ("a.pdf", 0, NULL));
  g_assert_false (cp_contact_sheet_check ("a.svg", 1, &error));
  g_assert_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "a.svg: expected a name that ends with .png or .pdf");
  g_assert_false (cp_contact_sheet_check ("pdf", 1, NULL));
}

/* What fails halfway leaves no file and what was there before. */
static void
test_whole_or_not (void)
{
  static const char *const names[] = { "sheet.png", "sheet.pdf" };
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-sheet-XXXXXX", NULL);
  g_autofree CpSheetImage *images = some_images (40);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *kept = NULL;
      g_autoptr (GError) error = NULL;
      Asked asked;
      CpContactSheet sheet = some_sheet (images, 40, 28, &asked);

      asked.fail = 30;
      g_assert_false (cp_contact_sheet_save (&sheet, path, &error));
      g_assert_cmpstr (error->message, ==, "no such image");
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_set_contents (path, "old", -1, NULL));
      asked.next = 0;
      g_assert_false (cp_contact_sheet_save (&sheet, path, NULL));
      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, "old");
      g_unlink (path);
    }
  g_rmdir (folder); /* and nothing else was left in it */
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-sheet/layout", test_layout);
  g_test_add_func ("/contact-sheet/tall-header", test_tall_header);
  g_test_add_func ("/contact-sheet/pdf", test_pdf);
  g_test_add_func ("/contact-sheet/png", test_png);
  g_test_add_func ("/contact-sheet/limits", test_limits);
  g_test_add_func ("/contact-sheet/whole-or-not", test_whole_or_not);
  return g_test_run ();
}
