/* SPDX-License-Identifier: MIT */

/* How long a frame takes while sixty thousand thumbnails are scrolled by the wheel and by pages, and while the
 * threshold is dragged with and without a filter: from the frame clock, as rows of a Markdown table, and the memory
 * it took at most. Needs a display; GSK_RENDERER=cairo is the software renderer. */

#include "image-buffer.h"
#include "image-grid.h"
#include "measure.h"
#include "review.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#define FRAMES_A_PAGE 10

typedef struct _Sweep Sweep;

/* One thing a person does, a little in each frame. */
typedef struct
{
  const char *name;
  void (*prepare) (Sweep *sweep);
  void (*step) (Sweep *sweep);
} Case;

struct _Sweep
{
  const Case *what;
  CpReview *review;
  GtkWidget *view;
  guint frames;
  GArray *cpu;      /* the processor's seconds of each frame's layout and painting */
  GArray *distance; /* seconds from one frame to the next */
  double cpu_began;
  double began;
  double last;
  guint n;
};

/* Grey ramps that differ: what is in them costs nothing to draw. */
static CpDataset *
create_dataset (gsize n,
                guint side)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };

  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      gsize images = split == CP_SPLIT_TEST ? n : 2;

      cp_image_buffer_init (&buffers[split], images, side, NULL);
      for (gsize i = 0; i < images; i++)
        {
          buffers[split].labels[i] = i % 8 < 5;
          for (gsize j = 0; j < (gsize) side * side; j++)
            buffers[split].pixels[i * side * side + j] = (guint8) (i * 7 + j);
        }
    }
  return cp_dataset_new_take ("Made up", "made up", CP_DATASET_NPZ, buffers);
}

static CpReview *
create_review (gsize n,
               guint side)
{
  g_autoptr (CpDataset) dataset = create_dataset (n, side);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree double *probabilities = g_new (double, n);
  CpReview *review = cp_review_new ();

  for (gsize i = 0; i < n; i++)
    probabilities[i] = g_rand_double (random);
  cp_review_set_dataset (review, dataset);
  if (!cp_review_set_scores (review, CP_SPLIT_TEST, probabilities, n, NULL))
    g_error ("no scores");
  return review;
}

static void
prepare_scrolling (Sweep *sweep)
{
  cp_review_clear_filters (sweep->review);
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sweep->view)), 0);
}

/* One notch of a wheel, as long as GTK makes it. */
static void
turn_wheel (Sweep *sweep)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sweep->view));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                          + pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0));
}

/* As fast as a held key repeats. */
static void
turn_page (Sweep *sweep)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sweep->view));

  if (sweep->n % FRAMES_A_PAGE == 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                            + gtk_adjustment_get_page_size (adjustment));
  else
    gtk_widget_queue_draw (sweep->view);
}

/* A thumb dragged through the whole list. */
static void
drag_thumb (Sweep *sweep)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sweep->view));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * sweep->n / sweep->frames);
}

static void
drag_threshold (Sweep *sweep)
{
  cp_review_set_threshold (sweep->review, (sweep->n + 0.5) / sweep->frames);
}

static void
prepare_filter (Sweep *sweep)
{
  prepare_scrolling (sweep);
  cp_review_set_threshold (sweep->review, 0);
  cp_review_set_filter (sweep->review, CP_OUTCOME_FALSE_NEGATIVE);
}

static const Case cases[] = {
  { "wheel", prepare_scrolling, turn_wheel },
  { "pages", prepare_scrolling, turn_page },
  { "thumb", prepare_scrolling, drag_thumb },
  { "threshold", prepare_scrolling, drag_threshold },
  { "threshold, filtered", prepare_filter, drag_threshold },
};

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Sweep *sweep = data;

  sweep->what->step (sweep);
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
  double cpu = cpu_now () - sweep->cpu_began;
  double distance = sweep->began - sweep->last;

  sweep->n++;
  sweep->last = sweep->began;
  if (sweep->n <= 10) /* caches fill */
    return;
  g_array_append_val (sweep->cpu, cpu);
  g_array_append_val (sweep->distance, distance);
}

static double
share (GArray *seconds,
       double  part)
{
  return 1e3 * g_array_index (seconds, double, (guint) ((seconds->len - 1) * part));
}

static void
report (const char *name,
        const char *what,
        GArray     *seconds)
{
  cp_bench_median (seconds); /* sorts */
  printf ("| %s, %s | %.2f | %.2f | %.2f |\n", name, what, share (seconds, 0.5), share (seconds, 0.95),
          share (seconds, 1));
}

static void
run (Sweep      *sweep,
     const Case *what)
{
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) distance = g_array_new (FALSE, FALSE, sizeof (double));
  guint tick;

  what->prepare (sweep);
  sweep->what = what;
  sweep->cpu = cpu;
  sweep->distance = distance;
  sweep->n = 0;
  tick = gtk_widget_add_tick_callback (sweep->view, on_tick, sweep, NULL);
  while (sweep->n < sweep->frames)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (sweep->view, tick);
  report (what->name, "work of a frame, processor", cpu);
  report (what->name, "frame to frame", distance);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
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
run_all (CpReview *review,
         guint     frames,
         int       width,
         int       height)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *grid = g_object_new (CP_TYPE_IMAGE_GRID, "review", review, NULL);
  Sweep sweep = { .review = review, .view = find (grid, GTK_TYPE_GRID_VIEW), .frames = frames };
  GdkFrameClock *clock;

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (frame_began), &sweep);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ended), &sweep);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run (&sweep, &cases[i]);
  g_signal_handlers_disconnect_by_data (clock, &sweep);
  gtk_window_destroy (GTK_WINDOW (window));
}

static double
peak_megabytes (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

int
main (int   argc,
      char *argv[])
{
  int frames = 600, n = 60000, side = 28, width = 760, height = 640;
  GOptionEntry entries[] = {
    { "frames", 'f', 0, G_OPTION_ARG_INT, &frames, "So many frames of each kind (600)", "N" },
    { "images", 'n', 0, G_OPTION_ARG_INT, &n, "So many images (60000)", "N" },
    { "side", 's', 0, G_OPTION_ARG_INT, &side, "Of so many pixels a side (28)", "N" },
    { "width", 'W', 0, G_OPTION_ARG_INT, &width, "Width of the grid (760)", "PIXELS" },
    { "height", 'H', 0, G_OPTION_ARG_INT, &height, "Height of the grid (640)", "PIXELS" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpReview) review = NULL;

  if (!cp_bench_parse (entries, "", argc, argv, &error) || frames < 20 || n < 1 || side < 8)
    {
      g_printerr ("bench-scroll: %s\n", error != NULL ? error->message : "expected at least 20 frames, 1 image, 8 pixels");
      return 2;
    }
  if (!gtk_init_check ())
    {
      g_printerr ("bench-scroll: no display\n");
      return 1;
    }
  load_style ();
  review = create_review ((gsize) n, (guint) side);
  printf ("| %d images of %d pixels | median, ms | 95th percentile, ms | largest, ms |\n|---|---:|---:|---:|\n", n, side);
  run_all (review, (guint) frames, width, height);
  printf ("\nMemory at most: %.0f MB, of these %.0f MB pixels.\n", peak_megabytes (),
          (double) n * side * side / (1024 * 1024));
  return 0;
}
