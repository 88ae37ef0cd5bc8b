/* SPDX-License-Identifier: MIT */
#include "image-picture.h"

#include "image-surface.h"

struct _CpImagePicture
{
  GtkWidget parent_instance;

  int side;
  cairo_surface_t *surface; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (CpImagePicture, cp_image_picture, GTK_TYPE_WIDGET)

static void
cp_image_picture_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = *natural = CP_IMAGE_PICTURE (widget)->side;
}

static void
cp_image_picture_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  CpImagePicture *self = CP_IMAGE_PICTURE (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const int x = (width - self->side) / 2, y = (height - self->side) / 2;
  cairo_t *cr;

  if (self->surface == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) self->side, (float) self->side));
  cp_image_surface_paint (self->surface, cr, x, y, self->side);
  cairo_destroy (cr);
}

static void
cp_image_picture_dispose (GObject *object)
{
  g_clear_pointer (&CP_IMAGE_PICTURE (object)->surface, cairo_surface_destroy);

  G_OBJECT_CLASS (cp_image_picture_parent_class)->dispose (object);
}

static void
cp_image_picture_class_init (CpImagePictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_image_picture_dispose;
  widget_class->measure = cp_image_picture_measure;
  widget_class->snapshot = cp_image_picture_snapshot;
  gtk_widget_class_set_css_name (widget_class, "imagepicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cp_image_picture_init (CpImagePicture *self)
{
}

/**
 * cp_image_picture_new:
 * @side: its width and height, in pixels
 *
 * Returns: (transfer floating): a picture of nothing
 */
GtkWidget *
cp_image_picture_new (int side)
{
  CpImagePicture *self = g_object_new (CP_TYPE_IMAGE_PICTURE, NULL);

  self->side = side;
  return GTK_WIDGET (self);
}

/**
 * cp_image_picture_set_pixels:
 * @self: a picture
 * @pixels: (nullable): (size, size) grey values; copied
 * @size: side of the image
 *
 * Shows another image.
 */
void
cp_image_picture_set_pixels (CpImagePicture *self,
                             const guint8   *pixels,
                             guint           size)
{
  g_return_if_fail (CP_IS_IMAGE_PICTURE (self));

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  if (pixels != NULL)
    self->surface = cp_image_surface_new (pixels, size, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
