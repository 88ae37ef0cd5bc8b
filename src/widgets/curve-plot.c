/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "curve-plot.h"

#include "image-words.h"
#include "plot-axis.h"
#include "plot-style.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINIMUM_SIDE 180
#define NATURAL_SIDE 300
#define GAP 6.0
#define POINT_RADIUS 5.0

/* Thresholds are taken evenly in logits, where a network spreads its answers:
 * 0.01 apart and from e^-20 to 1 - e^-20. */
#define LARGEST_LOGIT 20.0
#define N_SAMPLES 4001

typedef struct
{
  double x, y;
} Point;

struct _CpCurvePlot
{
  GtkWidget parent_instance;

  CpCurve curve;
  CpReview *review;
  GArray *points; /* of Point, from the highest threshold to the lowest */
  CpPlotStyle style;
};

enum
{
  PROP_CURVE = 1,
  PROP_REVIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpCurvePlot, cp_curve_plot, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (CpCurve, cp_curve,
                    G_DEFINE_ENUM_VALUE (CP_CURVE_ROC, "roc"),
                    G_DEFINE_ENUM_VALUE (CP_CURVE_PRECISION_RECALL, "precision-recall"))

/**
 * cp_curve_point:
 * @curve: a curve
 * @confusion: at some threshold
 * @x: (out): 0 to 1
 * @y: (out): 0 to 1
 *
 * Says where a threshold lies on a curve.
 *
 * Returns: whether both figures are defined there
 */
gboolean
cp_curve_point (CpCurve      curve,
                CpConfusion  confusion,
                double      *x,
                double      *y)
{
  double recall = (double) confusion.tp / (double) (confusion.tp + confusion.fn);

  if (curve == CP_CURVE_ROC)
    {
      *x = (double) confusion.fp / (double) (confusion.fp + confusion.tn);
      *y = recall;
    }
  else
    {
      *x = recall;
      *y = (double) confusion.tp / (double) (confusion.tp + confusion.fp);
    }
  return isfinite (*x) && isfinite (*y);
}

static void
add_point (CpCurvePlot   *self,
           CpPredictions *predictions,
           double         threshold)
{
  Point point;

  if (!cp_curve_point (self->curve, cp_confusion_at (predictions, threshold), &point.x, &point.y))
    return;

  if (self->points->len > 0)
    {
      const Point *last = &g_array_index (self->points, Point, self->points->len - 1);

      if (last->x == point.x && last->y == point.y)
        return;
    }
  g_array_append_val (self->points, point);
}

static void
sample (CpCurvePlot *self)
{
  CpPredictions *predictions = self->review != NULL ? cp_review_get_predictions (self->review) : NULL;

  g_array_set_size (self->points, 0);
  if (predictions != NULL)
    {
      add_point (self, predictions, nextafter (1, 2));
      for (guint i = 0; i < N_SAMPLES; i++)
        {
          double logit = LARGEST_LOGIT - i * 2 * LARGEST_LOGIT / (N_SAMPLES - 1);

          add_point (self, predictions, 1 / (1 + exp (-logit)));
        }
      add_point (self, predictions, 0);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
describe (CpCurvePlot *self)
{
  CpConfusion confusion = cp_review_get_confusion (self->review);
  const char *name = self->curve == CP_CURVE_ROC ? _("ROC curve") : _("Precision–recall curve");
  g_autofree char *text = NULL;
  g_autofree char *xs = NULL;
  g_autofree char *ys = NULL;
  double x, y;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!cp_curve_point (self->curve, confusion, &x, &y))
    text = g_strdup (_("No operating point: nothing to count at this threshold"));
  else
    {
      xs = cp_probability_to_string (x);
      ys = cp_probability_to_string (y);
      text = self->curve == CP_CURVE_ROC
               ? g_strdup_printf (_("Operating point: recall %s, false alarm rate %s"), ys, xs)
               : g_strdup_printf (_("Operating point: precision %s, recall %s"), ys, xs);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* The square in which 0…1 by 0…1 is drawn, the labels to its left and below. */
static void
get_area (CpCurvePlot *self,
          double      *x0,
          double      *y0,
          double      *side)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double tick_width, line;

  cp_plot_text_measure (&self->style, "0.0", &tick_width, &line);
  *side = floor (MIN (width - tick_width - line - 3 * GAP, height - 2 * line - 3 * GAP));
  *x0 = floor ((width - *side - tick_width - line - 2 * GAP) / 2 + tick_width + line + 2 * GAP) + 0.5;
  *y0 = GAP + 0.5;
}

static void
draw_grid (CpCurvePlot *self,
           cairo_t     *cr,
           double       x0,
           double       y0,
           double       side)
{
  CpPlotTicks ticks;
  char text[CP_PLOT_TICK_LENGTH];

  cp_plot_ticks_init (&ticks, 0, 1, 6);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < ticks.n; i++)
    {
      double at = floor (cp_plot_ticks_get (&ticks, i) * side);

      cp_plot_ticks_format (&ticks, i, text);
      gdk_cairo_set_source_rgba (cr, &self->style.grid);
      cairo_move_to (cr, x0 + at, y0);
      cairo_line_to (cr, x0 + at, y0 + side);
      cairo_move_to (cr, x0, y0 + side - at);
      cairo_line_to (cr, x0 + side, y0 + side - at);
      cairo_stroke (cr);
      cp_plot_text_draw (&self->style, cr, &self->style.dim, text, x0 + at, y0 + side + GAP, 0.5, 0);
      cp_plot_text_draw (&self->style, cr, &self->style.dim, text, x0 - GAP, y0 + side - at, 1, 0.5);
    }
}

static void
draw_titles (CpCurvePlot *self,
             cairo_t     *cr,
             double       x0,
             double       y0,
             double       side)
{
  gboolean roc = self->curve == CP_CURVE_ROC;
  double tick_width, line;

  cp_plot_text_measure (&self->style, "0.0", &tick_width, &line);
  cp_plot_text_draw (&self->style, cr, &self->style.text, roc ? _("False alarm rate (1 − specificity)") : _("Recall"),
                     x0 + side / 2, y0 + side + GAP + line, 0.5, 0);
  cairo_save (cr);
  cairo_translate (cr, floor (x0 - 2 * GAP - tick_width), floor (y0 + side / 2));
  cairo_rotate (cr, -G_PI_2);
  cp_plot_text_draw (&self->style, cr, &self->style.text, roc ? _("Recall") : _("Precision"), 0, 0, 0.5, 1);
  cairo_restore (cr);
}

/* What guessing would give: the diagonal, or the share of pneumonia. */
static void
draw_chance (CpCurvePlot *self,
             cairo_t     *cr,
             double       x0,
             double       y0,
             double       side)
{
  static const double dashes[] = { 4, 4 };
  CpConfusion all = cp_review_get_confusion (self->review);
  double positives = (double) (all.tp + all.fn);
  double prevalence = positives / (positives + (double) (all.fp + all.tn));

  if (isnan (prevalence))
    return;

  gdk_cairo_set_source_rgba (cr, &self->style.dim);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x0, y0 + side * (self->curve == CP_CURVE_ROC ? 1 : 1 - prevalence));
  cairo_line_to (cr, x0 + side, y0 + side * (self->curve == CP_CURVE_ROC ? 0 : 1 - prevalence));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_curve (CpCurvePlot *self,
            cairo_t     *cr,
            double       x0,
            double       y0,
            double       side)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->points->len; i++)
    {
      const Point *point = &g_array_index (self->points, Point, i);

      cairo_line_to (cr, x0 + point->x * side, y0 + (1 - point->y) * side);
    }
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, &self->style.pneumonia);
  cairo_stroke (cr);
}

static void
draw_operating_point (CpCurvePlot *self,
                      cairo_t     *cr,
                      double       x0,
                      double       y0,
                      double       side)
{
  double x, y;

  if (!cp_curve_point (self->curve, cp_review_get_confusion (self->review), &x, &y))
    return;

  cairo_arc (cr, x0 + x * side, y0 + (1 - y) * side, POINT_RADIUS, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &self->style.background);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &self->style.text);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
cp_curve_plot_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CpCurvePlot *self = CP_CURVE_PLOT (widget);
  double x0, y0, side;
  cairo_t *cr;

  if (self->review == NULL)
    return;

  cp_plot_style_update (&self->style, widget);
  get_area (self, &x0, &y0, &side);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                       (float) gtk_widget_get_height (widget)));
  draw_grid (self, cr, x0, y0, side);
  draw_titles (self, cr, x0, y0, side);
  draw_chance (self, cr, x0, y0, side);
  draw_curve (self, cr, x0, y0, side);
  draw_operating_point (self, cr, x0, y0, side);
  cairo_destroy (cr);
}

static void
cp_curve_plot_measure (GtkWidget      *widget,
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
cp_curve_plot_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CpCurvePlot *self = CP_CURVE_PLOT (object);

  switch (prop_id)
    {
    case PROP_CURVE:
      g_value_set_enum (value, self->curve);
      break;
    case PROP_REVIEW:
      g_value_set_object (value, self->review);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_curve_plot_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CpCurvePlot *self = CP_CURVE_PLOT (object);

  switch (prop_id)
    {
    case PROP_CURVE:
      self->curve = (CpCurve) g_value_get_enum (value);
      break;
    case PROP_REVIEW:
      cp_curve_plot_set_review (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_curve_plot_dispose (GObject *object)
{
  CpCurvePlot *self = CP_CURVE_PLOT (object);

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  cp_plot_style_clear (&self->style);

  G_OBJECT_CLASS (cp_curve_plot_parent_class)->dispose (object);
}

static void
cp_curve_plot_finalize (GObject *object)
{
  g_array_unref (CP_CURVE_PLOT (object)->points);

  G_OBJECT_CLASS (cp_curve_plot_parent_class)->finalize (object);
}

static void
cp_curve_plot_class_init (CpCurvePlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_curve_plot_get_property;
  object_class->set_property = cp_curve_plot_set_property;
  object_class->dispose = cp_curve_plot_dispose;
  object_class->finalize = cp_curve_plot_finalize;
  widget_class->measure = cp_curve_plot_measure;
  widget_class->snapshot = cp_curve_plot_snapshot;

  properties[PROP_CURVE] =
    g_param_spec_enum ("curve", NULL, NULL, CP_TYPE_CURVE, CP_CURVE_ROC,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "curveplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cp_curve_plot_init (CpCurvePlot *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (Point));
}

/**
 * cp_curve_plot_new:
 * @curve: which one
 *
 * Returns: (transfer floating): a plot without a review
 */
GtkWidget *
cp_curve_plot_new (CpCurve curve)
{
  return g_object_new (CP_TYPE_CURVE_PLOT, "curve", curve, NULL);
}

/**
 * cp_curve_plot_get_review:
 * @self: a plot
 *
 * Returns: (transfer none) (nullable): whose predictions it shows
 */
CpReview *
cp_curve_plot_get_review (CpCurvePlot *self)
{
  g_return_val_if_fail (CP_IS_CURVE_PLOT (self), NULL);

  return self->review;
}

/**
 * cp_curve_plot_set_review:
 * @self: a plot
 * @review: (nullable): whose predictions to show
 *
 * Shows another review's predictions.
 */
void
cp_curve_plot_set_review (CpCurvePlot *self,
                          CpReview    *review)
{
  g_return_if_fail (CP_IS_CURVE_PLOT (self));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  sample (self);
  if (review != NULL)
    {
      g_signal_connect_object (review, "scores-changed", G_CALLBACK (sample), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (review, "figures-changed", G_CALLBACK (describe), self, G_CONNECT_SWAPPED);
      describe (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}
