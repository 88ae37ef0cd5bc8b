/* SPDX-License-Identifier: MIT */
/* Where an image lies, what its pixels look like, and what moves it. */
#include "image-canvas.h"
#include "presets.h"
#include "widget-test.h"

#include <math.h>
#include <string.h>

#define SMALL 28

/* Which of the image's pixels is at a place in the room. */
static double
pixel_at (const CpImagePlacement *placement,
          double                  x)
{
  double left, top, side;

  cp_image_placement_get_area (placement, &left, &top, &side);
  return (x - left) / cp_image_placement_get_scale (placement);
}

static void
test_placement_fits (void)
{
  static const struct { double size, width, height, scale; } cases[] = {
    { 28, 336, 400, 12 },   /* whole pixels, where they are large */
    { 28, 350, 400, 12 },
    { 224, 400, 500, 400 / 224. }, /* else as large as there is room for */
    { 1024, 512, 600, 0.5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CpImagePlacement placement = { 0 };

      cp_image_placement_set_size (&placement, cases[i].size);
      cp_image_placement_set_room (&placement, cases[i].width, cases[i].height);
      g_assert_cmpfloat_with_epsilon (cp_image_placement_get_scale (&placement), cases[i].scale, 1e-9);
      g_assert_true (cp_image_placement_is_whole (&placement));
      g_assert_false (cp_image_placement_can_move (&placement));
    }
}

static void
test_placement_zooms_at (void)
{
  CpImagePlacement placement = { 0 };
  double before;

  cp_image_placement_set_size (&placement, SMALL);
  cp_image_placement_set_room (&placement, 336, 336);
  before = pixel_at (&placement, 100);
  cp_image_placement_zoom_at (&placement, 2, 100, 100);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 24);
  g_assert_cmpfloat_with_epsilon (pixel_at (&placement, 100), before, 1. / 24);
  g_assert_true (cp_image_placement_can_move (&placement));

  cp_image_placement_zoom_at (&placement, 1e9, 0, 0);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 16 * 12);
  cp_image_placement_zoom_at (&placement, 1e-9, 0, 0);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 1);
  cp_image_placement_set_scale (&placement, 0);
  g_assert_true (cp_image_placement_is_whole (&placement));
}

/* A large image can be seen whole and pixel by pixel. */
static void
test_placement_large (void)
{
  CpImagePlacement placement = { 0 };

  cp_image_placement_set_size (&placement, 1024);
  cp_image_placement_set_room (&placement, 512, 512);
  cp_image_placement_set_scale (&placement, 1);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 1);
  g_assert_cmpfloat (pixel_at (&placement, 256), ==, 512);
  cp_image_placement_zoom_at (&placement, 0.01, 0, 0);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 0.5);
}

static void
test_placement_stays_in_sight (void)
{
  CpImagePlacement placement = { 0 };

  cp_image_placement_set_size (&placement, SMALL);
  cp_image_placement_set_room (&placement, 336, 336);
  cp_image_placement_move_to (&placement, 50, 50);
  g_assert_cmpfloat (placement.dx, ==, 0);
  cp_image_placement_set_scale (&placement, 24);
  cp_image_placement_move_to (&placement, 1e6, -1e6);
  g_assert_cmpfloat (pixel_at (&placement, 0), ==, 0);
  g_assert_cmpfloat (placement.dy, ==, -168);
  cp_image_placement_set_room (&placement, 672, 672);
  g_assert_cmpfloat (placement.dx, ==, 0);
}

/* Images of one size are compared at one place. */
static void
test_placement_keeps (void)
{
  CpImagePlacement placement = { 0 };

  cp_image_placement_set_size (&placement, SMALL);
  cp_image_placement_set_room (&placement, 336, 336);
  cp_image_placement_set_scale (&placement, 24);
  cp_image_placement_set_size (&placement, SMALL);
  g_assert_cmpfloat (cp_image_placement_get_scale (&placement), ==, 24);
  cp_image_placement_set_size (&placement, 64);
  g_assert_true (cp_image_placement_is_whole (&placement));
}

/* Columns, black and white in turns. */
static GBytes *
create_columns (guint size)
{
  guint8 *pixels = g_malloc ((gsize) size * size);

  for (gsize i = 0; i < (gsize) size * size; i++)
    pixels[i] = i % size % 2 == 0 ? 0 : 255;
  return g_bytes_new_take (pixels, (gsize) size * size);
}

static CpImageCanvas *
show_columns (guint       size,
              GtkWidget **window)
{
  g_autoptr (GBytes) pixels = create_columns (size);
  CpImageCanvas *canvas = g_object_new (CP_TYPE_IMAGE_CANVAS, NULL);

  *window = cp_widget_test_show (GTK_WIDGET (canvas), 336, 336);
  cp_image_canvas_set_pixels (canvas, pixels, size);
  return canvas;
}

static guint
count_greys (cairo_surface_t *surface)
{
  guint n = 0;

  for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
    {
      const guint32 grey = cp_widget_test_pixel (surface, x, 168) & 0xff;

      n += grey > 8 && grey < 247;
    }
  return n;
}

static void
test_crisp_and_smooth (void)
{
  GtkWidget *window;
  CpImageCanvas *canvas = show_columns (SMALL, &window);
  cairo_surface_t *surface = cp_widget_test_draw (GTK_WIDGET (canvas));

  g_assert_cmpuint (count_greys (surface), ==, 0);
  g_assert_cmphex (cp_widget_test_pixel (surface, 11, 168) & 0xffffff, ==, 0x000000);
  g_assert_cmphex (cp_widget_test_pixel (surface, 12, 168) & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));

  canvas = show_columns (1024, &window);
  surface = cp_widget_test_draw (GTK_WIDGET (canvas));
  g_assert_cmpuint (count_greys (surface), >, 300);
  cairo_surface_destroy (surface);
  cp_image_canvas_set_scale (canvas, 1);
  surface = cp_widget_test_draw (GTK_WIDGET (canvas));
  g_assert_cmpuint (count_greys (surface), ==, 0);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_reset_keeps_inversion (void)
{
  GtkWidget *window;
  CpImageCanvas *canvas = show_columns (SMALL, &window);
  const CpImageShades shades = { .window = 40, .level = 90, .inverted = TRUE };
  cairo_surface_t *surface;

  cp_image_canvas_set_shades (canvas, &shades);
  cp_image_canvas_zoom (canvas, 3);
  g_assert_false (cp_image_placement_is_whole (cp_image_canvas_get_placement (canvas)));
  cp_image_canvas_reset (canvas);
  g_assert_true (cp_image_placement_is_whole (cp_image_canvas_get_placement (canvas)));
  g_assert_true (cp_image_canvas_get_shades (canvas)->inverted);
  g_assert_cmpfloat (cp_image_canvas_get_shades (canvas)->window, ==, 255);
  surface = cp_widget_test_draw (GTK_WIDGET (canvas));
  g_assert_cmphex (cp_widget_test_pixel (surface, 0, 168) & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkEventController *
find_controller (gpointer widget,
                 GType    type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
    }
  g_assert_not_reached ();
}

static void
test_scroll_and_drag (void)
{
  GtkWidget *window;
  CpImageCanvas *canvas = show_columns (SMALL, &window);
  const CpImagePlacement *placement = cp_image_canvas_get_placement (canvas);
  GtkEventController *drag = find_controller (canvas, GTK_TYPE_GESTURE_DRAG);
  const double before = pixel_at (placement, 60);
  gboolean handled = FALSE;
  double dx;

  g_signal_emit_by_name (find_controller (canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", 60., 60.);
  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (find_controller (canvas, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0., -1., &handled);
  g_assert_true (handled);
  g_assert_cmpfloat_with_epsilon (cp_image_placement_get_scale (placement), 12 * pow (1.25, 3), 1e-9);
  g_assert_cmpfloat_with_epsilon (pixel_at (placement, 60), before, 0.1);

  dx = placement->dx;
  g_signal_emit_by_name (drag, "drag-begin", 60., 60.);
  g_signal_emit_by_name (drag, "drag-update", -30., 0.);
  g_signal_emit_by_name (drag, "drag-update", -40., 0.);
  g_signal_emit_by_name (drag, "drag-end", -40., 0.);
  g_assert_cmpfloat (placement->dx, ==, dx - 40);
  g_assert_cmpfloat (cp_image_canvas_get_shades (canvas)->window, ==, 255);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What keys run. */
static void
test_actions (void)
{
  GtkWidget *window;
  CpImageCanvas *canvas = show_columns (SMALL, &window);
  GtkWidget *widget = GTK_WIDGET (canvas);
  guint n_changes = 0;

  gtk_widget_activate_action (widget, "canvas.pan", "(dd)", 48., 0.);
  g_assert_cmpfloat (cp_image_canvas_get_placement (canvas)->dx, ==, 0);
  cp_image_canvas_set_scale (canvas, 24);
  g_assert_true (gtk_widget_activate_action (widget, "canvas.pan", "(dd)", 48., 0.));
  g_assert_cmpfloat (cp_image_canvas_get_placement (canvas)->dx, ==, 48);

  cp_widget_test_count (canvas, "view-changed", &n_changes);
  g_assert_true (gtk_widget_activate_action (widget, "canvas.shades", "(dd)", -55., 12.5));
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpfloat (cp_image_canvas_get_shades (canvas)->window, ==, 200);
  g_assert_cmpfloat (cp_image_canvas_get_shades (canvas)->level, ==, 140);
  gtk_window_destroy (GTK_WINDOW (window));
}

static CpExplanation *
explain (GBytes *pixels)
{
  CpNetwork *network = cp_preset_new_network ("baseline", SMALL, NULL);
  const CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (CpModel) model = NULL;
  g_autoptr (GError) error = NULL;
  CpExplanation *explanation;

  cp_network_initialise (network, 3);
  model = cp_model_new ((const CpNetwork *const *) &network, 1, &(CpModelInfo) { .threshold = NAN });
  cp_network_free (network);
  explanation = cp_explain (model, g_bytes_get_data (pixels, NULL), SMALL, &options, NULL, &error);
  g_assert_no_error (error);
  return explanation;
}

/* How far the peak's place is from grey. */
static int
color_at_peak (CpImageCanvas *canvas,
               CpExplanation *explanation)
{
  const CpExplanationInfo *info = cp_explanation_get_info (explanation);
  cairo_surface_t *surface = cp_widget_test_draw (GTK_WIDGET (canvas));
  const guint32 pixel = cp_widget_test_pixel (surface, (int) (12 * info->peak_x + 6), (int) (12 * info->peak_y + 6));

  cairo_surface_destroy (surface);
  return abs ((int) (pixel >> 16 & 0xff) - (int) (pixel & 0xff));
}

static void
test_overlay (void)
{
  GtkWidget *window;
  CpImageCanvas *canvas = show_columns (SMALL, &window);
  g_autoptr (GBytes) pixels = create_columns (SMALL);
  g_autoptr (CpExplanation) explanation = explain (pixels);
  int weak;

  g_assert_false (cp_explanation_get_info (explanation)->empty);
  g_assert_cmpint (color_at_peak (canvas, explanation), ==, 0);
  cp_image_canvas_set_overlay (canvas, explanation, 0.3);
  weak = color_at_peak (canvas, explanation);
  g_assert_cmpint (weak, >, 20);
  cp_image_canvas_set_overlay (canvas, explanation, 1);
  g_assert_cmpint (color_at_peak (canvas, explanation), >, weak);
  cp_image_canvas_set_overlay (canvas, NULL, 1);
  g_assert_cmpint (color_at_peak (canvas, explanation), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/image-placement/fits", test_placement_fits);
  g_test_add_func ("/widgets/image-placement/zooms-at", test_placement_zooms_at);
  g_test_add_func ("/widgets/image-placement/large", test_placement_large);
  g_test_add_func ("/widgets/image-placement/stays-in-sight", test_placement_stays_in_sight);
  g_test_add_func ("/widgets/image-placement/keeps", test_placement_keeps);
  g_test_add_func ("/widgets/image-canvas/crisp-and-smooth", test_crisp_and_smooth);
  g_test_add_func ("/widgets/image-canvas/reset-keeps-inversion", test_reset_keeps_inversion);
  g_test_add_func ("/widgets/image-canvas/scroll-and-drag", test_scroll_and_drag);
  g_test_add_func ("/widgets/image-canvas/actions", test_actions);
  g_test_add_func ("/widgets/image-canvas/overlay", test_overlay);

  return g_test_run ();
}
