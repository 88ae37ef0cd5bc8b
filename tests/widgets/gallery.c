/* SPDX-License-Identifier: MIT */
/* Shows the widgets with made-up data in one window: gallery [THRESHOLD], or "empty" for none. */
#include "confusion-matrix.h"
#include "loss-plot.h"
#include "metric-list.h"
#include "threshold-strip.h"
#include "widget-test.h"

#include <math.h>

#define N 624
#define PNEUMONIAS 390
#define EPOCHS 5
#define BATCHES 37

static double
made_up_probability (GRand    *rand,
                     gboolean  pneumonia)
{
  double logit = (pneumonia ? 4.0 : -0.4) + 2.2 * (g_rand_double (rand) + g_rand_double (rand) +
                                                   g_rand_double (rand) + g_rand_double (rand) - 2) * 1.7;

  return 1 / (1 + exp (-logit));
}

static CpReview *
create_review (double threshold)
{
  CpReview *review = cp_widget_test_review ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  double p[N];

  for (guint i = 0; i < N; i++)
    p[i] = made_up_probability (rand, i < PNEUMONIAS);
  cp_review_set_scores (review, CP_SPLIT_TEST, p, N, NULL);
  cp_review_set_threshold (review, threshold);
  return review;
}

static CpLossHistory *
create_history (guint epochs)
{
  CpLossHistory *history = cp_loss_history_new (&(CpLossPlan) { .batches = EPOCHS * BATCHES });
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint i = 0; i < epochs * BATCHES; i++)
    {
      float loss = (float) ((0.11 + 0.58 * exp (i / -22.0)) * g_rand_double_range (rand, 0.65, 1.4));

      cp_loss_history_append_batches (history, &loss, NULL, 1);
      if ((i + 1) % BATCHES == 0)
        {
          guint epoch = (i + 1) / BATCHES;
          g_autoptr (CpEpochRecord) record = cp_epoch_record_new (1, epoch, i + 1, loss, 0.09 + 0.2 / epoch,
                                                                  (CpConfusion) { 0 }, 1);

          cp_loss_history_append_epoch (history, record);
        }
    }
  return history;
}

static void
fill_window (GtkWindow     *window,
             CpReview      *review,
             CpLossHistory *history)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *bottom = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *loss = g_object_new (CP_TYPE_LOSS_PLOT, "history", history, "vexpand", TRUE, NULL);
  GtkWidget *strip = g_object_new (CP_TYPE_THRESHOLD_STRIP, "review", review, "hexpand", TRUE, NULL);

  gtk_widget_set_margin_top (page, 12);
  gtk_widget_set_margin_bottom (page, 12);
  gtk_widget_set_margin_start (page, 12);
  gtk_widget_set_margin_end (page, 12);
  cp_threshold_strip_set_logit (CP_THRESHOLD_STRIP (strip), g_getenv ("LOGIT") != NULL);
  cp_threshold_strip_set_mark (CP_THRESHOLD_STRIP (strip), CP_THRESHOLD_MARK_CHOSEN, 0.317);
  cp_threshold_strip_set_mark (CP_THRESHOLD_STRIP (strip), CP_THRESHOLD_MARK_PINNED, 0.5);
  gtk_box_append (GTK_BOX (page), loss);
  gtk_box_append (GTK_BOX (page), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (bottom), strip);
  gtk_box_append (GTK_BOX (bottom), g_object_new (CP_TYPE_CONFUSION_MATRIX, "review", review, NULL));
  gtk_box_append (GTK_BOX (bottom), g_object_new (CP_TYPE_METRIC_LIST, "review", review, NULL));
  gtk_box_append (GTK_BOX (page), bottom);
  gtk_window_set_child (window, page);
}

int
main (int    argc,
      char **argv)
{
  GtkWidget *window;
  gboolean empty = argc > 1 && g_str_equal (argv[1], "empty");
  g_autoptr (CpReview) review = NULL;
  g_autoptr (CpLossHistory) history = NULL;
  double threshold = argc > 1 && !empty ? g_ascii_strtod (argv[1], NULL) : 0.5;

  gtk_init ();
  cp_widget_test_load_style ();
  review = empty ? cp_review_new () : create_review (threshold);
  history = create_history (empty ? 0 : 4);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Gallery");
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 560);
  fill_window (GTK_WINDOW (window), review, history);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
