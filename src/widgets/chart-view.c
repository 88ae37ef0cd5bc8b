/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "chart-view.h"

#include <glib/gi18n-lib.h>

/* Of an exported picture: large enough for a slide or a column of a paper. */
#define EXPORT_WIDTH 1440
#define EXPORT_HEIGHT 1080

struct _CpChartView
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkMenuButton *menu_button;
  GMenuModel *menu;
  CpChartCanvas *canvas;
  GtkPopover *popover; /* (nullable): once there was one */
};

enum
{
  THRESHOLD_ACTIVATED,
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpChartView, cp_chart_view, GTK_TYPE_WIDGET)

static void
update_title (CpChartView *self)
{
  CpChart *chart = cp_chart_canvas_get_chart (self->canvas);
  const char *title = chart != NULL ? cp_chart_get_title (chart) : "";
  g_autofree char *export = NULL;

  if (g_strcmp0 (gtk_label_get_label (self->title), title) == 0)
    return;

  export = g_strdup_printf (_("Export “%s”"), title);
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, export, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
on_threshold_activated (CpChartView *self,
                        double       threshold)
{
  g_signal_emit (self, signals[THRESHOLD_ACTIVATED], 0, threshold);
}

/* Where the keyboard was is where it is needed again, unless it has moved on. */
static void
on_menu_closed (CpChartView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL && (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->popover))))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
show_menu (CpChartView        *self,
           const GdkRectangle *at)
{
  if (self->popover == NULL)
    {
      self->popover = GTK_POPOVER (gtk_popover_menu_new_from_model (self->menu));
      gtk_popover_set_has_arrow (self->popover, FALSE);
      gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
      gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (on_menu_closed), self);
    }
  gtk_popover_set_pointing_to (self->popover, at);
  gtk_popover_popup (self->popover);
}

static void
on_secondary_click (CpChartView *self,
                    int          n_press,
                    double       x,
                    double       y)
{
  show_menu (self, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  show_menu (CP_CHART_VIEW (widget),
             &(GdkRectangle) { gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2, 1, 1 });
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  if (cp_chart_view_get_chart (CP_CHART_VIEW (widget)) != NULL)
    g_signal_emit (widget, signals[SAVE], 0, g_variant_get_string (parameter, NULL));
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpChart *chart = cp_chart_view_get_chart (CP_CHART_VIEW (widget));
  g_autofree char *csv = chart != NULL ? cp_chart_to_csv (chart) : NULL;

  if (csv != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), csv);
}

static void
cp_chart_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_chart_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chart.save", "s", save_action);
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "chart.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "chart.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "chart.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy", NULL);
}

static void
cp_chart_view_class_init (CpChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_chart_view_dispose;

  signals[THRESHOLD_ACTIVATED] = g_signal_new ("threshold-activated", CP_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SAVE] = g_signal_new ("save", CP_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  g_type_ensure (CP_TYPE_CHART_CANVAS);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chartview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/chart-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CpChartView, title);
  gtk_widget_class_bind_template_child (widget_class, CpChartView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CpChartView, menu);
  gtk_widget_class_bind_template_child (widget_class, CpChartView, canvas);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  gtk_widget_class_bind_template_callback (widget_class, on_threshold_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
}

static void
cp_chart_view_init (CpChartView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_chart_view_new:
 *
 * Returns: (transfer floating): a view without a chart
 */
GtkWidget *
cp_chart_view_new (void)
{
  return g_object_new (CP_TYPE_CHART_VIEW, NULL);
}

/**
 * cp_chart_view_set_source:
 * @self: a view
 * @build: makes the chart, when it is going to be drawn
 * @user_data: for @build; must outlive the view
 *
 * Says where charts come from.
 */
void
cp_chart_view_set_source (CpChartView *self,
                          CpChartFunc  build,
                          gpointer     user_data)
{
  g_return_if_fail (CP_IS_CHART_VIEW (self));

  cp_chart_canvas_set_source (self->canvas, build, user_data);
}

/**
 * cp_chart_view_invalidate:
 * @self: a view
 *
 * Shows a newer chart with the next frame, or as soon as somebody looks.
 */
void
cp_chart_view_invalidate (CpChartView *self)
{
  g_return_if_fail (CP_IS_CHART_VIEW (self));

  cp_chart_canvas_invalidate (self->canvas);
}

/**
 * cp_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CpChart *
cp_chart_view_get_chart (CpChartView *self)
{
  g_return_val_if_fail (CP_IS_CHART_VIEW (self), NULL);

  return cp_chart_canvas_get_chart (self->canvas);
}

/**
 * cp_chart_view_write:
 * @self: a view
 * @path: a file; its name ends with .png, .svg, .pdf or .csv
 * @error: return location for an error
 *
 * Writes the chart into a file, on white whatever the window looks like, or the
 * data behind it.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_chart_view_write (CpChartView *self,
                     const char  *path,
                     GError     **error)
{
  CpChart *chart = cp_chart_view_get_chart (self);
  CpChartStyle style;

  g_return_val_if_fail (CP_IS_CHART_VIEW (self), FALSE);
  g_return_val_if_fail (chart != NULL, FALSE);

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);
  cp_chart_style_fit (&style, EXPORT_WIDTH, EXPORT_HEIGHT);

  return cp_chart_save (chart, path, EXPORT_WIDTH, EXPORT_HEIGHT, &style, error);
}
