/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "agreement-card.h"

#include "blind-words.h"

#include <glib/gi18n.h>

struct _CpAgreementCard
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *share;
  GtkLabel *kappa;
  GtkLabel *other;
  GtkLabel *normal_normal;
  GtkLabel *normal_pneumonia;
  GtkLabel *pneumonia_normal;
  GtkLabel *pneumonia_pneumonia;
};

G_DEFINE_FINAL_TYPE (CpAgreementCard, cp_agreement_card, GTK_TYPE_WIDGET)

static void
cp_agreement_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_agreement_card_parent_class)->dispose (object);
}

static void
cp_agreement_card_class_init (CpAgreementCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_agreement_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "agreementcard");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/agreement-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, title);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, share);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, kappa);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, other);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, normal_normal);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, normal_pneumonia);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, pneumonia_normal);
  gtk_widget_class_bind_template_child (widget_class, CpAgreementCard, pneumonia_pneumonia);
}

static void
cp_agreement_card_init (CpAgreementCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A number alone says nothing to those who cannot see where it stands. */
static void
set_cell (GtkLabel   *cell,
          const char *you,
          const char *other,
          const char *it,
          gsize       n)
{
  g_autofree char *text = g_strdup_printf ("%zu", n);
  /* Translators: a cell of a table: "You: normal, Model: pneumonia: 5" */
  g_autofree char *words = g_strdup_printf (_("You: %s, %s: %s: %zu"), you, other, it, n);

  gtk_label_set_label (cell, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/**
 * cp_agreement_card_set:
 * @self: a card
 * @title: what it shows, such as "You and the model"
 * @other: who stands beside the reader, such as "Model"
 * @agreement: how far they agree
 * @table: (2 × 2) how often the reader said so (row) and the other so (column), normal first
 *
 * Shows an agreement.
 */
void
cp_agreement_card_set (CpAgreementCard   *self,
                       const char        *title,
                       const char        *other,
                       const CpAgreement *agreement,
                       const gsize        table[4])
{
  g_autofree char *share = cp_agreement_format_share (agreement);
  g_autofree char *kappa = cp_agreement_format_kappa (agreement);
  g_autofree char *kappa_words = g_strdup_printf (_("Cohen’s κ %s"), kappa);
  /* Translators: "You and the model", a percentage, "Cohen’s κ 0.450" */
  g_autofree char *words = g_strdup_printf (_("%s: alike in %s, %s"), title, share, kappa_words);

  g_return_if_fail (CP_IS_AGREEMENT_CARD (self));

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->share, share);
  gtk_label_set_label (self->kappa, kappa_words);
  gtk_label_set_label (self->other, other);
  set_cell (self->normal_normal, _("normal"), other, _("normal"), table[0]);
  set_cell (self->normal_pneumonia, _("normal"), other, _("pneumonia"), table[1]);
  set_cell (self->pneumonia_normal, _("pneumonia"), other, _("normal"), table[2]);
  set_cell (self->pneumonia_pneumonia, _("pneumonia"), other, _("pneumonia"), table[3]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}
