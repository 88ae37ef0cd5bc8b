/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-plot.h"

#include "loss-plot-drawing.h"

#include <glib/gi18n-lib.h>

#define SMALLEST_WIDTH 260
#define NATURAL_WIDTH 560
#define SMALLEST_HEIGHT 140
#define NATURAL_HEIGHT 240

struct _CpLossPlot
{
  GtkWidget parent_instance;

  CpLossCurves curves;
  GListModel *runs;    /* (nullable) of CpRunEntry */
  GPtrArray *entries;  /* its CpRunEntry that are listened to */
  GPtrArray *followed; /* CpLossHistory that are listened to */
  CpPlotStyle style;
  double pointer; /* x of the pointer; negative when it is elsewhere */
};

enum
{
  PROP_0,
  PROP_HISTORY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpLossPlot, cp_loss_plot, GTK_TYPE_WIDGET)

static void
describe (CpLossPlot *self)
{
  g_autofree char *text = cp_loss_curves_describe (&self->curves);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* However often this comes, the frame clock draws once a frame. */
static void
on_history_changed (CpLossPlot *self)
{
  cp_loss_curves_update (&self->curves);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_plot (CpLossPlot *self,
           cairo_t    *cr,
           double      width,
           double      height)
{
  const guint n = cp_loss_curves_get_n (&self->curves);
  CpLossDrawing drawing;

  cp_loss_drawing_init (&drawing, &self->curves, &self->style, width, height);
  cp_loss_draw_axes (&drawing, cr);
  cp_loss_draw_lines (&drawing, cr);
  cp_loss_draw_legend (&drawing, cr);
  if (self->pointer >= drawing.left && self->pointer <= cp_loss_drawing_get_x (&drawing, n) + 1)
    cp_loss_draw_readout (&drawing, MIN (n, cp_loss_drawing_get_batch (&drawing, self->pointer)), cr);
}

static void
cp_loss_plot_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  CpLossPlot *self = CP_LOSS_PLOT (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cp_plot_style_update (&self->style, widget);
  if (cp_loss_curves_get_n (&self->curves) > 0)
    draw_plot (self, cr, width, height);
  else
    cp_plot_text_draw (&self->style, cr, &self->style.dim, _("The loss appears here once training starts"),
                       width / 2.0, height / 2.0, 0.5, 0.5);
  cairo_destroy (cr);
}

static void
cp_loss_plot_measure (GtkWidget      *widget,
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
cp_loss_plot_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_loss_plot_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
point (CpLossPlot *self,
       double      x)
{
  if (self->pointer == x)
    return;

  self->pointer = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_moved (CpLossPlot *self,
               double      x,
               double      y)
{
  point (self, x);
}

static void
pointer_left (CpLossPlot *self)
{
  point (self, -1);
}

/**
 * cp_loss_plot_new:
 *
 * The loss of a training run while it runs: each batch, smoothed, and on
 * validation, with the learning rate; and other runs' validation losses.
 *
 * Returns: (transfer floating): a new plot
 */
GtkWidget *
cp_loss_plot_new (void)
{
  return g_object_new (CP_TYPE_LOSS_PLOT, NULL);
}

/**
 * cp_loss_plot_get_history:
 * @self: a plot
 *
 * Returns: (nullable) (transfer none): what it shows in full: the history that was set, or the current run's
 */
CpLossHistory *
cp_loss_plot_get_history (CpLossPlot *self)
{
  g_return_val_if_fail (CP_IS_LOSS_PLOT (self), NULL);

  return self->curves.current != NULL ? cp_loss_series_get_history (self->curves.current->series) : NULL;
}

static void
unfollow_histories (CpLossPlot *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_func (self->followed->pdata[i], on_history_changed, self);
  g_ptr_array_set_size (self->followed, 0);
}

static void
follow_history (CpLossPlot        *self,
                const CpLossCurve *curve)
{
  CpLossHistory *history = cp_loss_series_get_history (curve->series);

  g_signal_connect_swapped (history, "changed", G_CALLBACK (on_history_changed), self);
  g_ptr_array_add (self->followed, g_object_ref (history));
}

static void
follow_histories (CpLossPlot *self)
{
  unfollow_histories (self);
  if (self->curves.current != NULL)
    follow_history (self, self->curves.current);
  for (guint i = 0; i < self->curves.others->len; i++)
    follow_history (self, self->curves.others->pdata[i]);
  on_history_changed (self);
}

/**
 * cp_loss_plot_set_history:
 * @self: a plot
 * @history: (nullable): a history
 *
 * Shows a run by itself, and follows it.
 */
void
cp_loss_plot_set_history (CpLossPlot    *self,
                          CpLossHistory *history)
{
  g_return_if_fail (CP_IS_LOSS_PLOT (self));
  g_return_if_fail (history == NULL || CP_IS_LOSS_HISTORY (history));

  if (cp_loss_plot_get_history (self) == history)
    return;

  cp_loss_curves_set_single (&self->curves, history);
  follow_histories (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HISTORY]);
}

/* Another run is current, or is to be seen. */
static void
on_choice_changed (CpLossPlot *self)
{
  CpLossHistory *before = cp_loss_plot_get_history (self);

  cp_loss_curves_collect (&self->curves, self->runs);
  follow_histories (self);
  if (cp_loss_plot_get_history (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HISTORY]);
}

static void
unfollow_entries (CpLossPlot *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    g_signal_handlers_disconnect_by_func (self->entries->pdata[i], on_choice_changed, self);
  g_ptr_array_set_size (self->entries, 0);
}

static void
on_runs_changed (CpLossPlot *self)
{
  unfollow_entries (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++)
    {
      CpRunEntry *entry = g_list_model_get_item (self->runs, i);

      g_signal_connect_swapped (entry, "notify::current", G_CALLBACK (on_choice_changed), self);
      g_signal_connect_swapped (entry, "notify::shown", G_CALLBACK (on_choice_changed), self);
      g_ptr_array_add (self->entries, entry);
    }
  on_choice_changed (self);
}

static void
forget_runs (CpLossPlot *self)
{
  unfollow_entries (self);
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_func (self->runs, on_runs_changed, self);
  g_clear_object (&self->runs);
}

/**
 * cp_loss_plot_set_runs:
 * @self: a plot
 * @runs: a list of #CpRunEntry
 *
 * Follows a list: shows its current run in full, and of those that are to be
 * shown their validation curves.
 */
void
cp_loss_plot_set_runs (CpLossPlot *self,
                       GListModel *runs)
{
  g_return_if_fail (CP_IS_LOSS_PLOT (self));
  g_return_if_fail (G_IS_LIST_MODEL (runs));

  forget_runs (self);
  self->runs = g_object_ref (runs);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (on_runs_changed), self);
  on_runs_changed (self);
}

static void
cp_loss_plot_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_HISTORY:
      g_value_set_object (value, cp_loss_plot_get_history (CP_LOSS_PLOT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_loss_plot_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_HISTORY:
      cp_loss_plot_set_history (CP_LOSS_PLOT (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_loss_plot_dispose (GObject *object)
{
  CpLossPlot *self = CP_LOSS_PLOT (object);

  forget_runs (self);
  unfollow_histories (self);
  cp_loss_curves_set_single (&self->curves, NULL);
  cp_plot_style_clear (&self->style);
  G_OBJECT_CLASS (cp_loss_plot_parent_class)->dispose (object);
}

static void
cp_loss_plot_finalize (GObject *object)
{
  CpLossPlot *self = CP_LOSS_PLOT (object);

  cp_loss_curves_clear (&self->curves);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->followed);
  G_OBJECT_CLASS (cp_loss_plot_parent_class)->finalize (object);
}

static void
cp_loss_plot_class_init (CpLossPlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_loss_plot_get_property;
  object_class->set_property = cp_loss_plot_set_property;
  object_class->dispose = cp_loss_plot_dispose;
  object_class->finalize = cp_loss_plot_finalize;
  widget_class->snapshot = cp_loss_plot_snapshot;
  widget_class->measure = cp_loss_plot_measure;
  widget_class->css_changed = cp_loss_plot_css_changed;

  properties[PROP_HISTORY] =
    g_param_spec_object ("history", NULL, NULL, CP_TYPE_LOSS_HISTORY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_css_name (widget_class, "lossplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cp_loss_plot_init (CpLossPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->pointer = -1;
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  cp_loss_curves_init (&self->curves);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Loss plot"), -1);
  describe (self);
}
