/* SPDX-License-Identifier: MIT */
#include "analyse-charts.h"

#include "charts.h"
#include "column-layout.h"

#include <math.h>

typedef enum
{
  ROC,
  PRECISION_RECALL,
  CALIBRATION,
  DECISION,
  PER_THOUSAND,
  N_CHARTS
} Kind;

typedef struct
{
  CpAnalyseCharts *charts;
  Kind kind;
  CpChartView *view;
} Chart;

struct _CpAnalyseCharts
{
  GtkWidget parent_instance;

  CpAnalysis *analysis;
  Chart charts[N_CHARTS];
};

enum
{
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpAnalyseCharts, cp_analyse_charts, GTK_TYPE_WIDGET)

static CpConfusion
confusion_of (CpAnalysis             *analysis,
              const CpAnalysisCurves *curves)
{
  return cp_confusion_at (curves->predictions, cp_analysis_get_threshold (analysis));
}

/* On the scale of these curves, which another recalibration may be about to replace. */
static double
mapped_threshold (CpAnalysis             *analysis,
                  const CpAnalysisCurves *curves)
{
  double threshold = cp_analysis_get_threshold (analysis);

  return curves->recalibration != NULL ? cp_recalibration_apply (curves->recalibration, threshold) : threshold;
}

static CpChart *
new_roc (CpAnalysis             *analysis,
         const CpAnalysisCurves *curves)
{
  return cp_chart_new_roc (curves->roc, curves->auroc, confusion_of (analysis, curves),
                           cp_analysis_get_threshold (analysis));
}

static CpChart *
new_precision_recall (CpAnalysis             *analysis,
                      const CpAnalysisCurves *curves)
{
  CpEstimate average;

  cp_analysis_get_figure (analysis, CP_METRIC_AVERAGE_PRECISION, &average);

  return cp_chart_new_precision_recall (curves->precision_recall, average, confusion_of (analysis, curves),
                                        cp_analysis_get_threshold (analysis));
}

static CpChart *
new_calibration (CpAnalysis             *analysis,
                 const CpAnalysisCurves *curves)
{
  gboolean mapped = curves->recalibration != NULL;

  return cp_chart_new_calibration (curves->bins, mapped ? curves->recalibrated_bins : NULL, CP_ANALYSIS_BINS, NULL,
                                   cp_analysis_get_threshold (analysis),
                                   mapped ? mapped_threshold (analysis, curves) : NAN);
}

static CpChart *
new_decision (CpAnalysis             *analysis,
              const CpAnalysisCurves *curves)
{
  return cp_chart_new_decision_curve (curves->decisions, CP_ANALYSIS_DECISIONS, confusion_of (analysis, curves),
                                      mapped_threshold (analysis, curves), curves->recalibration != NULL);
}

static CpChart *
new_per_thousand (CpAnalysis             *analysis,
                  const CpAnalysisCurves *curves)
{
  double prevalence = cp_analysis_get_prevalence (analysis);

  if (isnan (prevalence))
    return NULL;

  return cp_chart_new_per_thousand (cp_per_thousand (confusion_of (analysis, curves), prevalence, 1000), prevalence);
}

static const struct
{
  CpChart *(*build) (CpAnalysis             *analysis,
                     const CpAnalysisCurves *curves);
  const char *name; /* of a file */
} kinds[] = {
  [ROC] = { new_roc, "roc" },
  [PRECISION_RECALL] = { new_precision_recall, "precision-recall" },
  [CALIBRATION] = { new_calibration, "calibration" },
  [DECISION] = { new_decision, "decision-curve" },
  [PER_THOUSAND] = { new_per_thousand, "per-thousand" },
};

static CpChart *
build (gpointer user_data)
{
  const Chart *chart = user_data;
  CpAnalysis *analysis = chart->charts->analysis;
  const CpAnalysisCurves *curves = analysis != NULL ? cp_analysis_get_curves (analysis) : NULL;

  return curves != NULL ? kinds[chart->kind].build (analysis, curves) : NULL;
}

static void
invalidate (CpAnalyseCharts *self)
{
  for (guint i = 0; i < N_CHARTS; i++)
    cp_chart_view_invalidate (self->charts[i].view);
}

static void
on_figures_changed (CpAnalyseCharts *self)
{
  cp_chart_view_invalidate (self->charts[PRECISION_RECALL].view);
}

static void
on_threshold_activated (Chart  *chart,
                        double  threshold)
{
  CpAnalysis *analysis = chart->charts->analysis;

  if (chart->kind == DECISION)
    cp_analysis_set_mapped_threshold (analysis, threshold);
  else
    cp_review_set_threshold (cp_analysis_get_review (analysis), threshold);
}

static void
on_save (Chart      *chart,
         const char *extension)
{
  const char *split = cp_split_get_name (cp_review_get_split (cp_analysis_get_review (chart->charts->analysis)));
  g_autofree char *name = g_strdup_printf ("%s-%s.%s", kinds[chart->kind].name, split, extension);

  g_signal_emit (chart->charts, signals[SAVE], 0, chart->view, name);
}

static void
cp_analyse_charts_dispose (GObject *object)
{
  CpAnalyseCharts *self = CP_ANALYSE_CHARTS (object);
  GtkWidget *child;

  if (self->analysis != NULL)
    g_signal_handlers_disconnect_by_data (self->analysis, self);
  g_clear_object (&self->analysis);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_analyse_charts_parent_class)->dispose (object);
}

static void
cp_analyse_charts_class_init (CpAnalyseChartsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_charts_dispose;
  signals[SAVE] = g_signal_new ("save", CP_TYPE_ANALYSE_CHARTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                CP_TYPE_CHART_VIEW, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, CP_TYPE_COLUMN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysecharts");
}

static void
cp_analyse_charts_init (CpAnalyseCharts *self)
{
  for (guint i = 0; i < N_CHARTS; i++)
    {
      Chart *chart = &self->charts[i];

      *chart = (Chart) { self, i, CP_CHART_VIEW (cp_chart_view_new ()) };
      cp_chart_view_set_source (chart->view, build, chart);
      g_signal_connect_swapped (chart->view, "threshold-activated", G_CALLBACK (on_threshold_activated), chart);
      g_signal_connect_swapped (chart->view, "save", G_CALLBACK (on_save), chart);
      gtk_widget_set_parent (GTK_WIDGET (chart->view), GTK_WIDGET (self));
    }
}

/**
 * cp_analyse_charts_set_analysis:
 * @self: charts
 * @analysis: what they show; once
 *
 * Connects the charts.
 */
void
cp_analyse_charts_set_analysis (CpAnalyseCharts *self,
                                CpAnalysis      *analysis)
{
  g_return_if_fail (CP_IS_ANALYSE_CHARTS (self));
  g_return_if_fail (self->analysis == NULL);

  self->analysis = g_object_ref (analysis);
  g_signal_connect_swapped (analysis, "curves-changed", G_CALLBACK (invalidate), self);
  g_signal_connect_swapped (analysis, "operating-changed", G_CALLBACK (invalidate), self);
  g_signal_connect_swapped (analysis, "figures-changed", G_CALLBACK (on_figures_changed), self);
  invalidate (self);
}
