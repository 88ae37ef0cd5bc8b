/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "image-grid.h"
#include "image-words.h"
#include "recipe-form.h"
#include "threshold-strip.h"
#include "widget-test.h"

#include <math.h>

/* The window from one end to the other, used as a person would. */

static const CpPhantomSettings phantoms = { .size = 28, .n_train = 384, .n_val = 64, .n_test = 96, .seed = 3 };

/* Far above what is seen (under 50 ms), so that a busy machine fails nobody. */
#define LARGEST_GAP_MS 500.0
#define PROBE_MS 5

#ifdef CP_SANITIZED
#define SLOWED_DOWN 1
#else
#define SLOWED_DOWN 0
#endif

typedef struct
{
  gint64 last;
  gint64 largest;
} Probe;

static gboolean
on_probe (gpointer user_data)
{
  Probe *probe = user_data;
  gint64 now = g_get_monotonic_time ();

  if (probe->last != 0)
    probe->largest = MAX (probe->largest, now - probe->last);
  probe->last = now;
  return G_SOURCE_CONTINUE;
}

static void
press (GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
set_slider (CpAppTest *test,
            double     value)
{
  GtkWidget *strip = cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_THRESHOLD_STRIP);
  GtkWidget *scale = cp_widget_test_find (strip, GTK_TYPE_SCALE);
  gboolean handled;

  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_LABEL, "Decision threshold");
  g_signal_emit_by_name (scale, "change-value", GTK_SCROLL_JUMP, value, &handled);
}

static void
use_two_threads (CpAppTest *test)
{
  CpRecipe recipe;

  cp_recipe_init (&recipe, "baseline");
  recipe.threads = 2;
  recipe.epochs = 3;
  cp_recipe_form_set_recipe (
    CP_RECIPE_FORM (cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_RECIPE_FORM)), &recipe);
}

static void
check_matrix (CpAppTest *test)
{
  CpReview *review = cp_workspace_get_review (cp_window_get_workspace (test->window));
  CpConfusion c = cp_confusion_at (cp_review_get_predictions (review), 0.1);
  const struct
  {
    const char *name;
    gsize count;
  } cells[] = { { "TP found", c.tp }, { "FN missed", c.fn }, { "FP false alarms", c.fp }, { "TN cleared", c.tn } };

  g_assert_cmpuint (c.tp + c.fp + c.fn + c.tn, ==, phantoms.n_test);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *count = g_strdup_printf ("%" G_GSIZE_FORMAT, cells[i].count);

      g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test->window), cells[i].name));
      g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test->window), count));
    }
}

static GtkWidget *
find_toggle (GtkWidget  *widget,
             const char *caption)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && cp_widget_test_has_label (widget, caption))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_toggle (child, caption);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
check_filter (CpAppTest *test)
{
  CpReview *review = cp_workspace_get_review (cp_window_get_workspace (test->window));
  GtkWidget *grid = cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_IMAGE_GRID);
  GListModel *shown = G_LIST_MODEL (cp_image_grid_get_selection (CP_IMAGE_GRID (grid)));
  GtkWidget *cell = find_toggle (GTK_WIDGET (test->window), "TP found");
  g_autofree char *description = NULL;

  g_assert_nonnull (cell);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (cell), TRUE);
  g_assert_cmpint (cp_review_get_filter (review), ==, CP_OUTCOME_TRUE_POSITIVE);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, cp_review_get_confusion (review).tp);
  description = cp_review_describe_count (review);
  g_assert_true (cp_widget_test_has_label (grid, description));
  g_assert_true (gtk_widget_get_mapped (grid));

  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.clear-filter", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, phantoms.n_test);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (cell)));
}

static void
check_history (CpAppTest *test)
{
  CpTrainingRun *run = cp_workspace_get_run (cp_window_get_workspace (test->window));
  CpLossHistory *history = cp_training_run_get_history (run);
  guint n;

  cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 3 * ((phantoms.n_train + 127) / 128));
  g_assert_cmpuint (g_list_model_get_n_items (cp_loss_history_get_epochs (history)), ==, 3);
}

static void
test_end_to_end (void)
{
  CpAppTest test;
  Probe probe = { 0 };
  guint source;

  cp_app_test_set_up (&test, &phantoms);
  cp_app_test_open (&test, (CpOptions) { .data = test.data, .threshold = NAN });
  use_two_threads (&test);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (test.window));
  g_assert_false (gtk_widget_is_sensitive (cp_app_test_button (&test, "Stop")));

  source = g_timeout_add_full (G_PRIORITY_DEFAULT, PROBE_MS, on_probe, &probe, NULL);
  press (cp_app_test_button (&test, "Start training"));
  g_assert_false (gtk_widget_is_sensitive (cp_app_test_button (&test, "Start training")));
  cp_app_test_wait_trained (&test);
  g_source_remove (source);
  g_test_message ("largest gap between main-loop turns while training: %.1f ms (asked for every %d ms)",
                  probe.largest / 1000.0, PROBE_MS);
  g_print ("# largest main-loop gap while training: %.1f ms\n", probe.largest / 1000.0);
  if (!SLOWED_DOWN)
    g_assert_cmpfloat (probe.largest / 1000.0, <, LARGEST_GAP_MS);

  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test.window), "Trained: 3 epochs"));
  check_history (&test);
  set_slider (&test, 0.1);
  check_matrix (&test);
  check_filter (&test);
  cp_app_test_tear_down (&test);
}

static void
test_pause_and_stop (void)
{
  CpAppTest test;
  CpTrainingRun *run;

  cp_app_test_set_up (&test, &phantoms);
  cp_app_test_open (&test, (CpOptions) { .data = test.data, .threshold = NAN });
  use_two_threads (&test);
  press (cp_app_test_button (&test, "Start training"));
  run = cp_workspace_get_run (cp_window_get_workspace (test.window));
  press (cp_app_test_button (&test, "Pause"));
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_PAUSED);
  press (cp_app_test_button (&test, "Resume"));
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_RUNNING);
  press (cp_app_test_button (&test, "Stop"));
  cp_app_test_wait_trained (&test);
  g_assert_cmpint (cp_training_run_get_state (run), ==, CP_RUN_STOPPED);
  g_assert_true (gtk_widget_is_sensitive (cp_app_test_button (&test, "Start training")));
  g_assert_null (cp_window_get_error (test.window));
  cp_app_test_tear_down (&test);
}

/* A saved model gives the probabilities it had. */
static void
test_save_and_open (void)
{
  CpAppTest test;
  CpReview *review;
  CpConfusion before, after;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  cp_app_test_set_up (&test, &phantoms);
  path = cp_app_test_path (&test, "model.safetensors");
  cp_app_test_open (&test, (CpOptions) { .data = test.data, .threshold = 0.3, .train = TRUE });
  cp_app_test_wait_trained (&test);
  review = cp_workspace_get_review (cp_window_get_workspace (test.window));
  before = cp_review_get_confusion (review);
  cp_workspace_save_model (cp_window_get_workspace (test.window), path, &error);
  g_assert_no_error (error);

  cp_window_open_data (test.window, test.data);
  cp_app_test_wait_idle (&test);
  g_assert_false (cp_review_has_scores (review));
  cp_window_open_model (test.window, path);
  cp_app_test_wait_idle (&test);
  g_assert_null (cp_window_get_error (test.window));
  after = cp_review_get_confusion (review);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  cp_app_test_tear_down (&test);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  g_test_add_func ("/ui/training/end-to-end", test_end_to_end);
  g_test_add_func ("/ui/training/pause-and-stop", test_pause_and_stop);
  g_test_add_func ("/ui/training/save-and-open", test_save_and_open);

  return g_test_run ();
}
