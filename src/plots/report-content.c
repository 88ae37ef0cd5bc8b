/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-private.h"

#include "chart-words.h"
#include "metrics.h"

#include <glib/gi18n.h>
#include <math.h>

/* Items of Bossuyt et al. 2015 (STARD) and Collins et al. 2024 (TRIPOD+AI), by number:
 * STARD 10a the index test, 12a its cut-off and whether it was prespecified, 14 methods for accuracy, 23 the cross
 * tabulation, 24 accuracy with 95 % intervals, 26 limitations, 27 implications for practice; TRIPOD+AI 5a sources of
 * data, 12c the model, 12e measures and plots of performance, 15 output and thresholds, 21 numbers of participants and
 * events, 23a performance with intervals, 26 limitations. */
static const struct
{
  const char *heading;
  const char *items;
} parts[] = {
  [CP_REPORT_ANALYSED] = { N_("What was analysed"), "STARD 10a · TRIPOD+AI 5a, 12c, 21" },
  [CP_REPORT_THRESHOLD] = { N_("Decision threshold"), "STARD 12a · TRIPOD+AI 15" },
  [CP_REPORT_MATRIX] = { N_("Confusion matrix"), "STARD 23" },
  [CP_REPORT_FIGURES] = { N_("Figures with 95 % intervals"), "STARD 14, 24 · TRIPOD+AI 12e, 23a" },
  [CP_REPORT_COUNTS] = { N_("What that means for people"), "STARD 27" },
  [CP_REPORT_CURVES] = { N_("Every threshold, calibration and use"), "STARD 24 · TRIPOD+AI 12e, 23a" },
  [CP_REPORT_LIMITS] = { N_("Limits"), "STARD 26 · TRIPOD+AI 26" },
  [CP_REPORT_REFERENCES] = { N_("Reporting guidelines"), NULL },
};

static const char references[] =
  "STARD 2015: Bossuyt PM, Reitsma JB, Bruns DE, et al. STARD 2015: an updated list of essential items for reporting "
  "diagnostic accuracy studies. BMJ 2015;351:h5527.\n"
  "TRIPOD+AI: Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement: updated guidance for reporting clinical "
  "prediction models that use regression or machine learning methods. BMJ 2024;385:e078378.";

static void
row_free (gpointer data)
{
  CpReportRow *row = data;

  g_free (row->name);
  g_free (row->value);
  g_free (row->interval);
  g_free (row);
}

void
cp_report_add_row (CpReportBlock *block,
                   const char    *name,
                   const char    *value,
                   const char    *interval)
{
  CpReportRow *row = g_new0 (CpReportRow, 1);

  row->name = g_strdup (name);
  row->value = g_strdup (value);
  row->interval = g_strdup (interval);
  g_ptr_array_add (block->rows, row);
}

static void
add_known (CpReportBlock *block,
           const char    *name,
           const char    *value)
{
  if (value != NULL)
    cp_report_add_row (block, name, value, NULL);
}

static void
add_images (CpReportBlock       *block,
            const CpPredictions *predictions)
{
  double n = (double) cp_predictions_get_n (predictions);
  double positives = (double) cp_predictions_get_positives (predictions);
  g_autofree char *all = cp_chart_count (n);
  g_autofree char *ill = cp_chart_count (positives);
  g_autofree char *well = cp_chart_count (n - positives);
  g_autofree char *share = cp_chart_percent (positives / n);
  g_autofree char *text = g_strdup_printf (_("%s: %s pneumonia (%s), %s normal"), all, ill, share, well);

  cp_report_add_row (block, _("Images"), text, NULL);
}

static void
fill_analysed (CpReportBlock       *block,
               const CpReportFacts *facts)
{
  add_known (block, _("Data"), facts->data);
  add_known (block, _("Data fingerprint"), facts->fingerprint);
  add_known (block, _("Predictions"), facts->source);
  add_known (block, "SHA-256", facts->digest);
  add_images (block, facts->predictions);
  add_known (block, _("Model"), facts->model != NULL ? facts->model : _("not said in the predictions"));
  add_known (block, _("Seed"), facts->seed);
  for (guint i = 0; i < facts->n_facts; i++)
    cp_report_add_row (block, facts->facts[i].name, facts->facts[i].value, NULL);
  add_known (block, _("Recalibration"), facts->recalibration);
}

static void
fill_threshold (CpReportBlock       *block,
                const CpReportFacts *facts)
{
  g_autofree char *threshold = cp_chart_threshold (facts->threshold);
  g_autofree char *cost = cp_chart_number (cp_threshold_cost (facts->threshold), 1);

  cp_report_add_row (block, _("Threshold"), threshold, NULL);
  cp_report_add_row (block, _("Chosen"),
                     facts->threshold_origin != NULL ? facts->threshold_origin : _("not said where or how"), NULL);
  if (facts->exploratory)
    cp_report_add_row (block, _("Status"), _("exploratory: chosen with a look at these very images"), NULL);
  block->text = g_strdup_printf (_("An image is called pneumonia from this probability on. Whoever follows the probabilities to "
                                   "this threshold takes one missed pneumonia to weigh as much as %s false alarms."),
                                 cost);
}

/* As many decimals as say something: a likelihood ratio of 12.1 has one. */
static int
decimals (double value)
{
  return fabs (value) >= 100 ? 0 : fabs (value) >= 10 ? 1 : 3;
}

static void
add_estimate (CpReportBlock *block,
              const char    *name,
              CpEstimate     estimate)
{
  g_autofree char *value = cp_chart_number (estimate.value, decimals (estimate.value));
  g_autofree char *low = cp_chart_number (estimate.low, decimals (estimate.value));
  g_autofree char *high = cp_chart_number (estimate.high, decimals (estimate.value));
  g_autofree char *interval = isnan (estimate.low) || isnan (estimate.high) ? NULL : g_strdup_printf (_("%s to %s"), low, high);

  cp_report_add_row (block, name, value, interval);
}

static void
add_at_prevalence (CpReportBlock *block,
                   CpConfusion    confusion,
                   double         prevalence)
{
  g_autofree char *share = cp_chart_percent (prevalence);
  g_autofree char *ppv = g_strdup_printf (_("PPV at prevalence %s"), share);
  g_autofree char *npv = g_strdup_printf (_("NPV at prevalence %s"), share);

  add_estimate (block, ppv, cp_ppv_at_prevalence (confusion, prevalence));
  add_estimate (block, npv, cp_npv_at_prevalence (confusion, prevalence));
}

static void
fill_figures (CpReportBlock       *block,
              const CpReportFacts *facts,
              CpConfusion          confusion,
              CpEstimate           metrics[CP_N_METRICS])
{
  for (guint i = 0; i < CP_N_METRICS; i++)
    {
      metrics[i] = cp_metric_compute ((CpMetric) i, facts->predictions, facts->threshold);
      add_estimate (block, _(cp_metric_get_name ((CpMetric) i)), metrics[i]);
    }
  if (!isnan (facts->prevalence))
    add_at_prevalence (block, confusion, facts->prevalence);
  block->text = g_strdup (_("Intervals: Wilson (shares), DeLong (AUROC), stratified bootstrap or its normal approximation (average "
                            "precision), logarithm (likelihood ratios), logit (at another prevalence). A dash is undefined."));
}

static void
fill_counts (CpReportBlock       *block,
             const CpReportFacts *facts,
             CpConfusion          confusion)
{
  double positives = (double) cp_predictions_get_positives (facts->predictions);
  double own = positives / (double) cp_predictions_get_n (facts->predictions);
  double prevalence = isnan (facts->prevalence) ? own : facts->prevalence;

  block->text = cp_per_thousand_to_words (cp_per_thousand (confusion, prevalence, 1000), prevalence);
}

static void
fill_limits (CpReportBlock       *block,
             const CpReportFacts *facts)
{
  GString *text = g_string_new (_("For research and teaching only, never for diagnosis. The figures describe these images and their "
                                  "labels; other patients, devices and prevalences give others. The intervals know of chance "
                                  "alone, not of wrong labels, of duplicates or of how images were selected."));

  g_string_append_c (text, ' ');
  if (facts->threshold_origin == NULL || facts->exploratory)
    g_string_append (text, _("The threshold was not fixed beforehand on other images as far as is known: figures at it are "
                             "exploratory and may be too good."));
  else
    g_string_append (text, _("Numbers in the headings name the guideline items that a block helps to answer; the others are for "
                             "the study's authors."));
  block->text = g_string_free (text, FALSE);
}

static char *
make_subtitle (const CpReportFacts *facts)
{
  GString *text = g_string_new (_("Evaluation of a classifier of chest X-rays at one decision threshold"));

  if (facts->date != NULL)
    g_string_append_printf (text, " · %s", facts->date);

  return g_string_free (text, FALSE);
}

static char *
make_footer (const CpReportFacts *facts)
{
  return g_strdup_printf (_("Cutpoint %s · for research and teaching only, never for diagnosis"),
                          facts->version != NULL ? facts->version : "");
}

static void
prepare_blocks (CpReport *self)
{
  for (guint i = 0; i < CP_N_REPORT_PARTS; i++)
    {
      self->blocks[i].heading = _(parts[i].heading);
      self->blocks[i].items = parts[i].items;
      self->blocks[i].rows = g_ptr_array_new_with_free_func (row_free);
    }
}

/* Returns (transfer full): all that the report says, computed */
CpReport *
cp_report_new (const CpReportFacts *facts)
{
  CpReport *self = g_new0 (CpReport, 1);
  CpEstimate metrics[CP_N_METRICS];

  self->title = g_strdup (facts->title != NULL ? facts->title : _("What this threshold costs"));
  self->subtitle = make_subtitle (facts);
  self->footer = make_footer (facts);
  self->confusion = cp_confusion_at (facts->predictions, facts->threshold);
  prepare_blocks (self);
  fill_analysed (&self->blocks[CP_REPORT_ANALYSED], facts);
  fill_threshold (&self->blocks[CP_REPORT_THRESHOLD], facts);
  fill_figures (&self->blocks[CP_REPORT_FIGURES], facts, self->confusion, metrics);
  fill_counts (&self->blocks[CP_REPORT_COUNTS], facts, self->confusion);
  fill_limits (&self->blocks[CP_REPORT_LIMITS], facts);
  self->blocks[CP_REPORT_REFERENCES].text = g_strdup (references);
  cp_report_charts (self, facts, metrics[CP_METRIC_AUROC], metrics[CP_METRIC_AVERAGE_PRECISION]);

  return self;
}

void
cp_report_free (CpReport *self)
{
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->footer);
  for (guint i = 0; i < CP_N_REPORT_PARTS; i++)
    {
      g_ptr_array_unref (self->blocks[i].rows);
      g_free (self->blocks[i].text);
    }
  for (guint i = 0; i < CP_N_REPORT_CHARTS; i++)
    g_clear_pointer (&self->charts[i], cp_chart_unref);
  g_free (self);
}
