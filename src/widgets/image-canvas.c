/* SPDX-License-Identifier: MIT */
#include "image-canvas.h"

#include "image-surface.h"

#include <math.h>

#define MINIMUM_SIDE 160
#define NATURAL_SIDE 336
#define ZOOM_STEP 1.25
#define PAN_STEP 48.0       /* pixels a key */
#define LARGEST_OVERLAY 512 /* pixels; a map is smooth, and drawn larger where more are needed */

struct _CpImageCanvas
{
  GtkWidget parent_instance;

  GBytes *pixels; /* (nullable): (size, size) */
  guint size;
  cairo_surface_t *surface; /* (nullable): of the pixels in their shades, made when it is drawn */
  CpImageShades shades;
  CpImagePlacement placement;

  CpExplanation *explanation; /* (nullable) */
  double opacity;
  cairo_surface_t *overlay; /* (nullable): of the explanation, made when it is drawn */

  double pointer_x, pointer_y; /* NaN where the pointer is not over the image */
  CpImageShades drag_shades;
  double drag_dx, drag_dy;
  gboolean drag_moves;
};

enum
{
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpImageCanvas, cp_image_canvas, GTK_TYPE_WIDGET)

static void
view_changed (CpImageCanvas *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "canvas.pan", cp_image_placement_can_move (&self->placement));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* Around the pointer, or around the middle. */
static void
zoom_by (CpImageCanvas *self,
         double         factor,
         double         x,
         double         y)
{
  const gboolean pointed = !isnan (x) && !isnan (y);

  cp_image_placement_zoom_at (&self->placement, factor, pointed ? x : self->placement.width / 2,
                              pointed ? y : self->placement.height / 2);
  view_changed (self);
}

static gboolean
on_scroll (CpImageCanvas *self,
           double         dx,
           double         dy)
{
  if (dy != 0)
    zoom_by (self, pow (ZOOM_STEP, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static void
on_motion (CpImageCanvas *self,
           double         x,
           double         y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
on_leave (CpImageCanvas *self)
{
  self->pointer_x = self->pointer_y = NAN;
}

static void
on_drag_begin (CpImageCanvas  *self,
               double          x,
               double          y,
               GtkGestureDrag *gesture)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_moves = button != GDK_BUTTON_SECONDARY && (state & GDK_SHIFT_MASK) == 0;
  self->drag_shades = self->shades;
  self->drag_dx = self->placement.dx;
  self->drag_dy = self->placement.dy;
  if (self->drag_moves && cp_image_placement_can_move (&self->placement))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
on_drag_update (CpImageCanvas *self,
                double         x,
                double         y)
{
  CpImageShades shades = self->drag_shades;

  if (self->drag_moves)
    {
      cp_image_placement_move_to (&self->placement, self->drag_dx + x, self->drag_dy + y);
      view_changed (self);
    }
  else if (x != 0 || y != 0)
    {
      cp_image_shades_adjust (&shades, x, y / 2);
      cp_image_canvas_set_shades (self, &shades);
    }
}

static void
on_drag_end (CpImageCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
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
pan (GtkWidget  *widget,
     const char *name,
     GVariant   *parameter)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (widget);
  double dx, dy;

  g_variant_get (parameter, "(dd)", &dx, &dy);
  cp_image_placement_move_to (&self->placement, self->placement.dx + dx, self->placement.dy + dy);
  view_changed (self);
}

/* An arrow key moves what is out of sight; where all is in sight, it is left to the next and previous image. */
static gboolean
on_arrow (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  if (!cp_image_placement_can_move (&CP_IMAGE_CANVAS (widget)->placement))
    return FALSE;
  return gtk_widget_activate_action_variant (widget, "canvas.pan", arguments);
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
update_surface (CpImageCanvas *self)
{
  guint8 table[256];

  if (self->surface != NULL)
    return;
  cp_image_shades_tabulate (&self->shades, table);
  self->surface = cp_image_surface_new (g_bytes_get_data (self->pixels, NULL), self->size, table);
}

/* As many pixels as the screen shows of it, but not more than it is worth. */
static void
update_overlay (CpImageCanvas *self,
                double         side)
{
  const int wanted = (int) CLAMP (ceil (side), (double) self->size, (double) MAX (LARGEST_OVERLAY, self->size));

  if (self->overlay != NULL && cairo_image_surface_get_width (self->overlay) == wanted)
    return;
  g_clear_pointer (&self->overlay, cairo_surface_destroy);
  self->overlay = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, wanted, wanted);
  cairo_surface_flush (self->overlay);
  cp_explanation_render (self->explanation, NULL, (guint) wanted, self->opacity,
                         (guint32 *) (gpointer) cairo_image_surface_get_data (self->overlay));
  cairo_surface_mark_dirty (self->overlay);
}

static void
cp_image_canvas_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (widget);
  graphene_rect_t room = GRAPHENE_RECT_INIT (0, 0, (float) self->placement.width, (float) self->placement.height);
  double x, y, side;
  cairo_t *cr;

  if (self->pixels == NULL)
    return;

  update_surface (self);
  cp_image_placement_get_area (&self->placement, &x, &y, &side);
  gtk_snapshot_push_clip (snapshot, &room);
  cr = gtk_snapshot_append_cairo (snapshot, &room);
  cp_image_surface_paint (self->surface, cr, x, y, side);
  if (self->explanation != NULL)
    {
      update_overlay (self, side);
      cp_image_surface_paint_smooth (self->overlay, cr, x, y, side);
    }
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
cp_image_canvas_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (widget);

  cp_image_placement_set_room (&self->placement, width, height);
  view_changed (self);
}

static void
cp_image_canvas_dispose (GObject *object)
{
  CpImageCanvas *self = CP_IMAGE_CANVAS (object);

  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->explanation, cp_explanation_unref);
  g_clear_pointer (&self->overlay, cairo_surface_destroy);

  G_OBJECT_CLASS (cp_image_canvas_parent_class)->dispose (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, keypad;
    double dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, 1, 0 }, { GDK_KEY_Right, GDK_KEY_KP_Right, -1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, 1 }, { GDK_KEY_Down, GDK_KEY_KP_Down, 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      const double dx = PAN_STEP * arrows[i].dx, dy = PAN_STEP * arrows[i].dy;

      gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, on_arrow, "(dd)", dx, dy);
      gtk_widget_class_add_binding (widget_class, arrows[i].keypad, 0, on_arrow, "(dd)", dx, dy);
      gtk_widget_class_add_binding_action (widget_class, arrows[i].key, GDK_SHIFT_MASK, "canvas.shades", "(dd)",
                                           -8 * arrows[i].dx, -4 * arrows[i].dy);
    }
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

  gtk_widget_class_install_action (widget_class, "canvas.shades", "(dd)", adjust_shades);
  gtk_widget_class_install_action (widget_class, "canvas.pan", "(dd)", pan);
  add_bindings (widget_class);

  gtk_widget_class_set_css_name (widget_class, "imagecanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_drag (CpImageCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
cp_image_canvas_init (CpImageCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->pointer_x = self->pointer_y = NAN;
  cp_image_shades_init (&self->shades);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  add_drag (self);
}

/**
 * cp_image_canvas_set_pixels:
 * @self: a canvas
 * @pixels: (nullable): (size, size) grey values to show
 * @size: side of the image
 *
 * Shows another image. Zoom and shades stay, so that images can be compared;
 * only one of another size is shown whole.
 */
void
cp_image_canvas_set_pixels (CpImageCanvas *self,
                            GBytes        *pixels,
                            guint          size)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));
  g_return_if_fail (pixels == NULL || g_bytes_get_size (pixels) >= (gsize) size * size);

  if (self->pixels == pixels)
    return;

  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->size = pixels != NULL ? size : 0;
  if (pixels != NULL)
    {
      self->pixels = g_bytes_ref (pixels);
      cp_image_placement_set_size (&self->placement, size);
    }
  view_changed (self);
}

/**
 * cp_image_canvas_set_overlay:
 * @self: a canvas
 * @explanation: (nullable): of the image, to show over it
 * @opacity: of the strongest evidence, 0 to 1
 *
 * Shows where there is evidence, or no longer.
 */
void
cp_image_canvas_set_overlay (CpImageCanvas *self,
                             CpExplanation *explanation,
                             double         opacity)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  if (self->explanation == explanation && self->opacity == opacity)
    return;

  g_clear_pointer (&self->overlay, cairo_surface_destroy);
  g_clear_pointer (&self->explanation, cp_explanation_unref);
  self->explanation = explanation != NULL ? cp_explanation_ref (explanation) : NULL;
  self->opacity = opacity;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * cp_image_canvas_get_placement:
 * @self: a canvas
 *
 * Returns: (transfer none): where the image lies and how large it is
 */
const CpImagePlacement *
cp_image_canvas_get_placement (CpImageCanvas *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_CANVAS (self), NULL);

  return &self->placement;
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
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  view_changed (self);
}

/**
 * cp_image_canvas_zoom:
 * @self: a canvas
 * @steps: how many, negative to zoom out
 *
 * Zooms around the middle.
 */
void
cp_image_canvas_zoom (CpImageCanvas *self,
                      int            steps)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  zoom_by (self, pow (ZOOM_STEP, steps), NAN, NAN);
}

/**
 * cp_image_canvas_set_scale:
 * @self: a canvas
 * @scale: screen pixels for each of the image's; 0 for as many as there is room for
 *
 * Zooms to a size.
 */
void
cp_image_canvas_set_scale (CpImageCanvas *self,
                           double         scale)
{
  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  cp_image_placement_set_scale (&self->placement, scale);
  view_changed (self);
}

/**
 * cp_image_canvas_reset:
 * @self: a canvas
 *
 * Shows the whole image with its own grey values. An inverted image stays
 * inverted: that is how a reader looks at it, not a place they got lost in.
 */
void
cp_image_canvas_reset (CpImageCanvas *self)
{
  CpImageShades shades;

  g_return_if_fail (CP_IS_IMAGE_CANVAS (self));

  cp_image_shades_init (&shades);
  shades.inverted = self->shades.inverted;
  cp_image_placement_set_scale (&self->placement, 0);
  cp_image_canvas_set_shades (self, &shades);
}
