/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-canvas.h"

#include "image-surface.h"

#include <math.h>

#define MINIMUM_SIDE 160
#define NATURAL_SIDE 336
#define ZOOM_STEP 1.25
#define LARGEST_ZOOM 16.0

/**
 * CpImageCanvas:
 *
 * Draws one image as large as there is room: zoom by scrolling, window and
 * level by dragging, moving by dragging with the middle button.
 *
 * `::view-changed`: zoom, place or shades differ.
 */
struct _CpImageCanvas
{
  GtkWidget parent_instance;

  CpReviewImage *image;
  cairo_surface_t *surface;
  CpImageShades shades;
  double zoom; /* 1: the whole image fits */
  double dx, dy; /* of the image's middle from the widget's, in pixels */

  CpImageShades drag_shades;
  double drag_dx, drag_dy;
};

enum
{
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpImageCanvas, cp_image_canvas, GTK_TYPE_WIDGET)

/* Whole screen pixels for each of the image's, as soon as there is room for two. */
static double
fitting_scale (CpImageCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double room = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  double scale = self->image != NULL ? room / cp_review_image_get_size (self->image) : 1;

  return scale >= 2 ? floor (scale) : scale;
}

static void
render (CpImageCanvas *self)
{
  guint8 table[256];

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  if (self->image == NULL)
    return;

  cp_image_shades_tabulate (&self->shades, table);
  self->surface = cp_image_surface_new (cp_review_image_get_pixels (self->image),
                                        cp_review_image_get_size (self->image), table);
}

static void
view_changed (CpImageCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* The image cannot be moved out of sight. */
static void
move_to (CpImageCanvas *self,
         double         dx,
         double         dy)
{
  double side = self->image != NULL ? cp_image_canvas_get_scale (self) * cp_review_image_get_size (self->image) : 0;
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  self->dx = CLAMP (dx, -MAX (0, (side - width) / 2), MAX (0, (side - width) / 2));
  self->dy = CLAMP (dy, -MAX (0, (side - height) / 2), MAX (0, (side - height) / 2));
}

static void
zoom_by (CpImageCanvas *self,
         double         factor)
{
  double zoom = CLAMP (self->zoom * factor, 1, LARGEST_ZOOM);
  double change = zoom / self->zoom;

  self->zoom = zoom;
  move_to (self, self->dx * change, self->dy * change);
  view_changed (self);
}

static gboolean
on_scroll (CpImageCanvas *self,
           double         dx,
           double         dy)
{
  if (dy != 0)
    zoom_by (self, pow (ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (CpImageCanvas  *self,
               double          x,
               double          y,
               GtkGestureDrag *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_shades = self->shades;
  self->drag_dx = self->dx;
  self->drag_dy = self->dy;
}

static void
on_drag_update (CpImageCanvas  *self,
                double          x,
                double          y,
                GtkGestureDrag *gesture)
{
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_MIDDLE)
    {
      move_to (self, self->drag_dx + x, self->drag_dy + y);
      view_changed (self);
    }
  else if (x != 0 || y != 0)
    {
      CpImageShades shades = self->drag_shades;

      cp_image_shades_adjust (&shades, x, y / 2);
      cp_image_canvas_set_shades (self, &shades);
    }
}

static void
adjust_shades (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (widget);
  CpImageShades shades = self->shades;
  double window, level;

  g_variant_get (parameter, "(dd)", &window, &level);
  cp_image_shades_adjust (&shades, window, level);
  cp_image_canvas_set_shades (self, &shades);
}

static void
cp_image_canvas_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = MINIMUM_SIDE;
  *natural = NATURAL_SIDE;
}

static void
cp_image_canvas_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  double side;
  cairo_t *cr;

  if (self->surface == NULL)
    return;

  move_to (self, self->dx, self->dy);
  side = cp_image_canvas_get_scale (self) * cp_review_image_get_size (self->image);
  gtk_snapshot_push_clip (snapshot, &area);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cp_image_surface_paint (self->surface, cr,
                          floor ((width - side) / 2 + self->dx), floor ((height - side) / 2 + self->dy), side);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
cp_image_canvas_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  g_signal_emit (widget, signals[VIEW_CHANGED], 0);
}

static void
cp_image_canvas_dispose (GObject *object)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (object);

  g_clear_object (&self->image);
  g_clear_pointer (&self->surface, cairo_surface_destroy);

  G_OBJECT_CLASS (cp_image_canvas_parent_class)->dispose (object);
}

static void
add_shade_binding (GtkWidgetClass *widget_class,
                   guint           key,
                   double          window,
                   double          level)
{
  gtk_widget_class_add_binding_action (widget_class, key, GDK_SHIFT_MASK, "shades.adjust", "(dd)", window, level);
}

static void
cp_image_canvas_class_init (CpImageCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cp_image_canvas_dispose;
  widget_class->measure = cp_image_canvas_measure;
  widget_class->size_allocate = cp_image_canvas_size_allocate;
  widget_class->snapshot = cp_image_canvas_snapshot;

  signals[VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "shades.adjust", "(dd)", adjust_shades);
  add_shade_binding (widget_class, GDK_KEY_Left, -8, 0);
  add_shade_binding (widget_class, GDK_KEY_Right, 8, 0);
  add_shade_binding (widget_class, GDK_KEY_Up, 0, -4);
  add_shade_binding (widget_class, GDK_KEY_Down, 0, 4);

  gtk_widget_class_set_css_name (widget_class, "imagecanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cp_image_canvas_init (CpImageCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->zoom = 1;
  cp_image_shades_init (&self->shades);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

/**
 * cp_image_canvas_set_image:
 * @self: a canvas
 * @image: (nullable): what to show
 *
 * Shows another image; zoom and shades stay, so that images can be compared.
 */
void
cp_image_canvas_set_image (CpImageCanvas *self,
                           CpReviewImage *image)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  if (!g_set_object (&self->image, image))
    return;

  render (self);
  view_changed (self);
}

/**
 * cp_image_canvas_get_scale:
 * @self: a canvas
 *
 * Returns: screen pixels for each of the image's
 */
double
cp_image_canvas_get_scale (CpImageCanvas *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_CANVAS (self), 1);

  return fitting_scale (self) * self->zoom;
}

/**
 * cp_image_canvas_get_shades:
 * @self: a canvas
 *
 * Returns: (transfer none): how grey values are shown
 */
const CpImageShades *
cp_image_canvas_get_shades (CpImageCanvas *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_CANVAS (self), NULL);

  return &self->shades;
}

/**
 * cp_image_canvas_set_shades:
 * @self: a canvas
 * @shades: how to show grey values
 *
 * Changes window, level or inversion.
 */
void
cp_image_canvas_set_shades (CpImageCanvas       *self,
                            const CpImageShades *shades)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  self->shades = *shades;
  render (self);
  view_changed (self);
}

/**
 * cp_image_canvas_zoom:
 * @self: a canvas
 * @steps: how many, negative to zoom out
 *
 * Zooms around the middle; the whole image is the smallest there is.
 */
void
cp_image_canvas_zoom (CpImageCanvas *self,
                      int            steps)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  zoom_by (self, pow (ZOOM_STEP, steps));
}

/**
 * cp_image_canvas_reset:
 * @self: a canvas
 *
 * Shows the whole image with its own grey values.
 */
void
cp_image_canvas_reset (CpImageCanvas *self)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  self->zoom = 1;
  self->dx = self->dy = 0;
  cp_image_shades_init (&self->shades);
  render (self);
  view_changed (self);
}
