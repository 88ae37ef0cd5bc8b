/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "cutpoint-panel.h"

#include "confusion-matrix.h"
#include "metric-list.h"
#include "threshold-strip.h"

#include <math.h>

struct _CpCutpointPanel
{
  GtkWidget parent_instance;

  CpWorkspace *workspace;
  CpReview *review;
  gboolean tuned_on_test;

  GtkDropDown *split;
  GtkWidget *exploratory;
  CpThresholdStrip *strip;
  CpConfusionMatrix *matrix;
  CpMetricList *metrics;
};

G_DEFINE_FINAL_TYPE (CpCutpointPanel, cp_cutpoint_panel, GTK_TYPE_WIDGET)

/* The order of the drop-down: what is reported first. */
static const CpSplit splits[] = { CP_SPLIT_TEST, CP_SPLIT_VALIDATION, CP_SPLIT_TRAIN };

static double
chosen_threshold (CpCutpointPanel *self)
{
  CpModel *model = cp_workspace_get_model (self->workspace);

  return model != NULL ? cp_model_get_info (model)->threshold : NAN;
}

static void
update_exploratory (CpCutpointPanel *self)
{
  gtk_widget_set_visible (self->exploratory, cp_cutpoint_panel_get_exploratory (self));
}

/* Whoever moves the threshold over test images has seen what it does there. */
static void
on_threshold_changed (CpCutpointPanel *self)
{
  self->tuned_on_test = cp_review_get_split (self->review) == CP_SPLIT_TEST && cp_review_has_scores (self->review);
  update_exploratory (self);
}

static void
on_model_changed (CpCutpointPanel *self)
{
  cp_threshold_strip_set_mark (self->strip, CP_THRESHOLD_MARK_CHOSEN, chosen_threshold (self));
  update_exploratory (self);
}

static void
on_split_selected (CpCutpointPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->split);

  if (self->review != NULL && selected < G_N_ELEMENTS (splits))
    cp_review_set_split (self->review, splits[selected]);
}

static void
on_split_changed (CpCutpointPanel *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    if (splits[i] == cp_review_get_split (self->review))
      gtk_drop_down_set_selected (self->split, i);
  update_exploratory (self);
}

static void
cp_cutpoint_panel_dispose (GObject *object)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (object);
  GtkWidget *child;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->review);
  g_clear_object (&self->workspace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_cutpoint_panel_parent_class)->dispose (object);
}

static void
cp_cutpoint_panel_class_init (CpCutpointPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_cutpoint_panel_dispose;

  g_type_ensure (CP_TYPE_CONFUSION_MATRIX);
  g_type_ensure (CP_TYPE_METRIC_LIST);
  g_type_ensure (CP_TYPE_THRESHOLD_STRIP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cutpointpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/cutpoint-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, split);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, exploratory);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, strip);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, matrix);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, metrics);
  gtk_widget_class_bind_template_callback (widget_class, on_split_selected);
}

static void
cp_cutpoint_panel_init (CpCutpointPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_cutpoint_panel_set_workspace:
 * @self: a panel
 * @workspace: what it works on; once
 *
 * Connects the panel.
 */
void
cp_cutpoint_panel_set_workspace (CpCutpointPanel *self,
                                 CpWorkspace     *workspace)
{
  g_return_if_fail (CP_IS_CUTPOINT_PANEL (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->review = g_object_ref (cp_workspace_get_review (workspace));
  cp_threshold_strip_set_review (self->strip, self->review);
  cp_confusion_matrix_set_review (self->matrix, self->review);
  cp_metric_list_set_review (self->metrics, self->review);
  g_signal_connect_object (self->review, "notify::threshold", G_CALLBACK (on_threshold_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::split", G_CALLBACK (on_split_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "scores-changed", G_CALLBACK (update_exploratory), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::model", G_CALLBACK (on_model_changed), self, G_CONNECT_SWAPPED);
  on_split_changed (self);
  on_model_changed (self);
}

/**
 * cp_cutpoint_panel_preset_threshold:
 * @self: a panel
 * @threshold: 0 to 1
 *
 * Puts the threshold where somebody wanted it before looking: not a choice
 * made on the test images.
 */
void
cp_cutpoint_panel_preset_threshold (CpCutpointPanel *self,
                                    double           threshold)
{
  g_return_if_fail (CP_IS_CUTPOINT_PANEL (self));

  cp_review_set_threshold (self->review, threshold);
  self->tuned_on_test = FALSE;
  update_exploratory (self);
}

/**
 * cp_cutpoint_panel_get_exploratory:
 * @self: a panel
 *
 * Returns: whether the figures shown come from tuning the threshold on the
 *   very images they are counted on, the test images
 */
gboolean
cp_cutpoint_panel_get_exploratory (CpCutpointPanel *self)
{
  g_return_val_if_fail (CP_IS_CUTPOINT_PANEL (self), FALSE);

  return self->tuned_on_test && cp_review_get_split (self->review) == CP_SPLIT_TEST &&
         cp_review_has_scores (self->review) && cp_review_get_threshold (self->review) != chosen_threshold (self);
}
