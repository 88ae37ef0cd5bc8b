/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "average-precision.h"
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
 * Computes every figure of the predictions as they are.
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
  self->prevalence = NAN;
}

/**
 * cp_figures_set_prevalence:
 * @self: computed figures
 * @prevalence: share of pneumonia, from 0 to 1; NaN for none
 *
 * Adds what the same decisions are worth where pneumonia is that frequent.
 */
void
cp_figures_set_prevalence (CpFigures *self,
                           double     prevalence)
{
  self->prevalence = prevalence;
  if (isnan (prevalence))
    return;
  self->ppv = cp_ppv_at_prevalence (self->confusion, prevalence);
  self->npv = cp_npv_at_prevalence (self->confusion, prevalence);
  self->per_thousand = cp_per_thousand (self->confusion, prevalence, 1000);
}

/**
 * cp_confusion_add_json:
 * @confusion: a confusion matrix
 * @json: an object
 *
 * Adds the member `confusion`.
 */
void
cp_confusion_add_json (const CpConfusion *confusion,
                       JsonBuilder       *json)
{
  cp_json_begin (json, "confusion");
  cp_json_add_count (json, "tp", confusion->tp);
  cp_json_add_count (json, "fp", confusion->fp);
  cp_json_add_count (json, "fn", confusion->fn);
  cp_json_add_count (json, "tn", confusion->tn);
  json_builder_end_object (json);
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
  cp_confusion_add_json (&self->confusion, json);
  for (guint i = 0; i < CP_N_METRICS; i++)
    cp_json_add_figure (json, cp_metric_get_key (i), self->metrics[i]);

  if (!isnan (self->prevalence))
    {
      cp_json_add_figure (json, "ppv_at_prevalence", self->ppv);
      cp_json_add_figure (json, "npv_at_prevalence", self->npv);
    }
}

static char *
format_number (double number)
{
  return isnan (number) ? g_strdup ("–") : g_strdup_printf ("%.3f", number);
}

/**
 * cp_confusion_append_text:
 * @confusion: a confusion matrix
 * @text: text for people
 *
 * Adds the matrix in words.
 */
void
cp_confusion_append_text (const CpConfusion *confusion,
                          GString           *text)
{
  g_autoptr (CpTable) table = cp_table_new (3);
  const CpConfusion *c = confusion;

  cp_table_add (table, "", _("called pneumonia"), _("called normal"));
  cp_table_add_take (table, g_strdup (_("is pneumonia")), g_strdup_printf (_("%lu found"), (gulong) c->tp),
                     g_strdup_printf (_("%lu missed"), (gulong) c->fn));
  cp_table_add_take (table, g_strdup (_("is normal")),
                     g_strdup_printf (ngettext ("%lu false alarm", "%lu false alarms", c->fp), (gulong) c->fp),
                     g_strdup_printf (_("%lu cleared"), (gulong) c->tn));
  cp_table_append_to (table, text);
}

static void
add_figure (CpTable    *table,
            const char *name,
            CpEstimate  e)
{
  gboolean bounded = !isnan (e.low) && !isnan (e.high);

  cp_table_add_take (table, g_strconcat ("  ", name, NULL), format_number (e.value),
                     bounded ? g_strdup_printf ("%.3f … %.3f", e.low, e.high) : g_strdup (""));
}

/* The figures in three groups, each under a line that says what they judge. */
static void
add_groups (const CpFigures *self,
            CpTable         *table)
{
  const struct
  {
    const char *name;
    CpMetric metrics[12];
    guint n;
  } groups[] = {
    { N_("Decisions at the threshold"),
      { CP_METRIC_RECALL, CP_METRIC_SPECIFICITY, CP_METRIC_PRECISION, CP_METRIC_NPV, CP_METRIC_ACCURACY, CP_METRIC_F1,
        CP_METRIC_BALANCED_ACCURACY, CP_METRIC_MCC, CP_METRIC_LR_POSITIVE, CP_METRIC_LR_NEGATIVE,
        CP_METRIC_NET_BENEFIT }, 11 },
    { N_("Ranking, whatever the threshold"), { CP_METRIC_AUROC, CP_METRIC_AVERAGE_PRECISION }, 2 },
    { N_("Probabilities"),
      { CP_METRIC_BRIER, CP_METRIC_LOG_LOSS, CP_METRIC_ECE, CP_METRIC_CALIBRATION_SLOPE,
        CP_METRIC_CALIBRATION_INTERCEPT }, 5 },
  };

  G_STATIC_ASSERT (CP_N_METRICS == 11 + 2 + 5);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (i > 0)
        cp_table_add (table, "", "", "");
      /* xgettext:no-c-format */
      cp_table_add (table, _(groups[i].name), i == 0 ? _("Value") : "", i == 0 ? _("95 % interval") : "");
      for (guint j = 0; j < groups[i].n; j++)
        add_figure (table, _(cp_metric_get_name (groups[i].metrics[j])), self->metrics[groups[i].metrics[j]]);
    }
}

static void
add_prevalence (const CpFigures *self,
                CpTable         *table)
{
  cp_table_add (table, "", "", "");
  cp_table_add_take (table, g_strdup_printf (_("At a prevalence of %g %%"), self->prevalence * 100), g_strdup (""),
                     g_strdup (""));
  add_figure (table, _("Precision (PPV)"), self->ppv);
  add_figure (table, _("NPV"), self->npv);
}

static void
append_per_thousand (const CpFigures *self,
                     GString         *text)
{
  const CpPerThousand *p = &self->per_thousand;

  g_string_append (text, "  ");
  if (p->found + p->missed + p->false_alarms + p->cleared == 0)
    g_string_append (text, _("Of 1,000 patients: unknown, as a class is absent"));
  else
    g_string_append_printf (text, _("Of 1,000 patients: found %u, missed %u, false alarms %u, cleared %u"), p->found,
                            p->missed, p->false_alarms, p->cleared);
  g_string_append_c (text, '\n');
}

/* How the intervals above were found. */
static void
append_methods (const CpFigures *self,
                GString         *text)
{
  /* xgettext:no-c-format */
  const char *few = _("95 % intervals: Wilson's score for proportions, logarithms for likelihood ratios,\n"
                      "DeLong for AUROC, bootstrap for average precision, Wald for calibration.");
  /* xgettext:no-c-format */
  const char *many = _("95 % intervals: Wilson's score for proportions, logarithms for likelihood ratios,\n"
                       "DeLong for AUROC, jackknife for average precision, Wald for calibration.");

  g_string_append_c (text, '\n');
  g_string_append (text, self->n <= CP_AVERAGE_PRECISION_BOOTSTRAP_MAX ? few : many);
  g_string_append_c (text, '\n');
  if (isnan (self->prevalence))
    return;
  g_string_append (text, _("Those at a given prevalence: logits, as Mercaldo, Lau and Zhou have them."));
  g_string_append_c (text, '\n');
}

/**
 * cp_figures_append_text:
 * @self: the figures
 * @text: text for people
 *
 * Adds the matrix in words, a table of all figures, and how the intervals were
 * found.
 */
void
cp_figures_append_text (const CpFigures *self,
                        GString         *text)
{
  g_autoptr (CpTable) table = cp_table_new (3);

  cp_confusion_append_text (&self->confusion, text);
  g_string_append_c (text, '\n');
  add_groups (self, table);
  if (!isnan (self->prevalence))
    add_prevalence (self, table);
  cp_table_append_to (table, text);
  if (!isnan (self->prevalence))
    append_per_thousand (self, text);

  append_methods (self, text);
}
