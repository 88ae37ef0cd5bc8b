/* SPDX-License-Identifier: MIT */

/* How long the Analyse page takes over a million predictions: until its curves and figures are there, and a frame
 * while the threshold is swept, with the cutpoint panel below as in the window. Rows of a Markdown table. Needs a
 * display; GSK_RENDERER=cairo is the software renderer. */

#include "analyse-page.h"
#include "chart-view.h"
#include "cutpoint-panel.h"
#include "image-buffer.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SIZE 8
#define WARM_UP 10 /* frames until caches are full */

typedef struct
{
  guint frames;
  CpReview *review;
  GtkWidget *page;
  GArray *work;     /* seconds of each frame's layout and painting */
  GArray *cpu;      /* the processor's seconds of these */
  GArray *distance; /* seconds from one frame to the next */
  double began;
  double cpu_began;
  double last;
  guint n;
} Sweep;

/* The least that makes a million images: none of them is looked at. */
static CpDataset *
create_dataset (gsize n)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      gsize images = i == CP_SPLIT_TEST ? n : 2;

      cp_image_buffer_init (&buffers[i], images, SIZE, NULL);
      memset (buffers[i].pixels, 0, images * SIZE * SIZE);
      for (gsize j = 0; j < images; j++)
        buffers[i].labels[j] = j % 8 < 5;
    }
  return cp_dataset_new_take ("Made up", "made up", CP_DATASET_NPZ, buffers);
}

/* Confident as a network is: logits of ±2, spread 2.5. */
static void
score (CpReview *review,
       gsize     n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree double *probabilities = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (guint j = 0; j < 12; j++)
        sum += g_rand_double (random);
      probabilities[i] = 1.0 / (1.0 + exp (-2.5 * (sum - 6.0) - (i % 8 < 5 ? 2.0 : -2.0)));
    }
  if (!cp_review_set_scores (review, CP_SPLIT_TEST, probabilities, n, NULL))
    g_error ("no scores");
}

static gboolean
sweep_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       data)
{
  Sweep *sweep = data;

  cp_review_set_threshold (sweep->review, (sweep->n + 0.5) / sweep->frames);
  return G_SOURCE_CONTINUE;
}

/* What other programs do meanwhile does not count. */
static double
cpu_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

static void
frame_began (Sweep *sweep)
{
  sweep->began = cp_bench_now ();
  sweep->cpu_began = cpu_now ();
}

static void
frame_ended (Sweep *sweep)
{
  double work = cp_bench_now () - sweep->began;
  double cpu = cpu_now () - sweep->cpu_began;
  double distance = sweep->began - sweep->last;

  sweep->n++;
  sweep->last = sweep->began;
  if (sweep->n <= WARM_UP)
    return;
  g_array_append_val (sweep->work, work);
  g_array_append_val (sweep->cpu, cpu);
  g_array_append_val (sweep->distance, distance);
}

static GtkWidget *
show_window (CpWorkspace *workspace,
             GtkWidget   *page)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *panel = g_object_new (CP_TYPE_CUTPOINT_PANEL, NULL);

  cp_analyse_page_set_workspace (CP_ANALYSE_PAGE (page), workspace);
  cp_cutpoint_panel_set_workspace (CP_CUTPOINT_PANEL (panel), workspace);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), panel);
  gtk_window_set_default_size (GTK_WINDOW (window), 1920, 1040);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
wait_analysed (CpAnalysis *analysis)
{
  double start = cp_bench_now ();
  CpEstimate figure;

  while (cp_analysis_get_curves (analysis) == NULL)
    g_main_context_iteration (NULL, TRUE);
  printf ("| until the curves are there | %.1f | | |\n", 1e3 * (cp_bench_now () - start));
  while (!cp_analysis_get_figure (analysis, CP_METRIC_AUROC, &figure))
    g_main_context_iteration (NULL, TRUE);
  printf ("| until all figures are there | %.1f | | |\n", 1e3 * (cp_bench_now () - start));
}

static double
share (GArray *seconds,
       double  part)
{
  return 1e3 * g_array_index (seconds, double, (guint) ((seconds->len - 1) * part));
}

static void
report (const char *what,
        GArray     *seconds)
{
  cp_bench_median (seconds); /* sorts */
  printf ("| %s | %.2f | %.2f | %.2f |\n", what, share (seconds, 0.5), share (seconds, 0.95), share (seconds, 1));
}

static guint
count_renders (GtkWidget *widget)
{
  guint n = CP_IS_CHART_CANVAS (widget) ? cp_chart_canvas_get_renders (CP_CHART_CANVAS (widget)) : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_renders (child);
  return n;
}

static void
run (Sweep *sweep)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (sweep->page);
  guint renders = count_renders (sweep->page);

  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (frame_began), sweep);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ended), sweep);
  gtk_widget_add_tick_callback (sweep->page, sweep_frame, sweep, NULL);
  while (sweep->n < sweep->frames)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, sweep);
  report ("work of a frame, processor", sweep->cpu);
  report ("work of a frame, clock", sweep->work);
  report ("frame to frame", sweep->distance);
  printf ("| charts drawn in a frame | %.2f | | |\n", (count_renders (sweep->page) - renders) / (double) sweep->n);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/cutpoint/Cutpoint/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
bench (guint frames,
       gsize n)
{
  g_autoptr (CpWorkspace) workspace = cp_workspace_new ();
  g_autoptr (CpDataset) dataset = create_dataset (n);
  g_autoptr (GArray) work = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) distance = g_array_new (FALSE, FALSE, sizeof (double));
  Sweep sweep = { .frames = frames, .work = work, .cpu = cpu, .distance = distance };
  GtkWidget *window;

  sweep.review = cp_workspace_get_review (workspace);
  sweep.page = g_object_new (CP_TYPE_ANALYSE_PAGE, NULL);
  cp_review_set_dataset (sweep.review, dataset);
  window = show_window (workspace, sweep.page);
  score (sweep.review, n);
  printf ("| %" G_GSIZE_FORMAT " predictions | median, ms | 95th percentile, ms | largest, ms |\n|---|---:|---:|---:|\n", n);
  wait_analysed (cp_analyse_page_get_analysis (CP_ANALYSE_PAGE (sweep.page)));
  run (&sweep);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  int frames = 600, n = 1000000;
  GOptionEntry entries[] = {
    { "frames", 'f', 0, G_OPTION_ARG_INT, &frames, "Sweep in so many frames (600)", "N" },
    { "predictions", 'n', 0, G_OPTION_ARG_INT, &n, "So many predictions (1000000)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || frames < 2 * WARM_UP || n < 16)
    {
      g_printerr ("bench-analyse: %s\n", error != NULL ? error->message : "expected at least 20 frames, 16 predictions");
      return 2;
    }
  if (!gtk_init_check ())
    {
      g_printerr ("bench-analyse: no display\n");
      return 1;
    }
  load_style ();
  bench ((guint) frames, (gsize) n);
  return 0;
}
