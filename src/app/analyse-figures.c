/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "analyse-figures.h"

#include "chart-words.h"
#include "charts.h"
#include "figure-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#define PAUSE 100 /* milliseconds between two updates */

/* In this order: what the threshold decides, what it does not. */
static const CpMetric at_threshold[] = {
  CP_METRIC_RECALL,      CP_METRIC_SPECIFICITY, CP_METRIC_PRECISION,         CP_METRIC_NPV,
  CP_METRIC_ACCURACY,    CP_METRIC_F1,          CP_METRIC_BALANCED_ACCURACY, CP_METRIC_MCC,
  CP_METRIC_LR_POSITIVE, CP_METRIC_LR_NEGATIVE, CP_METRIC_NET_BENEFIT,
};
static const CpMetric at_any[] = {
  CP_METRIC_AUROC, CP_METRIC_AVERAGE_PRECISION,       CP_METRIC_BRIER,
  CP_METRIC_LOG_LOSS, CP_METRIC_ECE, CP_METRIC_CALIBRATION_SLOPE, CP_METRIC_CALIBRATION_INTERCEPT,
};

struct _CpAnalyseFigures
{
  GtkWidget parent_instance;

  CpAnalysis *analysis;
  guint timeout; /* until the figures are those of the threshold */

  GtkWidget *box;
  GtkLabel *people;
  GtkLabel *prevalence;
  GtkLabel *ppv;
  GtkLabel *npv;
  GtkLabel *names[CP_N_METRICS];
  GtkLabel *figures[CP_N_METRICS];
};

G_DEFINE_FINAL_TYPE (CpAnalyseFigures, cp_analyse_figures, GTK_TYPE_WIDGET)

static void
show (GtkLabel  *label,
      gboolean   known,
      CpEstimate figure)
{
  g_autofree char *text = known ? cp_figure_to_text (figure, TRUE) : g_strdup ("…");

  gtk_label_set_label (label, text);
}

static void
update_metrics (CpAnalyseFigures *self)
{
  for (guint i = 0; i < CP_N_METRICS; i++)
    {
      CpEstimate figure;
      gboolean known = cp_analysis_get_figure (self->analysis, i, &figure);

      show (self->figures[i], known, figure);
    }
}

static void
update_people (CpAnalyseFigures *self)
{
  CpConfusion confusion = cp_review_get_confusion (cp_analysis_get_review (self->analysis));
  double prevalence = cp_analysis_get_prevalence (self->analysis);
  g_autofree char *share = cp_chart_percent (prevalence);
  g_autofree char *head = g_strdup_printf (_("At a prevalence of %s"), share);
  g_autofree char *words = NULL;

  if (!isnan (prevalence))
    words = cp_per_thousand_to_words (cp_per_thousand (confusion, prevalence, 1000), prevalence);
  gtk_label_set_label (self->people, words != NULL ? words : "");
  gtk_label_set_label (self->prevalence, head);
  show (self->ppv, TRUE, isnan (prevalence) ? cp_estimate_undefined () : cp_ppv_at_prevalence (confusion, prevalence));
  show (self->npv, TRUE, isnan (prevalence) ? cp_estimate_undefined () : cp_npv_at_prevalence (confusion, prevalence));
}

static void
update (CpAnalyseFigures *self)
{
  CpRecalibration *map = cp_protocol_get_recalibration (cp_analysis_get_protocol (self->analysis));

  gtk_label_set_label (self->names[CP_METRIC_NET_BENEFIT],
                       map != NULL ? _("Net benefit, recalibrated") : _("Net benefit"));
  update_metrics (self);
  update_people (self);
}

static gboolean
on_timeout (gpointer user_data)
{
  CpAnalyseFigures *self = user_data;

  self->timeout = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Nobody reads forty figures sixty times a second, and laying them out would cost the strip its frames. */
static void
queue_update (CpAnalyseFigures *self)
{
  if (self->timeout == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timeout = g_timeout_add (PAUSE, on_timeout, self);
}

static void
cp_analyse_figures_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cp_analyse_figures_parent_class)->map (widget);
  if (CP_ANALYSE_FIGURES (widget)->analysis != NULL)
    update (CP_ANALYSE_FIGURES (widget));
}

static void
cp_analyse_figures_unmap (GtkWidget *widget)
{
  CpAnalyseFigures *self = CP_ANALYSE_FIGURES (widget);

  g_clear_handle_id (&self->timeout, g_source_remove);
  GTK_WIDGET_CLASS (cp_analyse_figures_parent_class)->unmap (widget);
}

static GtkLabel *
add_row (GtkGrid     *grid,
         int          row,
         const char  *name,
         GtkLabel   **name_label)
{
  GtkLabel *label = cp_figure_grid_add (grid, 0, row, name, FALSE);
  GtkLabel *figure = cp_figure_grid_add (grid, 1, row, "–", TRUE);

  gtk_widget_set_tooltip_text (GTK_WIDGET (label), name);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  if (name_label != NULL)
    *name_label = label;

  return figure;
}

static void
add_metrics (CpAnalyseFigures *self,
             GtkGrid          *grid,
             int               row,
             const CpMetric   *metrics,
             guint             n)
{
  for (guint i = 0; i < n; i++)
    self->figures[metrics[i]] = add_row (grid, row + (int) i, _(cp_metric_get_name (metrics[i])),
                                         &self->names[metrics[i]]);
}

static void
fill (CpAnalyseFigures *self)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  int row = 0;

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 2);
  cp_figure_grid_head (grid, row, _("At the threshold"));
  add_metrics (self, grid, row + 1, at_threshold, G_N_ELEMENTS (at_threshold));
  row += 1 + (int) G_N_ELEMENTS (at_threshold);
  self->prevalence = cp_figure_grid_head (grid, row, _("At a prevalence"));
  self->ppv = add_row (grid, row + 1, _("PPV"), NULL);
  self->npv = add_row (grid, row + 2, _("NPV"), NULL);
  cp_figure_grid_head (grid, row + 3, _("Whatever the threshold"));
  add_metrics (self, grid, row + 4, at_any, G_N_ELEMENTS (at_any));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (grid));
}

static void
cp_analyse_figures_dispose (GObject *object)
{
  CpAnalyseFigures *self = CP_ANALYSE_FIGURES (object);
  GtkWidget *child;

  if (self->analysis != NULL)
    g_signal_handlers_disconnect_by_data (self->analysis, self);
  g_clear_object (&self->analysis);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_analyse_figures_parent_class)->dispose (object);
}

static void
cp_analyse_figures_class_init (CpAnalyseFiguresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_figures_dispose;
  widget_class->map = cp_analyse_figures_map;
  widget_class->unmap = cp_analyse_figures_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysefigures");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/analyse-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseFigures, box);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseFigures, people);
}

static void
cp_analyse_figures_init (CpAnalyseFigures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
}

/**
 * cp_analyse_figures_set_analysis:
 * @self: figures
 * @analysis: whose; once
 *
 * Connects the figures.
 */
void
cp_analyse_figures_set_analysis (CpAnalyseFigures *self,
                                 CpAnalysis       *analysis)
{
  g_return_if_fail (CP_IS_ANALYSE_FIGURES (self));
  g_return_if_fail (self->analysis == NULL);

  self->analysis = g_object_ref (analysis);
  g_signal_connect_swapped (analysis, "operating-changed", G_CALLBACK (queue_update), self);
  g_signal_connect_swapped (analysis, "curves-changed", G_CALLBACK (queue_update), self);
  g_signal_connect_swapped (analysis, "figures-changed", G_CALLBACK (queue_update), self);
}

/**
 * cp_analyse_figures_get_text:
 * @self: figures
 * @metric: one of them
 *
 * Returns: (transfer none): what is written
 */
const char *
cp_analyse_figures_get_text (CpAnalyseFigures *self,
                             CpMetric          metric)
{
  g_return_val_if_fail (CP_IS_ANALYSE_FIGURES (self), NULL);
  g_return_val_if_fail ((guint) metric < CP_N_METRICS, NULL);

  return gtk_label_get_label (self->figures[metric]);
}
