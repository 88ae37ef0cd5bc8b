/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "blind-result.h"

#include "agreement-card.h"
#include "blind-words.h"

#include <glib/gi18n.h>

struct _CpBlindResult
{
  GtkWidget parent_instance;

  CpBlindSummary summary;

  GtkLabel *title;
  GtkLabel *left_out;
  CpAgreementCard *model;
  CpAgreementCard *label;
  GtkWidget *disagreements_button;
  GtkWidget *done_button;
};

enum
{
  DISAGREEMENTS,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpBlindResult, cp_blind_result, GTK_TYPE_WIDGET)

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_autofree char *text = cp_blind_summary_to_text (&CP_BLIND_RESULT (widget)->summary);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[g_str_equal (name, "blind.done") ? DONE : DISAGREEMENTS], 0);
}

static gboolean
cp_blind_result_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CP_BLIND_RESULT (widget)->done_button);
}

static void
cp_blind_result_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_blind_result_parent_class)->dispose (object);
}

static void
cp_blind_result_class_init (CpBlindResultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_blind_result_dispose;
  widget_class->grab_focus = cp_blind_result_grab_focus;

  signals[DISAGREEMENTS] = g_signal_new ("disagreements", CP_TYPE_BLIND_RESULT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", CP_TYPE_BLIND_RESULT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (CP_TYPE_AGREEMENT_CARD);
  gtk_widget_class_install_action (widget_class, "blind.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "blind.done", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "blind.disagreements", NULL, leave_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "blind.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "blind.done", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "blindresult");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/blind-result.ui");
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, title);
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, left_out);
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, model);
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, label);
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, disagreements_button);
  gtk_widget_class_bind_template_child (widget_class, CpBlindResult, done_button);
}

static void
cp_blind_result_init (CpBlindResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_blind_result_new:
 *
 * Returns: (transfer floating): the result of nothing yet
 */
GtkWidget *
cp_blind_result_new (void)
{
  return g_object_new (CP_TYPE_BLIND_RESULT, NULL);
}

/**
 * cp_blind_result_set_summary:
 * @self: a result
 * @summary: what came of a reading
 *
 * Shows it.
 */
void
cp_blind_result_set_summary (CpBlindResult        *self,
                             const CpBlindSummary *summary)
{
  g_autofree char *title = NULL;
  g_autofree char *left_out = NULL;
  g_autofree char *done = NULL;

  g_return_if_fail (CP_IS_BLIND_RESULT (self));

  self->summary = *summary;
  title = cp_blind_summary_get_title (summary);
  left_out = cp_blind_summary_get_left_out (summary);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->left_out, left_out);
  cp_agreement_card_set (self->model, _("You and the model"), _("Model"), &summary->model, summary->model_table);
  cp_agreement_card_set (self->label, _("You and the labels"), _("Label"), &summary->label, summary->label_table);
  gtk_widget_set_visible (self->disagreements_button, summary->model_table[1] + summary->model_table[2] > 0);
  /* the keyboard goes to this button: what is on the page is heard with it */
  done = cp_blind_summary_to_text (summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->done_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, done, -1);
}
