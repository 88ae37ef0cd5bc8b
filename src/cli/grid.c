/* SPDX-License-Identifier: MIT */
#include "grid.h"

#include "figures.h"
#include "json-output.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>

/* 0.05 … 0.60 */
#define N_STEPS 12

static const CpMetric columns[] = {
  CP_METRIC_RECALL, CP_METRIC_SPECIFICITY, CP_METRIC_PRECISION, CP_METRIC_NPV, CP_METRIC_F1,
};

static double
threshold_at (guint step)
{
  return (step + 1) / 20.0;
}

/**
 * cp_grid_add_json:
 * @predictions: predictions
 * @json: an object
 *
 * Adds the member `grid`: for each threshold from 0.05 to 0.60 the confusion
 * matrix and what follows from it.
 */
void
cp_grid_add_json (const CpPredictions *predictions,
                  JsonBuilder         *json)
{
  json_builder_set_member_name (json, "grid");
  json_builder_begin_array (json);
  for (guint step = 0; step < N_STEPS; step++)
    {
      const double threshold = threshold_at (step);
      const CpConfusion confusion = cp_confusion_at (predictions, threshold);

      json_builder_begin_object (json);
      cp_json_add_number (json, "threshold", threshold);
      cp_confusion_add_json (&confusion, json);
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        cp_json_add_figure (json, cp_metric_get_key (columns[i]),
                            cp_metric_compute (columns[i], predictions, threshold));
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static char *
format_cell (const CpPredictions *predictions,
             guint                column,
             double               threshold)
{
  const double value = cp_metric_compute (columns[column], predictions, threshold).value;

  return isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.3f", value);
}

/**
 * cp_grid_append_text:
 * @predictions: predictions
 * @text: text for people
 *
 * Adds a table with a row for each threshold from 0.05 to 0.60.
 */
void
cp_grid_append_text (const CpPredictions *predictions,
                     GString             *text)
{
  g_autoptr (CpTable) table = cp_table_new (8);

  cp_table_add (table, _("Threshold"), _("missed"), _("false alarms"), _(cp_metric_get_name (columns[0])),
                _(cp_metric_get_name (columns[1])), _(cp_metric_get_name (columns[2])),
                _(cp_metric_get_name (columns[3])), _(cp_metric_get_name (columns[4])));
  for (guint step = 0; step < N_STEPS; step++)
    {
      const double threshold = threshold_at (step);
      const CpConfusion confusion = cp_confusion_at (predictions, threshold);

      cp_table_add_take (table, g_strdup_printf ("%.2f", threshold),
                         g_strdup_printf ("%" G_GSIZE_FORMAT, confusion.fn),
                         g_strdup_printf ("%" G_GSIZE_FORMAT, confusion.fp), format_cell (predictions, 0, threshold),
                         format_cell (predictions, 1, threshold), format_cell (predictions, 2, threshold),
                         format_cell (predictions, 3, threshold), format_cell (predictions, 4, threshold));
    }
  cp_table_append_to (table, text);
}
