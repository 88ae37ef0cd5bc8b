/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-tile.h"

#include "image-surface.h"
#include "image-words.h"
#include "outcome-mark.h"

#include <glib/gi18n.h>
#include <math.h>

/* Four screen pixels for each of 28: whole pixels for the commonest size. */
#define IMAGE_SIDE 112
#define BAR_HEIGHT 4
#define GAP 6
#define MARK_SIZE 14

struct _CpImageTile
{
  GtkWidget parent_instance;

  CpReviewImage *image;
  cairo_surface_t *surface;
  double threshold;
  CpOutcome outcome;
  CpPlotStyle style;
};

enum
{
  PROP_IMAGE = 1,
  PROP_THRESHOLD,
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
update (CpImageTile *self,
        gboolean     other_image)
{
  CpOutcome outcome = self->image != NULL
                        ? cp_review_image_get_outcome (self->image, self->threshold)
                        : CP_OUTCOME_NONE;

  if (other_image || outcome != self->outcome)
    {
      self->outcome = outcome;
      describe (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A newer model has scored the image. */
static void
on_probability (CpImageTile *self)
{
  update (self, TRUE);
}

static double
text_height (CpImageTile *self)
{
  double height;

  cp_plot_style_update (&self->style, GTK_WIDGET (self));
  cp_plot_text_measure (&self->style, "0.000", NULL, &height);
  return MAX (ceil (height), MARK_SIZE);
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

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = IMAGE_SIDE;
  else
    *minimum = *natural = IMAGE_SIDE + GAP + BAR_HEIGHT + GAP + (int) text_height (self);
}

/* How far an ensemble's networks differ: one standard deviation to each side. */
static void
draw_spread (CpImageTile *self,
             cairo_t     *cr,
             double       y)
{
  const double probability = cp_review_image_get_probability (self->image);
  const double deviation = cp_review_image_get_deviation (self->image);

  if (isnan (deviation))
    return;
  gdk_cairo_set_source_rgba (cr, &self->style.text);
  cairo_rectangle (cr, MAX (0, probability - deviation) * IMAGE_SIDE, y + BAR_HEIGHT / 2.0 - 0.5,
                   (MIN (1, probability + deviation) - MAX (0, probability - deviation)) * IMAGE_SIDE, 1);
  cairo_fill (cr);
}

/* The probability on its axis, cut by the threshold. */
static void
draw_bar (CpImageTile *self,
          cairo_t     *cr,
          double       y)
{
  double probability = cp_review_image_get_probability (self->image);
  double cut = floor (self->threshold * (IMAGE_SIDE - 1)) + 0.5;

  gdk_cairo_set_source_rgba (cr, &self->style.grid);
  cairo_rectangle (cr, 0, y, IMAGE_SIDE, BAR_HEIGHT);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, cp_outcome_get_color (self->outcome, &self->style));
  cairo_rectangle (cr, 0, y, MAX (1, probability * IMAGE_SIDE), BAR_HEIGHT);
  cairo_fill (cr);
  draw_spread (self, cr, y);
  gdk_cairo_set_source_rgba (cr, &self->style.text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, cut, y - 2);
  cairo_line_to (cr, cut, y + BAR_HEIGHT + 2);
  cairo_stroke (cr);
}

static void
draw_scored_caption (CpImageTile *self,
                     cairo_t     *cr,
                     double       middle)
{
  g_autofree char *probability = cp_probability_to_string (cp_review_image_get_probability (self->image));
  const char *verdict = cp_outcome_get_verdict (self->outcome);
  double number, word;

  cp_outcome_mark_draw (self->outcome, &self->style, cr, 0, floor (middle - MARK_SIZE / 2.0), MARK_SIZE);
  cp_plot_text_measure (&self->style, probability, &number, NULL);
  cp_plot_text_draw (&self->style, cr, &self->style.text, probability, MARK_SIZE + GAP, middle, 0, 0.5);

  cp_plot_text_measure (&self->style, verdict, &word, NULL);
  if (MARK_SIZE + GAP + number + GAP + word <= IMAGE_SIDE)
    cp_plot_text_draw (&self->style, cr,
                       cp_outcome_is_wrong (self->outcome)
                         ? cp_outcome_get_text_color (self->outcome, &self->style)
                         : &self->style.dim,
                       verdict, IMAGE_SIDE, middle, 1, 0.5);
}

static void
draw_caption (CpImageTile *self,
              cairo_t     *cr,
              double       middle)
{
  if (self->outcome != CP_OUTCOME_NONE)
    draw_scored_caption (self, cr, middle);
  else
    cp_plot_text_draw (&self->style, cr, &self->style.dim,
                       cp_review_image_get_pneumonia (self->image) ? _("pneumonia") : _("normal"),
                       0, middle, 0, 0.5);
}

static void
cp_image_tile_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CpImageTile *self = CP_IMAGE_TILE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->surface == NULL)
    return;

  cp_plot_style_update (&self->style, widget);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, -2, (float) width, (float) height + 4));
  cairo_translate (cr, floor ((width - IMAGE_SIDE) / 2.0), 0);
  cp_image_surface_paint (self->surface, cr, 0, 0, IMAGE_SIDE);
  if (self->outcome != CP_OUTCOME_NONE)
    draw_bar (self, cr, IMAGE_SIDE + GAP);
  draw_caption (self, cr, IMAGE_SIDE + GAP + BAR_HEIGHT + GAP + text_height (self) / 2);
  cairo_destroy (cr);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_tile_dispose (GObject *object)
{
  CpImageTile *self = CP_IMAGE_TILE (object);

  cp_image_tile_set_image (self, NULL);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
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
  widget_class->snapshot = cp_image_tile_snapshot;

  properties[PROP_IMAGE] =
    g_param_spec_object ("image", NULL, NULL, CP_TYPE_REVIEW_IMAGE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] =
    g_param_spec_double ("threshold", NULL, NULL, 0, 1, 0.5,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "imagetile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cp_image_tile_init (CpImageTile *self)
{
  self->threshold = 0.5;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
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
    g_signal_handlers_disconnect_by_func (self->image, on_probability, self);
  g_set_object (&self->image, image);
  if (image != NULL)
    {
      g_signal_connect_swapped (image, "notify::probability", G_CALLBACK (on_probability), self);
      g_signal_connect_swapped (image, "notify::deviation", G_CALLBACK (on_probability), self);
    }

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  if (image != NULL)
    self->surface = cp_image_surface_new (cp_review_image_get_pixels (image),
                                          cp_review_image_get_size (image), NULL);
  update (self, TRUE);
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
 * Moves the threshold. The accessible name changes only with the outcome, so
 * that dragging stays cheap.
 */
void
cp_image_tile_set_threshold (CpImageTile *self,
                             double       threshold)
{
  g_return_if_fail (CP_IS_IMAGE_TILE (self));

  if (self->threshold == threshold)
    return;

  self->threshold = threshold;
  update (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THRESHOLD]);
}
