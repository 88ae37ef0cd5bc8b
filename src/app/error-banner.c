/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "error-banner.h"

struct _CpErrorBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (CpErrorBanner, cp_error_banner, GTK_TYPE_WIDGET)

static void
cp_error_banner_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_error_banner_parent_class)->dispose (object);
}

static void
cp_error_banner_class_init (CpErrorBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_error_banner_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "errorbanner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/error-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, CpErrorBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, CpErrorBanner, label);
  gtk_widget_class_bind_template_callback (widget_class, cp_error_banner_hide);
}

static void
cp_error_banner_init (CpErrorBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_error_banner_show:
 * @self: a banner
 * @message: one line for a person
 *
 * Shows a message in place of the last one.
 */
void
cp_error_banner_show (CpErrorBanner *self,
                      const char    *message)
{
  g_return_if_fail (CP_IS_ERROR_BANNER (self));

  gtk_label_set_label (self->label, message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * cp_error_banner_hide:
 * @self: a banner
 *
 * Takes the message away.
 */
void
cp_error_banner_hide (CpErrorBanner *self)
{
  g_return_if_fail (CP_IS_ERROR_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/**
 * cp_error_banner_get_message:
 * @self: a banner
 *
 * Returns: (nullable): the message shown
 */
const char *
cp_error_banner_get_message (CpErrorBanner *self)
{
  g_return_val_if_fail (CP_IS_ERROR_BANNER (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->label) : NULL;
}
