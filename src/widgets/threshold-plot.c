/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-plot.h"

#include "accessible.h"
#include "threshold-ground.h"
#include "threshold-slider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHORTEST_BARS 30
#define NATURAL_BARS 44
#define SMALLEST_WIDTH 280
#define NATURAL_WIDTH 560
#define MARK_REACH 5.0
#define MARGIN 8 /* beside the axis, for half of the first and the last label */

struct _CpThresholdPlot
{
  GtkWidget parent_instance;

  GtkWidget *scale;
  GtkWidget *handle;
  GtkAdjustment *adjustment;
  CpReview *review;
  CpPlotStyle style;
  CpStripDrawing drawing;
  CpThresholdGround ground;
  char *notes[CP_N_THRESHOLD_MARKS]; /* (nullable): on the marks */
  char *remark;                      /* (nullable): on the last move */
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
  cp_threshold_ground_clear (&self->ground);
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

static const char *
describe_empty (CpThresholdPlot *self)
{
  if (self->review != NULL && cp_review_get_sealed (self->review) && cp_review_get_split (self->review) == CP_SPLIT_TEST)
    return _("Test figures are sealed");
  return _("No probabilities yet: train a model or open one");
}

/* What the drawing says beside the line, for those who do not see it. */
static void
describe (CpThresholdPlot *self)
{
  g_autofree char *figures = NULL;
  g_autofree char *text = NULL;

  if (self->review != NULL && cp_review_has_scores (self->review))
    figures = g_strdup_printf (_("missed %zu, false alarms %zu"), self->drawing.missed, self->drawing.false_alarms);
  else
    figures = g_strdup (self->drawing.empty);
  text = self->remark != NULL ? g_strdup_printf ("%s. %s", self->remark, figures) : g_strdup (figures);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
figures_changed (CpThresholdPlot *self)
{
  self->drawing.empty = describe_empty (self);
  g_clear_pointer (&self->remark, g_free);
  update_confusion (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
threshold_changed (CpThresholdPlot *self)
{
  cp_accessible_set_value (GTK_ACCESSIBLE (self->scale), gtk_adjustment_get_value (self->adjustment));
  gtk_widget_queue_allocate (GTK_WIDGET (self)); /* the handle's place */
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
allocate_handle (CpThresholdPlot *self)
{
  const CpStripGeometry *g = &self->drawing.geometry;
  double x = cp_strip_geometry_get_x (g, gtk_adjustment_get_value (self->adjustment));
  int width, height;

  gtk_widget_measure (self->handle, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (self->handle, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  gtk_widget_allocate (self->handle, width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) (x - width / 2.0),
                                                                            (float) (g->axis - height / 2.0))));
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
  g->x0 = MARGIN;
  g->x1 = width - MARGIN;
  g->top = band;
  g->bottom = height - 2 * band - 4;
  g->axis = floor ((g->top + g->bottom) / 2) + 0.5;
  gtk_widget_size_allocate (self->scale,
                            &(GtkAllocation) { 0, (int) (g->axis - scale_height / 2.0), width, scale_height }, -1);
  allocate_handle (self);
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
  if (cp_threshold_bins_update (&self->drawing.bins, self->review, self->drawing.geometry.kind,
                                self->drawing.geometry.x1 - self->drawing.geometry.x0))
    cp_threshold_ground_clear (&self->ground);
  update_confusion (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cp_threshold_ground_draw (&self->ground, &self->drawing, &self->style, gtk_widget_get_scale_factor (widget), cr);
  cp_strip_draw_cut (&self->drawing, &self->style, cr);
  cairo_destroy (cr);

  gtk_widget_snapshot_child (widget, self->scale, snapshot);
  gtk_widget_snapshot_child (widget, self->handle, snapshot);
}

static void
cp_threshold_plot_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_threshold_plot_parent_class)->css_changed (widget, change);
  cp_threshold_ground_clear (&CP_THRESHOLD_PLOT (widget)->ground);
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
      g_autofree char *where = NULL;

      if (isnan (value) || fabs (x - cp_strip_geometry_get_x (&self->drawing.geometry, value)) > MARK_REACH)
        continue;
      cp_threshold_format (value, text, sizeof text);
      where = g_strdup_printf (i == CP_THRESHOLD_MARK_PINNED ? _("Pinned to compare with: %s")
                                                             : _("Chosen on validation: %s"), text);
      return self->notes[i] != NULL ? g_strconcat (where, "\n", self->notes[i], NULL) : g_steal_pointer (&where);
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

/* What the entry shows is what counts. */
static void
point_at (CpThresholdPlot *self,
          double           x)
{
  const CpStripGeometry *g = &self->drawing.geometry;

  set_threshold (self, cp_threshold_axis_tidy (g->kind, cp_strip_geometry_get_threshold (g, x)));
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
 * cp_threshold_plot_set_note:
 * @self: a plot
 * @mark: which mark
 * @note: (nullable): more about it, for its tooltip
 *
 * Says how a mark came about.
 */
void
cp_threshold_plot_set_note (CpThresholdPlot *self,
                            CpThresholdMark  mark,
                            const char      *note)
{
  g_return_if_fail (CP_IS_THRESHOLD_PLOT (self));
  g_return_if_fail (mark < CP_N_THRESHOLD_MARKS);

  g_free (self->notes[mark]);
  self->notes[mark] = g_strdup (note);
}

/**
 * cp_threshold_plot_set_remark:
 * @self: a plot
 * @remark: (nullable): what the last move of the threshold cost
 *
 * Adds to what the slider says of itself until the threshold moves again.
 */
void
cp_threshold_plot_set_remark (CpThresholdPlot *self,
                              const char      *remark)
{
  g_return_if_fail (CP_IS_THRESHOLD_PLOT (self));

  g_free (self->remark);
  self->remark = g_strdup (remark);
  describe (self);
}

/**
 * cp_threshold_plot_set_axis:
 * @self: a plot
 * @axis: an axis
 *
 * Lays bars, marks and handle out on another axis. The threshold stays.
 */
void
cp_threshold_plot_set_axis (CpThresholdPlot *self,
                            CpThresholdAxis  axis)
{
  g_return_if_fail (CP_IS_THRESHOLD_PLOT (self));

  self->drawing.geometry.kind = axis;
  forget_counts (self);
  threshold_changed (self);
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
      g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (threshold_changed), self,
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
  g_clear_pointer (&self->handle, gtk_widget_unparent);
  cp_plot_style_clear (&self->style);
  G_OBJECT_CLASS (cp_threshold_plot_parent_class)->dispose (object);
}

static void
cp_threshold_plot_finalize (GObject *object)
{
  CpThresholdPlot *self = CP_THRESHOLD_PLOT (object);

  cp_threshold_bins_clear (&self->drawing.bins);
  cp_threshold_ground_clear (&self->ground);
  for (guint i = 0; i < CP_N_THRESHOLD_MARKS; i++)
    g_free (self->notes[i]);
  g_free (self->remark);
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

  self->drawing.empty = describe_empty (self);
  self->scale = cp_threshold_slider_new (&self->drawing.geometry.kind);
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
  self->handle = g_object_new (GTK_TYPE_BOX, "css-name", "handle", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  add_drag (self);
}
