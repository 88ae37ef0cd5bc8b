/* SPDX-License-Identifier: MIT */
#include "colors.h"
#include "confusion-matrix.h"
#include "metric-list.h"
#include "threshold-plot.h"
#include "widget-test.h"

#include <math.h>

typedef struct
{
  CpReview *review;
  GtkWidget *strip;
  GtkWidget *window;
  CpThresholdPlot *plot;
  GtkWidget *scale;
  GtkWidget *entry;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->review = cp_widget_test_review ();
  f->strip = g_object_new (CP_TYPE_THRESHOLD_STRIP, "review", f->review, NULL);
  f->window = cp_widget_test_show (f->strip, 700, 190);
  f->plot = CP_THRESHOLD_PLOT (cp_widget_test_find (f->strip, CP_TYPE_THRESHOLD_PLOT));
  f->scale = cp_widget_test_find (f->strip, GTK_TYPE_SCALE);
  f->entry = cp_widget_test_find (f->strip, GTK_TYPE_SPIN_BUTTON);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_ref (f->strip);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->strip);
  g_assert_finalize_object (f->review);
}

static void
test_accessible (Fixture       *f,
                 gconstpointer  data)
{
  cp_review_set_threshold (f->review, 0.25);
  gtk_test_accessible_assert_role (f->scale, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_LABEL, "Decision threshold");
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.25);
  cp_review_set_threshold (f->review, 0.1);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "missed 3, false alarms 119");
  cp_review_set_scores (f->review, CP_SPLIT_TEST, NULL, 0, NULL);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "No probabilities yet: train a model or open one");
  gtk_test_accessible_assert_role (f->entry, GTK_ACCESSIBLE_ROLE_SPIN_BUTTON);
  gtk_test_accessible_assert_property (f->entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Threshold value");
}

static void
test_property (Fixture       *f,
               gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (f->strip);
  g_autoptr (CpReview) other = cp_review_new ();
  guint notified;

  cp_widget_test_count (strip, "notify::review", &notified);
  cp_threshold_strip_set_review (strip, f->review);
  g_assert_cmpuint (notified, ==, 0);
  cp_threshold_strip_set_review (strip, other);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (cp_threshold_strip_get_review (strip) == other);
  cp_review_set_threshold (f->review, 0.9);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (f->scale)), ==, 0.5);
  cp_threshold_strip_set_review (strip, NULL);
  g_assert_cmpuint (notified, ==, 2);
}

static void
move (Fixture       *f,
      GtkScrollType  scroll,
      guint          times)
{
  for (guint i = 0; i < times; i++)
    g_signal_emit_by_name (f->scale, "move-slider", scroll);
}

static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  cp_review_set_threshold (f->review, 0.2);
  move (f, GTK_SCROLL_STEP_RIGHT, 10);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.3);
  move (f, GTK_SCROLL_STEP_LEFT, 1);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.29);
  move (f, GTK_SCROLL_END, 1);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 1);
  move (f, GTK_SCROLL_START, 1);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0);
}

static void
press_with_shift (Fixture *f,
                  guint    key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->scale);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) &&
                        j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == GDK_SHIFT_MASK)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, f->scale,
                                          gtk_shortcut_get_arguments (shortcut));
        }
    }
}

static void
test_fine_keys (Fixture       *f,
                gconstpointer  data)
{
  cp_review_set_threshold (f->review, 0.1);
  for (guint i = 0; i < 3; i++)
    press_with_shift (f, GDK_KEY_Right);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.103);
  press_with_shift (f, GDK_KEY_Left);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.102);
  press_with_shift (f, GDK_KEY_Up);
  press_with_shift (f, GDK_KEY_Down);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.102);
}

static GtkWidget *
find_handle (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_str_equal (gtk_widget_get_css_name (child), "handle") ? child : find_handle (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The drawing's x of the threshold is the centre of the handle, the line there cuts it. */
static void
test_handle_cuts (Fixture       *f,
                  gconstpointer  data)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  GtkWidget *handle = find_handle (GTK_WIDGET (f->plot));
  double worst = 0;

  for (guint i = 0; i <= 37; i++)
    {
      graphene_rect_t bounds;
      double x = cp_strip_geometry_get_x (g, i / 37.0);

      cp_review_set_threshold (f->review, i / 37.0);
      gtk_test_widget_wait_for_draw (f->strip);
      g_assert_true (gtk_widget_compute_bounds (handle, GTK_WIDGET (f->plot), &bounds));
      worst = MAX (worst, fabs (bounds.origin.x + bounds.size.width / 2 - x));
      g_assert_cmpfloat (fabs (bounds.origin.x + bounds.size.width / 2 - x), <=, 0.51);
      g_assert_cmpfloat (fabs (bounds.origin.y + bounds.size.height / 2 - g->axis), <=, 1);
    }
  g_test_message ("handle off the line by at most %.3f px", worst);
  g_assert_cmpfloat (g->x1 - g->x0, >, 600);
}

/* The same on the logit axis, where the slider that assistive technology sees keeps to 0…1. */
static void
test_logit (Fixture       *f,
            gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (f->strip);
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  double linear = cp_strip_geometry_get_x (g, 0.1);
  guint notified;

  cp_widget_test_count (strip, "notify::logit", &notified);
  cp_threshold_strip_set_logit (strip, TRUE);
  g_assert_true (cp_threshold_strip_get_logit (strip));
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpfloat (cp_strip_geometry_get_x (g, 0.1), >, linear + 100);
  test_handle_cuts (f, data);

  gtk_adjustment_set_value (gtk_range_get_adjustment (GTK_RANGE (f->scale)), 0.1);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.1);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.1);

  cp_review_set_threshold (f->review, 0.5);
  move (f, GTK_SCROLL_STEP_RIGHT, 10);
  g_assert_cmpfloat_with_epsilon (cp_review_get_threshold (f->review), 1 / (1 + exp (-1)), 1e-7);
  move (f, GTK_SCROLL_PAGE_LEFT, 2);
  g_assert_cmpfloat_with_epsilon (cp_review_get_threshold (f->review), 1 / (1 + exp (1)), 1e-7);
  move (f, GTK_SCROLL_END, 1);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 1);
}

static void
test_remark (Fixture       *f,
             gconstpointer  data)
{
  cp_review_set_threshold (f->review, 0.1);
  cp_threshold_strip_set_remark (CP_THRESHOLD_STRIP (f->strip), "Saves 1 missed pneumonia");
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Saves 1 missed pneumonia. missed 3, false alarms 119");
  cp_review_set_threshold (f->review, 0.2);
  cp_review_set_threshold (f->review, 0.1);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "missed 3, false alarms 119");
}

static void
test_sealed (Fixture       *f,
             gconstpointer  data)
{
  cp_review_set_sealed (f->review, TRUE);
  gtk_test_accessible_assert_property (f->scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Test figures are sealed");
}

static guint32
pack (const GdkRGBA *color)
{
  return 0xff000000 | (guint32) lround (color->red * 255) << 16 | (guint32) lround (color->green * 255) << 8 |
         (guint32) lround (color->blue * 255);
}

static gboolean
near (guint32 pixel,
      guint32 color)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (pixel >> shift & 0xff) - (int) (color >> shift & 0xff)) > 3)
      return FALSE;
  return pixel >> 24 == 0xff;
}

/* Share of the pixels of one colour in a row between two thresholds. */
static double
share_of (Fixture         *f,
          cairo_surface_t *surface,
          const char      *color,
          double           from,
          double           to,
          double           y)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  int start = (int) ceil (cp_strip_geometry_get_x (g, from));
  int end = (int) cp_strip_geometry_get_x (g, to);
  guint matches = 0;
  GdkRGBA rgba;

  cp_widget_lookup_color (GTK_WIDGET (f->plot), color, &rgba);
  for (int x = start; x < end; x++)
    matches += near (cp_widget_test_pixel (surface, x, (int) y), pack (&rgba));
  return (double) matches / (end - start);
}

/* Right of the cut pneumonia is solid and normal hatched; left of it the other way round. */
static void
test_hatch (Fixture       *f,
            gconstpointer  data)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  cairo_surface_t *surface;

  cp_review_set_threshold (f->review, 0.5);
  surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.55, 0.9, g->axis - 5), >, 0.7);
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.15, 0.45, g->axis - 5), <, 0.3);
  g_assert_cmpfloat (share_of (f, surface, "cp_normal", 0.15, 0.45, g->axis + 5), >, 0.7);
  g_assert_cmpfloat (share_of (f, surface, "cp_normal", 0.55, 0.9, g->axis + 5), <, 0.3);
  cairo_surface_destroy (surface);

  cp_review_set_threshold (f->review, 0);
  surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.15, 0.45, g->axis - 5), >, 0.7);
  g_assert_cmpfloat (share_of (f, surface, "cp_normal", 0.15, 0.45, g->axis + 5), <, 0.3);
  cairo_surface_destroy (surface);
}

/* What is kept from one threshold to the next is drawn anew for other probabilities and on another axis. */
static void
test_redrawn (Fixture       *f,
              gconstpointer  data)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  cairo_surface_t *surface;
  double p[624];

  for (guint i = 0; i < G_N_ELEMENTS (p); i++)
    p[i] = 0.2;
  cp_review_set_threshold (f->review, 0.1);
  cairo_surface_destroy (cp_widget_test_draw (GTK_WIDGET (f->plot)));
  cp_review_set_scores (f->review, CP_SPLIT_TEST, p, G_N_ELEMENTS (p), NULL);
  surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.25, 0.9, g->axis - 5), ==, 0);
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.203, 0.208, g->axis - 5), >, 0.9);
  cairo_surface_destroy (surface);

  cp_threshold_strip_set_logit (CP_THRESHOLD_STRIP (f->strip), TRUE);
  surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.25, 0.9, g->axis - 5), ==, 0);
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0.19, 0.21, g->axis - 5), >, 0.3);
  cairo_surface_destroy (surface);
}

/* The line is found where it crosses the bands of labels. */
static void
test_cut_line (Fixture       *f,
               gconstpointer  data)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  static const double thresholds[] = { 0, 0.1, 0.2345, 0.5, 0.77, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (thresholds); i++)
    {
      double x = cp_strip_geometry_get_x (g, thresholds[i]);
      double sum = 0, weight = 0;
      cairo_surface_t *surface;

      cp_review_set_threshold (f->review, thresholds[i]);
      surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
      for (int column = MAX (0, (int) x - 4); column < x + 4; column++)
        {
          guint alpha = cp_widget_test_pixel (surface, column, 1) >> 24;

          sum += alpha * (column + 0.5);
          weight += alpha;
        }
      g_assert_cmpfloat (weight, >, 255);
      g_assert_cmpfloat_with_epsilon (sum / weight, x, 0.1);
      cairo_surface_destroy (surface);
    }
}

static GtkGesture *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        return GTK_GESTURE (controller);
    }
  return NULL;
}

static void
test_drag (Fixture       *f,
           gconstpointer  data)
{
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  GtkGesture *drag = find_drag (GTK_WIDGET (f->plot));

  g_signal_emit_by_name (drag, "drag-begin", cp_strip_geometry_get_x (g, 0.25), 30.0);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.25);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == f->scale);
  g_signal_emit_by_name (drag, "drag-update", (g->x1 - g->x0) / 2, 4.0);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0.75);
  g_signal_emit_by_name (drag, "drag-update", 5000.0, 4.0);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 1);
  g_signal_emit_by_name (drag, "drag-update", -5000.0, 4.0);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 0);
}

static guint
count_text_pixels (Fixture *f,
                   double   threshold,
                   double   y)
{
  double x = cp_strip_geometry_get_x (cp_threshold_plot_get_geometry (f->plot), threshold);
  cairo_surface_t *surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  guint n = 0;

  for (int column = (int) x - 5; column < x + 5; column++)
    n += cp_widget_test_pixel (surface, column, (int) y) >> 24 > 0x80;
  cairo_surface_destroy (surface);
  return n;
}

static void
test_marks (Fixture       *f,
            gconstpointer  data)
{
  CpThresholdStrip *strip = CP_THRESHOLD_STRIP (f->strip);
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  double y = g->top - 6;

  cp_review_set_threshold (f->review, 0.8);
  g_assert_true (isnan (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_CHOSEN)));
  g_assert_true (isnan (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_PINNED)));
  g_assert_cmpuint (count_text_pixels (f, 0.3, y), ==, 0);
  cp_threshold_strip_set_mark (strip, CP_THRESHOLD_MARK_CHOSEN, 0.3);
  g_assert_cmpfloat (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_CHOSEN), ==, 0.3);
  g_assert_true (isnan (cp_threshold_strip_get_mark (strip, CP_THRESHOLD_MARK_PINNED)));
  g_assert_cmpuint (count_text_pixels (f, 0.3, y), >, 3);
  cp_threshold_strip_set_mark (strip, CP_THRESHOLD_MARK_CHOSEN, NAN);
  g_assert_cmpuint (count_text_pixels (f, 0.3, y), ==, 0);
}

/* Drawn without a review, without scores and with all of one class, at any width. */
static void
test_unusual (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (CpReview) empty = cp_review_new ();
  const CpStripGeometry *g = cp_threshold_plot_get_geometry (f->plot);
  cairo_surface_t *surface;

  cp_threshold_strip_set_review (CP_THRESHOLD_STRIP (f->strip), empty);
  surface = cp_widget_test_draw (GTK_WIDGET (f->plot));
  g_assert_cmpfloat (share_of (f, surface, "cp_pneumonia", 0, 1, g->axis - 3), ==, 0);
  cairo_surface_destroy (surface);

  cp_threshold_strip_set_review (CP_THRESHOLD_STRIP (f->strip), NULL);
  cairo_surface_destroy (cp_widget_test_draw (GTK_WIDGET (f->plot)));
  cp_threshold_strip_set_review (CP_THRESHOLD_STRIP (f->strip), f->review);
  cp_review_set_scores (f->review, CP_SPLIT_TEST, NULL, 0, NULL);
  cairo_surface_destroy (cp_widget_test_draw (GTK_WIDGET (f->plot)));
}

/* Strip, matrix and metrics must fit the foot of the smallest window. */
static void
test_compact (Fixture       *f,
              gconstpointer  data)
{
  GtkWidget *matrix = g_object_ref_sink (g_object_new (CP_TYPE_CONFUSION_MATRIX, "review", f->review, NULL));
  GtkWidget *metrics = g_object_ref_sink (g_object_new (CP_TYPE_METRIC_LIST, "review", f->review, NULL));
  GtkWidget *all[] = { f->strip, matrix, metrics };
  int width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      GtkRequisition least;

      gtk_widget_get_preferred_size (all[i], &least, NULL);
      g_test_message ("%s at least %d×%d", G_OBJECT_TYPE_NAME (all[i]), least.width, least.height);
      g_assert_cmpint (least.height, <=, 200);
      width += least.width;
    }
  g_assert_cmpint (width, <, 1000);
  g_object_unref (matrix);
  g_object_unref (metrics);
}

static void
test_geometry (void)
{
  const CpStripGeometry g = { .x0 = 10, .x1 = 510 };
  const CpStripGeometry flat = { .x0 = 10, .x1 = 10 };

  g_assert_cmpfloat (cp_strip_geometry_get_x (&g, 0.1), ==, 60);
  g_assert_cmpfloat (cp_strip_geometry_get_threshold (&g, 60), ==, 0.1);
  g_assert_cmpfloat (cp_strip_geometry_get_threshold (&g, 9), ==, 0);
  g_assert_cmpfloat (cp_strip_geometry_get_threshold (&g, 511), ==, 1);
  g_assert_cmpfloat (cp_strip_geometry_get_threshold (&flat, 10), ==, 0);
}

#define ADD(path, function) g_test_add ("/threshold-strip/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/threshold-strip/geometry", test_geometry);
  ADD ("accessible", test_accessible);
  ADD ("property", test_property);
  ADD ("keys", test_keys);
  ADD ("fine-keys", test_fine_keys);
  ADD ("handle-cuts", test_handle_cuts);
  ADD ("logit", test_logit);
  ADD ("remark", test_remark);
  ADD ("sealed", test_sealed);
  ADD ("hatch", test_hatch);
  ADD ("redrawn", test_redrawn);
  ADD ("cut-line", test_cut_line);
  ADD ("drag", test_drag);
  ADD ("marks", test_marks);
  ADD ("unusual", test_unusual);
  ADD ("compact", test_compact);
  return g_test_run ();
}
