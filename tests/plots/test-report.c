/* SPDX-License-Identifier: MIT */
#include "plots-error.h"
#include "plots-test.h"
#include "report.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const CpReportFact training[] = { { "Training", "5 epochs <quickly>" } };

static char *
save (const CpReportFacts *facts,
      const char          *extension,
      gsize               *length)
{
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-report-XXXXXX", NULL);
  g_autofree char *path = g_strconcat (folder, "/report", extension, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_assert_true (cp_report_save (facts, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, length, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);

  return contents;
}

static CpReportFacts
some_facts (CpPredictions *predictions)
{
  return (CpReportFacts) {
    .predictions = predictions,
    .title = "Cuts & <costs>",
    .source = "p.csv",
    .digest = "00ff",
    .model = "baseline",
    .version = "1.2.3",
    .date = "2020-02-29",
    .facts = training,
    .n_facts = G_N_ELEMENTS (training),
    .threshold = 0.4,
    .threshold_origin = "on validation",
    .prevalence = 0.05,
  };
}

/* Two pages of A4, the same each time, with nothing of today in them. */
static void
test_pdf (void)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (300, 3);
  CpReportFacts facts = some_facts (predictions);
  gsize length, again;
  g_autofree char *pdf = save (&facts, ".pdf", &length);
  g_autofree char *other = save (&facts, ".pdf", &again);

  g_assert_cmpmem (pdf, length, other, again);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-1."));
  g_assert_null (memmem (pdf, length, "/CreationDate", strlen ("/CreationDate")));
  g_assert_nonnull (memmem (pdf, length, "/Count 2", strlen ("/Count 2")));
  g_assert_nonnull (memmem (pdf + length - 8, 8, "%%EOF", 5));
}

static void
test_pdf_pages (void)
{
  g_autofree char *pdfinfo = g_find_program_in_path ("pdfinfo");
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autoptr (CpPredictions) predictions = test_predictions_new (300, 3);
  CpReportFacts facts = some_facts (predictions);
  const char *arguments[] = { pdfinfo, path, NULL };
  g_autofree char *output = NULL;
  int status = 0;

  g_assert_true (cp_report_save (&facts, path, NULL));
  if (pdfinfo != NULL)
    g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, NULL));
  g_unlink (path);
  g_rmdir (folder);
  if (pdfinfo == NULL)
    {
      g_test_skip ("pdfinfo is not installed");
      return;
    }
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (output, "Pages:           2"));
  g_assert_nonnull (strstr (output, "(A4)"));
  g_assert_nonnull (strstr (output, "Cuts & <costs>"));
}

typedef struct
{
  GHashTable *ids;
  GPtrArray *references;
  GString *text;
} Seen;

static void
on_element (GMarkupParseContext  *context,
            const char           *element,
            const char          **names,
            const char          **values,
            gpointer              user_data,
            GError              **error)
{
  Seen *seen = user_data;

  g_assert_cmpstr (element, !=, "script");
  g_assert_cmpstr (element, !=, "link");
  g_assert_cmpstr (element, !=, "image");
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "id"))
        g_assert_true (g_hash_table_add (seen->ids, g_strdup (values[i])));
      if (g_str_has_suffix (names[i], "href"))
        g_ptr_array_add (seen->references, g_strdup (values[i]));
      if (g_str_has_prefix (values[i], "url(#"))
        g_ptr_array_add (seen->references, g_strndup (values[i] + 4, strlen (values[i]) - 5));
    }
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  g_string_append_len (((Seen *) user_data)->text, text, (gssize) length);
}

/* Well-formed, every id once, every reference to an id in the same file: it needs no other. */
static void
test_html (void)
{
  static const GMarkupParser parser = { .start_element = on_element, .text = on_text };
  static const char *const expected[] = {
    "Cuts & <costs>", "5 epochs <quickly>", "00ff", "on validation", "2020-02-29", "Cutpoint 1.2.3", "STARD 23", "STARD 12a",
    "TRIPOD+AI 15", "BMJ 2015;351:h5527", "BMJ 2024;385:e078378", "AUROC", "PPV at prevalence 5", "Of 1,000 people",
  };
  g_autoptr (CpPredictions) predictions = test_predictions_new (300, 3);
  CpReportFacts facts = some_facts (predictions);
  gsize length;
  g_autofree char *html = save (&facts, ".html", &length);
  Seen seen = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_ptr_array_new_with_free_func (g_free),
                g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &seen, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_markup_parse_context_parse (context, html, (gssize) length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < seen.references->len; i++)
    {
      const char *reference = g_ptr_array_index (seen.references, i);

      g_assert_cmpint (reference[0], ==, '#');
      g_assert_true (g_hash_table_contains (seen.ids, reference + 1));
    }
  g_assert_cmpuint (seen.references->len, >, 100);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (seen.text->str, expected[i]) == NULL)
      g_error ("the report does not say “%s”", expected[i]);
  g_hash_table_unref (seen.ids);
  g_ptr_array_unref (seen.references);
  g_string_free (seen.text, TRUE);
}

/* What is not known is not made up; a threshold of unknown origin is called exploratory. */
static void
test_little_known (void)
{
  static const double probabilities[] = { 0.2, 0.9 };
  static const guint8 labels[] = { 1, 1 };
  g_autoptr (CpPredictions) predictions = cp_predictions_new (probabilities, labels, 2, NULL);
  CpReportFacts facts = { .predictions = predictions, .threshold = 0.5, .prevalence = NAN };
  gsize length;
  g_autofree char *html = save (&facts, ".html", &length);
  g_autofree char *pdf = save (&facts, ".pdf", &length);

  g_assert_nonnull (strstr (html, "not said where or how"));
  g_assert_nonnull (strstr (html, "exploratory and may be too good"));
  g_assert_nonnull (strstr (html, "not said in the predictions"));
  g_assert_null (strstr (html, "Seed"));
  g_assert_null (strstr (html, "(null)"));
  g_assert_null (strstr (html, "nan"));
}

static void
test_refusals (void)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (10, 3);
  CpReportFacts facts = some_facts (predictions);
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_report_check_path ("report.docx", &error));
  g_assert_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "report.docx: expected a name that ends with .pdf or .html");
  g_clear_error (&error);
  g_assert_true (cp_report_check_path ("a.b/report.PDF", NULL));
  g_assert_false (cp_report_check_path ("report", NULL));
  g_assert_false (cp_report_save (&facts, "/nonexistent/report.pdf", &error));
  g_assert_cmpstr (error->message, ==, "/nonexistent/report.pdf: its folder does not exist");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/pdf", test_pdf);
  g_test_add_func ("/report/pdf-pages", test_pdf_pages);
  g_test_add_func ("/report/html", test_html);
  g_test_add_func ("/report/little-known", test_little_known);
  g_test_add_func ("/report/refusals", test_refusals);
  return g_test_run ();
}
