/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "analyse-calibration.h"

#include "accessible.h"
#include "chart-text.h"
#include "figure-grid.h"

#include <glib/gi18n.h>

static const CpMetric rows[] = {
  CP_METRIC_BRIER,
  CP_METRIC_LOG_LOSS,
  CP_METRIC_ECE,
  CP_METRIC_CALIBRATION_SLOPE,
  CP_METRIC_CALIBRATION_INTERCEPT,
};

struct _CpAnalyseCalibration
{
  GtkWidget parent_instance;

  CpAnalysis *analysis;
  gboolean updating;

  GtkDropDown *kind;
  GtkLabel *state;
  GtkGrid *grid;
  GtkLabel *before[G_N_ELEMENTS (rows)];
  GtkLabel *after[G_N_ELEMENTS (rows)];
};

G_DEFINE_FINAL_TYPE (CpAnalyseCalibration, cp_analyse_calibration, GTK_TYPE_WIDGET)

static char *
describe_map (CpRecalibration *map)
{
  g_autofree char *slope = cp_chart_number (cp_recalibration_get_slope (map), 3);
  g_autofree char *intercept = cp_chart_number (cp_recalibration_get_intercept (map), 3);
  g_autofree char *temperature = cp_chart_number (cp_recalibration_get_temperature (map), 3);

  switch (cp_recalibration_get_kind (map))
    {
    case CP_RECALIBRATION_TEMPERATURE:
      return g_strdup_printf (_("temperature %s"), temperature);
    case CP_RECALIBRATION_PLATT:
      return g_strdup_printf (_("slope %s, intercept %s"), slope, intercept);
    case CP_RECALIBRATION_ISOTONIC:
      return g_strdup_printf (_("%zu steps"), cp_recalibration_get_n_knots (map));
    case CP_RECALIBRATION_NONE:
    default:
      return g_strdup ("");
    }
}

static char *
describe_state (CpAnalyseCalibration *self)
{
  CpProtocol *protocol = cp_analysis_get_protocol (self->analysis);
  CpPredictions *validation =
    cp_review_get_predictions_of (cp_analysis_get_review (self->analysis), CP_SPLIT_VALIDATION);
  CpRecalibration *map = cp_protocol_get_recalibration (protocol);
  const char *error = cp_protocol_get_recalibration_error (protocol);
  g_autofree char *parameters = map != NULL ? describe_map (map) : NULL;
  g_autofree char *n = validation != NULL ? cp_chart_count ((double) cp_predictions_get_n (validation)) : NULL;

  if (cp_protocol_get_recalibration_kind (protocol) == CP_RECALIBRATION_NONE)
    return g_strdup (_("Probabilities are shown as the model gives them."));
  if (error != NULL)
    return g_strdup_printf (_("Cannot be fitted: %s"), error);
  if (validation == NULL)
    return g_strdup (_("Waits for the validation images to be scored."));
  if (map == NULL)
    return g_strdup (_("Is being fitted…"));

  return g_strdup_printf (_("Fitted on %s validation images: %s. The threshold moves along: no image’s decision changes."),
                          n, parameters);
}

static void
show (GtkLabel  *label,
      gboolean   known,
      CpEstimate figure)
{
  g_autofree char *text = known ? cp_figure_to_text (figure, FALSE) : g_strdup ("…");

  gtk_label_set_label (label, text);
}

static void
update_figures (CpAnalyseCalibration *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CpEstimate figure;
      gboolean known = cp_analysis_get_figure (self->analysis, rows[i], &figure);

      show (self->before[i], known, figure);
      known = cp_analysis_get_recalibrated (self->analysis, rows[i], &figure);
      show (self->after[i], known, figure);
    }
}

static void
update (CpAnalyseCalibration *self)
{
  CpProtocol *protocol = cp_analysis_get_protocol (self->analysis);
  g_autofree char *state = describe_state (self);

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->kind, cp_protocol_get_recalibration_kind (protocol));
  self->updating = FALSE;
  gtk_label_set_label (self->state, state);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), cp_protocol_get_recalibration (protocol) != NULL);
  update_figures (self);
}

static void
on_kind (CpAnalyseCalibration *self)
{
  guint kind = gtk_drop_down_get_selected (self->kind);

  if (!self->updating && self->analysis != NULL && kind < CP_N_RECALIBRATION_KINDS)
    cp_protocol_set_recalibration (cp_analysis_get_protocol (self->analysis), kind);
}

static void
fill_grid (CpAnalyseCalibration *self)
{
  cp_figure_grid_add (self->grid, 1, 0, _("Before"), TRUE);
  cp_figure_grid_add (self->grid, 2, 0, _("After"), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      cp_figure_grid_add (self->grid, 0, (int) i + 1, _(cp_metric_get_name (rows[i])), FALSE);
      self->before[i] = cp_figure_grid_add (self->grid, 1, (int) i + 1, "–", TRUE);
      self->after[i] = cp_figure_grid_add (self->grid, 2, (int) i + 1, "–", TRUE);
    }
}

static void
cp_analyse_calibration_dispose (GObject *object)
{
  CpAnalyseCalibration *self = CP_ANALYSE_CALIBRATION (object);
  GtkWidget *child;

  if (self->analysis != NULL)
    {
      g_signal_handlers_disconnect_by_data (cp_analysis_get_protocol (self->analysis), self);
      g_signal_handlers_disconnect_by_data (self->analysis, self);
    }
  g_clear_object (&self->analysis);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_analyse_calibration_parent_class)->dispose (object);
}

static void
cp_analyse_calibration_class_init (CpAnalyseCalibrationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_analyse_calibration_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysecalibration");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/analyse-calibration.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseCalibration, kind);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseCalibration, state);
  gtk_widget_class_bind_template_child (widget_class, CpAnalyseCalibration, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
}

static void
cp_analyse_calibration_init (CpAnalyseCalibration *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_accessible_name_drop_down (self->kind, _("Recalibration"));
  fill_grid (self);
}

/**
 * cp_analyse_calibration_set_analysis:
 * @self: a widget
 * @analysis: what it changes; once
 *
 * Connects the widget.
 */
void
cp_analyse_calibration_set_analysis (CpAnalyseCalibration *self,
                                     CpAnalysis           *analysis)
{
  g_return_if_fail (CP_IS_ANALYSE_CALIBRATION (self));
  g_return_if_fail (self->analysis == NULL);

  self->analysis = g_object_ref (analysis);
  g_signal_connect_swapped (cp_analysis_get_protocol (analysis), "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (analysis, "curves-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (analysis, "figures-changed", G_CALLBACK (update_figures), self);
  update (self);
}
