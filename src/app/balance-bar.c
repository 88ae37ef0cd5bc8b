/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "balance-bar.h"

#include "colors.h"

#include <math.h>

#define HEIGHT 6

struct _CpBalanceBar
{
  GtkWidget parent_instance;

  double share;
};

G_DEFINE_FINAL_TYPE (CpBalanceBar, cp_balance_bar, GTK_TYPE_WIDGET)

static void
cp_balance_bar_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 8 * HEIGHT : HEIGHT;
}

static void
cp_balance_bar_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  CpBalanceBar *self = CP_BALANCE_BAR (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float cut = roundf (width * (float) self->share);
  GdkRGBA pneumonia, normal;

  cp_widget_lookup_color (widget, "cp_pneumonia", &pneumonia);
  cp_widget_lookup_color (widget, "cp_normal", &normal);
  gtk_snapshot_append_color (snapshot, &pneumonia, &GRAPHENE_RECT_INIT (0, 0, cut, height));
  gtk_snapshot_append_color (snapshot, &normal, &GRAPHENE_RECT_INIT (cut + 1, 0, MAX (0, width - cut - 1), height));
}

static void
cp_balance_bar_class_init (CpBalanceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = cp_balance_bar_measure;
  widget_class->snapshot = cp_balance_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "balancebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cp_balance_bar_init (CpBalanceBar *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * cp_balance_bar_new:
 *
 * Returns: (transfer floating): a bar without pneumonia
 */
GtkWidget *
cp_balance_bar_new (void)
{
  return g_object_new (CP_TYPE_BALANCE_BAR, NULL);
}

/**
 * cp_balance_bar_set_share:
 * @self: a bar
 * @share: of pneumonia, 0 to 1
 *
 * Changes the share.
 */
void
cp_balance_bar_set_share (CpBalanceBar *self,
                          double        share)
{
  g_return_if_fail (CP_IS_BALANCE_BAR (self));

  self->share = share;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
