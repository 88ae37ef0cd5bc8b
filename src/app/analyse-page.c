/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "analyse-page.h"

#include "analyse-charts.h"
#include "analyse-controls.h"
#include "analyse-figures.h"
#include "chart-words.h"
#include "file-choosers.h"
#include "report-saver.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpAnalysePage
{
  GtkWidget parent_instance;

  CpAnalysis *analysis;
  gboolean saving; /* a report is being written */

  GtkStack *stack;
  GtkLabel *summary;
  GtkWidget *exploratory;
  GtkWidget *save_report;
  GtkSpinner *spinner;
  CpAnalyseControls *controls;
  CpAnalyseFigures *figures;
  CpAnalyseCharts *charts;
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpAnalysePage, cp_analyse_page, GTK_TYPE_WIDGET)

static const char *
name_split (CpSplit split)
{
  return split == CP_SPLIT_TEST ? _("Test") : split == CP_SPLIT_VALIDATION ? _("Validation") : _("Train");
}

/* Threshold and origin stand in the panel below, always in view. */
static void
update_summary (CpAnalysePage *self)
{
  CpReview *review = cp_analysis_get_review (self->analysis);
  CpPredictions *predictions = cp_review_get_predictions (review);
  g_autofree char *n = NULL, *positives = NULL, *text = NULL;

  gtk_widget_set_visible (self->exploratory, cp_protocol_get_exploratory (cp_analysis_get_protocol (self->analysis)));
  if (predictions == NULL)
    return;

  n = cp_chart_count ((double) cp_predictions_get_n (predictions));
  positives = cp_chart_count ((double) cp_predictions_get_positives (predictions));
  /* Translators: split, number of images, how many of them show pneumonia */
  text = g_strdup_printf (_("%s: %s images, %s with pneumonia"), name_split (cp_review_get_split (review)), n, positives);
  if (g_strcmp0 (gtk_label_get_label (self->summary), text) != 0)
    gtk_label_set_label (self->summary, text);
}

static void
update (CpAnalysePage *self)
{
  CpReview *review = cp_analysis_get_review (self->analysis);
  gboolean sealed = cp_review_get_sealed (review) && cp_review_get_split (review) == CP_SPLIT_TEST;
  gboolean scored = cp_review_has_scores (review);

  gtk_stack_set_visible_child_name (self->stack, scored ? "curves" : sealed ? "sealed" : "empty");
  gtk_widget_set_sensitive (self->save_report, scored && !self->saving);
  update_summary (self);
}

static void
on_show_validation (CpAnalysePage *self)
{
  cp_review_set_split (cp_analysis_get_review (self->analysis), CP_SPLIT_VALIDATION);
}

static GtkWindow *
window_of (CpAnalysePage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
fail (CpAnalysePage *self,
      const GError  *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* A chart, and the page that tells when it cannot be saved. */
typedef struct
{
  CpAnalysePage *page;
  CpChartView *view;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->view);
  g_object_unref (export->page);
  g_free (export);
}

static void
on_chart_file (const char *path,
               gpointer    user_data)
{
  const Export *export = user_data;
  g_autoptr (GError) error = NULL;

  if (!cp_chart_view_write (export->view, path, &error))
    fail (export->page, error);
}

static void
on_save_chart (CpAnalysePage *self,
               CpChartView   *view,
               const char    *name)
{
  Export *export = g_new (Export, 1);

  *export = (Export) { g_object_ref (self), g_object_ref (view) };
  cp_choose_new_file (window_of (self), CP_FILE_NEW_CHART, name, on_chart_file, export, export_free);
}

static void
set_saving (CpAnalysePage *self,
            gboolean       saving)
{
  self->saving = saving;
  gtk_spinner_set_spinning (self->spinner, saving);
  update (self);
}

static void
on_report_saved (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CpAnalysePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = cp_workspace_save_report_finish (CP_WORKSPACE (source), result, &error);

  if (self->analysis == NULL)
    return;

  set_saving (self, FALSE);
  if (!saved)
    fail (self, error);
}

static void
on_report_file (const char *path,
                gpointer    user_data)
{
  cp_analyse_page_save_report (CP_ANALYSE_PAGE (user_data), path);
}

static void
cp_analyse_page_map (GtkWidget *widget)
{
  CpAnalysePage *self = CP_ANALYSE_PAGE (widget);

  if (self->analysis != NULL)
    cp_analysis_set_active (self->analysis, TRUE);
  GTK_WIDGET_CLASS (cp_analyse_page_parent_class)->map (widget);
}

static void
cp_analyse_page_unmap (GtkWidget *widget)
{
  CpAnalysePage *self = CP_ANALYSE_PAGE (widget);

  GTK_WIDGET_CLASS (cp_analyse_page_parent_class)->unmap (widget);
  if (self->analysis != NULL)
    cp_analysis_set_active (self->analysis, FALSE);
}

static void
forget_analysis (CpAnalysePage *self)
{
  if (self->analysis == NULL)
    return;

  g_signal_handlers_disconnect_by_data (cp_analysis_get_review (self->analysis), self);
  g_signal_handlers_disconnect_by_data (cp_analysis_get_protocol (self->analysis), self);
  g_signal_handlers_disconnect_by_data (self->analysis, self);
  cp_analysis_set_active (self->analysis, FALSE);
  g_clear_object (&self->analysis);
}

static void
cp_analyse_page_dispose (GObject *object)
{
  GtkWidget *child;

  forget_analysis (CP_ANALYSE_PAGE (object));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_analyse_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/analyse-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, summary);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, exploratory);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, save_report);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, controls);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, figures);
  gtk_widget_class_bind_template_child (widget_class, CpAnalysePage, charts);
  gtk_widget_class_bind_template_callback (widget_class, on_show_validation);
  gtk_widget_class_bind_template_callback (widget_class, on_save_chart);
  gtk_widget_class_bind_template_callback (widget_class, cp_analyse_page_ask_report);
}

static void
cp_analyse_page_class_init (CpAnalysePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_page_dispose;
  widget_class->map = cp_analyse_page_map;
  widget_class->unmap = cp_analyse_page_unmap;

  signals[FAILED] = g_signal_new ("failed", CP_TYPE_ANALYSE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  g_type_ensure (CP_TYPE_ANALYSE_CHARTS);
  g_type_ensure (CP_TYPE_ANALYSE_CONTROLS);
  g_type_ensure (CP_TYPE_ANALYSE_FIGURES);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysepage");
  bind_template (widget_class);
}

static void
cp_analyse_page_init (CpAnalysePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_analyse_page_set_workspace:
 * @self: a page
 * @workspace: whose predictions to show; once
 *
 * Connects the page.
 */
void
cp_analyse_page_set_workspace (CpAnalysePage *self,
                               CpWorkspace   *workspace)
{
  CpReview *review = cp_workspace_get_review (workspace);

  g_return_if_fail (CP_IS_ANALYSE_PAGE (self));
  g_return_if_fail (self->analysis == NULL);

  self->analysis = cp_analysis_new (workspace);
  cp_analyse_controls_set_analysis (self->controls, self->analysis);
  cp_analyse_figures_set_analysis (self->figures, self->analysis);
  cp_analyse_charts_set_analysis (self->charts, self->analysis);
  g_signal_connect_swapped (review, "scores-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (review, "notify::split", G_CALLBACK (update), self);
  g_signal_connect_swapped (review, "notify::sealed", G_CALLBACK (update), self);
  g_signal_connect_swapped (cp_analysis_get_protocol (self->analysis), "changed", G_CALLBACK (update), self);
  cp_analysis_set_active (self->analysis, gtk_widget_get_mapped (GTK_WIDGET (self)));
  update (self);
}

/**
 * cp_analyse_page_get_analysis:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CpAnalysis *
cp_analyse_page_get_analysis (CpAnalysePage *self)
{
  g_return_val_if_fail (CP_IS_ANALYSE_PAGE (self), NULL);

  return self->analysis;
}

/**
 * cp_analyse_page_ask_report:
 * @self: a page
 *
 * Asks where to save a report of what is shown, if anything is.
 */
void
cp_analyse_page_ask_report (CpAnalysePage *self)
{
  CpReview *review;
  g_autofree char *name = NULL;

  g_return_if_fail (CP_IS_ANALYSE_PAGE (self));

  review = cp_analysis_get_review (self->analysis);
  if (!cp_review_has_scores (review) || self->saving)
    return;

  name = g_strdup_printf ("report-%s.pdf", cp_split_get_name (cp_review_get_split (review)));
  cp_choose_new_file (window_of (self), CP_FILE_NEW_REPORT, name, on_report_file, g_object_ref (self), g_object_unref);
}

/**
 * cp_analyse_page_save_report:
 * @self: a page
 * @path: a file; its name ends with .pdf or .html
 *
 * Writes a report of what is shown; ::failed tells when that did not work.
 */
void
cp_analyse_page_save_report (CpAnalysePage *self,
                             const char    *path)
{
  g_return_if_fail (CP_IS_ANALYSE_PAGE (self));

  if (self->saving || !cp_review_has_scores (cp_analysis_get_review (self->analysis)))
    return;

  set_saving (self, TRUE);
  cp_workspace_save_report (cp_analysis_get_workspace (self->analysis),
                            cp_analysis_has_own_prevalence (self->analysis) ? NAN
                                                                            : cp_analysis_get_prevalence (self->analysis),
                            path, NULL, on_report_saved, g_object_ref (self));
}
