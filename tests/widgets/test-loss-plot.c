/* SPDX-License-Identifier: MIT */
#include "loss-plot.h"

#include "colors.h"
#include "loss-plot-drawing.h"
#include "widget-test.h"

#include <math.h>

static void
fill (CpLossHistory *history,
      guint          epochs,
      guint          batches)
{
  for (guint e = 1; e <= epochs; e++)
    {
      g_autofree float *losses = g_new (float, batches);
      g_autoptr (CpEpochRecord) record = cp_epoch_record_new (1, e, e * batches, 0.168, 0.5 / e, (CpConfusion) { 0 }, 1);

      for (guint i = 0; i < batches; i++)
        losses[i] = (float) (0.1 + 0.6 * exp (-3.0 * ((e - 1) * batches + i) / (epochs * batches)));
      cp_loss_history_append_batches (history, losses, NULL, batches);
      cp_loss_history_append_epoch (history, record);
    }
}

static void
test_accessible (void)
{
  GtkWidget *plot = g_object_ref_sink (cp_loss_plot_new ());
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 185 });

  gtk_test_accessible_assert_role (plot, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_LABEL, "Loss plot");
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "No loss yet");
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
  fill (history, 3, 37);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Loss 0.168 after 3 of 5 epochs, validation 0.167");
  g_assert_finalize_object (plot);
}

static void
test_property (void)
{
  GtkWidget *plot = g_object_ref_sink (cp_loss_plot_new ());
  CpLossHistory *first = cp_loss_history_new (&(CpLossPlan) { .batches = 10 });
  CpLossHistory *second = cp_loss_history_new (&(CpLossPlan) { .batches = 10 });
  guint notified;

  cp_widget_test_count (plot, "notify::history", &notified);
  g_object_set (plot, "history", first, NULL);
  g_object_set (plot, "history", first, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_object_set (plot, "history", second, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_true (cp_loss_plot_get_history (CP_LOSS_PLOT (plot)) == second);
  g_assert_finalize_object (first);
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), NULL);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_finalize_object (second);
  g_assert_finalize_object (plot);
}

static guint
count_color (GtkWidget  *plot,
             const char *name)
{
  cairo_surface_t *surface = cp_widget_test_draw (plot);
  GdkRGBA color;
  guint n = 0;

  cp_widget_lookup_color (plot, name, &color);
  for (int y = 30; y < gtk_widget_get_height (plot) - 30; y++)
    for (int x = 50; x < gtk_widget_get_width (plot); x++)
      {
        guint32 pixel = cp_widget_test_pixel (surface, x, y);

        n += ABS ((int) (pixel >> 16 & 0xff) - (int) lround (color.red * 255)) <= 3 &&
             ABS ((int) (pixel & 0xff) - (int) lround (color.blue * 255)) <= 3 && pixel >> 24 == 0xff;
      }
  cairo_surface_destroy (surface);
  return n;
}

/* The lines grow with the run; nothing of them is there before. */
static void
test_grows (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, 500, 240);
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 5 * 37 });
  guint before;

  g_assert_cmpuint (count_color (plot, "cp_training"), ==, 0);
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
  fill (history, 1, 37);
  before = count_color (plot, "cp_training");
  g_assert_cmpuint (before, >, 50);
  g_assert_cmpuint (count_color (plot, "cp_validation"), >, 10);
  fill (history, 2, 37);
  g_assert_cmpuint (count_color (plot, "cp_training"), >, before * 3 / 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkEventController *
find_motion (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        return controller;
    }
  return NULL;
}

static gboolean
same (cairo_surface_t *a,
      cairo_surface_t *b)
{
  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a)) == 0;
}

/* Pointing draws a readout, at every place; leaving takes it away. */
static void
test_hover (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, 500, 240);
  GtkEventController *motion = find_motion (plot);
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 5 * 37 });
  cairo_surface_t *plain, *pointed, *left;

  fill (history, 3, 37);
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
  plain = cp_widget_test_draw (plot);
  g_signal_emit_by_name (motion, "motion", 150.0, 100.0);
  pointed = cp_widget_test_draw (plot);
  g_assert_false (same (plain, pointed));
  g_signal_emit_by_name (motion, "leave");
  left = cp_widget_test_draw (plot);
  g_assert_true (same (plain, left));
  for (double x = -5; x <= 505; x += 51)
    {
      g_signal_emit_by_name (motion, "motion", x, 100.0);
      cairo_surface_destroy (cp_widget_test_draw (plot));
    }
  cairo_surface_destroy (plain);
  cairo_surface_destroy (pointed);
  cairo_surface_destroy (left);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Rows of the upper half of the plot in which two columns differ. */
static guint
compare_columns (cairo_surface_t *surface,
                 int              a,
                 int              b)
{
  guint n = 0;

  for (int y = 40; y < 120; y++)
    n += cp_widget_test_pixel (surface, a, y) != cp_widget_test_pixel (surface, b, y);
  return n;
}

/* Far more batches than pixels: a spike of one batch is still seen, wherever in its column it is. */
static void
test_many (void)
{
  const guint n = 100000;
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, 500, 240);
  g_autofree float *losses = g_new (float, n);

  for (guint spike = n / 2; spike < n / 2 + 250; spike += 83)
    {
      g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = n });
      cairo_surface_t *surface;
      guint most = 0;

      for (guint i = 0; i < n; i++)
        losses[i] = i == spike ? 0.12f : 0.01f + 0.1f * (i == 0);
      cp_loss_history_append_batches (history, losses, NULL, n);
      cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
      surface = cp_widget_test_draw (plot);
      for (int x = 240; x < 300; x++)
        most = MAX (most, compare_columns (surface, x, 400));
      g_assert_cmpuint (most, >, 60);
      g_assert_cmpuint (compare_columns (surface, 380, 400), ==, 0);
      cairo_surface_destroy (surface);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/loss-plot/accessible", test_accessible);
  g_test_add_func ("/loss-plot/property", test_property);
  g_test_add_func ("/loss-plot/grows", test_grows);
  g_test_add_func ("/loss-plot/hover", test_hover);
  g_test_add_func ("/loss-plot/many", test_many);
  return g_test_run ();
}
