/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "analyse-page.h"

#include "curve-plot.h"
#include "metric-list.h"

#include <glib/gi18n.h>

struct _CpAnalysePage
{
  GtkWidget parent_instance;

  CpReview *review;
  GCancellable *cancellable; /* of the figures being computed */
  gboolean stale;            /* the figures are older than the scores */

  GtkStack *stack;
  CpCurvePlot *roc;
  CpCurvePlot *precision_recall;
  GtkLabel *roc_caption;
  GtkLabel *precision_recall_caption;
};

G_DEFINE_FINAL_TYPE (CpAnalysePage, cp_analyse_page, GTK_TYPE_WIDGET)

typedef struct
{
  CpEstimate auroc;
  CpEstimate average_precision;
} Areas;

/* The bootstrap behind average precision takes too long for the main thread. */
static void
compute_areas (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const CpPredictions *predictions = task_data;
  Areas *areas = g_new (Areas, 1);

  areas->auroc = cp_metric_compute (CP_METRIC_AUROC, predictions, 0.5);
  areas->average_precision = cp_metric_compute (CP_METRIC_AVERAGE_PRECISION, predictions, 0.5);
  g_task_return_pointer (task, areas, g_free);
}

static void
show_area (GtkLabel   *label,
           const char *name,
           CpEstimate  estimate)
{
  g_autofree char *figure = cp_estimate_format (estimate);
  g_autofree char *text = g_strdup_printf ("%s %s", name, figure);

  gtk_label_set_label (label, text);
}

static void
on_areas (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  CpAnalysePage *self = CP_ANALYSE_PAGE (source);
  g_autofree Areas *areas = g_task_propagate_pointer (G_TASK (result), NULL);

  if (areas == NULL)
    return;

  show_area (self->roc_caption, _("AUROC"), areas->auroc);
  show_area (self->precision_recall_caption, _("Average precision"), areas->average_precision);
}

static void
update_areas (CpAnalysePage *self)
{
  CpPredictions *predictions = cp_review_get_predictions (self->review);
  g_autoptr (GTask) task = NULL;

  if (!self->stale || predictions == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_areas, NULL);
  g_task_set_task_data (task, cp_predictions_ref (predictions), (GDestroyNotify) cp_predictions_unref);
  g_task_run_in_thread (task, compute_areas);
}

static void
on_scores_changed (CpAnalysePage *self)
{
  gboolean scored = cp_review_has_scores (self->review);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->stale = TRUE;
  gtk_stack_set_visible_child_name (self->stack, scored ? "curves" : "empty");
  gtk_label_set_label (self->roc_caption, _("AUROC"));
  gtk_label_set_label (self->precision_recall_caption, _("Average precision"));
  update_areas (self);
}

static void
cp_analyse_page_map (GtkWidget *widget)
{
  CpAnalysePage *self = CP_ANALYSE_PAGE (widget);

  GTK_WIDGET_CLASS (cp_analyse_page_parent_class)->map (widget);
  if (self->review != NULL)
    update_areas (self);
}

static void
cp_analyse_page_dispose (GObject *object)
{
  CpAnalysePage *self = CP_ANALYSE_PAGE (object);
  GtkWidget *child;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_analyse_page_parent_class)->dispose (object);
}

static void
cp_analyse_page_class_init (CpAnalysePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_page_dispose;
  widget_class->map = cp_analyse_page_map;

  g_type_ensure (CP_TYPE_CURVE_PLOT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysepage");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/analyse-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, roc);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, precision_recall);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, roc_caption);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, precision_recall_caption);
}

static void
cp_analyse_page_init (CpAnalysePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_analyse_page_set_review:
 * @self: a page
 * @review: whose predictions to show; once
 *
 * Connects the page.
 */
void
cp_analyse_page_set_review (CpAnalysePage *self,
                            CpReview      *review)
{
  g_return_if_fail (CP_IS_ANALYSE_PAGE (self));
  g_return_if_fail (self->review == NULL);

  self->review = g_object_ref (review);
  cp_curve_plot_set_review (self->roc, review);
  cp_curve_plot_set_review (self->precision_recall, review);
  g_signal_connect_object (review, "scores-changed", G_CALLBACK (on_scores_changed), self, G_CONNECT_SWAPPED);
  on_scores_changed (self);
}
