/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-line.h"

#include "threshold-axis.h"
#include "threshold-step.h"

#include <glib/gi18n.h>

#define PRICE_SECONDS 6

struct _CpThresholdLine
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *origin;
  GtkLabel *price;
  GtkLabel *difference;
  GtkWidget *difference_button;
  CpProtocol *protocol;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (CpThresholdLine, cp_threshold_line, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    return;
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text); /* it may be too long for the window */
}

static char *
describe_origin (CpProtocol *protocol)
{
  const double threshold = cp_review_get_threshold (cp_protocol_get_review (protocol));
  CpRecalibration *recalibration = cp_protocol_get_recalibration (protocol);
  g_autofree char *words = cp_protocol_describe_threshold (protocol);
  char number[G_ASCII_DTOSTR_BUF_SIZE], mapped[G_ASCII_DTOSTR_BUF_SIZE];

  cp_threshold_format (threshold, number, sizeof number);
  if (recalibration == NULL)
    /* Translators: the threshold, then where it comes from */
    return g_strdup_printf (_("Threshold %s: %s"), number, words);
  cp_threshold_format (cp_recalibration_apply (recalibration, threshold), mapped, sizeof mapped);
  /* Translators: the threshold, the same after recalibration, then where it comes from */
  return g_strdup_printf (_("Threshold %s, recalibrated %s: %s"), number, mapped, words);
}

static void
show_origin (CpThresholdLine *self)
{
  g_autofree char *text = describe_origin (self->protocol);

  set_text (self->origin, text);
}

/* What is said while no price is. */
static void
show_standing (CpThresholdLine *self)
{
  g_autofree char *difference = cp_threshold_compare (cp_protocol_get_review (self->protocol));

  if (difference != NULL)
    set_text (self->difference, difference);
  else
    show_origin (self);
  gtk_stack_set_visible_child (self->stack, difference != NULL ? self->difference_button : GTK_WIDGET (self->origin));
}

static void
update (CpThresholdLine *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  show_standing (self);
}

static gboolean
forget_price (gpointer data)
{
  CpThresholdLine *self = data;

  self->timeout = 0;
  show_standing (self);
  return G_SOURCE_REMOVE;
}

static GtkLabel *
add_label (GtkWidget *parent,
           GtkLabel  *label)
{
  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  if (GTK_IS_STACK (parent))
    gtk_stack_add_child (GTK_STACK (parent), GTK_WIDGET (label));
  else
    gtk_button_set_child (GTK_BUTTON (parent), GTK_WIDGET (label));
  return label;
}

static void
cp_threshold_line_dispose (GObject *object)
{
  CpThresholdLine *self = CP_THRESHOLD_LINE (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->protocol != NULL)
    {
      g_signal_handlers_disconnect_by_data (cp_protocol_get_review (self->protocol), self);
      g_signal_handlers_disconnect_by_data (self->protocol, self);
    }
  g_clear_object (&self->protocol);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  G_OBJECT_CLASS (cp_threshold_line_parent_class)->dispose (object);
}

static void
cp_threshold_line_class_init (CpThresholdLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_threshold_line_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "thresholdline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
cp_threshold_line_init (CpThresholdLine *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_transition_duration (self->stack, 300);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));

  self->origin = add_label (GTK_WIDGET (self->stack), GTK_LABEL (gtk_label_new (NULL)));
  self->price = add_label (GTK_WIDGET (self->stack), GTK_LABEL (gtk_label_new (NULL)));
  gtk_widget_add_css_class (GTK_WIDGET (self->origin), "dim-label");
  self->difference_button = gtk_button_new ();
  gtk_widget_set_halign (self->difference_button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->difference_button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->difference_button), "cutpoint.show-changed");
  gtk_stack_add_child (self->stack, self->difference_button);
  self->difference = add_label (self->difference_button, GTK_LABEL (gtk_label_new (NULL)));
}

/**
 * cp_threshold_line_set_protocol:
 * @self: a line
 * @protocol: what it tells of; once
 *
 * Connects the line.
 */
void
cp_threshold_line_set_protocol (CpThresholdLine *self,
                                CpProtocol      *protocol)
{
  CpReview *review;

  g_return_if_fail (CP_IS_THRESHOLD_LINE (self));
  g_return_if_fail (self->protocol == NULL);

  self->protocol = g_object_ref (protocol);
  review = cp_protocol_get_review (protocol);
  g_signal_connect_swapped (protocol, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (review, "figures-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (review, "notify::pinned", G_CALLBACK (update), self);
  update (self);
}

/**
 * cp_threshold_line_show_price:
 * @self: a line
 * @price: what a step was worth
 *
 * Shows @price for some seconds, or until the threshold moves again.
 */
void
cp_threshold_line_show_price (CpThresholdLine *self,
                              const char      *price)
{
  g_return_if_fail (CP_IS_THRESHOLD_LINE (self));

  set_text (self->price, price);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->price));
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (PRICE_SECONDS, forget_price, self);
}

/**
 * cp_threshold_line_get_text:
 * @self: a line
 *
 * Returns: what it says now
 */
const char *
cp_threshold_line_get_text (CpThresholdLine *self)
{
  GtkWidget *child;

  g_return_val_if_fail (CP_IS_THRESHOLD_LINE (self), NULL);

  child = gtk_stack_get_visible_child (self->stack);
  return gtk_label_get_text (child == self->difference_button ? self->difference : GTK_LABEL (child));
}
