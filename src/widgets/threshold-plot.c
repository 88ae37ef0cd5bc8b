/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHORTEST_BARS 30
#define NATURAL_BARS 50
#define SMALLEST_WIDTH 280
#define NATURAL_WIDTH 560
#define MARK_REACH 5.0

struct _CpThresholdPlot
{
  GtkWidget parent_instance;

  GtkWidget *scale;
  GtkAdjustment *adjustment;
  CpReview *review;
  CpPlotStyle style;
  CpStripDrawing drawing;
  double press_x;
};

enum
{
  PROP_0,
  PROP_ADJUSTMENT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpThresholdPlot, cp_threshold_plot, GTK_TYPE_WIDGET)

/* A step of a hundredth from 0.2 is to end at 0.3 after ten, not beside it. */
static double
tidy (double value,
      double steps)
{
  return round (CLAMP (value, 0.0, 1.0) * steps) / steps;
}

static void
set_threshold (CpThresholdPlot *self,
               double           threshold)
{
  gtk_adjustment_set_value (self->adjustment, threshold);
}

static void
forget_counts (CpThresholdPlot *self)
{
  cp_threshold_bins_clear (&self->drawing.bins);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_confusion (CpThresholdPlot *self)
{
  CpConfusion confusion = { 0 };

  if (self->review != NULL)
    confusion = cp_review_get_confusion (self->review);
  self->drawing.threshold = gtk_adjustment_get_value (self->adjustment);
  self->drawing.missed = confusion.fn;
  self->drawing.false_alarms = confusion.fp;
}

/* What the drawing says beside the line, for those who do not see it. */
static void
figures_changed (CpThresholdPlot *self)
{
  g_autofree char *text = NULL;

  update_confusion (self);
  if (self->review != NULL && cp_review_has_scores (self->review))
    text = g_strdup_printf (_("missed %zu, false alarms %zu"), self->drawing.missed, self->drawing.false_alarms);
  else
    text = g_strdup (_("No probabilities yet: train a model or open one"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The slider's node, which the trough holds. */
static GtkWidget *
find_slider (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = child;

      if (!g_str_equal (gtk_widget_get_css_name (child), "slider"))
        found = find_slider (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The scale keeps its slider's box within the trough, so that the centre of the handle
 * runs from half a box behind the trough's start to half a box before its end. It puts it
 * on whole pixels, rounding down: half a pixel less is never more than half a pixel off. */
static void
find_track (CpThresholdPlot *self)
{
  CpStripGeometry *g = &self->drawing.geometry;
  GtkWidget *slider = find_slider (self->scale);
  GdkRectangle trough;
  double left, axis;
  int box = 0;

  if (slider != NULL)
    gtk_widget_measure (slider, GTK_ORIENTATION_HORIZONTAL, -1, &box, NULL, NULL, NULL);
  gtk_range_get_range_rect (GTK_RANGE (self->scale), &trough);
  gtk_widget_translate_coordinates (self->scale, GTK_WIDGET (self), trough.x, trough.y + trough.height / 2.0,
                                    &left, &axis);
  g->x0 = left + box / 2.0 - 0.5;
  g->x1 = left + trough.width - box / 2.0 - 0.5;
  g->axis = axis;
}

static double
get_text_height (CpThresholdPlot *self)
{
  double height;

  cp_plot_style_update (&self->style, GTK_WIDGET (self));
  cp_plot_text_measure (&self->style, "0", NULL, &height);
  return height;
}

static void
cp_threshold_plot_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (widget);
  int scale;

  gtk_widget_measure (self->scale, orientation, -1, &scale, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (SMALLEST_WIDTH, scale);
      *natural = MAX (NATURAL_WIDTH, scale);
    }
  else
    {
      /* Two bands of labels and one of ticks. */
      int text = (int) ceil (3 * get_text_height (self)) + 4;

      *minimum = text + MAX (2 * SHORTEST_BARS, scale);
      *natural = text + MAX (2 * NATURAL_BARS, scale);
    }
}

static void
cp_threshold_plot_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (widget);
  CpStripGeometry *g = &self->drawing.geometry;
  double band = ceil (get_text_height (self));
  int scale_height;

  gtk_widget_measure (self->scale, GTK_ORIENTATION_VERTICAL, width, &scale_height, NULL, NULL, NULL);
  g->width = width;
  g->height = height;
  g->top = band;
  g->bottom = height - 2 * band - 4;
  gtk_widget_size_allocate (self->scale,
                            &(GtkAllocation) { 0, (int) ((g->top + g->bottom - scale_height) / 2), width, scale_height },
                            -1);
  find_track (self);
}

static void
cp_threshold_plot_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  cp_plot_style_update (&self->style, widget);
  find_track (self);
  cp_threshold_bins_update (&self->drawing.bins, self->review, self->drawing.geometry.x1 - self->drawing.geometry.x0);
  update_confusion (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cp_strip_draw (&self->drawing, &self->style, cr);
  cairo_destroy (cr);

  gtk_widget_snapshot_child (widget, self->scale, snapshot);
}

static void
cp_threshold_plot_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_threshold_plot_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static char *
describe_marks_at (CpThresholdPlot *self,
                   double           x)
{
  for (guint i = 0; i < CP_N_THRESHOLD_MARKS; i++)
    {
      double value = self->drawing.marks[i];
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      if (isnan (value) || fabs (x - cp_strip_geometry_get_x (&self->drawing.geometry, value)) > MARK_REACH)
        continue;
      g_ascii_formatd (text, sizeof text, "%.3f", value);
      return g_strdup_printf (i == CP_THRESHOLD_MARK_PINNED ? _("Pinned to compare with: %s")
                                                            : _("Chosen on validation: %s"), text);
    }
  return NULL;
}

static gboolean
cp_threshold_plot_query_tooltip (GtkWidget  *widget,
                                 int         x,
                                 int         y,
                                 gboolean    keyboard,
                                 GtkTooltip *tooltip)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (widget);
  const CpStripGeometry *g = &self->drawing.geometry;
  g_autofree char *text = NULL;

  if (keyboard || self->drawing.bins.n == 0)
    return FALSE;

  if (y < g->top || y > g->bottom)
    text = describe_marks_at (self, x);
  if (text == NULL)
    text = cp_threshold_bins_describe (&self->drawing.bins, cp_strip_geometry_get_threshold (g, x));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* A pointer's threshold is a whole number of thousandths: what the entry shows is what counts. */
static void
point_at (CpThresholdPlot *self,
          double           x)
{
  set_threshold (self, tidy (cp_strip_geometry_get_threshold (&self->drawing.geometry, x), 1e3));
}

static void
drag_begun (CpThresholdPlot *self,
            double           x,
            double           y,
            GtkGesture      *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->scale);
  self->press_x = x;
  point_at (self, x);
}

static void
drag_moved (CpThresholdPlot *self,
            double           dx,
            double           dy,
            GtkGesture      *gesture)
{
  point_at (self, self->press_x + dx);
}

/* The slider moved by hand: keep its values tidy. Values set by other means pass unchanged. */
static gboolean
slider_moved (CpThresholdPlot *self,
              GtkScrollType    scroll,
              double           value,
              GtkRange        *range)
{
  set_threshold (self, tidy (value, scroll == GTK_SCROLL_JUMP ? 1e3 : 1e9));
  return TRUE;
}

static gboolean
step_finely (GtkWidget *widget,
             GVariant  *step,
             gpointer   user_data)
{
  CpThresholdPlot *self = user_data;

  set_threshold (self, tidy (gtk_adjustment_get_value (self->adjustment) + g_variant_get_double (step), 1e9));
  return TRUE;
}

static void
add_fine_steps (CpThresholdPlot *self)
{
  static const struct
  {
    guint key;
    double step;
  } steps[] = {
    { GDK_KEY_Left, -0.001 }, { GDK_KEY_Right, 0.001 }, { GDK_KEY_Down, -0.001 }, { GDK_KEY_Up, 0.001 },
    { GDK_KEY_KP_Left, -0.001 }, { GDK_KEY_KP_Right, 0.001 }, { GDK_KEY_KP_Down, -0.001 }, { GDK_KEY_KP_Up, 0.001 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (steps[i].key, GDK_SHIFT_MASK),
                                                gtk_callback_action_new (step_finely, self, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_double (steps[i].step));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (self->scale, controller);
}

static void
add_drag (CpThresholdPlot *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begun), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_moved), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * cp_threshold_plot_set_review:
 * @self: a plot
 * @review: (nullable): whose probabilities to show
 *
 * Shows another review. The threshold itself comes from the adjustment.
 */
void
cp_threshold_plot_set_review (CpThresholdPlot *self,
                              CpReview        *review)
{
  g_return_if_fail (CP_IS_THRESHOLD_PLOT (self));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  if (review != NULL)
    {
      g_signal_connect_swapped (review, "scores-changed", G_CALLBACK (forget_counts), self);
      g_signal_connect_swapped (review, "figures-changed", G_CALLBACK (figures_changed), self);
    }
  forget_counts (self);
  figures_changed (self);
}

/**
 * cp_threshold_plot_get_mark:
 * @self: a plot
 * @mark: which mark
 *
 * Returns: its threshold; NaN where it is not set
 */
double
cp_threshold_plot_get_mark (CpThresholdPlot *self,
                            CpThresholdMark  mark)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_PLOT (self), NAN);
  g_return_val_if_fail (mark < CP_N_THRESHOLD_MARKS, NAN);

  return self->drawing.marks[mark];
}

/**
 * cp_threshold_plot_set_mark:
 * @self: a plot
 * @mark: which mark
 * @value: a threshold, 0…1; NaN removes the mark
 *
 * Moves a mark.
 */
void
cp_threshold_plot_set_mark (CpThresholdPlot *self,
                            CpThresholdMark  mark,
                            double           value)
{
  g_return_if_fail (CP_IS_THRESHOLD_PLOT (self));
  g_return_if_fail (mark < CP_N_THRESHOLD_MARKS);
  g_return_if_fail (isnan (value) || (value >= 0 && value <= 1));

  self->drawing.marks[mark] = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * cp_threshold_plot_get_scale:
 * @self: a plot
 *
 * Returns: (transfer none): the slider on the axis
 */
GtkWidget *
cp_threshold_plot_get_scale (CpThresholdPlot *self)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_PLOT (self), NULL);

  return self->scale;
}

/**
 * cp_threshold_plot_get_geometry:
 * @self: a plot
 *
 * Returns: (transfer none): where things lie since the last allocation
 */
const CpStripGeometry *
cp_threshold_plot_get_geometry (CpThresholdPlot *self)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_PLOT (self), NULL);

  return &self->drawing.geometry;
}

static void
cp_threshold_plot_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (object);

  switch (id)
    {
    case PROP_ADJUSTMENT: /* construct-only */
      self->adjustment = g_value_dup_object (value);
      gtk_range_set_adjustment (GTK_RANGE (self->scale), self->adjustment);
      g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                               G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_threshold_plot_dispose (GObject *object)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (object);

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  g_clear_object (&self->adjustment);
  g_clear_pointer (&self->scale, gtk_widget_unparent);
  cp_plot_style_clear (&self->style);
  G_OBJECT_CLASS (cp_threshold_plot_parent_class)->dispose (object);
}

static void
cp_threshold_plot_finalize (GObject *object)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (object);

  cp_threshold_bins_clear (&self->drawing.bins);
  G_OBJECT_CLASS (cp_threshold_plot_parent_class)->finalize (object);
}

static void
cp_threshold_plot_class_init (CpThresholdPlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = cp_threshold_plot_set_property;
  object_class->dispose = cp_threshold_plot_dispose;
  object_class->finalize = cp_threshold_plot_finalize;
  widget_class->measure = cp_threshold_plot_measure;
  widget_class->size_allocate = cp_threshold_plot_size_allocate;
  widget_class->snapshot = cp_threshold_plot_snapshot;
  widget_class->css_changed = cp_threshold_plot_css_changed;
  widget_class->query_tooltip = cp_threshold_plot_query_tooltip;

  properties[PROP_ADJUSTMENT] =
    g_param_spec_object ("adjustment", NULL, NULL, GTK_TYPE_ADJUSTMENT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_css_name (widget_class, "thresholdplot");
}

static void
cp_threshold_plot_init (CpThresholdPlot *self)
{
  for (guint i = 0; i < CP_N_THRESHOLD_MARKS; i++)
    self->drawing.marks[i] = NAN;

  /* Without a drawn value the scale does not round. Probabilities grow rightwards in any language. */
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, NULL);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (self->scale), FALSE);
  gtk_widget_set_direction (self->scale, GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Decision threshold"), -1);
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
  g_signal_connect_swapped (self->scale, "change-value", G_CALLBACK (slider_moved), self);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  add_fine_steps (self);
  add_drag (self);
}
