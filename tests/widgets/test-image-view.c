/* SPDX-License-Identifier: MIT */
/* One image large, and what a model says of it. */
#include "image-view.h"

#include "image-grid.h"
#include "neighbour-strip.h"
#include "overlay-panel.h"
#include "outside-list.h"
#include "outside-row.h"
#include "phantom.h"
#include "presets.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <math.h>

#define SIZE 12
#define N 40

typedef struct
{
  CpReview *review;
  CpDataset *dataset;
  CpModel *model;
  GtkWidget *grid;
  GtkWidget *window;
  CpImageView *view;
  GtkWidget *canvas;
  CpSaliencyOverlay *overlay;
} Fixture;

static CpModel *
new_model (guint64 seed)
{
  CpNetwork *network = cp_preset_new_network ("baseline", SIZE, NULL);
  CpModel *model;

  cp_network_initialise (network, seed);
  model = cp_model_new ((const CpNetwork *const *) &network, 1, &(CpModelInfo) { .threshold = NAN });
  cp_network_free (network);
  return model;
}

/* Image i is called with probability (i + 0.5) / N. */
static void
score (Fixture *self,
       CpSplit  split)
{
  double p[N];

  for (guint i = 0; i < N; i++)
    p[i] = (i + 0.5) / N;
  g_assert_true (cp_review_set_scores (self->review, split, p, N, NULL));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = SIZE, .n_train = N, .n_val = N, .n_test = N, .seed = 2 };

  self->review = cp_review_new ();
  self->dataset = cp_phantom_dataset_new (&settings, NULL);
  cp_review_set_dataset (self->review, self->dataset);
  self->model = new_model (3);
  self->grid = g_object_ref_sink (cp_image_grid_new ());
  self->view = CP_IMAGE_VIEW (cp_image_view_new ());
  cp_image_grid_set_review (CP_IMAGE_GRID (self->grid), self->review);
  cp_image_view_set_review (self->view, self->review);
  cp_image_view_set_selection (self->view, cp_image_grid_get_selection (CP_IMAGE_GRID (self->grid)));
  self->window = cp_widget_test_show (GTK_WIDGET (self->view), 640, 480);
  self->canvas = cp_widget_test_find (GTK_WIDGET (self->view), CP_TYPE_IMAGE_CANVAS);
  self->overlay = cp_image_inspector_get_overlay (cp_image_view_get_inspector (self->view));
  score (self, CP_SPLIT_TEST);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  CpImageView *view = g_object_ref (self->view);

  gtk_window_destroy (GTK_WINDOW (self->window));
  while (G_OBJECT (view)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (view);
  g_object_unref (self->grid);
  g_object_unref (self->review);
  cp_dataset_unref (self->dataset);
  cp_model_unref (self->model);
}

static void
use_model (Fixture *self)
{
  cp_image_inspector_set_model (cp_image_view_get_inspector (self->view), self->model, self->dataset);
}

static void
choose (Fixture         *self,
        CpExplainMethod  method,
        guint8           target,
        gboolean         randomised)
{
  CpOverlayChoice choice = *cp_saliency_overlay_get_choice (self->overlay);

  choice.shown = TRUE;
  choice.method = method;
  choice.target = target;
  choice.randomised = randomised;
  cp_saliency_overlay_set_choice (self->overlay, &choice);
}

static CpExplanation *
wait_for_map (Fixture *self)
{
  while (cp_saliency_overlay_get_state (self->overlay) == CP_OVERLAY_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cp_saliency_overlay_get_state (self->overlay), ==, CP_OVERLAY_READY);
  return cp_saliency_overlay_get_explanation (self->overlay);
}

/* The same map as if it had been asked for directly. */
static void
assert_map_of (Fixture         *self,
               guint            index,
               CpExplainMethod  method,
               guint8           target,
               GBytes          *reference)
{
  const CpImageSet *set = cp_dataset_get_split (self->dataset, CP_SPLIT_TEST);
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (CpExplanation) expected = NULL;
  CpExplanation *found = wait_for_map (self);

  options.method = method;
  options.target = target;
  options.reference = reference;
  expected = cp_explain (self->model, set->pixels + index * SIZE * SIZE, SIZE, &options, NULL, NULL);
  for (guint i = 0; i < SIZE * SIZE; i++)
    g_assert_cmpfloat (cp_explanation_get_map (found)[i], ==, cp_explanation_get_map (expected)[i]);
}

static void
test_overlay_by_key (Fixture       *self,
                     gconstpointer  data)
{
  g_assert_true (cp_image_view_handle_key (self->view, GDK_KEY_o, 0));
  g_assert_cmpint (cp_saliency_overlay_get_state (self->overlay), ==, CP_OVERLAY_UNAVAILABLE);
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (self->view), "Train or open a model to see where it finds evidence."));
  use_model (self);
  assert_map_of (self, 0, CP_EXPLAIN_HIRES_CAM, 1, NULL);
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (self->view),
                                           cp_explanation_get_sentence (wait_for_map (self))));
  gtk_test_accessible_assert_property (self->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       cp_explanation_get_sentence (wait_for_map (self)));

  /* and away again, with another letter's modifier ignored */
  g_assert_false (cp_image_view_handle_key (self->view, GDK_KEY_o, GDK_CONTROL_MASK));
  g_assert_true (cp_image_view_handle_key (self->view, GDK_KEY_O, 0));
  g_assert_null (cp_saliency_overlay_get_explanation (self->overlay));
  gtk_test_accessible_assert_property (self->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
}

static void
test_overlay_follows (Fixture       *self,
                      gconstpointer  data)
{
  use_model (self);
  choose (self, CP_EXPLAIN_GRAD_CAM, 0, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "image.next", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "image.next", NULL);
  assert_map_of (self, 2, CP_EXPLAIN_GRAD_CAM, 0, NULL);
  choose (self, CP_EXPLAIN_GRAD_CAM, 0, TRUE);
  g_assert_true (cp_explanation_get_info (wait_for_map (self))->randomised);
  choose (self, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  assert_map_of (self, 2, CP_EXPLAIN_HIRES_CAM, 1, NULL);
}

/* What is hidden shows the mean training image, made once for a data set. */
static void
test_overlay_occlusion (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GBytes) mean = cp_image_set_mean (cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN));

  use_model (self);
  choose (self, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "image.next", NULL);
  assert_map_of (self, 1, CP_EXPLAIN_OCCLUSION, 1, mean);
}

static guint
count_coloured (GtkWidget *canvas)
{
  cairo_surface_t *drawn = cp_widget_test_draw (canvas);
  guint n = 0;

  for (int y = 0; y < gtk_widget_get_height (canvas); y++)
    for (int x = 0; x < gtk_widget_get_width (canvas); x++)
      {
        const guint32 pixel = cp_widget_test_pixel (drawn, x, y);

        n += (pixel >> 16 & 0xff) != (pixel & 0xff);
      }
  cairo_surface_destroy (drawn);
  return n;
}

static void
test_overlay_is_drawn (Fixture       *self,
                       gconstpointer  data)
{
  CpOverlayChoice choice;

  use_model (self);
  g_assert_cmpuint (count_coloured (self->canvas), ==, 0);
  choose (self, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  if (cp_explanation_get_info (wait_for_map (self))->empty)
    choose (self, CP_EXPLAIN_OCCLUSION, 0, FALSE);
  wait_for_map (self);
  g_assert_cmpuint (count_coloured (self->canvas), >, 1000);
  choice = *cp_saliency_overlay_get_choice (self->overlay);
  choice.shown = FALSE;
  cp_saliency_overlay_set_choice (self->overlay, &choice);
  g_assert_cmpuint (count_coloured (self->canvas), ==, 0);
}

/* Whoever is to judge an image is told nothing of it; nor is anybody of one whose figures are sealed. */
static void
test_conceals (Fixture       *self,
               gconstpointer  data)
{
  use_model (self);
  choose (self, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  wait_for_map (self);
  cp_image_view_set_concealed (self->view, TRUE);
  g_assert_null (cp_saliency_overlay_get_explanation (self->overlay));
  gtk_test_accessible_assert_property (self->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Image to judge");
  g_assert_false (gtk_widget_get_mapped (cp_widget_test_find_label (GTK_WIDGET (self->view), "1 of 40")));
  cp_image_view_handle_key (self->view, GDK_KEY_o, 0);
  g_assert_true (cp_saliency_overlay_get_choice (self->overlay)->shown);

  cp_image_view_set_concealed (self->view, FALSE);
  wait_for_map (self);
  cp_review_set_sealed (self->review, TRUE);
  g_assert_null (cp_saliency_overlay_get_explanation (self->overlay));
  cp_review_set_sealed (self->review, FALSE);
  wait_for_map (self);
}

static guint
wait_for_neighbours (Fixture *self)
{
  CpNeighbourStrip *strip = CP_NEIGHBOUR_STRIP (cp_widget_test_find (GTK_WIDGET (self->view), CP_TYPE_NEIGHBOUR_STRIP));

  while (cp_neighbour_strip_get_n (strip) == 0)
    g_main_context_iteration (NULL, TRUE);
  return cp_neighbour_strip_get_n (strip);
}

/* A training image is not its own neighbour. */
static void
test_neighbours (Fixture       *self,
                 gconstpointer  data)
{
  const CpImageSet *set = cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN);
  g_autoptr (CpNeighbours) index = cp_neighbours_new (self->model, self->dataset, NULL, NULL);
  g_autoptr (GArray) nearest = cp_neighbours_find (index, set->pixels, SIZE, 6, 0, NULL);
  const CpNeighbour *first = &g_array_index (nearest, CpNeighbour, 0);
  g_autofree char *similarity = g_strdup_printf ("%.3f", first->similarity);
  g_autofree char *sentence = NULL;
  GtkWidget *child;

  score (self, CP_SPLIT_TRAIN);
  cp_review_set_split (self->review, CP_SPLIT_TRAIN);
  use_model (self);
  cp_image_inspector_show (cp_image_view_get_inspector (self->view), "similar");
  g_assert_cmpuint (wait_for_neighbours (self), ==, 6);
  child = cp_widget_test_find (GTK_WIDGET (self->view), GTK_TYPE_FLOW_BOX_CHILD);
  sentence = g_strdup_printf ("Training image %zu, %s, similarity %s", first->index, first->label ? "pneumonia" : "normal",
                              similarity);
  gtk_test_accessible_assert_property (child, GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
}

static CpOutside *
open_outside (Fixture  *self,
              char    **folder)
{
  CpOutside *outside = cp_outside_new ();
  g_autoptr (CpGreyImage) image = cp_grey_image_new (40, 60);
  g_autofree char *path = NULL;

  *folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  path = g_build_filename (*folder, "mine.png", NULL);
  for (guint i = 0; i < 40 * 60; i++)
    image->pixels[i] = (guint8) i;
  g_assert_true (cp_grey_image_save_png (image, path, NULL));
  cp_outside_set_model (outside, self->model);
  cp_outside_add_files (outside, (const char *const[]) { path, NULL });
  while (cp_outside_get_pending (outside) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_remove (path);
  g_rmdir (*folder);
  return outside;
}

/* One's own image is in the list and in the view, follows the threshold and changes no figure. */
static void
test_outside (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *folder = NULL;
  g_autoptr (CpOutside) outside = open_outside (self, &folder);
  g_autoptr (CpOutsideImage) image = g_list_model_get_item (G_LIST_MODEL (outside), 0);
  GtkWidget *list = cp_outside_list_new (), *window = cp_widget_test_show (list, 400, 300);
  const CpConfusion before = cp_review_get_confusion (self->review);
  g_autofree char *called_pneumonia = NULL;
  g_autofree char *called_normal = NULL;
  const double p = cp_outside_image_get_probability (image);

  g_assert_true (cp_widget_test_has_label (list, "Drop PNG or JPEG files here"));
  cp_outside_list_connect (CP_OUTSIDE_LIST (list), outside, self->review);
  called_pneumonia = g_strdup_printf ("Your image mine.png, probability %.3f, called pneumonia", p);
  called_normal = g_strdup_printf ("Your image mine.png, probability %.3f, called normal", p);
  gtk_test_widget_wait_for_draw (list);
  cp_review_set_threshold (self->review, p);
  gtk_test_accessible_assert_property (cp_widget_test_find (list, CP_TYPE_OUTSIDE_ROW), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       called_pneumonia);
  cp_review_set_threshold (self->review, p + 1e-6);
  gtk_test_accessible_assert_property (cp_widget_test_find (list, CP_TYPE_OUTSIDE_ROW), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       called_normal);
  cp_review_set_threshold (self->review, 0.5);
  g_assert_cmpmem (&before, sizeof before, &(CpConfusion[]) { cp_review_get_confusion (self->review) }, sizeof before);

  use_model (self);
  choose (self, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  cp_image_view_set_selection (self->view, cp_outside_list_get_selection (CP_OUTSIDE_LIST (list)));
  gtk_test_accessible_assert_property (self->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       p >= 0.5 ? called_pneumonia : called_normal);
  g_assert_cmpfloat (cp_image_canvas_get_placement (CP_IMAGE_CANVAS (self->canvas))->size, ==, 40);
  g_assert_cmpuint (cp_explanation_get_info (wait_for_map (self))->size, ==, SIZE);

  gtk_widget_activate_action (list, "outside.remove", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (outside)), ==, 0);
  g_assert_true (cp_widget_test_has_label (list, "No images of yours"));
  cp_image_view_set_selection (self->view, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  g_test_add ("/widgets/image-view/overlay-by-key", Fixture, NULL, set_up, test_overlay_by_key, tear_down);
  g_test_add ("/widgets/image-view/overlay-follows", Fixture, NULL, set_up, test_overlay_follows, tear_down);
  g_test_add ("/widgets/image-view/overlay-occlusion", Fixture, NULL, set_up, test_overlay_occlusion, tear_down);
  g_test_add ("/widgets/image-view/overlay-is-drawn", Fixture, NULL, set_up, test_overlay_is_drawn, tear_down);
  g_test_add ("/widgets/image-view/conceals", Fixture, NULL, set_up, test_conceals, tear_down);
  g_test_add ("/widgets/image-view/neighbours", Fixture, NULL, set_up, test_neighbours, tear_down);
  g_test_add ("/widgets/image-view/outside", Fixture, NULL, set_up, test_outside, tear_down);

  return g_test_run ();
}
