/* SPDX-License-Identifier: MIT */
/* Every chart at some sizes and in every look, and both reports, to look at: gallery FOLDER */
#include "plots-test.h"

#include "report.h"

#include <glib/gstdio.h>

#define THRESHOLD 0.4

static const int sizes[][2] = { { 240, 200 }, { 400, 300 }, { 700, 500 }, { 1600, 1000 } };
static const char *const looks[] = { "light", "dark", "print" };

static gboolean
save (const CpChart  *chart,
      const char     *folder,
      const char     *name,
      guint           size,
      guint           look,
      GError        **error)
{
  g_autofree char *file = g_strdup_printf ("%s/%s-%s-%d.png", folder, name, looks[look], sizes[size][0]);
  CpChartLook which = CP_CHART_LOOK_LIGHT;
  CpChartStyle style;

  cp_chart_look_from_name (looks[look], &which);
  cp_chart_style_init (&style, which);
  cp_chart_style_fit (&style, sizes[size][0], sizes[size][1]);

  return cp_chart_save (chart, file, sizes[size][0], sizes[size][1], &style, error);
}

static gboolean
save_reports (const CpPredictions  *predictions,
              const char           *folder,
              GError              **error)
{
  g_autofree char *pdf = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *html = g_build_filename (folder, "report.html", NULL);
  const CpReportFacts facts = {
    .predictions = predictions,
    .source = "made-up.csv",
    .digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    .threshold = THRESHOLD,
    .threshold_origin = "on validation (n = 389): highest threshold with recall of at least 0.99",
    .prevalence = 0.05,
    .version = "0.1.0",
    .date = "2020-02-29",
  };

  return cp_report_save (&facts, pdf, error) && cp_report_save (&facts, html, error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (624, 3.2);
  g_autoptr (GError) error = NULL;

  if (argc != 2 || g_mkdir_with_parents (argv[1], 0777) != 0)
    {
      g_printerr ("gallery: expected a folder\n");
      return 2;
    }
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = test_chart_new (kind, predictions, THRESHOLD);

      g_print ("%s\n", cp_chart_get_description (chart));
      for (guint i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (looks); i++)
        if (!save (chart, argv[1], test_chart_get_name (kind), i / G_N_ELEMENTS (looks), i % G_N_ELEMENTS (looks), &error))
          {
            g_printerr ("gallery: %s\n", error->message);
            return 1;
          }
    }

  if (!save_reports (predictions, argv[1], &error))
    {
      g_printerr ("gallery: %s\n", error->message);
      return 1;
    }

  return 0;
}
