/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "choose-popover.h"

#include "choose-figures.h"
#include "choose-row.h"

#include <glib/gi18n.h>

struct _CpChoosePopover
{
  GtkPopover parent_instance;

  CpProtocol *protocol;
  CpChooseRow rows[CP_N_RULES];
  gboolean stale; /* validation was scored anew since its figures were shown */

  GtkLabel *subject;
  GtkWidget *content;
  GtkStack *stack;
  GtkGrid *rules;
  GtkGrid *table;
  GtkWidget *delivery_box;
  GtkGrid *delivery;
};

G_DEFINE_FINAL_TYPE (CpChoosePopover, cp_choose_popover, GTK_TYPE_POPOVER)

static void
update_delivery (CpChoosePopover *self)
{
  gtk_widget_set_visible (self->delivery_box, cp_choose_show_delivery (self->delivery, self->protocol));
}

static void
show_subject (CpChoosePopover *self)
{
  CpPredictions *validation = cp_review_get_predictions_of (cp_protocol_get_review (self->protocol),
                                                            CP_SPLIT_VALIDATION);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->content, validation != NULL);
  if (validation == NULL)
    {
      gtk_label_set_text (self->subject, _("No probabilities yet: train a model or open one"));
      return;
    }
  text = g_strdup_printf (_("Figures of the %zu validation images: %zu pneumonia, %zu normal. "
                            "The test images have no say."),
                          cp_predictions_get_n (validation), cp_predictions_get_positives (validation),
                          cp_predictions_get_negatives (validation));
  gtk_label_set_text (self->subject, text);
}

static void
update_validation (CpChoosePopover *self)
{
  self->stale = FALSE;
  show_subject (self);
  for (guint i = 0; i < CP_N_RULES; i++)
    cp_choose_row_update (&self->rows[i], self->protocol);
  cp_choose_show_table (self->table, self->protocol);
}

/* The threshold may move at every frame: only what depends on it, and only when seen. */
static void
on_changed (CpChoosePopover *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->stale)
    update_validation (self);
  for (guint i = 0; i < CP_N_RULES; i++)
    cp_choose_row_update_use (&self->rows[i], self->protocol);
  update_delivery (self);
}

static void
on_scored (CpChoosePopover *self)
{
  self->stale = TRUE;
  on_changed (self);
}

static void
on_table_toggled (CpChoosePopover *self,
                  GtkToggleButton *button)
{
  gtk_stack_set_visible_child_name (self->stack, gtk_toggle_button_get_active (button) ? "table" : "rules");
}

static void
on_parameter_changed (CpChoosePopover *self,
                      GtkWidget       *parameter)
{
  for (guint i = 0; i < CP_N_RULES; i++)
    if (self->rows[i].parameter == parameter && self->protocol != NULL)
      cp_choose_row_update (&self->rows[i], self->protocol);
}

static void
use_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CpChoosePopover *self = CP_CHOOSE_POPOVER (widget);
  guint row = g_variant_get_uint32 (parameter);
  CpThresholdRule rule;

  if (row >= CP_N_RULES)
    return;
  cp_choose_row_get_rule (&self->rows[row], &rule);
  cp_protocol_choose (self->protocol, &rule);
}

/* Whoever opens it comes for a rule: the one in force, or else the first. */
static void
focus_rule (CpChoosePopover *self)
{
  CpThresholdRule rule;

  cp_protocol_get_rule (self->protocol, &rule);
  if (!cp_choose_row_grab_focus (&self->rows[rule.rule]))
    cp_choose_row_grab_focus (&self->rows[0]);
}

static void
cp_choose_popover_map (GtkWidget *widget)
{
  CpChoosePopover *self = CP_CHOOSE_POPOVER (widget);
  CpThresholdRule rule;

  if (self->protocol != NULL)
    {
      cp_protocol_get_rule (self->protocol, &rule);
      for (guint i = 0; i < CP_N_RULES; i++)
        cp_choose_row_set_rule (&self->rows[i], &rule);
      update_validation (self);
      update_delivery (self);
    }
  GTK_WIDGET_CLASS (cp_choose_popover_parent_class)->map (widget);
  if (self->protocol != NULL)
    focus_rule (self);
}

static void
cp_choose_popover_dispose (GObject *object)
{
  CpChoosePopover *self = CP_CHOOSE_POPOVER (object);

  if (self->protocol != NULL)
    {
      g_signal_handlers_disconnect_by_data (cp_protocol_get_review (self->protocol), self);
      g_signal_handlers_disconnect_by_data (self->protocol, self);
    }
  g_clear_object (&self->protocol);
  G_OBJECT_CLASS (cp_choose_popover_parent_class)->dispose (object);
}

static void
cp_choose_popover_class_init (CpChoosePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_choose_popover_dispose;
  widget_class->map = cp_choose_popover_map;

  gtk_widget_class_install_action (widget_class, "choose.use", "u", use_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/choose-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, subject);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, content);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, stack);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, rules);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, table);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, delivery_box);
  gtk_widget_class_bind_template_child (widget_class, CpChoosePopover, delivery);
  gtk_widget_class_bind_template_callback (widget_class, on_table_toggled);
}

static void
cp_choose_popover_init (CpChoosePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_choose_row_add_heading (self->rules);
  for (CpRule rule = 0; rule < CP_N_RULES; rule++)
    {
      cp_choose_row_init (&self->rows[rule], self->rules, rule);
      if (self->rows[rule].parameter != NULL)
        g_signal_connect_object (self->rows[rule].parameter, "value-changed", G_CALLBACK (on_parameter_changed), self,
                                 G_CONNECT_SWAPPED);
    }
}

/**
 * cp_choose_popover_set_protocol:
 * @self: a popover
 * @protocol: what it chooses for; once
 *
 * Connects the popover.
 */
void
cp_choose_popover_set_protocol (CpChoosePopover *self,
                                CpProtocol      *protocol)
{
  g_return_if_fail (CP_IS_CHOOSE_POPOVER (self));
  g_return_if_fail (self->protocol == NULL);

  self->protocol = g_object_ref (protocol);
  g_signal_connect_swapped (cp_protocol_get_review (protocol), "scored", G_CALLBACK (on_scored), self);
  g_signal_connect_swapped (protocol, "changed", G_CALLBACK (on_changed), self);
}
