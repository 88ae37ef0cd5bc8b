/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-grid.h"

#include "image-tile.h"
#include "image-words.h"

#include <glib/gi18n.h>

struct _CpImageGrid
{
  GtkWidget parent_instance;

  CpReview *review;
  GtkSingleSelection *selection;
  /* The image last looked at: another order or split moves or replaces it. */
  guint wanted_index;

  GtkWidget *count_label;
  GtkWidget *filter_chip;
  GtkWidget *filter_label;
  GtkDropDown *sort_drop_down;
  GtkStack *stack;
  GtkGridView *view;
  GtkLabel *empty_title;
  GtkLabel *empty_hint;
  GtkWidget *empty_clear;
};

enum
{
  PROP_REVIEW = 1,
  PROP_SELECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpImageGrid, cp_image_grid, GTK_TYPE_WIDGET)

static void
on_tile_setup (CpImageGrid *self,
               GtkListItem *item)
{
  GtkWidget *tile = cp_image_tile_new ();

  gtk_list_item_set_child (item, tile);
  if (self->review != NULL)
    g_object_bind_property (self->review, "threshold", tile, "threshold", G_BINDING_SYNC_CREATE);
}

static void
on_tile_bind (CpImageGrid *self,
              GtkListItem *item)
{
  cp_image_tile_set_image (CP_IMAGE_TILE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_tile_unbind (CpImageGrid *self,
                GtkListItem *item)
{
  cp_image_tile_set_image (CP_IMAGE_TILE (gtk_list_item_get_child (item)), NULL);
}

static const char *
empty_title (CpOutcome filter)
{
  switch (filter)
    {
    case CP_OUTCOME_TRUE_POSITIVE:
      return _("No pneumonia is found");
    case CP_OUTCOME_FALSE_POSITIVE:
      return _("No false alarms");
    case CP_OUTCOME_FALSE_NEGATIVE:
      return _("No missed pneumonias");
    case CP_OUTCOME_TRUE_NEGATIVE:
      return _("No normal image is cleared");
    case CP_OUTCOME_NONE:
    default:
      return _("No images yet");
    }
}

static const char *
empty_hint (CpReview  *review,
            CpOutcome  filter)
{
  if (filter == CP_OUTCOME_NONE)
    return _("Open a data set or drop an .npz file here.");
  if (!cp_review_has_scores (review))
    return _("No model has scored these images yet. Train one, or open a saved model.");
  if (filter == CP_OUTCOME_FALSE_POSITIVE || filter == CP_OUTCOME_TRUE_POSITIVE)
    return _("Lower the decision threshold to call more images pneumonia.");
  return _("Raise the decision threshold to call fewer images pneumonia.");
}

static void
update_header (CpImageGrid *self)
{
  CpOutcome filter = cp_review_get_filter (self->review);
  gboolean empty = g_list_model_get_n_items (cp_review_get_images (self->review)) == 0;
  g_autofree char *count = cp_review_describe_count (self->review);
  g_autofree char *clear = g_strdup_printf (_("Show all images, not only: %s"), cp_outcome_get_name (filter));

  gtk_label_set_label (GTK_LABEL (self->count_label), count);
  gtk_widget_set_visible (self->filter_chip, filter != CP_OUTCOME_NONE);
  gtk_label_set_label (GTK_LABEL (self->filter_label), cp_outcome_get_name (filter));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_chip), GTK_ACCESSIBLE_PROPERTY_LABEL, clear, -1);

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "images");
  gtk_label_set_label (self->empty_title, empty_title (filter));
  gtk_label_set_label (self->empty_hint, empty_hint (self->review, filter));
  gtk_widget_set_visible (self->empty_clear, filter != CP_OUTCOME_NONE);
}

/* Other orders and splits replace the list: stay with the image looked at, where it is still there. */
static void
on_items_changed (CpImageGrid *self)
{
  guint position;

  if (cp_review_find_image (self->review, self->wanted_index, &position))
    gtk_single_selection_set_selected (self->selection, position);
  update_header (self);
}

/* Emitted when a person chose, not when the list was replaced under the selection. */
static void
on_selection_changed (CpImageGrid *self)
{
  CpReviewImage *image = gtk_single_selection_get_selected_item (self->selection);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (image != NULL)
    self->wanted_index = cp_review_image_get_index (image);
  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static void
on_sort_changed (CpImageGrid *self)
{
  if (self->review != NULL)
    cp_review_set_sort (self->review, (CpSort) gtk_drop_down_get_selected (self->sort_drop_down));
}

static void
on_review_sort_changed (CpImageGrid *self)
{
  gtk_drop_down_set_selected (self->sort_drop_down, cp_review_get_sort (self->review));
}

static void
on_clear_filter (CpImageGrid *self)
{
  if (self->review != NULL)
    cp_review_set_filter (self->review, CP_OUTCOME_NONE);
}

static void
disconnect_review (CpImageGrid *self)
{
  if (self->review == NULL)
    return;

  g_signal_handlers_disconnect_by_data (cp_review_get_images (self->review), self);
  g_signal_handlers_disconnect_by_data (self->review, self);
  gtk_single_selection_set_model (self->selection, NULL);
}

static void
connect_review (CpImageGrid *self)
{
  GListModel *images = cp_review_get_images (self->review);

  gtk_single_selection_set_model (self->selection, images);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->review, "figures-changed", G_CALLBACK (update_header), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::filter", G_CALLBACK (update_header), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::sort", G_CALLBACK (on_review_sort_changed), self, G_CONNECT_SWAPPED);
  on_review_sort_changed (self);
  update_header (self);
}

static void
cp_image_grid_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CpImageGrid *self = CP_IMAGE_GRID (object);

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
cp_image_grid_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CpImageGrid *self = CP_IMAGE_GRID (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      cp_image_grid_set_review (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_grid_dispose (GObject *object)
{
  CpImageGrid *self = CP_IMAGE_GRID (object);
  GtkWidget *child;

  disconnect_review (self);
  g_clear_object (&self->review);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (cp_image_grid_parent_class)->dispose (object);
}

static void
cp_image_grid_class_init (CpImageGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_image_grid_get_property;
  object_class->set_property = cp_image_grid_set_property;
  object_class->dispose = cp_image_grid_dispose;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, GTK_TYPE_SINGLE_SELECTION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, count_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, filter_chip);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, filter_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, sort_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, stack);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, view);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_title);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_hint);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filter);
}

static void
cp_image_grid_init (CpImageGrid *self)
{
  self->selection = gtk_single_selection_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_grid_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
}

/**
 * cp_image_grid_new:
 *
 * Returns: (transfer floating): a grid without a review
 */
GtkWidget *
cp_image_grid_new (void)
{
  return g_object_new (CP_TYPE_IMAGE_GRID, NULL);
}

/**
 * cp_image_grid_get_review:
 * @self: a grid
 *
 * Returns: (transfer none) (nullable): whose images it shows
 */
CpReview *
cp_image_grid_get_review (CpImageGrid *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_GRID (self), NULL);

  return self->review;
}

/**
 * cp_image_grid_set_review:
 * @self: a grid
 * @review: (nullable): whose images to show
 *
 * Shows the images of another review.
 */
void
cp_image_grid_set_review (CpImageGrid *self,
                          CpReview    *review)
{
  g_return_if_fail (CP_IS_IMAGE_GRID (self));
  g_return_if_fail (review == NULL || CP_IS_REVIEW (review));

  if (self->review == review)
    return;

  disconnect_review (self);
  g_set_object (&self->review, review);
  if (review != NULL)
    connect_review (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

/**
 * cp_image_grid_get_selection:
 * @self: a grid
 *
 * Returns: (transfer none): the images in order and which one is selected
 */
GtkSingleSelection *
cp_image_grid_get_selection (CpImageGrid *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_GRID (self), NULL);

  return self->selection;
}
