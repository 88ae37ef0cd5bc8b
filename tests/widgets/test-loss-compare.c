/* SPDX-License-Identifier: MIT */
#include "loss-plot.h"

#include "colors.h"
#include "phantom.h"
#include "run-swatch.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <math.h>

/* Learning rates, ensembles and several runs on one plot. */

#define WIDTH 560
#define HEIGHT 260
#define BATCHES 20 /* an epoch */
#define EPOCHS 4

static CpDataset *
make_dataset (void)
{
  const CpPhantomSettings settings = { .size = 8, .n_train = BATCHES, .n_val = 4, .n_test = 4, .seed = 9 };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "phantoms.npz", NULL);
  CpDataset *dataset;

  cp_phantom_write_npz (&settings, path, &error);
  g_assert_no_error (error);
  dataset = cp_dataset_load (path, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);

  return dataset;
}

/* Falls from 0.7 to 0.1 in each network; the rate goes up and down. */
static void
fill (CpLossHistory *history,
      guint          members,
      double         validation)
{
  guint n = 0;

  for (guint member = 1; member <= members; member++)
    for (guint epoch = 1; epoch <= EPOCHS; epoch++)
      {
        g_autoptr (CpEpochRecord) record = NULL;

        for (guint i = 0; i < BATCHES; i++, n++)
          {
            const double done = (double) ((epoch - 1) * BATCHES + i) / (EPOCHS * BATCHES - 1);
            const float loss = (float) (0.7 - 0.6 * done), rate = (float) (0.002 * sin (G_PI * done));

            cp_loss_history_append_batches (history, &loss, &rate, 1);
          }
        record = cp_epoch_record_new (member, epoch, n, 0.2, validation + 0.1 / epoch, (CpConfusion) { 0 }, 1);
        cp_loss_history_append_epoch (history, record);
      }
}

/* A run that was never started, with a made-up history. */
static CpRunEntry *
make_entry (guint  number,
            guint  look,
            double validation)
{
  CpDataset *dataset = make_dataset ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CpTrainingRun) run = NULL;
  CpRunEntry *entry;
  CpRecipe recipe;

  cp_recipe_init (&recipe, "baseline");
  recipe.epochs = EPOCHS;
  recipe.batch_size = 1;
  run = cp_training_run_new (&recipe, dataset, &error);
  g_assert_no_error (error);
  cp_dataset_unref (dataset);
  entry = cp_run_entry_new_trained (number, run);
  cp_run_entry_set_look (entry, look);
  fill (cp_training_run_get_history (run), 1, validation);

  return entry;
}

static guint
count_in (cairo_surface_t *surface,
          const GdkRGBA   *color,
          int              left,
          int              right)
{
  guint n = 0;

  for (int y = 30; y < HEIGHT - 30; y++)
    for (int x = left; x < right; x++)
      {
        const guint32 pixel = cp_widget_test_pixel (surface, x, y);

        n += ABS ((int) (pixel >> 16 & 0xff) - (int) lround (color->red * 255)) <= 3 &&
             ABS ((int) (pixel >> 8 & 0xff) - (int) lround (color->green * 255)) <= 3 &&
             ABS ((int) (pixel & 0xff) - (int) lround (color->blue * 255)) <= 3 && pixel >> 24 == 0xff;
      }
  return n;
}

static guint
count_color (GtkWidget  *widget,
             const char *name)
{
  cairo_surface_t *surface = cp_widget_test_draw (widget);
  GdkRGBA color;
  guint n;

  cp_widget_lookup_color (widget, name, &color);
  n = count_in (surface, &color, 60, WIDTH);
  cairo_surface_destroy (surface);
  return n;
}

/* The rate is a line of its own, where it is known. */
static void
test_rate (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, WIDTH, HEIGHT);
  const CpLossPlan plan = { EPOCHS * BATCHES, 1, 0.002 };
  g_autoptr (CpLossHistory) with = cp_loss_history_new (&plan);
  g_autoptr (CpLossHistory) without = cp_loss_history_new (&plan);
  const float losses[] = { 0.7f, 0.5f, 0.4f, 0.3f };

  fill (with, 1, 0.3);
  cp_loss_history_append_batches (without, losses, NULL, G_N_ELEMENTS (losses));
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), without);
  g_assert_cmpuint (count_color (plot, "cp_rate"), ==, 0);
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), with);
  g_assert_cmpuint (count_color (plot, "cp_rate"), >, 5);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The most of a colour in one column: much where a line is steep. */
static guint
tallest_column (GtkWidget  *widget,
                const char *name)
{
  cairo_surface_t *surface = cp_widget_test_draw (widget);
  GdkRGBA color;
  guint tallest = 0;

  cp_widget_lookup_color (widget, name, &color);
  for (int x = 60; x < WIDTH - 60; x++)
    tallest = MAX (tallest, count_in (surface, &color, x, x + 1));
  cairo_surface_destroy (surface);

  return tallest;
}

/* The last loss of a network and the first of the next one, far above, are not joined. */
static void
test_members_apart (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, WIDTH, HEIGHT);
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { 2 * EPOCHS * BATCHES, 2, 0.002 });

  fill (history, 2, 0.3);
  cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
  g_assert_cmpuint (count_color (plot, "cp_training"), >, 200);
  g_assert_cmpuint (tallest_column (plot, "cp_training"), <, 15);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Network 2: loss 0.200 after 4 of 4 epochs, validation 0.325");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
set_current (CpRunEntry *entry,
             CpRunEntry *other)
{
  cp_run_entry_set_current (other, FALSE);
  cp_run_entry_set_current (entry, TRUE);
}

static void
test_overlay (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, WIDTH, HEIGHT);
  g_autoptr (GListStore) runs = g_list_store_new (CP_TYPE_RUN_ENTRY);
  g_autoptr (CpRunEntry) first = make_entry (1, 0, 0.2);
  g_autoptr (CpRunEntry) second = make_entry (2, 1, 0.45);
  guint thin, bold;

  cp_loss_plot_set_runs (CP_LOSS_PLOT (plot), G_LIST_MODEL (runs));
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "No loss yet");
  g_list_store_append (runs, first);
  set_current (first, second);
  g_assert_cmpuint (count_color (plot, "cp_run_0"), >, 40);
  g_assert_cmpuint (count_color (plot, "cp_run_1"), ==, 0);
  g_assert_true (cp_loss_plot_get_history (CP_LOSS_PLOT (plot)) == cp_run_entry_get_history (first));

  g_list_store_append (runs, second);
  thin = count_color (plot, "cp_run_1");
  g_assert_cmpuint (thin, >, 20);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Loss 0.200 after 4 of 4 epochs, validation 0.225\n"
                                       "Run 2: Loss 0.200 after 4 of 4 epochs, validation 0.475");
  set_current (second, first);
  bold = count_color (plot, "cp_run_1");
  g_assert_cmpuint (bold, >, thin * 5 / 4);
  g_assert_true (cp_loss_plot_get_history (CP_LOSS_PLOT (plot)) == cp_run_entry_get_history (second));

  cp_run_entry_set_shown (first, FALSE);
  g_assert_cmpuint (count_color (plot, "cp_run_0"), ==, 0);
  cp_run_entry_set_shown (second, FALSE); /* the current one is seen all the same */
  g_assert_cmpuint (count_color (plot, "cp_run_1"), ==, bold);
  g_list_store_remove (runs, 1);
  g_assert_cmpuint (count_color (plot, "cp_run_1"), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  set_current (first, second); /* nobody listens any more */
}

/* Only what is shown makes the plot follow; an overlaid run that is trained on is drawn as it grows. */
static void
test_follows (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, WIDTH, HEIGHT);
  g_autoptr (GListStore) runs = g_list_store_new (CP_TYPE_RUN_ENTRY);
  g_autoptr (CpRunEntry) first = make_entry (1, 0, 0.2);
  g_autoptr (CpRunEntry) second = make_entry (2, 1, 0.45);
  g_autoptr (CpEpochRecord) record = cp_epoch_record_new (1, 5, 5 * BATCHES, 0.1, 0.3, (CpConfusion) { 0 }, 1);
  const float more[BATCHES] = { 0.1f };

  g_list_store_append (runs, first);
  g_list_store_append (runs, second);
  cp_run_entry_set_current (first, TRUE);
  cp_loss_plot_set_runs (CP_LOSS_PLOT (plot), G_LIST_MODEL (runs));
  cp_loss_history_append_batches (cp_run_entry_get_history (second), more, NULL, BATCHES);
  cp_loss_history_append_epoch (cp_run_entry_get_history (second), record);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Loss 0.200 after 4 of 4 epochs, validation 0.225\n"
                                       "Run 2: Loss 0.100 after 5 epochs, validation 0.300");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What a frame costs: told, not judged. A run a hundred times as long must not take a hundred times as long. */
static void
test_cost (void)
{
  GtkWidget *plot = cp_loss_plot_new ();
  GtkWidget *window = cp_widget_test_show (plot, 1200, 500);

  for (guint n = 3700; n <= 370000; n *= 10)
    {
      g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { n, 5, 0.002 });
      const float loss = 0.5f, rate = 0.001f;

      for (guint i = 0; i < n; i++)
        cp_loss_history_append_batches (history, &loss, &rate, 1);
      cp_loss_plot_set_history (CP_LOSS_PLOT (plot), history);
      g_test_timer_start ();
      for (guint i = 0; i < 10; i++)
        {
          cp_loss_history_append_batches (history, &loss, &rate, 1);
          cairo_surface_destroy (cp_widget_test_draw (plot));
        }
      g_test_message ("%u batches: %.2f ms a frame", n, 100 * g_test_timer_elapsed ());
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The sample in the list has the curve's colour. */
static void
test_swatch (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *swatch = cp_run_swatch_new ();
  GtkWidget *window;
  g_autoptr (CpRunEntry) entry = make_entry (3, 3, 0.2);
  cairo_surface_t *surface;
  GdkRGBA color;
  guint32 pixel;

  gtk_widget_set_hexpand (swatch, TRUE);
  gtk_box_append (GTK_BOX (box), swatch);
  window = cp_widget_test_show (box, 100, 60);
  cp_run_entry_set_current (entry, TRUE);
  cp_run_swatch_set_entry (CP_RUN_SWATCH (swatch), entry);
  surface = cp_widget_test_draw (swatch);
  pixel = cp_widget_test_pixel (surface, gtk_widget_get_width (swatch) / 2, gtk_widget_get_height (swatch) / 2);
  cp_widget_lookup_color (swatch, "cp_run_3", &color);
  g_assert_cmpint (ABS ((int) (pixel & 0xff) - (int) lround (color.blue * 255)), <=, 3);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/loss-compare/rate", test_rate);
  g_test_add_func ("/loss-compare/members-apart", test_members_apart);
  g_test_add_func ("/loss-compare/overlay", test_overlay);
  g_test_add_func ("/loss-compare/follows", test_follows);
  g_test_add_func ("/loss-compare/cost", test_cost);
  g_test_add_func ("/loss-compare/swatch", test_swatch);
  return g_test_run ();
}
