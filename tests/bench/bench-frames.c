/* SPDX-License-Identifier: MIT */

/* How long a frame takes while the threshold is swept over a million predictions, strip, matrix and metrics in a
 * window: from the frame clock, as rows of a Markdown table. Needs a display; GSK_RENDERER=cairo is the software
 * renderer. */

#include "confusion-matrix.h"
#include "image-buffer.h"
#include "measure.h"
#include "metric-list.h"
#include "review.h"
#include "threshold-strip.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SIZE 8

typedef struct
{
  guint frames;
  CpReview *review;
  GtkWidget *strip;
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
fill (double *probabilities,
      gsize   n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (guint j = 0; j < 12; j++)
        sum += g_rand_double (random);
      probabilities[i] = 1.0 / (1.0 + exp (-2.5 * (sum - 6.0) - (i % 8 < 5 ? 2.0 : -2.0)));
    }
}

static CpReview *
create_review (gsize n)
{
  g_autofree double *probabilities = g_new (double, n);
  g_autoptr (CpDataset) dataset = create_dataset (n);
  CpReview *review = cp_review_new ();

  fill (probabilities, n);
  cp_review_set_dataset (review, dataset);
  if (!cp_review_set_scores (review, CP_SPLIT_TEST, probabilities, n, NULL))
    g_error ("no scores");
  return review;
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
  double now = cp_bench_now ();
  double work = now - sweep->began;
  double cpu = cpu_now () - sweep->cpu_began;
  double distance = sweep->began - sweep->last;

  sweep->n++;
  sweep->last = sweep->began;
  if (sweep->n <= 10) /* caches fill */
    return;
  g_array_append_val (sweep->work, work);
  g_array_append_val (sweep->cpu, cpu);
  g_array_append_val (sweep->distance, distance);
}

static GtkWidget *
show_window (Sweep   *sweep,
             gboolean logit)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  sweep->strip = g_object_new (CP_TYPE_THRESHOLD_STRIP, "review", sweep->review, "logit", logit, "hexpand", TRUE, NULL);
  cp_threshold_strip_set_mark (CP_THRESHOLD_STRIP (sweep->strip), CP_THRESHOLD_MARK_CHOSEN, 0.317);
  cp_threshold_strip_set_mark (CP_THRESHOLD_STRIP (sweep->strip), CP_THRESHOLD_MARK_PINNED, 0.5);
  gtk_box_append (GTK_BOX (box), sweep->strip);
  gtk_box_append (GTK_BOX (box), g_object_new (CP_TYPE_CONFUSION_MATRIX, "review", sweep->review, NULL));
  gtk_box_append (GTK_BOX (box), g_object_new (CP_TYPE_METRIC_LIST, "review", sweep->review, NULL));
  gtk_window_set_default_size (GTK_WINDOW (window), 1920, 190);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static double
share (GArray *seconds,
       double  part)
{
  return 1e3 * g_array_index (seconds, double, (guint) ((seconds->len - 1) * part));
}

static void
report (gboolean    logit,
        const char *what,
        GArray     *seconds)
{
  cp_bench_median (seconds); /* sorts */
  printf ("| %s axis, %s | %.2f | %.2f | %.2f |\n", logit ? "logit" : "linear", what, share (seconds, 0.5), share (seconds, 0.95), share (seconds, 1));
}

static void
run (CpReview   *review,
     guint       frames,
     gboolean    logit)
{
  g_autoptr (GArray) work = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) distance = g_array_new (FALSE, FALSE, sizeof (double));
  Sweep sweep = { .frames = frames, .review = review, .work = work, .cpu = cpu, .distance = distance };
  GtkWidget *window = show_window (&sweep, logit);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (frame_began), &sweep);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ended), &sweep);
  gtk_widget_add_tick_callback (sweep.strip, sweep_frame, &sweep, NULL);
  while (sweep.n < frames)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, &sweep);
  gtk_window_destroy (GTK_WINDOW (window));
  report (logit, "work of a frame, processor", cpu);
  report (logit, "work of a frame, clock", work);
  report (logit, "frame to frame", distance);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/cutpoint/Cutpoint/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
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
  g_autoptr (CpReview) review = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || frames < 20 || n < 1)
    {
      g_printerr ("bench-frames: %s\n", error != NULL ? error->message : "expected at least 20 frames, 1 prediction");
      return 2;
    }
  if (!gtk_init_check ())
    {
      g_printerr ("bench-frames: no display\n");
      return 1;
    }
  load_style ();
  review = create_review ((gsize) n);
  printf ("| %d predictions | median, ms | 95th percentile, ms | largest, ms |\n|---|---:|---:|---:|\n", n);
  run (review, (guint) frames, FALSE);
  run (review, (guint) frames, TRUE);
  return 0;
}
