/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-view.h"

#include "image-canvas.h"
#include "image-words.h"
#include "probability-axis.h"

#include <glib/gi18n.h>

struct _CpImageView
{
  GtkWidget parent_instance;

  CpReview *review;
  GtkSingleSelection *selection;

  GtkWidget *content;
  CpImageCanvas *canvas;
  CpProbabilityAxis *axis;
  GtkLabel *caption;
  GtkLabel *position_label;
  GtkLabel *view_label;
  GtkToggleButton *invert_button;
};

enum
{
  PROP_REVIEW = 1,
  PROP_SELECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpImageView, cp_image_view, GTK_TYPE_WIDGET)

static CpReviewImage *
get_image (CpImageView *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

static void
update_position (CpImageView *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  /* Translators: the third of twelve images */
  g_autofree char *text = g_strdup_printf (_("%u of %u"), position + 1, n);

  gtk_label_set_label (self->position_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.previous", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.next", position + 1 < n);
}

static void
update (CpImageView *self)
{
  CpReviewImage *image = get_image (self);
  g_autofree char *caption = NULL;
  g_autofree char *description = NULL;
  g_autofree char *spread = NULL;
  double threshold;

  gtk_widget_set_visible (self->content, image != NULL);
  cp_image_canvas_set_image (self->canvas, image);
  if (image == NULL || self->review == NULL)
    return;

  threshold = cp_review_get_threshold (self->review);
  caption = cp_image_explain (image, threshold);
  description = cp_image_describe (image, threshold);
  gtk_label_set_label (self->caption, caption);
  spread = cp_image_get_spread_words (image);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spread != NULL ? spread : "", -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption),
                               spread != NULL ? _("Mean of the networks’ probabilities ± their standard deviation")
                                              : NULL);
  cp_probability_axis_set (self->axis, cp_review_image_get_probability (image), cp_review_image_get_deviation (image),
                           threshold, cp_review_image_get_outcome (image, threshold));
  update_position (self);
}

static void
on_view_changed (CpImageView *self)
{
  const CpImageShades *shades = cp_image_canvas_get_shades (self->canvas);
  g_autofree char *text = NULL;

  /* Translators: zoom, then the two settings of a radiology display */
  text = g_strdup_printf (_("%.0f× · window %.0f · level %.0f"), cp_image_canvas_get_scale (self->canvas),
                          shades->window, shades->level);
  gtk_label_set_label (self->view_label, text);
  gtk_toggle_button_set_active (self->invert_button, shades->inverted);
}

static void
on_invert_toggled (CpImageView *self)
{
  CpImageShades shades = *cp_image_canvas_get_shades (self->canvas);

  if (shades.inverted == gtk_toggle_button_get_active (self->invert_button))
    return;

  shades.inverted = !shades.inverted;
  cp_image_canvas_set_shades (self->canvas, &shades);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpImageView *self = CP_IMAGE_VIEW (widget);
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (g_str_equal (name, "image.next") && position + 1 < n)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position + 1, TRUE);
  else if (g_str_equal (name, "image.previous") && position > 0 && position < n)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position - 1, TRUE);
}

static void
view_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpImageView *self = CP_IMAGE_VIEW (widget);

  if (g_str_equal (name, "image.zoom-in"))
    cp_image_canvas_zoom (self->canvas, 1);
  else if (g_str_equal (name, "image.zoom-out"))
    cp_image_canvas_zoom (self->canvas, -1);
  else if (g_str_equal (name, "image.reset"))
    cp_image_canvas_reset (self->canvas);
  else
    gtk_toggle_button_set_active (self->invert_button, !gtk_toggle_button_get_active (self->invert_button));
}

static void
cp_image_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CpImageView *self = CP_IMAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, self->review);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_view_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CpImageView *self = CP_IMAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      cp_image_view_set_review (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      cp_image_view_set_selection (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_view_dispose (GObject *object)
{
  CpImageView *self = CP_IMAGE_VIEW (object);
  GtkWidget *child;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->review);
  g_clear_object (&self->selection);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_image_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.previous", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "image.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "image.zoom-in", NULL, view_action);
  gtk_widget_class_install_action (widget_class, "image.zoom-out", NULL, view_action);
  gtk_widget_class_install_action (widget_class, "image.reset", NULL, view_action);
  gtk_widget_class_install_action (widget_class, "image.invert", NULL, view_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "image.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "image.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, 0, "image.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, 0, "image.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, 0, "image.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, 0, "image.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, 0, "image.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, 0, "image.reset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, 0, "image.invert", NULL);
}

static void
cp_image_view_class_init (CpImageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_image_view_get_property;
  object_class->set_property = cp_image_view_set_property;
  object_class->dispose = cp_image_view_dispose;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, GTK_TYPE_SINGLE_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CP_TYPE_IMAGE_CANVAS);
  g_type_ensure (CP_TYPE_PROBABILITY_AXIS);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "imageview");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CpImageView, content);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, canvas);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, axis);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, caption);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, position_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, view_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, invert_button);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_invert_toggled);
}

static void
cp_image_view_init (CpImageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_image_view_new:
 *
 * Returns: (transfer floating): a view without an image
 */
GtkWidget *
cp_image_view_new (void)
{
  return g_object_new (CP_TYPE_IMAGE_VIEW, NULL);
}

/**
 * cp_image_view_get_review:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): whose threshold decides
 */
CpReview *
cp_image_view_get_review (CpImageView *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), NULL);

  return self->review;
}

/**
 * cp_image_view_set_review:
 * @self: a view
 * @review: (nullable): whose threshold decides
 *
 * Follows another review's threshold and probabilities.
 */
void
cp_image_view_set_review (CpImageView *self,
                          CpReview    *review)
{
  g_return_if_fail (CP_IS_IMAGE_VIEW (self));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  if (review != NULL)
    g_signal_connect_object (review, "figures-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

/**
 * cp_image_view_get_selection:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the images whose selected one is shown
 */
GtkSingleSelection *
cp_image_view_get_selection (CpImageView *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), NULL);

  return self->selection;
}

/**
 * cp_image_view_set_selection:
 * @self: a view
 * @selection: (nullable): of #CpReviewImage
 *
 * Shows the selected image and lets a person step through the others.
 */
void
cp_image_view_set_selection (CpImageView        *self,
                             GtkSingleSelection *selection)
{
  g_return_if_fail (CP_IS_IMAGE_VIEW (self));

  if (self->selection == selection)
    return;

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_set_object (&self->selection, selection);
  if (selection != NULL)
    {
      g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (selection, "notify::selected", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (selection, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION]);
}
