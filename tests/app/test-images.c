/* SPDX-License-Identifier: MIT */
#include "image-grid.h"
#include "image-shades.h"
#include "image-tile.h"
#include "image-view.h"
#include "image-words.h"
#include "widget-test.h"

static CpReviewImage *
get_image (CpReview *review,
           guint     index)
{
  guint position;

  g_assert_true (cp_review_find_image (review, index, &position));
  return g_list_model_get_item (cp_review_get_images (review), position);
}

static void
test_tile_name (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 1);
  g_autoptr (GtkWidget) tile = g_object_ref_sink (cp_image_tile_new ());

  cp_image_tile_set_image (CP_IMAGE_TILE (tile), image);
  gtk_test_accessible_assert_role (tile, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image 1, pneumonia, probability 0.050, false negative");
  cp_image_tile_set_threshold (CP_IMAGE_TILE (tile), 0.05);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image 1, pneumonia, probability 0.050, true positive");
}

static void
test_tile_not_scored (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (CpReviewImage) image = NULL;
  g_autoptr (GtkWidget) tile = g_object_ref_sink (cp_image_tile_new ());

  cp_review_set_split (review, CP_SPLIT_TRAIN);
  image = get_image (review, 17);
  cp_image_tile_set_image (CP_IMAGE_TILE (tile), image);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, "Image 17, pneumonia, no probability");
}

static void
test_count_words (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  const struct
  {
    CpOutcome filter;
    const char *words;
  } cases[] = {
    { CP_OUTCOME_NONE, "624 test images: 390 pneumonia, 234 normal" },
    { CP_OUTCOME_TRUE_POSITIVE, "387 found pneumonias of 390" },
    { CP_OUTCOME_FALSE_NEGATIVE, "3 missed pneumonias of 390" },
    { CP_OUTCOME_FALSE_POSITIVE, "119 false alarms among 234 normals" },
    { CP_OUTCOME_TRUE_NEGATIVE, "115 normals cleared of 234" },
  };

  cp_review_set_threshold (review, 0.1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      cp_review_set_filter (review, cases[i].filter);
      words = cp_review_describe_count (review);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_grid (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 600, 400);
  GtkSingleSelection *selection = cp_image_grid_get_selection (CP_IMAGE_GRID (grid));

  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 624);
  cp_review_set_threshold (review, 0.1);
  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 3);
  g_assert_true (cp_widget_test_has_label (grid, "3 missed pneumonias of 390"));
  gtk_test_widget_wait_for_draw (grid);
  g_assert_nonnull (cp_widget_test_find (grid, CP_TYPE_IMAGE_TILE));

  cp_review_set_threshold (review, 0);
  g_assert_true (cp_widget_test_has_label (grid, "No missed pneumonias"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The image looked at stays, wherever another order or newer scores put it. */
static void
test_grid_keeps_image (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (GtkWidget) grid = g_object_ref_sink (cp_image_grid_new ());
  GtkSingleSelection *selection = cp_image_grid_get_selection (CP_IMAGE_GRID (grid));

  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 40, TRUE);
  cp_review_set_sort (review, CP_SORT_WRONGNESS);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), !=, 40);
  g_assert_cmpuint (cp_review_image_get_index (gtk_single_selection_get_selected_item (selection)), ==, 40);
}

static void
test_view_steps (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (GtkWidget) grid = g_object_ref_sink (cp_image_grid_new ());
  GtkWidget *view = cp_image_view_new ();
  GtkWidget *window = cp_widget_test_show (view, 400, 500);
  GtkSingleSelection *selection = cp_image_grid_get_selection (CP_IMAGE_GRID (grid));

  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  cp_image_view_set_review (CP_IMAGE_VIEW (view), review);
  cp_image_view_set_selection (CP_IMAGE_VIEW (view), selection);
  g_assert_true (cp_widget_test_has_label (view, "Image 0 is a pneumonia. Its probability 0.010 is below the "
                                                 "threshold 0.500: missed (false negative)."));
  g_assert_true (cp_widget_test_has_label (view, "1 of 624"));
  gtk_widget_activate_action (view, "image.next", NULL);
  g_assert_true (cp_widget_test_has_label (view, "2 of 624"));
  gtk_widget_activate_action (view, "image.previous", NULL);
  gtk_widget_activate_action (view, "image.previous", NULL);
  g_assert_true (cp_widget_test_has_label (view, "1 of 624"));
  gtk_test_widget_wait_for_draw (view);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_shades (void)
{
  CpImageShades shades;
  guint8 table[256];

  cp_image_shades_init (&shades);
  g_assert_true (cp_image_shades_is_plain (&shades));
  cp_image_shades_tabulate (&shades, table);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (table[i], ==, i);

  shades.inverted = TRUE;
  cp_image_shades_tabulate (&shades, table);
  g_assert_cmpuint (table[0], ==, 255);
  g_assert_cmpuint (table[255], ==, 0);

  shades = (CpImageShades) { .window = 100, .level = 50 };
  cp_image_shades_tabulate (&shades, table);
  g_assert_cmpuint (table[0], ==, 0);
  g_assert_cmpuint (table[50], ==, 128);
  g_assert_cmpuint (table[100], ==, 255);
  g_assert_cmpuint (table[200], ==, 255);
  cp_image_shades_adjust (&shades, -1000, 1000);
  g_assert_cmpfloat (shades.window, ==, 1);
  g_assert_cmpfloat (shades.level, ==, 255);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/image-tile/name", test_tile_name);
  g_test_add_func ("/widgets/image-tile/not-scored", test_tile_not_scored);
  g_test_add_func ("/widgets/image-words/count", test_count_words);
  g_test_add_func ("/widgets/image-grid/filter", test_grid);
  g_test_add_func ("/widgets/image-grid/keeps-image", test_grid_keeps_image);
  g_test_add_func ("/widgets/image-view/steps", test_view_steps);
  g_test_add_func ("/widgets/image-shades", test_shades);

  return g_test_run ();
}
