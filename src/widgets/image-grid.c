/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-grid.h"

#include "image-empty.h"
#include "image-filters.h"
#include "image-selection.h"
#include "image-tile.h"

/* Enough for what is seen and what GtkGridView makes ready around it, at any size. */
#define CACHE_BYTES (96 * 1024 * 1024)
/* The padding of a cell to both sides, as style.css has it. */
#define CELL_PADDING 18
#define COLUMNS_MAX 32
/* An image that comes to sight so soon after the threshold moved is outlined too. */
#define RECENT_USEC (1200 * G_TIME_SPAN_MILLISECOND)

struct _CpImageGrid
{
  GtkWidget parent_instance;

  CpReview *review;
  CpImageSelection *selection;
  CpThumbnailCache *cache;
  CpDataset *cached;   /* (nullable): what the cache has pictures of */
  guint side;
  guint counting;      /* the idle source that counts anew, 0 for none */

  double threshold;    /* as it is … */
  double moved_from;   /* … and was before it moved, once or again and again */
  gint64 moved_at;

  CpImageFilters *filters;
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
  PROP_THUMBNAIL_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpImageGrid, cp_image_grid, GTK_TYPE_WIDGET)

static void
on_tile_setup (CpImageGrid *self,
               GtkListItem *item)
{
  GtkWidget *tile = cp_image_tile_new ();

  cp_image_tile_set_cache (CP_IMAGE_TILE (tile), self->cache);
  g_object_bind_property (self, "thumbnail-size", tile, "side", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, tile);
  if (self->review != NULL)
    g_object_bind_property (self->review, "threshold", tile, "threshold", G_BINDING_SYNC_CREATE);
}

/* Remembers where the threshold came from, once for moves that follow each other closely. */
static void
on_threshold (CpImageGrid *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (cp_review_get_threshold (self->review) == self->threshold)
    return;
  if (now - self->moved_at >= RECENT_USEC)
    self->moved_from = self->threshold;
  self->threshold = cp_review_get_threshold (self->review);
  self->moved_at = now;
}

/* Whether the last moves of the threshold changed the image's outcome. */
static gboolean
has_just_changed (CpImageGrid   *self,
                  CpReviewImage *image)
{
  on_threshold (self); /* the list changes before the threshold is told of */
  return g_get_monotonic_time () - self->moved_at < RECENT_USEC
         && cp_review_image_get_outcome (image, self->moved_from)
            != cp_review_image_get_outcome (image, self->threshold);
}

/* The cell around a tile is what has the focus. */
static void
name_cell (GtkWidget *tile)
{
  GtkWidget *cell = gtk_widget_get_parent (tile);

  if (cell != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_LABELLED_BY, tile, NULL, -1);
}

static void
on_tile_bind (CpImageGrid *self,
              GtkListItem *item)
{
  CpImageTile *tile = CP_IMAGE_TILE (gtk_list_item_get_child (item));
  CpReviewImage *image = gtk_list_item_get_item (item);

  cp_image_tile_set_image (tile, image);
  name_cell (GTK_WIDGET (tile)); /* which it has only now */
  if (has_just_changed (self, image))
    cp_image_tile_flash (tile);
}

static void
on_tile_unbind (CpImageGrid *self,
                GtkListItem *item)
{
  cp_image_tile_set_image (CP_IMAGE_TILE (gtk_list_item_get_child (item)), NULL);
}

/* The pictures are of the data set that is gone. */
static void
forget_other_pictures (CpImageGrid *self)
{
  CpDataset *dataset = self->review != NULL ? cp_review_get_dataset (self->review) : NULL;

  if (dataset == self->cached)
    return;
  cp_thumbnail_cache_clear (self->cache);
  g_clear_pointer (&self->cached, cp_dataset_unref);
  self->cached = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
}

static void
update_empty (CpImageGrid *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "images");
  if (!empty)
    return;
  gtk_label_set_label (self->empty_title, cp_image_empty_get_title (self->review));
  gtk_label_set_label (self->empty_hint, cp_image_empty_get_hint (self->review));
  gtk_widget_set_visible (self->empty_clear, cp_review_is_filtered (self->review));
}

static void
update_header (CpImageGrid *self)
{
  g_clear_handle_id (&self->counting, g_source_remove);
  cp_image_filters_update (self->filters, cp_image_selection_get_n (self->selection));
  update_empty (self);
}

static gboolean
on_count_idle (gpointer user_data)
{
  CpImageGrid *self = user_data;

  self->counting = 0;
  if (self->review != NULL)
    update_header (self);
  return G_SOURCE_REMOVE;
}

/* The list may change many times within one move of the threshold: count once. */
static void
count_soon (CpImageGrid *self)
{
  if (self->counting == 0)
    self->counting = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_count_idle, self, NULL);
}

static void
on_items_changed (CpImageGrid *self)
{
  forget_other_pictures (self);
  count_soon (self);
}

static void
on_stepped (CpImageGrid *self)
{
  guint position = gtk_single_selection_get_selected (cp_image_grid_get_selection (self));

  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* The keyboard goes to the image that is looked at; GtkGridView itself would go to where the keyboard was last. */
static gboolean
cp_image_grid_grab_focus (GtkWidget *widget)
{
  CpImageGrid *self = CP_IMAGE_GRID (widget);
  gpointer image = gtk_single_selection_get_selected_item (cp_image_grid_get_selection (self));

  on_stepped (self); /* makes a tile for it, where it is out of sight */
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL && image != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *tile = gtk_widget_get_first_child (cell);

      if (CP_IS_IMAGE_TILE (tile) && (gpointer) cp_image_tile_get_image (CP_IMAGE_TILE (tile)) == image)
        return gtk_widget_grab_focus (cell);
    }

  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_clear_filter (CpImageGrid *self)
{
  if (self->review != NULL)
    cp_review_clear_filters (self->review);
}

/* GtkGridView makes thirty rows of as many columns as there may be: no more than fit. */
static gboolean
limit_columns (gpointer user_data)
{
  CpImageGrid *self = user_data;
  const double width = gtk_adjustment_get_page_size (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)));
  const guint fit = (guint) (MAX (width, 1) / (self->side + CELL_PADDING));
  const guint columns = CLAMP (fit, gtk_grid_view_get_min_columns (self->view), COLUMNS_MAX);

  if (gtk_grid_view_get_max_columns (self->view) != columns)
    gtk_grid_view_set_max_columns (self->view, columns);
  return G_SOURCE_REMOVE;
}

static void
limit_columns_soon (CpImageGrid *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, limit_columns, g_object_ref (self), g_object_unref);
}

static void
on_steps_changed (CpImageGrid   *self,
                  GtkAdjustment *steps)
{
  cp_image_grid_set_thumbnail_size (self, (guint) gtk_adjustment_get_value (steps) * CP_TILE_STEP);
}

static gboolean
change_size (GtkWidget *widget,
             GVariant  *parameter,
             gpointer   user_data)
{
  GtkAdjustment *steps = cp_image_filters_get_steps (CP_IMAGE_GRID (widget)->filters);

  /* Another page has other uses for these keys. */
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  gtk_adjustment_set_value (steps, gtk_adjustment_get_value (steps) + GPOINTER_TO_INT (user_data));
  return TRUE;
}

static void
add_size_keys (CpImageGrid *self)
{
  static const struct
  {
    guint key;
    int change;
  } keys[] = {
    { GDK_KEY_plus, 1 }, { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 },
    { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, GDK_CONTROL_MASK),
                                                            gtk_callback_action_new (change_size,
                                                                                     GINT_TO_POINTER (keys[i].change),
                                                                                     NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
disconnect_review (CpImageGrid *self)
{
  if (self->review == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->review, self);
  cp_image_selection_set_review (self->selection, NULL);
  if (self->filters != NULL)
    cp_image_filters_set_review (self->filters, NULL);
}

static void
connect_review (CpImageGrid *self)
{
  static const char *const changes[] = {
    "figures-changed", "notify::filter", "notify::changed-only", "notify::verdict-filter", "notify::pinned",
  };

  self->threshold = self->moved_from = cp_review_get_threshold (self->review);
  self->moved_at = 0;
  g_signal_connect_object (self->review, "notify::threshold", G_CALLBACK (on_threshold), self, G_CONNECT_SWAPPED);
  cp_image_selection_set_review (self->selection, self->review);
  cp_image_filters_set_review (self->filters, self->review);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (self->review, changes[i], G_CALLBACK (update_header), self, G_CONNECT_SWAPPED);
  forget_other_pictures (self);
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
      g_value_set_object (value, cp_image_grid_get_selection (self));
      break;
    case PROP_THUMBNAIL_SIZE:
      g_value_set_uint (value, self->side);
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
    case PROP_THUMBNAIL_SIZE:
      cp_image_grid_set_thumbnail_size (self, g_value_get_uint (value));
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
  g_clear_handle_id (&self->counting, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->filters = NULL;
  g_clear_pointer (&self->cached, cp_dataset_unref);

  G_OBJECT_CLASS (cp_image_grid_parent_class)->dispose (object);
}

static void
cp_image_grid_finalize (GObject *object)
{
  CpImageGrid *self = CP_IMAGE_GRID (object);

  g_object_unref (self->selection);
  cp_thumbnail_cache_free (self->cache);
  G_OBJECT_CLASS (cp_image_grid_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, GTK_TYPE_SINGLE_SELECTION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpImageGrid:thumbnail-size:
   *
   * Width and height of a thumbnail, in steps of %CP_TILE_STEP.
   */
  properties[PROP_THUMBNAIL_SIZE] =
    g_param_spec_uint ("thumbnail-size", NULL, NULL, CP_TILE_SIDE_MIN, CP_TILE_SIDE_MAX, CP_TILE_SIDE_DEFAULT,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cp_image_grid_class_init (CpImageGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_image_grid_get_property;
  object_class->set_property = cp_image_grid_set_property;
  object_class->dispose = cp_image_grid_dispose;
  object_class->finalize = cp_image_grid_finalize;
  widget_class->grab_focus = cp_image_grid_grab_focus;

  install_properties (object_class);

  g_type_ensure (CP_TYPE_IMAGE_FILTERS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, filters);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, stack);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, view);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_title);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_hint);
  gtk_widget_class_bind_template_child (widget_class, CpImageGrid, empty_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filter);
}

static void
cp_image_grid_init (CpImageGrid *self)
{
  self->side = CP_TILE_SIDE_DEFAULT;
  self->selection = cp_image_selection_new ();
  self->cache = cp_thumbnail_cache_new (CACHE_BYTES);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_grid_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (count_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "stepped", G_CALLBACK (on_stepped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cp_image_filters_get_steps (self->filters), "value-changed", G_CALLBACK (on_steps_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)), "notify::page-size",
                           G_CALLBACK (limit_columns_soon), self, G_CONNECT_SWAPPED);
  add_size_keys (self);
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
 * Returns: (transfer none): the images in order and which one is current: the one looked at
 */
GtkSingleSelection *
cp_image_grid_get_selection (CpImageGrid *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_GRID (self), NULL);

  return cp_image_selection_get_current (self->selection);
}

/**
 * cp_image_grid_get_selected:
 * @self: a grid
 *
 * Returns: (transfer full) (element-type CpReviewImage): every selected image that is listed, in the order listed;
 *   never empty while there are images, as the current one is selected
 */
GPtrArray *
cp_image_grid_get_selected (CpImageGrid *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_GRID (self), NULL);

  return cp_image_selection_get_images (self->selection);
}

/**
 * cp_image_grid_get_thumbnail_size:
 * @self: a grid
 *
 * Returns: width and height of a thumbnail
 */
guint
cp_image_grid_get_thumbnail_size (CpImageGrid *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_GRID (self), CP_TILE_SIDE_DEFAULT);

  return self->side;
}

/**
 * cp_image_grid_set_thumbnail_size:
 * @self: a grid
 * @size: width and height of a thumbnail, made a size that there is
 *
 * Shows the images larger and fewer, or smaller and more.
 */
void
cp_image_grid_set_thumbnail_size (CpImageGrid *self,
                                  guint        size)
{
  guint steps;

  g_return_if_fail (CP_IS_IMAGE_GRID (self));

  steps = (CLAMP (size, CP_TILE_SIDE_MIN, CP_TILE_SIDE_MAX) + CP_TILE_STEP / 2) / CP_TILE_STEP;
  if (self->side == steps * CP_TILE_STEP)
    return;
  self->side = steps * CP_TILE_STEP;
  gtk_adjustment_set_value (cp_image_filters_get_steps (self->filters), steps);
  limit_columns_soon (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THUMBNAIL_SIZE]);
}
