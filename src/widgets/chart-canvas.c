/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "chart-canvas.h"

#include "chart-look.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SMALLEST_WIDTH 220
#define SMALLEST_HEIGHT 190
#define NATURAL_WIDTH 360
#define NATURAL_HEIGHT 300
#define FAR 1000000  /* steps to either end */
#define BUDGET 2000  /* microseconds of a frame for all charts of a window */

struct _CpChartCanvas
{
  GtkWidget parent_instance;

  CpChartFunc build; /* (nullable) */
  gpointer user_data;
  CpChart *chart;    /* (nullable) */
  gboolean stale;    /* the chart is older than what it shows */
  gboolean undrawn;  /* so is what was drawn */
  guint tick;        /* until it is not */

  CpChartStyle style;
  GskRenderNode *drawing; /* (nullable): the chart as it was drawn */
  int width, height, scale;
  guint renders;

  gboolean pointed; /* there is a point that is read out */
  gboolean stepped; /* by the keyboard */
  double x, y;      /* of the pointer */
  double drag_x, drag_y;
  CpChartHit hit;
};

enum
{
  CHART_CHANGED,
  THRESHOLD_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpChartCanvas, cp_chart_canvas, GTK_TYPE_WIDGET)

/* Where the threshold would go; outside of the axis there is nowhere to go. */
static gboolean
is_threshold (const CpChartHit *hit)
{
  return hit->threshold >= 0 && hit->threshold <= 1;
}

static void
describe (CpChartCanvas *self)
{
  g_autofree char *readout = cp_chart_canvas_get_readout (self);
  const char *description = self->chart != NULL ? cp_chart_get_description (self->chart) : "";

  /* Whoever steps from point to point hears the point alone. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->chart != NULL ? cp_chart_get_title (self->chart) : _("Chart"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, readout != NULL && self->stepped ? readout : description,
                                  -1);
}

static void
set_pointed (CpChartCanvas *self,
             gboolean       pointed,
             gboolean       stepped)
{
  self->pointed = pointed;
  self->stepped = pointed && stepped;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   pointed && !stepped && is_threshold (&self->hit) ? "pointer" : NULL);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The chart is another one: what was pointed at may have moved or be gone. */
static void
point_again (CpChartCanvas *self)
{
  gboolean found = FALSE;

  if (self->pointed && self->chart != NULL)
    found = self->stepped
              ? cp_chart_step (self->chart, self->width, self->height, &self->style, 0, 0, &self->hit)
              : cp_chart_nearest (self->chart, self->width, self->height, &self->style, self->x, self->y, &self->hit);
  self->pointed = found;
  self->stepped = found && self->stepped;
}

static void
build (CpChartCanvas *self)
{
  g_clear_pointer (&self->chart, cp_chart_unref);
  self->chart = self->build != NULL ? self->build (self->user_data) : NULL;
  self->stale = FALSE;
  self->undrawn = TRUE; /* even if a frame came in between and drew the one before */
  point_again (self);
  describe (self);
  g_signal_emit (self, signals[CHART_CHANGED], 0);
}

/* A texture would be converted, number by number, each time the cairo renderer paints it. */
static GskRenderNode *
node_of (cairo_surface_t *surface,
         int              width,
         int              height)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);

  return node;
}

static void
render (CpChartCanvas *self)
{
  cairo_surface_t *surface;
  cairo_t *cr;

  g_clear_pointer (&self->drawing, gsk_render_node_unref);
  self->undrawn = FALSE;
  if (self->chart == NULL || self->width < 1 || self->height < 1)
    return;

  cp_chart_look_up (&self->style, GTK_WIDGET (self));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width * self->scale, self->height * self->scale);
  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  cr = cairo_create (surface);
  cp_chart_draw (self->chart, cr, self->width, self->height, &self->style);
  cairo_destroy (cr);
  self->drawing = node_of (surface, self->width, self->height);
  cairo_surface_destroy (surface);
  self->renders++;
}

/* Draws the chart at the size there is now. */
static void
refresh (CpChartCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->width = gtk_widget_get_width (widget);
  self->height = gtk_widget_get_height (widget);
  self->scale = gtk_widget_get_scale_factor (widget);
  render (self);
  point_again (self);
}

/* Time that the charts of this frame clock's window have left in this frame. */
typedef struct
{
  gint64 frame;
  gint64 used;
} Budget;

static Budget *
budget_of (GdkFrameClock *clock)
{
  Budget *budget = g_object_get_data (G_OBJECT (clock), "cp-chart-budget");
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);

  if (budget == NULL)
    {
      budget = g_new0 (Budget, 1);
      g_object_set_data_full (G_OBJECT (clock), "cp-chart-budget", budget, g_free);
    }
  if (budget->frame != frame)
    *budget = (Budget) { frame, 0 };

  return budget;
}

/* While the threshold is dragged every chart of a page grows stale in every frame. Each frame redraws some and leaves
 * the rest to the next: those who wait longest are called first, and the strip below keeps its pace. */
static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);
  Budget *budget = budget_of (clock);
  gint64 start;

  if (budget->used >= BUDGET)
    return G_SOURCE_CONTINUE;

  start = g_get_monotonic_time ();
  self->tick = 0;
  if (self->stale)
    build (self);
  if (self->undrawn)
    {
      refresh (self);
      gtk_widget_queue_draw (widget);
    }
  budget->used += g_get_monotonic_time () - start;

  return G_SOURCE_REMOVE;
}

static void
cp_chart_canvas_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree char *readout = NULL;

  if (self->drawing == NULL || width != self->width || height != self->height
      || self->scale != gtk_widget_get_scale_factor (widget))
    refresh (self);
  if (self->drawing != NULL)
    gtk_snapshot_append_node (snapshot, self->drawing);

  readout = cp_chart_canvas_get_readout (self);
  if (readout != NULL)
    cp_chart_readout_draw (widget, snapshot, readout,
                           !is_threshold (&self->hit) ? NULL
                           : self->stepped            ? _("Enter puts the threshold here")
                                                      : _("Click or drag to put the threshold here"),
                           self->hit.x, self->hit.y);
}

static void
cp_chart_canvas_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = horizontal ? SMALLEST_WIDTH : SMALLEST_HEIGHT;
  *natural = horizontal ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
cp_chart_canvas_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_chart_canvas_parent_class)->css_changed (widget, change);
  g_clear_pointer (&CP_CHART_CANVAS (widget)->drawing, gsk_render_node_unref);
  gtk_widget_queue_draw (widget);
}

/* What nobody saw was not made. */
static void
cp_chart_canvas_map (GtkWidget *widget)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);

  GTK_WIDGET_CLASS (cp_chart_canvas_parent_class)->map (widget);
  if (self->undrawn)
    g_clear_pointer (&self->drawing, gsk_render_node_unref);
  if (self->stale)
    build (self);
}

static void
cp_chart_canvas_unmap (GtkWidget *widget)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  self->pointed = FALSE;
  self->stepped = FALSE;
  GTK_WIDGET_CLASS (cp_chart_canvas_parent_class)->unmap (widget);
}

static void
on_motion (CpChartCanvas *self,
           double         x,
           double         y)
{
  CpChartHit hit;
  gboolean found;

  /* Something else that moves below a resting pointer is no wish to look there. */
  if (self->chart == NULL || (x == self->x && y == self->y))
    return;

  self->x = x;
  self->y = y;
  found = cp_chart_nearest (self->chart, self->width, self->height, &self->style, x, y, &hit);
  if (found == self->pointed && !self->stepped
      && (!found || (hit.series == self->hit.series && hit.point == self->hit.point && hit.x == self->hit.x && hit.y == self->hit.y)))
    return;

  if (found)
    self->hit = hit;
  set_pointed (self, found, FALSE);
}

static void
on_leave (CpChartCanvas *self)
{
  self->x = self->y = NAN;
  if (self->pointed && !self->stepped)
    set_pointed (self, FALSE, FALSE);
}

static void
on_focus_out (CpChartCanvas *self)
{
  if (self->stepped)
    set_pointed (self, FALSE, FALSE);
}

static void
activate_at (CpChartCanvas *self,
             double         x,
             double         y)
{
  CpChartHit hit;

  if (self->chart != NULL && cp_chart_nearest (self->chart, self->width, self->height, &self->style, x, y, &hit)
      && is_threshold (&hit))
    g_signal_emit (self, signals[THRESHOLD_ACTIVATED], 0, hit.threshold);
}

static void
on_released (CpChartCanvas *self,
             int            n_press,
             double         x,
             double         y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  activate_at (self, x, y);
}

static void
on_drag_begin (CpChartCanvas *self,
               double         x,
               double         y)
{
  self->drag_x = x;
  self->drag_y = y;
}

/* Along a curve the threshold follows the pointer. */
static void
on_drag_update (CpChartCanvas *self,
                double         dx,
                double         dy)
{
  activate_at (self, self->drag_x + dx, self->drag_y + dy);
}

static gboolean
step (GtkWidget *widget,
      GVariant  *args,
      gpointer   user_data)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);
  int points, series;

  g_variant_get (args, "(ii)", &points, &series);
  if (!self->pointed)
    self->hit.series = G_MAXUINT;
  if (self->chart == NULL
      || !cp_chart_step (self->chart, self->width, self->height, &self->style, points, series, &self->hit))
    return FALSE;

  set_pointed (self, TRUE, TRUE);
  return TRUE;
}

static gboolean
activate (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);

  if (!self->pointed || !is_threshold (&self->hit))
    return FALSE;

  g_signal_emit (self, signals[THRESHOLD_ACTIVATED], 0, self->hit.threshold);
  return TRUE;
}

static gboolean
leave (GtkWidget *widget,
       GVariant  *args,
       gpointer   user_data)
{
  CpChartCanvas *self = CP_CHART_CANVAS (widget);

  if (!self->pointed)
    return FALSE;

  set_pointed (self, FALSE, FALSE);
  return TRUE;
}

static void
cp_chart_canvas_dispose (GObject *object)
{
  CpChartCanvas *self = CP_CHART_CANVAS (object);

  self->build = NULL;
  g_clear_pointer (&self->chart, cp_chart_unref);
  g_clear_pointer (&self->drawing, gsk_render_node_unref);
  G_OBJECT_CLASS (cp_chart_canvas_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, keypad;
    int points, series;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },          { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },              { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -10, 0 },   { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 10, 0 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, -FAR, 0 },        { GDK_KEY_End, GDK_KEY_KP_End, FAR, 0 },
  };
  static const guint enter[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space, GDK_KEY_KP_Space };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].key, 0, step, "(ii)", keys[i].points, keys[i].series);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad, 0, step, "(ii)", keys[i].points, keys[i].series);
    }
  for (guint i = 0; i < G_N_ELEMENTS (enter); i++)
    gtk_widget_class_add_binding (widget_class, enter[i], 0, activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave, NULL);
}

static void
cp_chart_canvas_class_init (CpChartCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_chart_canvas_dispose;
  widget_class->snapshot = cp_chart_canvas_snapshot;
  widget_class->measure = cp_chart_canvas_measure;
  widget_class->css_changed = cp_chart_canvas_css_changed;
  widget_class->map = cp_chart_canvas_map;
  widget_class->unmap = cp_chart_canvas_unmap;

  signals[CHART_CHANGED] =
    g_signal_new ("chart-changed", CP_TYPE_CHART_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[THRESHOLD_ACTIVATED] = g_signal_new ("threshold-activated", CP_TYPE_CHART_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "chartcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controllers (CpChartCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_out), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
cp_chart_canvas_init (CpChartCanvas *self)
{
  self->x = self->y = NAN;
  self->scale = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  /* Axes read from left to right everywhere. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  add_controllers (self);
  describe (self);
}

/**
 * cp_chart_canvas_set_source:
 * @self: a canvas
 * @build: makes the chart, when it is going to be drawn
 * @user_data: for @build; must outlive the canvas
 *
 * Says where charts come from.
 */
void
cp_chart_canvas_set_source (CpChartCanvas *self,
                            CpChartFunc    build_chart,
                            gpointer       user_data)
{
  g_return_if_fail (CP_IS_CHART_CANVAS (self));

  self->build = build_chart;
  self->user_data = user_data;
  cp_chart_canvas_invalidate (self);
}

/**
 * cp_chart_canvas_invalidate:
 * @self: a canvas
 *
 * Has the chart made and drawn anew: once, however often this is called before
 * the next frame, and not at all while nobody sees it.
 */
void
cp_chart_canvas_invalidate (CpChartCanvas *self)
{
  g_return_if_fail (CP_IS_CHART_CANVAS (self));

  self->stale = TRUE;
  self->undrawn = TRUE;
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/**
 * cp_chart_canvas_get_chart:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): the chart as it is now, made if need be
 */
CpChart *
cp_chart_canvas_get_chart (CpChartCanvas *self)
{
  g_return_val_if_fail (CP_IS_CHART_CANVAS (self), NULL);

  if (self->stale)
    build (self);

  return self->chart;
}

/**
 * cp_chart_canvas_get_readout:
 * @self: a canvas
 *
 * Returns: (transfer full) (nullable): what the point says that is pointed at
 */
char *
cp_chart_canvas_get_readout (CpChartCanvas *self)
{
  g_return_val_if_fail (CP_IS_CHART_CANVAS (self), NULL);

  return self->pointed && self->chart != NULL ? cp_chart_get_readout (self->chart, &self->hit) : NULL;
}

/**
 * cp_chart_canvas_get_renders:
 * @self: a canvas
 *
 * Returns: how often the chart was drawn, for tests and benchmarks
 */
guint
cp_chart_canvas_get_renders (CpChartCanvas *self)
{
  g_return_val_if_fail (CP_IS_CHART_CANVAS (self), 0);

  return self->renders;
}
