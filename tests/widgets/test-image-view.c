/* SPDX-License-Identifier: MIT */
/* The large image: its keys, what a model says of it, and what nobody may be told. */
#include "image-canvas.h"
#include "image-grid.h"
#include "image-view.h"
#include "neighbour-strip.h"
#include "phantom.h"
#include "presets.h"
#include "widget-test.h"

#include <math.h>

#define SIZE 12
#define N_TEST 12

typedef struct
{
  CpModel *model;
  CpDataset *dataset;
  CpReview *review;
  GtkWidget *grid;
  CpImageView *view;
  CpImageCanvas *canvas;
  CpSaliencyOverlay *overlay;
  GtkWidget *entry;
  GtkWidget *window;
} Context;

static CpModel *
create_model (void)
{
  CpNetwork *network = cp_preset_new_network ("baseline", SIZE, NULL);
  CpModel *model;

  cp_network_initialise (network, 3);
  model = cp_model_new ((const CpNetwork *const *) &network, 1, &(CpModelInfo) { .threshold = NAN });
  cp_network_free (network);
  return model;
}

static void
set_up (Context       *context,
        gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = SIZE, .n_train = 60, .n_val = 8, .n_test = N_TEST, .seed = 2 };
  const double scores[N_TEST] = { 0.1, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GError) error = NULL;

  context->model = create_model ();
  context->dataset = cp_phantom_dataset_new (&settings, NULL);
  context->review = cp_review_new ();
  cp_review_set_dataset (context->review, context->dataset);
  cp_review_set_scores (context->review, CP_SPLIT_TEST, scores, N_TEST, &error);
  g_assert_no_error (error);

  context->grid = g_object_ref_sink (cp_image_grid_new ());
  cp_image_grid_set_review (CP_IMAGE_GRID (context->grid), context->review);
  context->view = CP_IMAGE_VIEW (cp_image_view_new ());
  context->entry = gtk_entry_new ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (context->view));
  gtk_box_append (GTK_BOX (box), context->entry);
  context->window = cp_widget_test_show (box, 700, 560);
  cp_image_view_set_review (context->view, context->review);
  cp_image_view_set_selection (context->view, cp_image_grid_get_selection (CP_IMAGE_GRID (context->grid)));
  cp_image_inspector_set_model (cp_image_view_get_inspector (context->view), context->model, context->dataset);
  context->overlay = cp_image_inspector_get_overlay (cp_image_view_get_inspector (context->view));
  context->canvas = CP_IMAGE_CANVAS (cp_widget_test_find (GTK_WIDGET (context->view), CP_TYPE_IMAGE_CANVAS));
  gtk_widget_grab_focus (GTK_WIDGET (context->canvas));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (context->view));
}

static void
tear_down (Context       *context,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (context->window));
  g_object_unref (context->grid);
  g_object_unref (context->review);
  cp_model_unref (context->model);
  cp_dataset_unref (context->dataset);
}

static gboolean
press (Context         *context,
       guint            key,
       GdkModifierType  state)
{
  return cp_image_view_handle_key (context->view, key, state);
}

static void
wait_ready (Context *context)
{
  while (cp_saliency_overlay_get_state (context->overlay) == CP_OVERLAY_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_READY);
}

/* A screen reader hears where there is evidence, and no longer once it is hidden. */
static void
test_evidence_is_heard (Context       *context,
                        gconstpointer  data)
{
  g_autofree char *first = NULL;

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_true (press (context, GDK_KEY_o, 0));
  wait_ready (context);
  first = g_strdup (cp_saliency_overlay_get_message (context->overlay));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, first);

  gtk_widget_activate_action (GTK_WIDGET (context->view), "image.next", NULL);
  wait_ready (context);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       cp_saliency_overlay_get_message (context->overlay));
  g_assert_true (press (context, GDK_KEY_O, GDK_LOCK_MASK));
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_OFF);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
}

static void
test_display_keys (Context       *context,
                   gconstpointer  data)
{
  const CpImagePlacement *placement = cp_image_canvas_get_placement (context->canvas);

  g_assert_true (press (context, GDK_KEY_i, 0));
  g_assert_true (cp_image_canvas_get_shades (context->canvas)->inverted);
  g_assert_true (press (context, GDK_KEY_z, 0));
  g_assert_cmpfloat (cp_image_placement_get_scale (placement), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (context->view), "image.zoom-in", NULL);
  g_assert_cmpfloat (cp_image_placement_get_scale (placement), ==, 1.25);
  g_assert_true (press (context, GDK_KEY_r, 0));
  g_assert_true (cp_image_placement_is_whole (placement));
  g_assert_true (cp_image_canvas_get_shades (context->canvas)->inverted);
  g_assert_true (press (context, GDK_KEY_i, 0));
  g_assert_false (cp_image_canvas_get_shades (context->canvas)->inverted);
}

static void
test_inspector_key (Context       *context,
                    gconstpointer  data)
{
  GtkWidget *inspector = GTK_WIDGET (cp_image_view_get_inspector (context->view));

  g_assert_true (gtk_widget_get_visible (inspector));
  g_assert_true (press (context, GDK_KEY_F9, 0));
  g_assert_false (gtk_widget_get_visible (inspector));
  g_assert_true (press (context, GDK_KEY_F9, 0));
  g_assert_true (gtk_widget_get_visible (inspector));
}

/* Somebody who types, or who holds Control, means something else; so do the keys of verdicts and threshold. */
static void
test_keys_of_others (Context       *context,
                     gconstpointer  data)
{
  static const guint others[] = { GDK_KEY_a, GDK_KEY_d, GDK_KEY_u, GDK_KEY_n, GDK_KEY_1, GDK_KEY_2, GDK_KEY_3, GDK_KEY_p,
                                  GDK_KEY_bracketleft, GDK_KEY_bracketright, GDK_KEY_braceleft, GDK_KEY_braceright };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (press (context, others[i], 0));
  g_assert_false (press (context, GDK_KEY_o, GDK_CONTROL_MASK));
  g_assert_false (press (context, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  gtk_widget_grab_focus (context->entry);
  g_assert_false (press (context, GDK_KEY_o, 0));
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_OFF);
  gtk_widget_grab_focus (GTK_WIDGET (context->canvas));
  gtk_widget_set_visible (GTK_WIDGET (context->view), FALSE);
  g_assert_false (press (context, GDK_KEY_o, 0));
}

/* Who judges first is not told by the map either, nor by what looks alike. */
static void
test_concealed (Context       *context,
                gconstpointer  data)
{
  CpNeighbourStrip *strip =
    CP_NEIGHBOUR_STRIP (cp_widget_test_find (GTK_WIDGET (context->view), CP_TYPE_NEIGHBOUR_STRIP));

  press (context, GDK_KEY_o, 0);
  wait_ready (context);
  cp_image_view_set_question (context->view, "What is it?");
  g_assert_null (cp_saliency_overlay_get_explanation (context->overlay));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (strip)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, "What is it?");
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (context->view), "What is it?"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  press (context, GDK_KEY_o, 0);
  gtk_widget_activate_action (GTK_WIDGET (context->view), "image.next", NULL);
  g_assert_null (cp_saliency_overlay_get_explanation (context->overlay));

  cp_image_view_set_question (context->view, NULL);
  wait_ready (context);
  g_assert_nonnull (cp_saliency_overlay_get_explanation (context->overlay));
}

static void
test_similar (Context       *context,
              gconstpointer  data)
{
  CpNeighbourStrip *strip =
    CP_NEIGHBOUR_STRIP (cp_widget_test_find (GTK_WIDGET (context->view), CP_TYPE_NEIGHBOUR_STRIP));

  g_assert_cmpuint (cp_neighbour_strip_get_n (strip), ==, 0);
  cp_image_inspector_show (cp_image_view_get_inspector (context->view), "similar");
  for (guint i = 0; i < 500 && cp_neighbour_strip_get_n (strip) == 0; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_cmpuint (cp_neighbour_strip_get_n (strip), ==, 6);
}

/* Several networks: how far they differ is read and heard. */
static void
test_spread (Context       *context,
             gconstpointer  data)
{
  double means[N_TEST], deviations[N_TEST];
  g_autoptr (CpReviewImage) image = g_list_model_get_item (cp_review_get_images (context->review), 0);
  g_autofree char *caption = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_TEST; i++)
    {
      means[i] = 0.25;
      deviations[i] = 0.125;
    }
  cp_review_set_ensemble_scores (context->review, CP_SPLIT_TEST, means, deviations, N_TEST, &error);
  g_assert_no_error (error);
  caption = g_strdup_printf (cp_review_image_get_pneumonia (image)
                               ? "Image %u is a pneumonia. Its probability 0.250 ± 0.125 is below the threshold 0.500: "
                                 "missed (false negative)."
                               : "Image %u is normal. Its probability 0.250 ± 0.125 is below the threshold 0.500: "
                                 "cleared (true negative).",
                             cp_review_image_get_index (image));
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (context->view), caption));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (context->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "probability 0.250 ± 0.125");
}

static void
add (const char *path,
     void      (*test) (Context *context, gconstpointer data))
{
  g_test_add (path, Context, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);

  add ("/widgets/image-view/evidence-is-heard", test_evidence_is_heard);
  add ("/widgets/image-view/display-keys", test_display_keys);
  add ("/widgets/image-view/inspector-key", test_inspector_key);
  add ("/widgets/image-view/keys-of-others", test_keys_of_others);
  add ("/widgets/image-view/concealed", test_concealed);
  add ("/widgets/image-view/similar", test_similar);
  add ("/widgets/image-view/spread", test_spread);

  return g_test_run ();
}
