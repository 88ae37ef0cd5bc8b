/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "analyse-controls.h"

#include "analyse-calibration.h"
#include "chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpAnalyseControls
{
  GtkWidget parent_instance;

  CpAnalysis *analysis;
  gboolean updating;    /* the controls follow, they do not lead */
  double cost;          /* what was typed last */
  double cost_threshold; /* where that put the threshold */

  GtkAdjustment *prevalence;
  GtkButton *own_prevalence;
  GtkAdjustment *cost_adjustment;
  GtkLabel *cost_unit;
  GtkLabel *threshold_label;
  CpAnalyseCalibration *calibration;
};

G_DEFINE_FINAL_TYPE (CpAnalyseControls, cp_analyse_controls, GTK_TYPE_WIDGET)

static void
update_prevalence (CpAnalyseControls *self)
{
  double own = cp_analysis_get_own_prevalence (self->analysis);
  double prevalence = cp_analysis_get_prevalence (self->analysis);
  g_autofree char *share = cp_chart_percent (own);
  g_autofree char *text = isnan (own) ? g_strdup (_("As in These Images")) : g_strdup_printf (_("As in These Images (%s)"), share);

  if (!isnan (prevalence))
    gtk_adjustment_set_value (self->prevalence, prevalence * 100);
  gtk_button_set_label (self->own_prevalence, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->own_prevalence), !cp_analysis_has_own_prevalence (self->analysis));
}

/* What was typed stays as long as the threshold stays where it was put: recalibrated probabilities may have steps. */
static double
get_cost (CpAnalyseControls *self)
{
  if (cp_analysis_get_threshold (self->analysis) == self->cost_threshold)
    return self->cost;

  return cp_threshold_cost (cp_analysis_get_mapped_threshold (self->analysis));
}

static void
update_cost (CpAnalyseControls *self)
{
  CpRecalibration *map = cp_protocol_get_recalibration (cp_analysis_get_protocol (self->analysis));
  g_autofree char *threshold = cp_chart_threshold (cp_analysis_get_threshold (self->analysis));
  g_autofree char *mapped = cp_chart_threshold (cp_analysis_get_mapped_threshold (self->analysis));
  g_autofree char *text = map != NULL ? g_strdup_printf (_("Threshold %s, recalibrated %s"), threshold, mapped)
                                      : g_strdup_printf (_("Threshold %s"), threshold);
  double cost = get_cost (self);

  gtk_adjustment_set_value (self->cost_adjustment, cost);
  gtk_label_set_label (self->cost_unit, g_dngettext (GETTEXT_PACKAGE, "false alarm", "false alarms", cost == 1 ? 1 : 2));
  gtk_label_set_label (self->threshold_label, text);
}

static void
update (CpAnalyseControls *self)
{
  self->updating = TRUE;
  update_prevalence (self);
  update_cost (self);
  self->updating = FALSE;
}

static void
on_prevalence (CpAnalyseControls *self)
{
  if (!self->updating && self->analysis != NULL)
    cp_analysis_set_prevalence (self->analysis, gtk_adjustment_get_value (self->prevalence) / 100);
}

static void
on_own_prevalence (CpAnalyseControls *self)
{
  cp_analysis_set_prevalence (self->analysis, NAN);
}

static void
on_cost (CpAnalyseControls *self)
{
  if (self->updating || self->analysis == NULL)
    return;

  self->cost = gtk_adjustment_get_value (self->cost_adjustment);
  self->updating = TRUE;
  cp_analysis_set_mapped_threshold (self->analysis, cp_cost_threshold (self->cost));
  self->updating = FALSE;
  self->cost_threshold = cp_analysis_get_threshold (self->analysis);
  update (self);
}

/* A step of a tenth means nothing among hundreds, and all among tenths. */
static gboolean
on_cost_output (CpAnalyseControls *self,
                GtkSpinButton     *spin)
{
  double value = gtk_adjustment_get_value (self->cost_adjustment);
  double step = value >= 100 ? 10 : value >= 10 ? 1 : value >= 2 ? 0.5 : 0.1;
  g_autofree char *text = cp_chart_number (value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.995 ? 2 : 3);

  gtk_adjustment_set_step_increment (self->cost_adjustment, step);
  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
cp_analyse_controls_dispose (GObject *object)
{
  CpAnalyseControls *self = CP_ANALYSE_CONTROLS (object);
  GtkWidget *child;

  if (self->analysis != NULL)
    g_signal_handlers_disconnect_by_data (self->analysis, self);
  g_clear_object (&self->analysis);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_analyse_controls_parent_class)->dispose (object);
}

static void
cp_analyse_controls_class_init (CpAnalyseControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_controls_dispose;

  g_type_ensure (CP_TYPE_ANALYSE_CALIBRATION);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysecontrols");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/analyse-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, prevalence);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, own_prevalence);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, cost_adjustment);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, cost_unit);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, threshold_label);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseControls, calibration);
  gtk_widget_class_bind_template_callback (widget_class, on_prevalence);
  gtk_widget_class_bind_template_callback (widget_class, on_own_prevalence);
  gtk_widget_class_bind_template_callback (widget_class, on_cost);
  gtk_widget_class_bind_template_callback (widget_class, on_cost_output);
}

static void
cp_analyse_controls_init (CpAnalyseControls *self)
{
  self->cost_threshold = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_analyse_controls_set_analysis:
 * @self: controls
 * @analysis: what they change; once
 *
 * Connects the controls.
 */
void
cp_analyse_controls_set_analysis (CpAnalyseControls *self,
                                  CpAnalysis        *analysis)
{
  g_return_if_fail (CP_IS_ANALYSE_CONTROLS (self));
  g_return_if_fail (self->analysis == NULL);

  self->analysis = g_object_ref (analysis);
  cp_analyse_calibration_set_analysis (self->calibration, analysis);
  g_signal_connect_swapped (analysis, "operating-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (analysis, "curves-changed", G_CALLBACK (update), self);
  update (self);
}
