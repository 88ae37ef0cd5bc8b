/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "outside-row.h"

#include "image-picture.h"
#include "image-subject.h"
#include "image-words.h"

#include <glib/gi18n.h>

#define SIDE 56

struct _CpOutsideRow
{
  GtkWidget parent_instance;

  CpOutsideImage *image; /* (nullable) */
  double threshold;

  CpImagePicture *picture;
  GtkLabel *name;
  GtkLabel *probability;
  GtkLabel *call;
};

enum
{
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpOutsideRow, cp_outside_row, GTK_TYPE_WIDGET)

static void
update_picture (CpOutsideRow *self)
{
  g_autoptr (CpGreyImage) square = cp_grey_image_to_square (cp_outside_image_get_preview (self->image), 2 * SIDE);

  cp_image_picture_set_pixels (self->picture, square->pixels, 2 * SIDE);
}

static void
set_call_class (CpOutsideRow *self)
{
  const double probability = cp_outside_image_get_probability (self->image);

  gtk_widget_remove_css_class (GTK_WIDGET (self->call), "pneumonia");
  gtk_widget_remove_css_class (GTK_WIDGET (self->call), "normal");
  if (cp_outside_image_get_scored (self->image))
    gtk_widget_add_css_class (GTK_WIDGET (self->call), probability >= self->threshold ? "pneumonia" : "normal");
}

static void
update (CpOutsideRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *sentence = NULL;
  g_autofree char *probability = NULL;

  if (self->image == NULL)
    return;
  sentence = cp_image_subject_describe (self->image, self->threshold);
  gtk_label_set_label (self->name, cp_outside_image_get_name (self->image));
  gtk_widget_set_visible (GTK_WIDGET (self->probability), cp_outside_image_get_scored (self->image));
  probability = cp_probability_to_string (cp_outside_image_get_probability (self->image));
  gtk_label_set_label (self->probability, probability);
  gtk_label_set_label (self->call, cp_outside_image_get_call (self->image, self->threshold));
  set_call_class (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), cp_outside_image_get_path (self->image));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  /* the keyboard goes to the list's item around the row, which has no name of its own */
  if (parent != NULL && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (parent)) == GTK_ACCESSIBLE_ROLE_LIST_ITEM)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
on_remove (CpOutsideRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
cp_outside_row_dispose (GObject *object)
{
  CpOutsideRow *self = CP_OUTSIDE_ROW (object);
  GtkWidget *child;

  if (self->image != NULL)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_clear_object (&self->image);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_outside_row_parent_class)->dispose (object);
}

static void
cp_outside_row_class_init (CpOutsideRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_outside_row_dispose;

  signals[REMOVE] = g_signal_new ("remove", CP_TYPE_OUTSIDE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outsiderow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
append_label (GtkWidget  *box,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_words (CpOutsideRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *judgement = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->name = append_label (words, "name");
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_MIDDLE);
  self->probability = append_label (judgement, "numeric");
  self->call = append_label (judgement, "call");
  gtk_box_append (GTK_BOX (words), judgement);
  gtk_widget_set_parent (words, GTK_WIDGET (self));
}

static void
cp_outside_row_init (CpOutsideRow *self)
{
  GtkWidget *picture = cp_image_picture_new (SIDE), *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  self->threshold = 0.5;
  self->picture = CP_IMAGE_PICTURE (picture);
  gtk_widget_set_parent (picture, GTK_WIDGET (self));
  add_words (self);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Take the image away; its file stays (Delete)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Take away"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

/**
 * cp_outside_row_new:
 *
 * Returns: (transfer floating): a row without an image
 */
GtkWidget *
cp_outside_row_new (void)
{
  return g_object_new (CP_TYPE_OUTSIDE_ROW, NULL);
}

/**
 * cp_outside_row_get_image:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CpOutsideImage *
cp_outside_row_get_image (CpOutsideRow *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE_ROW (self), NULL);

  return self->image;
}

/**
 * cp_outside_row_set_image:
 * @self: a row
 * @image: (nullable): what to show
 *
 * Shows another image and follows what models say of it.
 */
void
cp_outside_row_set_image (CpOutsideRow   *self,
                          CpOutsideImage *image)
{
  g_return_if_fail (CP_IS_OUTSIDE_ROW (self));

  if (self->image == image)
    return;

  if (self->image != NULL)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_set_object (&self->image, image);
  if (image == NULL)
    return;
  g_signal_connect_object (image, "notify::probability", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update_picture (self);
  update (self);
}

/**
 * cp_outside_row_set_threshold:
 * @self: a row
 * @threshold: where the decision is made
 *
 * Decides anew.
 */
void
cp_outside_row_set_threshold (CpOutsideRow *self,
                              double        threshold)
{
  g_return_if_fail (CP_IS_OUTSIDE_ROW (self));

  if (self->threshold == threshold)
    return;

  self->threshold = threshold;
  update (self);
}
