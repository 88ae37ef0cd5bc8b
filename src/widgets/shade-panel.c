/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "shade-panel.h"

#include <glib/gi18n.h>

struct _CpShadePanel
{
  GtkWidget parent_instance;

  CpImageCanvas *canvas; /* (nullable) */
  gboolean updating;     /* the sliders follow the canvas, not the other way round */

  GtkAdjustment *window;
  GtkAdjustment *level;
  GtkCheckButton *invert;
  GtkLabel *zoom;
};

G_DEFINE_FINAL_TYPE (CpShadePanel, cp_shade_panel, GTK_TYPE_WIDGET)

static void
on_shades_chosen (CpShadePanel *self)
{
  const CpImageShades shades = {
    .window = gtk_adjustment_get_value (self->window),
    .level = gtk_adjustment_get_value (self->level),
    .inverted = gtk_check_button_get_active (self->invert),
  };

  if (!self->updating && self->canvas != NULL)
    cp_image_canvas_set_shades (self->canvas, &shades);
}

static char *
zoom_words (const CpImagePlacement *placement)
{
  const double scale = cp_image_placement_get_scale (placement);

  if (cp_image_placement_is_whole (placement))
    return g_strdup_printf (_("Whole image, enlarged %.3g×"), scale);
  return g_strdup_printf (_("Enlarged %.3g×"), scale);
}

static void
update (CpShadePanel *self)
{
  const CpImageShades *shades = cp_image_canvas_get_shades (self->canvas);
  g_autofree char *zoom = zoom_words (cp_image_canvas_get_placement (self->canvas));

  self->updating = TRUE;
  gtk_adjustment_set_value (self->window, shades->window);
  gtk_adjustment_set_value (self->level, shades->level);
  gtk_check_button_set_active (self->invert, shades->inverted);
  gtk_label_set_label (self->zoom, zoom);
  self->updating = FALSE;
}

static void
cp_shade_panel_dispose (GObject *object)
{
  CpShadePanel *self = CP_SHADE_PANEL (object);
  GtkWidget *child;

  if (self->canvas != NULL)
    g_signal_handlers_disconnect_by_data (self->canvas, self);
  g_clear_object (&self->canvas);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_shade_panel_parent_class)->dispose (object);
}

static void
cp_shade_panel_class_init (CpShadePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_shade_panel_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "shadepanel");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/shade-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CpShadePanel, window);
  gtk_widget_class_bind_template_child (widget_class, CpShadePanel, level);
  gtk_widget_class_bind_template_child (widget_class, CpShadePanel, invert);
  gtk_widget_class_bind_template_child (widget_class, CpShadePanel, zoom);
  gtk_widget_class_bind_template_callback (widget_class, on_shades_chosen);
}

static void
cp_shade_panel_init (CpShadePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_shade_panel_set_canvas:
 * @self: a panel
 * @canvas: what it controls; once
 *
 * Connects the panel.
 */
void
cp_shade_panel_set_canvas (CpShadePanel  *self,
                           CpImageCanvas *canvas)
{
  g_return_if_fail (CP_IS_SHADE_PANEL (self));
  g_return_if_fail (self->canvas == NULL);

  self->canvas = g_object_ref (canvas);
  g_signal_connect_object (canvas, "view-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
