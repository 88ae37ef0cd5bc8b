/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "seal-dialog.h"

#include "metric-list.h"
#include "rates.h"
#include "threshold-axis.h"

#include <glib/gi18n.h>

struct _CpSealDialog
{
  GtkWindow parent_instance;

  CpProtocol *protocol;
  GtkLabel *threshold;
  GtkLabel *promise;
  GtkEditable *reason;
};

G_DEFINE_FINAL_TYPE (CpSealDialog, cp_seal_dialog, GTK_TYPE_WINDOW)

static char *
get_reason (CpSealDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
}

/* A threshold is locked with a reason or not at all. */
static void
on_reason_changed (CpSealDialog *self)
{
  g_autofree char *reason = get_reason (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "seal.lock", *reason != '\0');
}

static gboolean
still_sealed (CpSealDialog *self)
{
  return cp_protocol_get_seal (self->protocol) == CP_SEAL_SEALED;
}

static void
lock_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpSealDialog *self = CP_SEAL_DIALOG (widget);
  g_autofree char *reason = get_reason (self);

  if (*reason == '\0')
    return;
  if (still_sealed (self))
    cp_protocol_lock (self->protocol, reason);
  gtk_window_close (GTK_WINDOW (self));
}

static void
unseal_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CpSealDialog *self = CP_SEAL_DIALOG (widget);

  cp_protocol_unseal (self->protocol);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_promise (CpSealDialog *self)
{
  CpReview *review = cp_protocol_get_review (self->protocol);
  CpPredictions *validation = cp_review_get_predictions_of (review, CP_SPLIT_VALIDATION);
  double threshold = cp_review_get_threshold (review);
  g_autofree char *recall = NULL;
  g_autofree char *precision = NULL;
  g_autofree char *text = NULL;
  CpConfusion confusion;

  gtk_widget_set_visible (GTK_WIDGET (self->promise), validation != NULL);
  if (validation == NULL)
    return;
  confusion = cp_confusion_at (validation, threshold);
  recall = cp_estimate_format (cp_rate_recall (confusion));
  precision = cp_estimate_format (cp_rate_precision (confusion));
  /* Translators: two figures with their intervals */
  text = g_strdup_printf (_("On validation it has recall %s and precision %s."), recall, precision);
  gtk_label_set_text (self->promise, text);
}

static void
show_threshold (CpSealDialog *self)
{
  g_autofree char *words = cp_protocol_describe_threshold (self->protocol);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  cp_threshold_format (cp_review_get_threshold (cp_protocol_get_review (self->protocol)), number, sizeof number);
  text = g_strdup_printf (_("Threshold %s: %s"), number, words);
  gtk_label_set_text (self->threshold, text);
}

static void
cp_seal_dialog_dispose (GObject *object)
{
  g_clear_object (&CP_SEAL_DIALOG (object)->protocol);
  G_OBJECT_CLASS (cp_seal_dialog_parent_class)->dispose (object);
}

static void
cp_seal_dialog_class_init (CpSealDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_seal_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "seal.lock", NULL, lock_action);
  gtk_widget_class_install_action (widget_class, "seal.unseal", NULL, unseal_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/seal-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CpSealDialog, threshold);
  gtk_widget_class_bind_template_child (widget_class, CpSealDialog, promise);
  gtk_widget_class_bind_template_child (widget_class, CpSealDialog, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_changed);
}

static void
cp_seal_dialog_init (CpSealDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_reason_changed (self);
}

/**
 * cp_seal_dialog_present:
 * @parent: the window it belongs to
 * @protocol: a sealed protocol
 *
 * Asks. Closing the dialog leaves the figures sealed.
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
cp_seal_dialog_present (GtkWindow  *parent,
                        CpProtocol *protocol)
{
  CpSealDialog *self = g_object_new (CP_TYPE_SEAL_DIALOG, "transient-for", parent, NULL);

  self->protocol = g_object_ref (protocol);
  show_threshold (self);
  show_promise (self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}
