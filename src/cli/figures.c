/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "json-output.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * cp_figures_compute:
 * @self: (out caller-allocates): the figures
 * @predictions: predictions
 * @threshold: positive is p ≥ it
 *
 * Computes every figure.
 */
void
cp_figures_compute (CpFigures           *self,
                    const CpPredictions *predictions,
                    double               threshold)
{
  self->n = cp_predictions_get_n (predictions);
  self->positives = cp_predictions_get_positives (predictions);
  self->negatives = cp_predictions_get_negatives (predictions);
  self->threshold = threshold;
  self->confusion = cp_confusion_at (predictions, threshold);
  for (guint i = 0; i < CP_N_METRICS; i++)
    self->metrics[i] = cp_metric_compute (i, predictions, threshold);
}

/**
 * cp_figures_add_json:
 * @self: the figures
 * @json: an object
 *
 * Adds all of them to the object.
 */
void
cp_figures_add_json (const CpFigures *self,
                     JsonBuilder     *json)
{
  cp_json_add_count (json, "n", self->n);
  cp_json_add_count (json, "positives", self->positives);
  cp_json_add_count (json, "negatives", self->negatives);
  cp_json_add_number (json, "threshold", self->threshold);

  cp_json_begin (json, "confusion");
  cp_json_add_count (json, "tp", self->confusion.tp);
  cp_json_add_count (json, "fp", self->confusion.fp);
  cp_json_add_count (json, "fn", self->confusion.fn);
  cp_json_add_count (json, "tn", self->confusion.tn);
  json_builder_end_object (json);

  for (guint i = 0; i < CP_N_METRICS; i++)
    cp_json_add_figure (json, cp_metric_get_key (i), self->metrics[i]);
}

static char *
format_number (double number)
{
  return isnan (number) ? g_strdup ("–") : g_strdup_printf ("%.3f", number);
}

static void
append_matrix (const CpFigures *self,
               GString         *text)
{
  g_autoptr (CpTable) table = cp_table_new (3);
  const CpConfusion *c = &self->confusion;

  cp_table_add (table, "", _("called pneumonia"), _("called normal"));
  cp_table_add_take (table, g_strdup (_("is pneumonia")), g_strdup_printf (_("%lu found"), (gulong) c->tp),
                     g_strdup_printf (_("%lu missed"), (gulong) c->fn));
  cp_table_add_take (table, g_strdup (_("is normal")),
                     g_strdup_printf (ngettext ("%lu false alarm", "%lu false alarms", c->fp), (gulong) c->fp),
                     g_strdup_printf (_("%lu cleared"), (gulong) c->tn));
  cp_table_append_to (table, text);
}

static void
append_metrics (const CpFigures *self,
                GString         *text)
{
  g_autoptr (CpTable) table = cp_table_new (3);

  /* xgettext:no-c-format */
  cp_table_add (table, _("Figure"), _("Value"), _("95 % interval"));
  for (guint i = 0; i < CP_N_METRICS; i++)
    {
      const CpEstimate *e = &self->metrics[i];
      gboolean bounded = !isnan (e->low) && !isnan (e->high);

      cp_table_add_take (table, g_strdup (_(cp_metric_get_name (i))), format_number (e->value),
                         bounded ? g_strdup_printf ("%.3f … %.3f", e->low, e->high) : g_strdup (""));
    }
  cp_table_append_to (table, text);
}

/**
 * cp_figures_append_text:
 * @self: the figures
 * @text: text for people
 *
 * Adds the matrix in words and a table of all figures.
 */
void
cp_figures_append_text (const CpFigures *self,
                        GString         *text)
{
  append_matrix (self, text);
  g_string_append_c (text, '\n');
  append_metrics (self, text);
}
