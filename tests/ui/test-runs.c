/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "image-tile.h"
#include "loss-plot.h"
#include "recipe-form.h"
#include "review-page.h"
#include "run-list.h"
#include "run-row.h"
#include "train-page.h"
#include "widget-test.h"

#include <math.h>

/* Runs are compared, chosen, removed and brought back, as a person would. */

static const CpPhantomSettings phantoms = { .size = 16, .n_train = 96, .n_val = 32, .n_test = 40, .seed = 5 };

static void
train (CpAppTest  *test,
       const char *preset,
       guint       epochs,
       guint       members)
{
  CpRecipe recipe;

  cp_recipe_init (&recipe, preset);
  recipe.epochs = epochs;
  recipe.members = members;
  recipe.batch_size = 32;
  recipe.threads = 2;
  cp_recipe_form_set_recipe (
    CP_RECIPE_FORM (cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_RECIPE_FORM)), &recipe);
  g_signal_emit_by_name (cp_app_test_button (test, "Start training"), "clicked");
  cp_app_test_wait_trained (test);
}

static void
open (CpAppTest *test)
{
  cp_app_test_set_up (test, &phantoms);
  cp_app_test_open (test, (CpOptions) { .data = test->data, .threshold = NAN });
}

static CpWorkspace *
workspace_of (CpAppTest *test)
{
  return cp_window_get_workspace (test->window);
}

/* Returns: (nullable): the row of the list at a place */
static GtkWidget *
row_at (CpAppTest *test,
        int        place)
{
  GtkWidget *list = cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_RUN_LIST);
  GtkWidget *box = cp_widget_test_find (list, GTK_TYPE_LIST_BOX);

  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (box), place));
}

static GtkWidget *
row_child (CpAppTest  *test,
           int         place,
           const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (row_at (test, place), CP_TYPE_RUN_ROW, id));
}

static void
assert_label (CpAppTest  *test,
              const char *text)
{
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (test->window), text));
}

static CpLossHistory *
plotted (CpAppTest *test)
{
  GtkWidget *plot = cp_widget_test_find (GTK_WIDGET (test->window), CP_TYPE_LOSS_PLOT);

  return cp_loss_plot_get_history (CP_LOSS_PLOT (plot));
}

static void
test_compare (void)
{
  CpAppTest test;
  CpRunEntry *first;
  CpConfusion before, after;

  open (&test);
  assert_label (&test, "No runs yet");
  assert_label (&test, "Not trained yet");
  train (&test, "baseline", 2, 1);
  assert_label (&test, "Trained: 2 epochs");
  assert_label (&test, "Run 1: baseline · seed 1");
  before = cp_review_get_confusion (cp_workspace_get_review (workspace_of (&test)));
  train (&test, "residual", 3, 1);
  assert_label (&test, "Trained: 3 epochs");
  assert_label (&test, "Run 2: residual · seed 1");
  g_assert_cmpstr (cp_model_get_info (cp_workspace_get_model (workspace_of (&test)))->preset, ==, "residual");
  gtk_test_accessible_assert_property (row_at (&test, 1), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Run 2, residual · seed 1, Trained: 3 epochs");
  gtk_test_accessible_assert_property (row_child (&test, 0, "current_button"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Review run 1");

  /* the first is looked at again: all pages follow */
  first = cp_run_row_get_entry (CP_RUN_ROW (row_at (&test, 0)));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (row_child (&test, 1, "current_button"))));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row_child (&test, 0, "current_button")), TRUE);
  cp_app_test_wait_idle (&test);
  g_assert_true (cp_workspace_get_current (workspace_of (&test)) == first);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (row_child (&test, 1, "current_button"))));
  g_assert_true (plotted (&test) == cp_run_entry_get_history (first));
  g_assert_cmpstr (cp_model_get_info (cp_workspace_get_model (workspace_of (&test)))->preset, ==, "baseline");
  after = cp_review_get_confusion (cp_workspace_get_review (workspace_of (&test)));
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (row_child (&test, 1, "shown_button")), FALSE);
  g_assert_false (cp_run_entry_get_shown (cp_run_row_get_entry (CP_RUN_ROW (row_at (&test, 1)))));
  cp_app_test_tear_down (&test);
}

static void
test_remove_and_undo (void)
{
  CpAppTest test;
  GtkWidget *undo;

  open (&test);
  train (&test, "baseline", 1, 1);
  train (&test, "baseline", 2, 1);
  undo = cp_app_test_button (&test, "Undo");
  g_assert_false (gtk_widget_is_visible (undo));

  gtk_widget_grab_focus (row_at (&test, 1));
  gtk_widget_activate_action (row_at (&test, 1), "run.remove", NULL);
  cp_app_test_wait_idle (&test);
  g_assert_null (row_at (&test, 1));
  assert_label (&test, "Run 2 removed");
  assert_label (&test, "Trained: 1 epoch");
  g_assert_true (gtk_widget_is_visible (undo));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (test.window)) == undo);

  g_signal_emit_by_name (undo, "clicked");
  cp_app_test_wait_idle (&test);
  assert_label (&test, "Trained: 2 epochs");
  g_assert_nonnull (row_at (&test, 1));
  g_assert_false (gtk_widget_is_visible (undo));
  g_assert_true (cp_run_entry_get_current (cp_run_row_get_entry (CP_RUN_ROW (row_at (&test, 1)))));
  cp_app_test_tear_down (&test);
}

/* A model from a file is a run too, and the Train page does not go on about the last training. */
static void
test_opened (void)
{
  CpAppTest test;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  open (&test);
  path = cp_app_test_path (&test, "kept.safetensors");
  train (&test, "residual", 1, 1);
  cp_workspace_save_model (workspace_of (&test), path, &error);
  g_assert_no_error (error);
  cp_window_open_model (test.window, path);
  cp_app_test_wait_idle (&test);
  assert_label (&test, "Opened file: kept.safetensors");
  assert_label (&test, "Run 2: residual · seed 1");
  g_assert_null (plotted (&test));
  g_assert_false (gtk_widget_is_sensitive (row_child (&test, 1, "shown_button")));

  cp_window_open_data (test.window, test.data);
  cp_app_test_wait_idle (&test);
  g_assert_null (row_at (&test, 0));
  assert_label (&test, "Not trained yet");
  cp_app_test_tear_down (&test);
}

/* An ensemble's spread: in the description of an image, never in its name. */
static void
test_ensemble (void)
{
  CpAppTest test;
  GtkWidget *tile;
  CpReviewImage *image;
  g_autofree char *spread = NULL;
  g_autofree char *name = NULL;

  open (&test);
  train (&test, "residual", 1, 2);
  assert_label (&test, "Trained: 2 networks of 1 epoch");
  assert_label (&test, "Run 1: 2 × residual · seeds 1–2");
  gtk_widget_activate_action (GTK_WIDGET (test.window), "win.page", "s", "review");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (test.window));
  cp_app_test_wait_idle (&test);
  tile = cp_widget_test_find (GTK_WIDGET (test.window), CP_TYPE_IMAGE_TILE);
  image = cp_image_tile_get_image (CP_IMAGE_TILE (tile));
  g_assert_false (isnan (cp_review_image_get_deviation (image)));
  spread = g_strdup_printf ("probability %.3f ± %.3f", cp_review_image_get_probability (image),
                            cp_review_image_get_deviation (image));
  name = g_strdup_printf ("Image 0, %s, probability %.3f, %s",
                          cp_review_image_get_pneumonia (image) ? "pneumonia" : "normal",
                          cp_review_image_get_probability (image),
                          cp_review_image_get_pneumonia (image)
                            ? (cp_review_image_get_probability (image) >= 0.5 ? "true positive" : "false negative")
                            : (cp_review_image_get_probability (image) >= 0.5 ? "false positive" : "true negative"));
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spread);
  cp_app_test_tear_down (&test);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/ui/runs/compare", test_compare);
  g_test_add_func ("/ui/runs/remove-and-undo", test_remove_and_undo);
  g_test_add_func ("/ui/runs/opened", test_opened);
  g_test_add_func ("/ui/runs/ensemble", test_ensemble);

  return g_test_run ();
}
