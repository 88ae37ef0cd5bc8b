/* SPDX-License-Identifier: MIT */
#include "chart-private.h"
#include "plots-error.h"
#include "plots-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *folder;
  CpPredictions *predictions;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("cutpoint-plots-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->predictions = test_predictions_new (400, 2);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  cp_predictions_unref (fixture->predictions);
}

static GBytes *
save (Fixture    *fixture,
      TestChart   kind,
      const char *name)
{
  g_autoptr (CpChart) chart = test_chart_new (kind, fixture->predictions, 0.4);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  CpChartStyle style;
  char *contents;
  gsize length;

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);
  g_assert_true (cp_chart_save (chart, path, 320, 240, &style, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  g_assert_no_error (error);

  return g_bytes_new_take (contents, length);
}

static gboolean
begins_with (GBytes     *bytes,
             const char *start)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > strlen (start) && memcmp (data, start, strlen (start)) == 0;
}

static guint32
big_endian (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* Each format is what its name says, and the same chart makes the same bytes. */
static void
test_formats (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct { const char *name, *start; } cases[] = {
    { "a.png", "\x89PNG\r\n\x1a\n" }, { "a.PNG", "\x89PNG" }, { "a.svg", "<?xml" }, { "a.pdf", "%PDF-1." }, { "a.csv", "series," },
  };

  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (GBytes) first = save (fixture, kind, cases[i].name);
        g_autoptr (GBytes) second = save (fixture, kind, cases[i].name);

        g_assert_true (begins_with (first, cases[i].start));
        g_assert_true (g_bytes_equal (first, second));
      }
}

static void
test_png_size (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GBytes) bytes = save (fixture, TEST_ROC, "a.png");
  const guint8 *png = g_bytes_get_data (bytes, NULL);

  g_assert_cmpuint (big_endian (png + 16), ==, 320);
  g_assert_cmpuint (big_endian (png + 20), ==, 240);
}

/* SVG and PDF are drawn, not painted: no picture is embedded. */
static void
test_vectors (Fixture       *fixture,
              gconstpointer  data)
{
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (GBytes) svg = save (fixture, kind, "a.svg");
      g_autoptr (GBytes) pdf = save (fixture, kind, "a.pdf");
      gsize svg_size, pdf_size;
      const char *svg_text = g_bytes_get_data (svg, &svg_size), *pdf_text = g_bytes_get_data (pdf, &pdf_size);

      g_assert_null (g_strstr_len (svg_text, (gssize) svg_size, "<image"));
      g_assert_nonnull (g_strstr_len (svg_text, (gssize) svg_size, "<path"));
      g_assert_null (memmem (pdf_text, pdf_size, "/Subtype /Image", strlen ("/Subtype /Image")));
    }
}

static double
field (char       **fields,
       char       **head,
       const char  *name)
{
  for (guint i = 0; head[i] != NULL; i++)
    if (g_str_equal (head[i], name))
      return *fields[i] == '\0' ? NAN : g_ascii_strtod (fields[i], NULL);

  return NAN;
}

static void
assert_same (double found,
             double expected)
{
  if (!isnan (expected) || !isnan (found))
    g_assert_cmpfloat (found, ==, expected);
}

static void
check_row (const CpChart       *chart,
           const CpChartSeries *series,
           const CpChartPoint  *point,
           char               **head,
           const char          *line)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  g_assert_cmpuint (g_strv_length (fields), ==, g_strv_length (head));
  g_assert_cmpstr (fields[0], ==, series->key);
  if (chart->x.key != NULL)
    assert_same (field (fields, head, chart->x.key), point->x);
  assert_same (field (fields, head, chart->y[series->panel].key), point->y);
  assert_same (field (fields, head, "low"), point->low);
  assert_same (field (fields, head, "high"), point->high);
  assert_same (field (fields, head, "x_low"), point->x_low);
  assert_same (field (fields, head, "x_high"), point->x_high);
  assert_same (field (fields, head, "n"), point->n);
  if (g_strcmp0 (chart->x.key, "threshold") != 0)
    assert_same (field (fields, head, "threshold"), point->threshold);
}

/* The table holds every point of every series, to the bit. */
static void
test_table_is_the_data (Fixture       *fixture,
                        gconstpointer  data)
{
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = test_chart_new (kind, fixture->predictions, 0.4);
      g_autofree char *csv = cp_chart_to_csv (chart);
      g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
      g_auto (GStrv) head = g_strsplit (lines[0], ",", -1);
      guint row = 1;

      for (guint i = 0; head[i] != NULL; i++)
        for (guint j = 0; j < i; j++)
          g_assert_cmpstr (head[i], !=, head[j]);
      for (guint s = 0; s < chart->series->len; s++)
        for (guint p = 0; p < cp_chart_get_series (chart, s)->points->len; p++)
          check_row (chart, cp_chart_get_series (chart, s), cp_chart_series_get (cp_chart_get_series (chart, s), p), head,
                     lines[row++]);
      g_assert_cmpstr (lines[row], ==, "");
      g_assert_null (lines[row + 1]);
    }
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *name; double width; const char *message; } cases[] = {
    { "a.jpg", 300, "a.jpg: expected a name that ends with .png, .svg, .pdf or .csv" },
    { "png", 300, "png: expected a name that ends with .png, .svg, .pdf or .csv" },
    { "a.png", 0, "a.png: expected a picture of 1 to 20000 pixels a side, found 0 by 200" },
    { "a.png", NAN, "a.png: expected a picture of 1 to 20000 pixels a side, found nan by 200" },
    { "a.svg", 1e6, "a.svg: expected a picture of 1 to 20000 pixels a side, found 1e+06 by 200" },
    { "nowhere/a.svg", 300, "nowhere/a.svg: its folder does not exist" },
  };
  g_autoptr (CpChart) chart = test_chart_new (TEST_ROC, fixture->predictions, 0.4);
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, cases[i].name, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (cp_chart_save (chart, path, cases[i].width, 200, &style, &error));
      g_assert_true (g_str_has_suffix (error->message, cases[i].message));
      g_assert_true (g_str_has_prefix (error->message, fixture->folder));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/export/formats", Fixture, NULL, set_up, test_formats, tear_down);
  g_test_add ("/export/png-size", Fixture, NULL, set_up, test_png_size, tear_down);
  g_test_add ("/export/vectors", Fixture, NULL, set_up, test_vectors, tear_down);
  g_test_add ("/export/table-is-the-data", Fixture, NULL, set_up, test_table_is_the_data, tear_down);
  g_test_add ("/export/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  return g_test_run ();
}
