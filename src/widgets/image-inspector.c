/* SPDX-License-Identifier: MIT */
#include "image-inspector.h"

#include "neighbour-strip.h"
#include "overlay-panel.h"
#include "shade-panel.h"

struct _CpImageInspector
{
  GtkWidget parent_instance;

  CpImageCanvas *canvas; /* (nullable) */
  CpSaliencyOverlay *overlay;
  gboolean concealed;

  GtkStack *sections;
  GtkStackPage *evidence_page;
  GtkStackPage *similar_page;
  CpOverlayPanel *overlay_panel;
  CpNeighbourStrip *neighbours;
  CpShadePanel *shade_panel;
};

G_DEFINE_FINAL_TYPE (CpImageInspector, cp_image_inspector, GTK_TYPE_WIDGET)

static void
on_overlay_changed (CpImageInspector *self)
{
  if (self->canvas != NULL)
    cp_image_canvas_set_overlay (self->canvas, cp_saliency_overlay_get_explanation (self->overlay),
                                 cp_saliency_overlay_get_choice (self->overlay)->opacity);
}

static void
cp_image_inspector_dispose (GObject *object)
{
  CpImageInspector *self = CP_IMAGE_INSPECTOR (object);
  GtkWidget *child;

  g_clear_object (&self->canvas);
  g_clear_object (&self->overlay);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_image_inspector_parent_class)->dispose (object);
}

static void
cp_image_inspector_class_init (CpImageInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_image_inspector_dispose;

  g_type_ensure (CP_TYPE_NEIGHBOUR_STRIP);
  g_type_ensure (CP_TYPE_OVERLAY_PANEL);
  g_type_ensure (CP_TYPE_SHADE_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "imageinspector");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, sections);
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, evidence_page);
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, similar_page);
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, overlay_panel);
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, neighbours);
  gtk_widget_class_bind_template_child (widget_class, CpImageInspector, shade_panel);
}

static void
cp_image_inspector_init (CpImageInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->overlay = cp_saliency_overlay_new ();
  g_signal_connect_object (self->overlay, "changed", G_CALLBACK (on_overlay_changed), self, G_CONNECT_SWAPPED);
  cp_overlay_panel_set_overlay (self->overlay_panel, self->overlay);
}

/**
 * cp_image_inspector_set_canvas:
 * @self: an inspector
 * @canvas: that shows the image; once
 *
 * Connects the inspector.
 */
void
cp_image_inspector_set_canvas (CpImageInspector *self,
                               CpImageCanvas    *canvas)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));
  g_return_if_fail (self->canvas == NULL);

  self->canvas = g_object_ref (canvas);
  cp_shade_panel_set_canvas (self->shade_panel, canvas);
}

/**
 * cp_image_inspector_set_model:
 * @self: an inspector
 * @model: (nullable): whose evidence and likenesses to show
 * @dataset: (nullable): with whose training images to compare
 *
 * Asks another model.
 */
void
cp_image_inspector_set_model (CpImageInspector *self,
                              CpModel          *model,
                              CpDataset        *dataset)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));

  cp_saliency_overlay_set_model (self->overlay, model, dataset);
  cp_neighbour_strip_set_model (self->neighbours, model, dataset);
}

/**
 * cp_image_inspector_set_image:
 * @self: an inspector
 * @pixels: (nullable): (size, size) what the network sees of the image; %NULL where nothing may be told of it
 * @size: its side
 * @except: its index, where it is a training image itself, or CP_NEIGHBOUR_NONE
 *
 * Looks at another image.
 */
void
cp_image_inspector_set_image (CpImageInspector *self,
                              GBytes           *pixels,
                              guint             size,
                              gsize             except)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));

  cp_saliency_overlay_set_image (self->overlay, pixels, size);
  cp_neighbour_strip_set_image (self->neighbours, pixels, size, except);
}

/**
 * cp_image_inspector_set_concealed:
 * @self: an inspector
 * @concealed: whether to leave only how the image is displayed
 *
 * Hides what a model says.
 */
void
cp_image_inspector_set_concealed (CpImageInspector *self,
                                  gboolean          concealed)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));

  self->concealed = !!concealed;
  if (concealed)
    gtk_stack_set_visible_child_name (self->sections, "display");
  gtk_stack_page_set_visible (self->evidence_page, !concealed);
  gtk_stack_page_set_visible (self->similar_page, !concealed);
}

/**
 * cp_image_inspector_toggle_overlay:
 * @self: an inspector
 *
 * Shows the map of evidence that was shown last, or none.
 */
void
cp_image_inspector_toggle_overlay (CpImageInspector *self)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));

  if (self->concealed)
    return;
  cp_overlay_panel_toggle (self->overlay_panel);
  if (cp_saliency_overlay_get_choice (self->overlay)->shown)
    cp_image_inspector_show (self, "evidence");
}

/**
 * cp_image_inspector_get_overlay:
 * @self: an inspector
 *
 * Returns: (transfer none): the map over the image
 */
CpSaliencyOverlay *
cp_image_inspector_get_overlay (CpImageInspector *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_INSPECTOR (self), NULL);

  return self->overlay;
}

/**
 * cp_image_inspector_show:
 * @self: an inspector
 * @section: "evidence", "similar" or "display"
 *
 * Shows a section.
 */
void
cp_image_inspector_show (CpImageInspector *self,
                         const char       *section)
{
  g_return_if_fail (CP_IS_IMAGE_INSPECTOR (self));

  gtk_stack_set_visible_child_name (self->sections, section);
}
