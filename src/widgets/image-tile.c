/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-tile.h"

#include "image-flash.h"
#include "image-tile-drawing.h"
#include "image-words.h"

#include <glib/gi18n.h>

struct _CpImageTile
{
  GtkWidget parent_instance;

  CpReviewImage *image;
  CpThumbnailCache *cache;     /* (nullable) */
  CpThumbnailRequest *request; /* NULL where nothing is waited for */
  cairo_surface_t *surface;    /* NULL until it is there */
  double threshold;
  guint side;
  CpOutcome outcome;

  CpPlotStyle style;
  gboolean styled;        /* whether style is up to date */
  int text_height;
  GskRenderNode *picture; /* (nullable): as drawn last … */
  GskRenderNode *caption; /* (nullable) */

  CpImageFlash flash;
};

enum
{
  PROP_IMAGE = 1,
  PROP_THRESHOLD,
  PROP_SIDE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpImageTile, cp_image_tile, GTK_TYPE_WIDGET)

static void
describe (CpImageTile *self)
{
  g_autofree char *text = self->image != NULL ? cp_image_describe (self->image, self->threshold) : NULL;
  g_autofree char *spread = self->image != NULL ? cp_image_get_spread_words (self->image) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spread != NULL ? spread : "", -1);
}

static void
forget_nodes (CpImageTile *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->caption, gsk_render_node_unref);
}

/* What is said of the image, or the image itself, is another. */
static void
update (CpImageTile *self)
{
  self->outcome = self->image != NULL ? cp_review_image_get_outcome (self->image, self->threshold) : CP_OUTCOME_NONE;
  forget_nodes (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_picture (cairo_surface_t *surface,
            gpointer         user_data)
{
  CpImageTile *self = user_data;

  self->request = NULL;
  self->surface = cairo_surface_reference (surface);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_picture (CpImageTile *self)
{
  g_clear_pointer (&self->request, cp_thumbnail_request_cancel);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
}

/* Has the picture made for the image, at the size and resolution it is shown at. */
static void
fetch_picture (CpImageTile *self)
{
  const guint side = self->side * (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self));

  drop_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->image == NULL || self->cache == NULL)
    return;
  self->surface = cp_thumbnail_cache_lookup (self->cache, self->image, side);
  if (self->surface == NULL)
    self->request = cp_thumbnail_cache_request (self->cache, self->image, side, on_picture, self);
}

static void
update_style (CpImageTile *self)
{
  if (self->styled)
    return;
  cp_plot_style_update (&self->style, GTK_WIDGET (self));
  self->text_height = cp_tile_text_height (&self->style);
  self->styled = TRUE;
}

static CpTileLayout
get_layout (CpImageTile *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));

  return (CpTileLayout) { (int) self->side, MAX (0, (width - (int) self->side) / 2), self->text_height };
}

static void
cp_image_tile_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CpImageTile *self = CP_IMAGE_TILE (widget);
  CpTileLayout layout;

  update_style (self);
  layout = get_layout (self);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? layout.side : cp_tile_height (&layout);
}

/* The cell's width decides where the image lies in it. */
static void
cp_image_tile_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  forget_nodes (CP_IMAGE_TILE (widget));
}

static void
cp_image_tile_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  CpImageTile *self = CP_IMAGE_TILE (widget);

  GTK_WIDGET_CLASS (cp_image_tile_parent_class)->css_changed (widget, change);
  self->styled = FALSE;
  forget_nodes (self);
  gtk_widget_queue_draw (widget);
}

static void
cp_image_tile_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  CpImageTile *self = CP_IMAGE_TILE (widget);

  GTK_WIDGET_CLASS (cp_image_tile_parent_class)->system_setting_changed (widget, setting);
  self->styled = FALSE;
  forget_nodes (self);
  gtk_widget_queue_resize (widget);
}

/* Rows are made ready beyond what is seen; what is seen comes first. */
static void
hurry_if_seen (CpImageTile *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_GRID_VIEW);
  graphene_rect_t bounds, seen;

  if (view == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (self), view, &bounds))
    return;
  seen = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (view), (float) gtk_widget_get_height (view));
  if (graphene_rect_intersection (&bounds, &seen, NULL))
    cp_thumbnail_request_hurry (self->request);
}

static void
update_nodes (CpImageTile        *self,
              const CpTileLayout *layout)
{
  if (self->request != NULL)
    hurry_if_seen (self);
  if (self->picture == NULL)
    self->picture = cp_tile_picture_node (layout, &self->style, self->surface,
                                          cp_review_image_get_verdict (self->image));
  if (self->caption == NULL)
    self->caption = cp_tile_caption_node (layout, &self->style, self->image, self->outcome);
}

static void
cp_image_tile_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CpImageTile *self = CP_IMAGE_TILE (widget);
  const double opacity = cp_image_flash_get_opacity (&self->flash);
  CpTileLayout layout;

  if (self->image == NULL)
    return;
  update_style (self);
  layout = get_layout (self);
  update_nodes (self, &layout);
  gtk_snapshot_append_node (snapshot, self->picture);
  if (self->outcome != CP_OUTCOME_NONE)
    cp_tile_snapshot_bar (&layout, &self->style, snapshot, self->image, self->outcome, self->threshold);
  gtk_snapshot_append_node (snapshot, self->caption);
  if (opacity > 0)
    cp_tile_snapshot_flash (&layout, &self->style, snapshot, self->outcome, opacity);
}

static gboolean
on_query_tooltip (CpImageTile *self,
                  int          x,
                  int          y,
                  gboolean     keyboard,
                  GtkTooltip  *tooltip)
{
  g_autofree char *text = NULL;
  g_autofree char *spread = NULL;
  g_autofree char *whole = NULL;

  if (self->image == NULL)
    return FALSE;

  text = cp_image_describe (self->image, self->threshold);
  spread = cp_image_get_spread_words (self->image);
  whole = spread != NULL ? g_strdup_printf (_("%s\n%s (standard deviation of the networks)"), text, spread) : NULL;
  gtk_tooltip_set_text (tooltip, whole != NULL ? whole : text);
  return TRUE;
}

static void
cp_image_tile_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CpImageTile *self = CP_IMAGE_TILE (object);

  switch (prop_id)
    {
    case PROP_IMAGE:
      g_value_set_object (value, self->image);
      break;
    case PROP_THRESHOLD:
      g_value_set_double (value, self->threshold);
      break;
    case PROP_SIDE:
      g_value_set_uint (value, self->side);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_tile_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CpImageTile *self = CP_IMAGE_TILE (object);

  switch (prop_id)
    {
    case PROP_IMAGE:
      cp_image_tile_set_image (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      cp_image_tile_set_threshold (self, g_value_get_double (value));
      break;
    case PROP_SIDE:
      cp_image_tile_set_side (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_tile_dispose (GObject *object)
{
  CpImageTile *self = CP_IMAGE_TILE (object);

  cp_image_tile_set_image (self, NULL);
  self->cache = NULL;
  cp_plot_style_clear (&self->style);

  G_OBJECT_CLASS (cp_image_tile_parent_class)->dispose (object);
}

static void
cp_image_tile_class_init (CpImageTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_image_tile_get_property;
  object_class->set_property = cp_image_tile_set_property;
  object_class->dispose = cp_image_tile_dispose;
  widget_class->measure = cp_image_tile_measure;
  widget_class->size_allocate = cp_image_tile_size_allocate;
  widget_class->snapshot = cp_image_tile_snapshot;
  widget_class->css_changed = cp_image_tile_css_changed;
  widget_class->system_setting_changed = cp_image_tile_system_setting_changed;

  properties[PROP_IMAGE] =
    g_param_spec_object ("image", NULL, NULL, CP_TYPE_REVIEW_IMAGE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] =
    g_param_spec_double ("threshold", NULL, NULL, 0, 1, 0.5,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDE] =
    g_param_spec_uint ("side", NULL, NULL, CP_TILE_SIDE_MIN, CP_TILE_SIDE_MAX, CP_TILE_SIDE_DEFAULT,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "imagetile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cp_image_tile_init (CpImageTile *self)
{
  self->threshold = 0.5;
  self->side = CP_TILE_SIDE_DEFAULT;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (fetch_picture), NULL);
}

/**
 * cp_image_tile_new:
 *
 * Returns: (transfer floating): an empty tile
 */
GtkWidget *
cp_image_tile_new (void)
{
  return g_object_new (CP_TYPE_IMAGE_TILE, NULL);
}

/**
 * cp_image_tile_set_cache:
 * @self: a tile
 * @cache: (nullable): where its pictures come from; must outlive the tile's images
 *
 * Without a cache a tile has words and no picture.
 */
void
cp_image_tile_set_cache (CpImageTile      *self,
                         CpThumbnailCache *cache)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));

  if (self->cache == cache)
    return;
  drop_picture (self);
  self->cache = cache;
  fetch_picture (self);
}

/**
 * cp_image_tile_get_image:
 * @self: a tile
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CpReviewImage *
cp_image_tile_get_image (CpImageTile *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_TILE (self), NULL);

  return self->image;
}

/**
 * cp_image_tile_set_image:
 * @self: a tile
 * @image: (nullable): what to show
 *
 * Shows another image, or none: tiles are recycled.
 */
void
cp_image_tile_set_image (CpImageTile   *self,
                         CpReviewImage *image)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));
  g_return_if_fail (image == NULL || CP_IS_REVIEW_IMAGE (image));

  if (self->image == image)
    return;

  if (self->image != NULL)
    g_signal_handlers_disconnect_by_func (self->image, update, self);
  cp_image_flash_stop (&self->flash);
  g_set_object (&self->image, image);
  if (image != NULL)
    {
      g_signal_connect_swapped (image, "notify", G_CALLBACK (update), self);
      fetch_picture (self);
    }
  else
    drop_picture (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
}

/**
 * cp_image_tile_get_threshold:
 * @self: a tile
 *
 * Returns: where the decision is made
 */
double
cp_image_tile_get_threshold (CpImageTile *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_TILE (self), 0);

  return self->threshold;
}

/**
 * cp_image_tile_set_threshold:
 * @self: a tile
 * @threshold: where the decision is made, 0 to 1
 *
 * Moves the threshold. The accessible name and most of the drawing change only
 * with the outcome, so that dragging stays cheap; where it changes, the tile
 * is outlined for a moment.
 */
void
cp_image_tile_set_threshold (CpImageTile *self,
                             double       threshold)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));

  if (self->threshold == threshold)
    return;

  self->threshold = threshold;
  if (self->image != NULL && cp_review_image_get_outcome (self->image, threshold) != self->outcome)
    {
      update (self);
      cp_image_tile_flash (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THRESHOLD]);
}

/**
 * cp_image_tile_get_side:
 * @self: a tile
 *
 * Returns: width and height of the image
 */
guint
cp_image_tile_get_side (CpImageTile *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_TILE (self), CP_TILE_SIDE_DEFAULT);

  return self->side;
}

/**
 * cp_image_tile_set_side:
 * @self: a tile
 * @side: width and height of the image
 *
 * Shows the image larger or smaller.
 */
void
cp_image_tile_set_side (CpImageTile *self,
                        guint        side)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));
  g_return_if_fail (side >= CP_TILE_SIDE_MIN && side <= CP_TILE_SIDE_MAX);

  if (self->side == side)
    return;

  self->side = side;
  fetch_picture (self);
  forget_nodes (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDE]);
}

/**
 * cp_image_tile_has_picture:
 * @self: a tile
 *
 * Returns: whether the image itself is seen, not only its place
 */
gboolean
cp_image_tile_has_picture (CpImageTile *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_TILE (self), FALSE);

  return self->surface != NULL;
}

/**
 * cp_image_tile_flash:
 * @self: a tile
 *
 * Outlines the image for a moment: the threshold has just changed its
 * outcome. Begins anew where it is outlined already.
 */
void
cp_image_tile_flash (CpImageTile *self)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));

  cp_image_flash_start (&self->flash, GTK_WIDGET (self));
}

/**
 * cp_image_tile_is_flashing:
 * @self: a tile
 *
 * Returns: whether the image is outlined
 */
gboolean
cp_image_tile_is_flashing (CpImageTile *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_TILE (self), FALSE);

  return self->flash.began != 0;
}
