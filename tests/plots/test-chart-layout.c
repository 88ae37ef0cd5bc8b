/* SPDX-License-Identifier: MIT */
#include "chart-layout.h"
#include "plots-test.h"

#include <math.h>

/* Texts are measured in fractions of a unit. */
#define SLACK 0.02

static const double sizes[][2] = {
  { 240, 200 }, { 240, 400 }, { 400, 300 }, { 700, 500 }, { 1000, 240 }, { 2000, 1400 },
};

static const double font_sizes[] = { 10, 13 };

static CpChartBox
shrunk (CpChartBox box)
{
  return (CpChartBox) { box.x + SLACK, box.y + SLACK, box.width - 2 * SLACK, box.height - 2 * SLACK };
}

static void
assert_inside (const CpChartLayout *layout,
               CpChartBox           box)
{
  g_assert_cmpfloat (box.x, >=, -SLACK);
  g_assert_cmpfloat (box.y, >=, -SLACK);
  g_assert_cmpfloat (box.x + box.width, <=, layout->width + SLACK);
  g_assert_cmpfloat (box.y + box.height, <=, layout->height + SLACK);
}

static gboolean
contains (const CpChartBox *outer,
          const CpChartBox *inner)
{
  return inner->x >= outer->x - SLACK && inner->y >= outer->y - SLACK
         && inner->x + inner->width <= outer->x + outer->width + SLACK
         && inner->y + inner->height <= outer->y + outer->height + SLACK;
}

static void
fail_overlap (const CpChartLayout *layout,
              const CpChartLabel  *a,
              const CpChartLabel  *b)
{
  g_error ("“%s” overlaps “%s” at %g × %g, font %g, in “%s”", pango_layout_get_text (a->text), pango_layout_get_text (b->text),
           layout->width, layout->height, layout->em, layout->chart->title);
}

static void
check_labels (const CpChartLayout *layout)
{
  for (guint i = 0; i < layout->labels->len; i++)
    {
      const CpChartLabel *a = &g_array_index (layout->labels, CpChartLabel, i);
      CpChartBox box = shrunk (a->box);

      assert_inside (layout, a->box);
      for (guint j = 0; j < i; j++)
        if (cp_chart_box_overlaps (&box, &g_array_index (layout->labels, CpChartLabel, j).box))
          fail_overlap (layout, a, &g_array_index (layout->labels, CpChartLabel, j));
      for (guint p = 0; p < layout->n_panels; p++)
        if (cp_chart_box_overlaps (&box, &layout->panels[p]))
          g_assert_true (layout->legend_inside && contains (&layout->legend, &a->box));
    }
}

/* What is in the legend is in its box, and its box is in the chart and on no text of others. */
static void
check_legend (const CpChartLayout *layout)
{
  for (guint i = 0; i < layout->swatches->len; i++)
    g_assert_true (contains (&layout->legend, &g_array_index (layout->swatches, CpChartSwatch, i).box));
  if (layout->legend.width > 0)
    assert_inside (layout, layout->legend);
  for (guint p = 0; p < layout->n_panels && !layout->legend_inside && layout->legend.width > 0; p++)
    g_assert_false (cp_chart_box_overlaps (&layout->legend, &layout->panels[p]));
}

/* A legend inside the axes lies on no point of any series. */
static void
check_data_is_free (const CpChartLayout *layout)
{
  for (guint s = 0; layout->legend_inside && s < layout->chart->series->len; s++)
    {
      const CpChartSeries *series = cp_chart_get_series (layout->chart, s);

      for (guint i = 0; series->panel == 0 && i < series->points->len; i++)
        {
          const CpChartPoint *point = cp_chart_series_get (series, i);
          CpChartBox at = { cp_chart_layout_x (layout, 0, point->x), cp_chart_layout_y (layout, 0, point->y), 0, 0 };

          if (isfinite (at.x + at.y))
            g_assert_false (contains (&layout->legend, &at));
        }
    }
}

static void
check_panels (const CpChartLayout *layout)
{
  /* nothing is known: a title says so */
  if (layout->chart->series->len == 0)
    return;

  for (guint i = 0; i < layout->n_panels; i++)
    {
      assert_inside (layout, layout->panels[i]);
      g_assert_cmpfloat (layout->panels[i].width, >, layout->chart->icons ? 60 : 5 * layout->em);
      g_assert_cmpfloat (layout->panels[i].height, >, (i == 0 ? 2.5 : 1) * layout->em);
    }
  if (layout->chart->square)
    g_assert_cmpfloat_with_epsilon (layout->panels[0].width, layout->panels[0].height, 0.01 + SLACK);
}

static void
check_chart (const CpChart *chart)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (font_sizes); i++)
    {
      const double *size = sizes[i / G_N_ELEMENTS (font_sizes)];
      CpChartStyle style;
      g_autoptr (CpChartLayout) layout = NULL;

      cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
      style.font_size = font_sizes[i % G_N_ELEMENTS (font_sizes)];
      if (size[1] < 15 * style.font_size)
        continue;
      layout = cp_chart_layout_new (chart, size[0], size[1], &style);
      check_panels (layout);
      check_labels (layout);
      check_legend (layout);
      check_data_is_free (layout);
    }
}

static void
test_nothing_overlaps (void)
{
  static const double separations[] = { 0.2, 3, 9 };

  for (guint i = 0; i < G_N_ELEMENTS (separations); i++)
    {
      g_autoptr (CpPredictions) predictions = test_predictions_new (500, separations[i]);

      for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
        {
          g_autoptr (CpChart) chart = test_chart_new (kind, predictions, 0.4);

          check_chart (chart);
        }
    }
}

/* One image, one class, every threshold's end. */
static void
test_extremes (void)
{
  static const double one[] = { 1 };
  static const double thresholds[] = { 0, 1 };

  for (guint label = 0; label < 2; label++)
    for (guint t = 0; t < G_N_ELEMENTS (thresholds); t++)
      {
        guint8 labels[] = { (guint8) label };
        g_autoptr (CpPredictions) predictions = cp_predictions_new (one, labels, 1, NULL);

        for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
          {
            g_autoptr (CpChart) chart = test_chart_new (kind, predictions, thresholds[t]);

            check_chart (chart);
          }
      }
}

/* With room there is a legend: beside, below or inside. */
static void
test_legend_is_there (void)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (500, 3);
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);
  for (TestChart kind = 0; kind < N_TEST_CHARTS; kind++)
    {
      g_autoptr (CpChart) chart = test_chart_new (kind, predictions, 0.4);
      g_autoptr (CpChartLayout) layout = cp_chart_layout_new (chart, 400, 300, &style);
      guint named = 0;

      for (guint i = 0; i < chart->series->len; i++)
        named += cp_chart_get_series (chart, i)->name != NULL;
      g_assert_cmpuint (layout->swatches->len, ==, named);
    }
}

/* Places on a logit axis: the middle is 0.5, equal steps of logits are equal steps. */
static void
test_logit_axis (void)
{
  g_autoptr (CpPredictions) predictions = test_predictions_new (500, 3);
  g_autoptr (CpChart) chart = test_chart_new (TEST_LOGIT_HISTOGRAM, predictions, 0.4);
  g_autoptr (CpChartLayout) layout = NULL;
  CpChartStyle style;
  double middle, tenth, hundredth;

  cp_chart_style_init (&style, CP_CHART_LOOK_LIGHT);
  layout = cp_chart_layout_new (chart, 700, 500, &style);
  middle = layout->panels[0].x + layout->panels[0].width / 2;
  tenth = middle - cp_chart_layout_x (layout, 0, 1 / (1 + 10.0));
  hundredth = middle - cp_chart_layout_x (layout, 0, 1 / (1 + 100.0));
  g_assert_cmpfloat_with_epsilon (cp_chart_layout_x (layout, 0, 0.5), middle, 1e-9);
  g_assert_cmpfloat_with_epsilon (hundredth, 2 * tenth, 1e-9);
  g_assert_cmpfloat (cp_chart_layout_x (layout, 0, 0), ==, layout->panels[0].x);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-layout/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/chart-layout/extremes", test_extremes);
  g_test_add_func ("/chart-layout/legend-is-there", test_legend_is_there);
  g_test_add_func ("/chart-layout/logit-axis", test_logit_axis);
  return g_test_run ();
}
