/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "charts.h"

#include "chart-private.h"
#include "chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
read_kind (const CpChart      *chart,
           const CpChartPoint *point)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const CpChartSeries *series = cp_chart_get_series (chart, i);

      if (cp_chart_series_get (series, 0) == point)
        return g_strdup (series->name);
    }

  return g_strdup ("");
}

static void
add_kind (CpChart     *chart,
          const char  *key,
          guint        n,
          const char  *words,
          CpMarker     marker,
          CpChartRole  role)
{
  CpChartSeries *series = cp_chart_add_series (chart, CP_SERIES_ICONS, key, role);

  series->marker = marker;
  series->name = g_strdup_printf ("%u %s", n, words);
  series->readout = read_kind;
  cp_chart_series_add (series, NAN, n);
}

static void
add_kinds (CpChart       *chart,
           CpPerThousand  counts)
{
  add_kind (chart, "found", counts.found, _("with pneumonia, found"), CP_MARKER_DISC, CP_CHART_PNEUMONIA);
  add_kind (chart, "missed", counts.missed, _("with pneumonia, missed"), CP_MARKER_CROSS, CP_CHART_PNEUMONIA);
  add_kind (chart, "false_alarms", counts.false_alarms, _("without, false alarm"), CP_MARKER_RING, CP_CHART_NORMAL);
  add_kind (chart, "cleared", counts.cleared, _("without, cleared"), CP_MARKER_DOT, CP_CHART_NORMAL);
}

static guint
count (CpPerThousand counts)
{
  return counts.found + counts.missed + counts.false_alarms + counts.cleared;
}

/**
 * cp_chart_new_per_thousand:
 * @counts: from cp_per_thousand(); all 0 where they are unknown
 * @prevalence: for which they hold
 *
 * A mark for everyone among 1,000 (or as many as @counts has): those with
 * pneumonia who are found or missed, those without who get a false alarm or are
 * cleared. Natural frequencies are understood where rates are not (Gigerenzer
 * & Hoffrage 1995).
 *
 * Returns: (transfer full): a chart
 */
CpChart *
cp_chart_new_per_thousand (CpPerThousand counts,
                           double        prevalence)
{
  guint n = count (counts);
  g_autofree char *share = cp_chart_percent (prevalence);
  g_autofree char *of = cp_chart_count (n);
  g_autofree char *title = n > 0 ? g_strdup_printf (_("Of %s people at a prevalence of %s"), of, share)
                                 : g_strdup_printf (_("People at a prevalence of %s: unknown"), share);
  CpChart *chart = cp_chart_new (title);

  chart->icons = TRUE;
  chart->y[0].key = "people";
  if (n > 0)
    add_kinds (chart, counts);
  cp_chart_take_description (chart, cp_per_thousand_to_words (counts, prevalence));

  return chart;
}

/* How many are called pneumonia for each who has it: the number needed to evaluate, 1/PPV. */
static char *
price (CpPerThousand counts)
{
  g_autofree char *ratio = cp_chart_number ((double) (counts.found + counts.false_alarms) / counts.found, 1);

  if (counts.found + counts.false_alarms == 0)
    return g_strdup (_("Nobody is called pneumonia."));
  if (counts.found == 0)
    return g_strdup (_("Nobody who is called pneumonia has it."));

  return g_strdup_printf (_("For each pneumonia found, %s people are called pneumonia."), ratio);
}

/**
 * cp_per_thousand_to_words:
 * @counts: from cp_per_thousand()
 * @prevalence: for which they hold
 *
 * Returns: (transfer full): what the counts say, in sentences; translated
 */
char *
cp_per_thousand_to_words (CpPerThousand counts,
                          double        prevalence)
{
  guint ill = counts.found + counts.missed, well = counts.false_alarms + counts.cleared;
  g_autofree char *share = cp_chart_percent (prevalence);
  g_autofree char *of = cp_chart_count (ill + well);
  g_autofree char *cost = price (counts);

  if (ill + well == 0)
    return g_strdup_printf (_("What becomes of people at a prevalence of %s is unknown: a class is absent from these images."),
                            share);

  return g_strdup_printf (_("Of %s people at a prevalence of %s, %u have pneumonia: %u are found and %u missed. "
                            "Of the %u others, %u get a false alarm. %s"),
                          of, share, ill, counts.found, counts.missed, well, counts.false_alarms, cost);
}
