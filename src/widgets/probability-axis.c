/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "probability-axis.h"

#include "outcome-mark.h"

#include <math.h>

#define MARK_SIZE 16
#define TRACK_HEIGHT 4
#define HEIGHT 24

struct _CpProbabilityAxis
{
  GtkWidget parent_instance;

  double probability;
  double deviation; /* NaN where there is none */
  double threshold;
  CpOutcome outcome;
  CpPlotStyle style;
};

G_DEFINE_FINAL_TYPE (CpProbabilityAxis, cp_probability_axis, GTK_TYPE_WIDGET)

static void
cp_probability_axis_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 6 * MARK_SIZE : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 20 * MARK_SIZE : HEIGHT;
}

static void
fill_track (cairo_t       *cr,
            const GdkRGBA *color,
            double         x0,
            double         x1)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_rectangle (cr, x0, (HEIGHT - TRACK_HEIGHT) / 2.0, x1 - x0, TRACK_HEIGHT);
  cairo_fill (cr);
}

/* Nobody knows whether the decision is right: a mark of the class it was called, without a verdict. */
static void
draw_dot (CpProbabilityAxis *self,
          cairo_t           *cr,
          double             x)
{
  gdk_cairo_set_source_rgba (cr, self->probability >= self->threshold ? &self->style.pneumonia : &self->style.normal);
  cairo_arc (cr, x, HEIGHT / 2.0, MARK_SIZE / 3.0, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
cp_probability_axis_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  CpProbabilityAxis *self = CP_PROBABILITY_AXIS (widget);
  int width = gtk_widget_get_width (widget);
  double room = width - MARK_SIZE;
  double cut = floor (MARK_SIZE / 2.0 + self->threshold * room) + 0.5;
  cairo_t *cr;

  cp_plot_style_update (&self->style, widget);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, HEIGHT));
  fill_track (cr, &self->style.grid, MARK_SIZE / 2.0, MARK_SIZE / 2.0 + room);

  gdk_cairo_set_source_rgba (cr, &self->style.text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, cut, 2);
  cairo_line_to (cr, cut, HEIGHT - 2);
  cairo_stroke (cr);

  if (!isnan (self->probability))
    {
      double x = floor (self->probability * room);

      if (!isnan (self->deviation))
        fill_track (cr, &self->style.dim, MARK_SIZE / 2.0 + MAX (0, self->probability - self->deviation) * room,
                    MARK_SIZE / 2.0 + MIN (1, self->probability + self->deviation) * room);

      gdk_cairo_set_source_rgba (cr, &self->style.background);
      cairo_arc (cr, x + MARK_SIZE / 2.0, HEIGHT / 2.0, MARK_SIZE / 2.0, 0, 2 * G_PI);
      cairo_fill (cr);
      if (self->outcome != CP_OUTCOME_NONE)
        cp_outcome_mark_draw (self->outcome, &self->style, cr, x, (HEIGHT - MARK_SIZE) / 2.0, MARK_SIZE);
      else
        draw_dot (self, cr, x + MARK_SIZE / 2.0);
    }
  cairo_destroy (cr);
}

static void
cp_probability_axis_dispose (GObject *object)
{
  cp_plot_style_clear (&CP_PROBABILITY_AXIS (object)->style);

  G_OBJECT_CLASS (cp_probability_axis_parent_class)->dispose (object);
}

static void
cp_probability_axis_class_init (CpProbabilityAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_probability_axis_dispose;
  widget_class->measure = cp_probability_axis_measure;
  widget_class->snapshot = cp_probability_axis_snapshot;

  gtk_widget_class_set_css_name (widget_class, "probabilityaxis");
  /* The sentence beside it says the same. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cp_probability_axis_init (CpProbabilityAxis *self)
{
  self->threshold = 0.5;
  self->probability = NAN;
  self->deviation = NAN;
}

/**
 * cp_probability_axis_set:
 * @self: an axis
 * @probability: the image's; NaN where not scored
 * @deviation: of an ensemble's probabilities, else NaN
 * @threshold: where the decision is made
 * @outcome: %CP_OUTCOME_NONE for an image that is not scored or has no label
 *
 * Moves the mark and the cut.
 */
void
cp_probability_axis_set (CpProbabilityAxis *self,
                         double             probability,
                         double             deviation,
                         double             threshold,
                         CpOutcome          outcome)
{
  g_return_if_fail (CP_IS_PROBABILITY_AXIS (self));

  self->probability = probability;
  self->deviation = deviation;
  self->threshold = threshold;
  self->outcome = outcome;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
