/* SPDX-License-Identifier: MIT */
#include "chart-private.h"
#include "plots-test.h"

#include <math.h>

#define WIDTH 500
#define HEIGHT 400
#define THRESHOLD 0.4

static CpChart *
new_chart (TestChart kind)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (500, 3);

  return test_chart_new (kind, predictions, THRESHOLD);
}

static guint32 *
draw (const CpChart *chart,
      CpChartLook    look,
      int            width,
      int            height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  CpChartStyle style;
  guint32 *pixels;

  cp_chart_style_init (&style, look);
  cp_chart_draw (chart, cr, width, height, &style);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  pixels = g_memdup2 (cairo_image_surface_get_data (surface), (gsize) width * (gsize) height * 4);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return pixels;
}

/* Every chart draws something other than its background, at any size, and keeps off its own edges. */
static void
test_draws (void)
{
  static const int sizes[][2] = { { 240, 200 }, { 700, 500 }, { 1600, 1000 }, { 20, 20 }, { 1, 1 } };

  for (guint i = 0; i < N_TEST_CHARTS * G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CpChart) chart = new_chart ((TestChart) (i % N_TEST_CHARTS));
      const int *size = sizes[i / N_TEST_CHARTS];
      CpChartLook look = (CpChartLook) (i % 3);
      g_autofree guint32 *pixels = draw (chart, look, size[0], size[1]);
      guint32 background = pixels[0];
      guint drawn = 0;

      for (int p = 0; p < size[0] * size[1]; p++)
        drawn += pixels[p] != background;
      for (int x = 0; size[0] >= 240 && x < size[0]; x++)
        {
          g_assert_cmphex (pixels[x], ==, background);
          g_assert_cmphex (pixels[(size[1] - 1) * size[0] + x], ==, background);
        }
      if (size[0] >= 240)
        g_assert_cmpuint (drawn, >, 1000);
    }
}

static void
test_looks_differ (void)
{
  g_autoptr (CpChart) chart = new_chart (TEST_ROC);
  g_autofree guint32 *light = draw (chart, CP_CHART_LOOK_LIGHT, WIDTH, HEIGHT);
  g_autofree guint32 *dark = draw (chart, CP_CHART_LOOK_DARK, WIDTH, HEIGHT);
  CpChartLook look = CP_CHART_LOOK_LIGHT;

  g_assert_cmphex (light[0], ==, 0xffffffff);
  g_assert_cmphex (dark[0], !=, light[0]);
  g_assert_true (cp_chart_look_from_name ("print", &look));
  g_assert_cmpint (look, ==, CP_CHART_LOOK_PRINT);
  g_assert_false (cp_chart_look_from_name ("neon", &look));
}

/* A transparent background leaves what is behind. */
static void
test_no_background (void)
{
  g_autoptr (CpChart) chart = new_chart (TEST_DECISION);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  style.colors[CP_CHART_BACKGROUND].alpha = 0;
  cp_chart_draw (chart, cr, WIDTH, HEIGHT, &style);
  cairo_surface_flush (surface);
  g_assert_cmphex (*(guint32 *) (void *) cairo_image_surface_get_data (surface), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static const char *const sentences[] = {
  [TEST_ROC] = "ROC curve with an area of 0.9",
  [TEST_PRECISION_RECALL] = "Precision–recall curve with an average precision of 0.9",
  [TEST_CALIBRATION] = "Calibration of 500 probabilities: they miss the observed share of pneumonia by 0.",
  [TEST_RECALIBRATION] = " after recalibration.",
  [TEST_DECISION] = "Decision curve: at threshold 0.400 the model's net benefit is 0.5",
  [TEST_HISTOGRAM] = "of 300 pneumonias are missed and",
  [TEST_LOGIT_HISTOGRAM] = "of 200 normal images called pneumonia.",
  [TEST_PER_THOUSAND] = "50 have pneumonia: ",
};

static void
test_descriptions (void)
{
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = new_chart (kind);

      g_assert_nonnull (g_strstr_len (cp_chart_get_description (chart), -1, sentences[kind]));
      g_assert_cmpint (cp_chart_get_title (chart)[0], !=, '\0');
    }
}

static void
assert_readout (const CpChart    *chart,
                const CpChartHit *hit,
                const char       *expected)
{
  g_autofree char *text = cp_chart_get_readout (chart, hit);

  if (g_strstr_len (text, -1, expected) == NULL)
    g_error ("expected “%s” in “%s”", expected, text);
}

/* The operating point is found where it was drawn, and said as it is. */
static void
test_nearest (void)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (500, 3);
  g_autoptr (CpChart) chart = test_chart_new (TEST_ROC, predictions, THRESHOLD);
  CpConfusion c = cp_confusion_at (predictions, THRESHOLD);
  g_autofree char *expected = g_strdup_printf ("recall %.3f, false alarms %.3f at threshold 0.400",
                                               (double) c.tp / (double) (c.tp + c.fn), (double) c.fp / (double) (c.fp + c.tn));
  CpChartHit start = { G_MAXUINT, 0, 0, 0, 0 }, hit;
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  g_assert_true (cp_chart_step (chart, WIDTH, HEIGHT, &style, 0, 0, &start));
  g_assert_true (cp_chart_step (chart, WIDTH, HEIGHT, &style, 0, 1, &start));
  assert_readout (chart, &start, expected);
  g_assert_cmpfloat (start.threshold, ==, THRESHOLD);

  g_assert_true (cp_chart_nearest (chart, WIDTH, HEIGHT, &style, start.x + 2, start.y - 1, &hit));
  g_assert_cmpuint (hit.series, ==, start.series);
  g_assert_cmpfloat (hit.x, ==, start.x);
  g_assert_false (cp_chart_nearest (chart, WIDTH, HEIGHT, &style, WIDTH - 5, HEIGHT / 2, &hit));
}

static void
step (const CpChart *chart,
      int            points,
      int            series,
      CpChartHit    *hit)
{
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  g_assert_true (cp_chart_step (chart, WIDTH, HEIGHT, &style, points, series, hit));
}

/* Keys start on the curve, go along it, stop at its ends, and change to the operating point and back. */
static void
test_step (void)
{
  g_autoptr (CpChart) chart = new_chart (TEST_ROC);
  CpChartHit hit = { G_MAXUINT, 0, 0, 0, 0 }, start;

  step (chart, 0, 0, &hit);
  start = hit;
  step (chart, 5, 0, &hit);
  g_assert_cmpuint (hit.series, ==, start.series);
  g_assert_cmpuint (hit.point, ==, start.point + 5);
  g_assert_cmpfloat (hit.x, >=, start.x);
  step (chart, -100000, 0, &hit);
  g_assert_cmpuint (hit.point, ==, 0);
  assert_readout (chart, &hit, "recall 0.000, false alarms 0.000 at threshold > 1");
  step (chart, 100000, 0, &hit);
  assert_readout (chart, &hit, "recall 1.000, false alarms 1.000");

  step (chart, 0, 1, &hit);
  g_assert_cmpuint (hit.series, !=, start.series);
  g_assert_cmpfloat_with_epsilon (hit.x, start.x, 2); /* a curve of few points is a little off */
  g_assert_cmpfloat_with_epsilon (hit.y, start.y, 2);
  step (chart, -1, 0, &hit);
  g_assert_cmpuint (hit.series, ==, start.series);
  g_assert_cmpuint (hit.point, ==, start.point - 1);
}

/* In no chart do the keys seem dead: from the start one way or the other leads on. */
static void
test_step_leads_on (void)
{
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = new_chart (kind);
      CpChartHit start = { G_MAXUINT, 0, 0, 0, 0 }, back, on;

      step (chart, 0, 0, &start);
      back = on = start;
      step (chart, -1, 0, &back);
      step (chart, 1, 0, &on);
      g_assert_true (back.series != on.series || back.point != on.point);
      step (chart, 1, 0, &on);
      step (chart, 1, 0, &on);
      g_assert_true (start.series != on.series || start.point != on.point);
    }
}

/* Everywhere in every chart a readout is text or there is none. */
static void
test_every_readout (void)
{
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = new_chart (kind);
      guint found = 0;

      for (int i = 0; i < 25; i++)
        {
          CpChartHit hit;

          if (!cp_chart_nearest (chart, WIDTH, HEIGHT, &style, (i % 5 + 0.5) * WIDTH / 5, (i / 5 + 0.5) * HEIGHT / 5, &hit))
            continue;
          assert_readout (chart, &hit, kind == TEST_PER_THOUSAND ? "with" : "0.");
          found++;
        }
      g_assert_cmpuint (found, >, 2);
    }
}

/* The marks of 1,000 people are 1,000, each found where it is. */
static void
test_icons (void)
{
  g_autoptr (CpChart) chart = cp_chart_new_per_thousand ((CpPerThousand) { 48, 2, 90, 860 }, 0.05);
  guint counts[4] = { 0 };
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  for (guint s = 0; s < 4; s++)
    counts[s] = (guint) cp_chart_series_get (cp_chart_get_series (chart, s), 0)->y;
  g_assert_cmpuint (counts[0] + counts[1] + counts[2] + counts[3], ==, 1000);
  g_assert_cmpstr (cp_chart_get_description (chart), ==,
                   "Of 1,000 people at a prevalence of 5\u00a0%, 50 have pneumonia: 48 are found and 2 missed. "
                   "Of the 950 others, 90 get a false alarm. For each pneumonia found, 2.9 people are called pneumonia.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/draws", test_draws);
  g_test_add_func ("/chart/looks-differ", test_looks_differ);
  g_test_add_func ("/chart/no-background", test_no_background);
  g_test_add_func ("/chart/descriptions", test_descriptions);
  g_test_add_func ("/chart/nearest", test_nearest);
  g_test_add_func ("/chart/step", test_step);
  g_test_add_func ("/chart/step-leads-on", test_step_leads_on);
  g_test_add_func ("/chart/every-readout", test_every_readout);
  g_test_add_func ("/chart/icons", test_icons);
  return g_test_run ();
}
