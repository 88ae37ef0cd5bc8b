/* SPDX-License-Identifier: MIT */
#include "image-buffer.h"
#include "image-filters.h"
#include "image-grid.h"
#include "image-selection.h"
#include "image-tile.h"
#include "widget-test.h"

#include <math.h>
#include <string.h>

/* Large enough that their pictures are made by threads. */
#define LARGE 96
#define N_LARGE 40

static CpReview *
large_review (void)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };
  g_autoptr (CpDataset) dataset = NULL;
  CpReview *review = cp_review_new ();

  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      cp_image_buffer_init (&buffers[split], N_LARGE, LARGE, NULL);
      for (guint i = 0; i < N_LARGE; i++)
        {
          buffers[split].labels[i] = i % 2;
          memset (buffers[split].pixels + i * LARGE * LARGE, (int) (i * 5), LARGE * LARGE);
        }
    }
  dataset = cp_dataset_new_take ("Made up", "made up", CP_DATASET_NPZ, buffers);
  cp_review_set_dataset (review, dataset);
  return review;
}

static CpReviewImage *
get_image (CpReview *review,
           guint     index)
{
  guint position;

  g_assert_true (cp_review_find_image (review, index, &position));
  return g_list_model_get_item (cp_review_get_images (review), position);
}

static guint32
first_pixel (cairo_surface_t *surface)
{
  return *(guint32 *) (gpointer) cairo_image_surface_get_data (surface) & 0xffffff;
}

static void
on_ready (cairo_surface_t *surface,
          gpointer         user_data)
{
  cairo_surface_t **found = user_data;

  g_assert_null (*found);
  *found = cairo_surface_reference (surface);
}

static void
on_unwanted (cairo_surface_t *surface,
             gpointer         user_data)
{
  g_assert_not_reached ();
}

static void
test_cache_makes (void)
{
  g_autoptr (CpReview) review = large_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 7);
  g_autoptr (CpReviewImage) other = get_image (review, 8);
  g_autoptr (CpThumbnailCache) cache = cp_thumbnail_cache_new (1 << 20);
  cairo_surface_t *made = NULL, *kept;

  g_assert_null (cp_thumbnail_cache_lookup (cache, image, 56));
  cp_thumbnail_request_cancel (cp_thumbnail_cache_request (cache, other, 56, on_unwanted, NULL));
  cp_thumbnail_request_hurry (cp_thumbnail_cache_request (cache, image, 56, on_ready, &made));
  g_assert_null (made);
  while (made == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cairo_image_surface_get_width (made), ==, 56);
  g_assert_cmphex (first_pixel (made), ==, 35 * 0x010101);

  kept = cp_thumbnail_cache_lookup (cache, image, 56);
  g_assert_true (kept == made);
  g_assert_null (cp_thumbnail_cache_lookup (cache, image, 84));
  cairo_surface_destroy (kept);
  cairo_surface_destroy (made);
  cp_thumbnail_cache_clear (cache);
  g_assert_null (cp_thumbnail_cache_lookup (cache, image, 56));
  g_assert_cmpuint (cp_thumbnail_cache_get_bytes (cache), ==, 0);
}

/* A picture that is enlarged keeps the image's own pixels. */
static void
test_cache_enlarges (void)
{
  g_autoptr (CpReview) review = large_review ();
  g_autoptr (CpReview) small = cp_widget_test_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 7);
  g_autoptr (CpReviewImage) little = get_image (small, 7);
  g_autoptr (CpThumbnailCache) cache = cp_thumbnail_cache_new (1 << 20);
  cairo_surface_t *made = NULL;

  cp_thumbnail_cache_request (cache, image, 280, on_ready, &made);
  while (made == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cairo_image_surface_get_width (made), ==, LARGE);
  cairo_surface_destroy (made);

  /* and a small one is there at once */
  made = cp_thumbnail_cache_lookup (cache, little, 112);
  g_assert_nonnull (made);
  g_assert_cmpint (cairo_image_surface_get_width (made), ==, (int) cp_review_image_get_size (little));
  cairo_surface_destroy (made);
}

/* What was used last stays; the sum never passes the bound. */
static void
test_cache_bounded (void)
{
  const gsize each = 56 * 56 * 4;
  g_autoptr (CpReview) review = large_review ();
  g_autoptr (CpThumbnailCache) cache = cp_thumbnail_cache_new (4 * each);
  cairo_surface_t *first = NULL;

  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autoptr (CpReviewImage) image = get_image (review, i);
      g_autoptr (CpReviewImage) zero = get_image (review, 0);
      cairo_surface_t *made = NULL;

      cp_thumbnail_cache_request (cache, image, 56, on_ready, &made);
      while (made == NULL)
        g_main_context_iteration (NULL, TRUE);
      cairo_surface_destroy (made);
      g_assert_cmpuint (cp_thumbnail_cache_get_bytes (cache), ==, MIN (i + 1, 4) * each);
      first = cp_thumbnail_cache_lookup (cache, zero, 56);
      g_assert_nonnull (first);
      cairo_surface_destroy (first);
    }
}

/* Freed while its threads are at work: nothing is called, nothing leaks. */
static void
test_cache_freed (void)
{
  g_autoptr (CpReview) review = large_review ();
  CpThumbnailCache *cache = cp_thumbnail_cache_new (1 << 20);

  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autoptr (CpReviewImage) image = get_image (review, i);

      cp_thumbnail_cache_request (cache, image, 56, on_unwanted, NULL);
    }
  cp_thumbnail_cache_free (cache);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_tile_waits (void)
{
  g_autoptr (CpReview) review = large_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 7);
  g_autoptr (CpReviewImage) other = get_image (review, 8);
  g_autoptr (CpThumbnailCache) cache = cp_thumbnail_cache_new (1 << 20);
  CpImageTile *tile = CP_IMAGE_TILE (g_object_ref_sink (cp_image_tile_new ()));

  cp_image_tile_set_cache (tile, cache);
  cp_image_tile_set_side (tile, 84);
  cp_image_tile_set_image (tile, other);
  cp_image_tile_set_image (tile, image);
  g_assert_false (cp_image_tile_has_picture (tile));
  while (!cp_image_tile_has_picture (tile))
    g_main_context_iteration (NULL, TRUE);
  /* bound anew: no moment without it */
  cp_image_tile_set_image (tile, NULL);
  cp_image_tile_set_image (tile, image);
  g_assert_true (cp_image_tile_has_picture (tile));
  cp_image_tile_set_side (tile, 56);
  g_assert_false (cp_image_tile_has_picture (tile));
  g_object_unref (tile);
}

static void
test_tile_verdict (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 1);
  g_autoptr (GtkWidget) tile = g_object_ref_sink (cp_image_tile_new ());

  cp_image_tile_set_image (CP_IMAGE_TILE (tile), image);
  cp_review_set_verdict (review, CP_SPLIT_TEST, 1, CP_VERDICT_DISAGREE);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image 1, pneumonia, probability 0.050, false negative, you disagree");
  cp_review_set_note (review, CP_SPLIT_TEST, 1, "rotated");
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image 1, pneumonia, probability 0.050, false negative, you disagree, "
                                       "note: rotated");
  cp_review_set_verdict (review, CP_SPLIT_TEST, 1, CP_VERDICT_NONE);
  cp_review_set_note (review, CP_SPLIT_TEST, 1, NULL);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image 1, pneumonia, probability 0.050, false negative");
}

/* Only a move of the threshold that changes the outcome is worth an outline. */
static void
test_tile_flash (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (CpReviewImage) image = get_image (review, 1);
  g_autoptr (CpReviewImage) other = get_image (review, 2);
  CpImageTile *tile = CP_IMAGE_TILE (g_object_ref_sink (cp_image_tile_new ()));

  cp_image_tile_set_image (tile, image);
  cp_image_tile_set_threshold (tile, 0.4);
  g_assert_false (cp_image_tile_is_flashing (tile));
  cp_image_tile_set_threshold (tile, 0.05);
  g_assert_true (cp_image_tile_is_flashing (tile));
  cp_image_tile_set_image (tile, other);
  g_assert_false (cp_image_tile_is_flashing (tile));
  g_object_unref (tile);
}

static guint
current_index (CpImageGrid *grid)
{
  return cp_review_image_get_index (gtk_single_selection_get_selected_item (cp_image_grid_get_selection (grid)));
}

/* Compares the indices selected with a list that ends with G_MAXUINT. */
static void
check_selected (CpImageGrid *grid,
                ...)
{
  g_autoptr (GPtrArray) images = cp_image_grid_get_selected (grid);
  va_list list;
  guint expected, n = 0;

  va_start (list, grid);
  while ((expected = va_arg (list, guint)) != G_MAXUINT)
    {
      g_assert_cmpuint (n, <, images->len);
      g_assert_cmpuint (cp_review_image_get_index (g_ptr_array_index (images, n++)), ==, expected);
    }
  va_end (list);
  g_assert_cmpuint (n, ==, images->len);
}

static void
test_select_several (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cp_image_grid_new ());
  CpImageGrid *grid = CP_IMAGE_GRID (widget);
  GtkSelectionModel *model = gtk_grid_view_get_model (GTK_GRID_VIEW (cp_widget_test_find (widget, GTK_TYPE_GRID_VIEW)));

  cp_image_grid_set_review (grid, review);
  check_selected (grid, 0, G_MAXUINT);
  gtk_selection_model_select_item (model, 10, TRUE);
  gtk_selection_model_select_item (model, 20, FALSE);
  check_selected (grid, 10, 20, G_MAXUINT);
  g_assert_cmpuint (current_index (grid), ==, 20);
  gtk_selection_model_select_range (model, 20, 3, TRUE);
  check_selected (grid, 20, 21, 22, G_MAXUINT);
  gtk_selection_model_select_range (model, 17, 2, FALSE);
  g_assert_cmpuint (current_index (grid), ==, 17);
  gtk_selection_model_unselect_item (model, 17);
  check_selected (grid, 18, 20, 21, 22, G_MAXUINT);
  g_assert_cmpuint (current_index (grid), ==, 18);

  /* stepping through the images selects one */
  gtk_single_selection_set_selected (cp_image_grid_get_selection (grid), 19);
  check_selected (grid, 19, G_MAXUINT);
  gtk_selection_model_unselect_item (model, 19);
  check_selected (grid, 19, G_MAXUINT);
  gtk_selection_model_select_all (model);
  g_assert_true (gtk_selection_model_is_selected (model, 600));
  gtk_selection_model_unselect_all (model);
  check_selected (grid, 19, G_MAXUINT);

  /* another split has other images */
  gtk_selection_model_select_item (model, 25, FALSE);
  cp_review_set_split (review, CP_SPLIT_VALIDATION);
  check_selected (grid, 25, G_MAXUINT);
}

/* Images that leave the filter are selected again when they are back; so is the one looked at. */
static void
test_selection_returns (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cp_image_grid_new ());
  CpImageGrid *grid = CP_IMAGE_GRID (widget);
  GtkSelectionModel *model = gtk_grid_view_get_model (GTK_GRID_VIEW (cp_widget_test_find (widget, GTK_TYPE_GRID_VIEW)));

  cp_review_set_threshold (review, 0.06);
  cp_image_grid_set_review (grid, review);
  gtk_selection_model_select_item (model, 100, TRUE);
  gtk_selection_model_select_item (model, 1, FALSE); /* 0.050 */
  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  check_selected (grid, 1, G_MAXUINT);
  cp_review_set_threshold (review, 0.04);
  g_assert_cmpuint (current_index (grid), !=, 1);
  cp_review_set_threshold (review, 0.06);
  g_assert_cmpuint (current_index (grid), ==, 1);
  cp_review_set_sort (review, CP_SORT_PROBABILITY);
  g_assert_cmpuint (current_index (grid), ==, 1);
  cp_review_clear_filters (review);
  check_selected (grid, 100, 1, G_MAXUINT);
}

static CpImageTile *
tile_at (GtkWidget *view,
         int        x,
         int        y)
{
  GtkWidget *picked = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  GtkWidget *tile = picked != NULL ? gtk_widget_get_ancestor (picked, CP_TYPE_IMAGE_TILE) : NULL;

  return tile != NULL ? CP_IMAGE_TILE (tile) : NULL;
}

static void
settle (GtkWidget *widget)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  gtk_test_widget_wait_for_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
}

/* What is looked at stays in sight while images come and go above it. */
static void
test_scroll_place (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 420, 500);
  GtkWidget *view = cp_widget_test_find (grid, GTK_TYPE_GRID_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  CpReviewImage *image;
  gboolean seen = FALSE;
  guint before;

  cp_review_set_threshold (review, 0.5);
  cp_review_set_filter (review, CP_OUTCOME_TRUE_POSITIVE);
  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  settle (grid);
  gtk_adjustment_set_value (adjustment, 3000);
  settle (grid);
  image = cp_image_tile_get_image (tile_at (view, 80, 60));
  before = g_list_model_get_n_items (cp_review_get_images (review));
  for (double threshold = 0.5; cp_review_image_get_probability (image) >= threshold && threshold < 0.9; threshold += 0.02)
    cp_review_set_threshold (review, threshold);
  settle (grid);
  g_assert_cmpuint (g_list_model_get_n_items (cp_review_get_images (review)), <, before - 20);
  for (int y = 0; y < gtk_widget_get_height (view); y += 20)
    for (int x = 20; x < gtk_widget_get_width (view); x += 40)
      {
        CpImageTile *tile = tile_at (view, x, y);

        seen |= tile != NULL && cp_image_tile_get_image (tile) == image;
      }
  g_assert_true (seen);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* An image that the threshold has just brought to the list is outlined. */
static void
test_newcomer_flashes (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 600, 500);
  GtkWidget *view = cp_widget_test_find (grid, GTK_TYPE_GRID_VIEW);
  guint position;

  cp_review_set_threshold (review, 0.04);
  cp_review_set_filter (review, CP_OUTCOME_FALSE_NEGATIVE);
  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  settle (grid);
  g_assert_false (cp_image_tile_is_flashing (tile_at (view, 80, 60)));
  cp_review_set_threshold (review, 0.06);
  settle (grid);
  g_assert_true (cp_review_find_image (review, 1, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_true (cp_image_tile_is_flashing (tile_at (view, 280, 60)));
  g_assert_cmpuint (cp_review_image_get_index (cp_image_tile_get_image (tile_at (view, 280, 60))), ==, 1);
  g_assert_false (cp_image_tile_is_flashing (tile_at (view, 80, 60)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_thumbnail_size (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 600, 400);
  GtkWidget *scale = cp_widget_test_find (grid, GTK_TYPE_SCALE);
  guint notified = 0;

  cp_widget_test_count (grid, "notify::thumbnail-size", &notified);
  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  settle (grid);
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 112);
  gtk_range_set_value (GTK_RANGE (scale), 5);
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 140);
  g_assert_cmpuint (notified, ==, 1);
  settle (grid);
  g_assert_cmpuint (cp_image_tile_get_side (CP_IMAGE_TILE (cp_widget_test_find (grid, CP_TYPE_IMAGE_TILE))), ==, 140);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "140 pixels");

  /* what was remembered may be nonsense */
  cp_image_grid_set_thumbnail_size (CP_IMAGE_GRID (grid), 0);
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 56);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (scale)), ==, 2);
  cp_image_grid_set_thumbnail_size (CP_IMAGE_GRID (grid), 30000);
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 280);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Presses Ctrl and a key, wherever the focus is. */
static gboolean
press_control (GtkWidget *grid,
               guint      key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (grid);
  g_autoptr (GtkShortcutTrigger) wanted = gtk_keyval_trigger_new (key, GDK_CONTROL_MASK);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller));
           j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, grid, NULL);
        }
    }
  return FALSE;
}

static void
test_size_keys (void)
{
  GtkWidget *grid = g_object_ref_sink (cp_image_grid_new ());
  GtkWidget *window;

  /* not while another page is shown */
  g_assert_false (press_control (grid, GDK_KEY_plus));
  window = cp_widget_test_show (grid, 600, 400);
  g_assert_true (press_control (grid, GDK_KEY_plus));
  g_assert_true (press_control (grid, GDK_KEY_KP_Add));
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 168);
  g_assert_true (press_control (grid, GDK_KEY_minus));
  g_assert_cmpuint (cp_image_grid_get_thumbnail_size (CP_IMAGE_GRID (grid)), ==, 140);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (grid);
}

/* The check button with this label. */
static GtkWidget *
find_choice (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_choice (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_choices (void)
{
  g_autoptr (CpReview) review = cp_widget_test_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 600, 400);

  /* connected after it is shown, as in the window */
  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  gtk_widget_activate (find_choice (grid, "Most wrong first"));
  g_assert_cmpint (cp_review_get_sort (review), ==, CP_SORT_WRONGNESS);
  gtk_widget_activate (find_choice (grid, "False alarm"));
  g_assert_cmpint (cp_review_get_filter (review), ==, CP_OUTCOME_FALSE_POSITIVE);
  g_assert_true (cp_widget_test_has_label (grid, "false positive"));
  gtk_widget_activate (find_choice (grid, "Not yet judged"));
  g_assert_cmpint (cp_review_get_verdict_filter (review), ==, CP_VERDICT_FILTER_NONE);
  g_assert_true (cp_widget_test_has_label (grid, "2 filters"));

  /* greyed until there is something to choose */
  g_assert_false (gtk_widget_is_sensitive (find_choice (grid, "Most uncertain first")));
  g_assert_false (gtk_widget_is_sensitive (find_choice (grid, "Changed against the pinned threshold")));
  cp_review_set_pinned (review, 0.2);
  g_assert_true (gtk_widget_is_sensitive (find_choice (grid, "Changed against the pinned threshold")));
  gtk_widget_activate (find_choice (grid, "Changed against the pinned threshold"));
  g_assert_true (cp_review_get_changed_only (review));
  cp_review_clear_filters (review);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_choice (grid, "Any or none"))));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing of a grid outlives it, though its threads may be at work. */
static void
test_finalized (void)
{
  g_autoptr (CpReview) review = large_review ();
  GtkWidget *grid = cp_image_grid_new ();
  GtkWidget *window = cp_widget_test_show (grid, 600, 400);

  g_object_ref (grid);
  cp_image_grid_set_review (CP_IMAGE_GRID (grid), review);
  settle (grid);
  cp_image_grid_set_thumbnail_size (CP_IMAGE_GRID (grid), 56);
  settle (grid);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (grid);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/thumbnail-cache/makes", test_cache_makes);
  g_test_add_func ("/widgets/thumbnail-cache/enlarges", test_cache_enlarges);
  g_test_add_func ("/widgets/thumbnail-cache/bounded", test_cache_bounded);
  g_test_add_func ("/widgets/thumbnail-cache/freed", test_cache_freed);
  g_test_add_func ("/widgets/image-tile/waits", test_tile_waits);
  g_test_add_func ("/widgets/image-tile/verdict", test_tile_verdict);
  g_test_add_func ("/widgets/image-tile/flash", test_tile_flash);
  g_test_add_func ("/widgets/image-grid/select-several", test_select_several);
  g_test_add_func ("/widgets/image-grid/selection-returns", test_selection_returns);
  g_test_add_func ("/widgets/image-grid/scroll-place", test_scroll_place);
  g_test_add_func ("/widgets/image-grid/newcomer-flashes", test_newcomer_flashes);
  g_test_add_func ("/widgets/image-grid/thumbnail-size", test_thumbnail_size);
  g_test_add_func ("/widgets/image-grid/size-keys", test_size_keys);
  g_test_add_func ("/widgets/image-grid/finalized", test_finalized);
  g_test_add_func ("/widgets/image-filters/choices", test_choices);

  return g_test_run ();
}
