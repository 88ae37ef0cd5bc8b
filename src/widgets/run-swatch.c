/* SPDX-License-Identifier: MIT */
#include "run-swatch.h"

#include "loss-plot-drawing.h"

#include <math.h>

#define WIDTH 30
#define HEIGHT 14

struct _CpRunSwatch
{
  GtkWidget parent_instance;

  CpRunEntry *entry;
  CpPlotStyle style;
};

G_DEFINE_FINAL_TYPE (CpRunSwatch, cp_run_swatch, GTK_TYPE_WIDGET)

static void
cp_run_swatch_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CpRunSwatch *self = CP_RUN_SWATCH (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const double middle = floor (height / 2.0) + 0.5;
  const gboolean current = self->entry != NULL && cp_run_entry_get_current (self->entry);
  cairo_t *cr;

  if (self->entry == NULL || cp_run_entry_get_history (self->entry) == NULL)
    return;

  cp_plot_style_update (&self->style, widget);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cp_loss_set_look (&self->style, cr, cp_run_entry_get_look (self->entry), current);
  cairo_move_to (cr, 0, middle);
  cairo_line_to (cr, width, middle);
  cairo_stroke (cr);
  if (current)
    {
      cp_loss_add_dot (cr, width / 2.0, middle);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

static void
cp_run_swatch_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
cp_run_swatch_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_run_swatch_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
cp_run_swatch_dispose (GObject *object)
{
  CpRunSwatch *self = CP_RUN_SWATCH (object);

  cp_run_swatch_set_entry (self, NULL);
  cp_plot_style_clear (&self->style);

  G_OBJECT_CLASS (cp_run_swatch_parent_class)->dispose (object);
}

static void
cp_run_swatch_class_init (CpRunSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_run_swatch_dispose;
  widget_class->snapshot = cp_run_swatch_snapshot;
  widget_class->measure = cp_run_swatch_measure;
  widget_class->css_changed = cp_run_swatch_css_changed;
  gtk_widget_class_set_css_name (widget_class, "runswatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cp_run_swatch_init (CpRunSwatch *self)
{
}

/**
 * cp_run_swatch_new:
 *
 * Returns: (transfer floating): an empty swatch
 */
GtkWidget *
cp_run_swatch_new (void)
{
  return g_object_new (CP_TYPE_RUN_SWATCH, NULL);
}

/**
 * cp_run_swatch_set_entry:
 * @self: a swatch
 * @entry: (nullable): whose curve it explains
 */
void
cp_run_swatch_set_entry (CpRunSwatch *self,
                         CpRunEntry  *entry)
{
  g_return_if_fail (CP_IS_RUN_SWATCH (self));

  if (self->entry == entry)
    return;
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_set_object (&self->entry, entry);
  if (entry != NULL)
    g_signal_connect_swapped (entry, "notify::current", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
