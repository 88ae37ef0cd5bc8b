/* SPDX-License-Identifier: MIT */
/* The map over the image that is looked at: which one, when, and what is said of it. */
#include "neighbour-strip.h"
#include "overlay-panel.h"
#include "phantom.h"
#include "presets.h"
#include "saliency-overlay.h"
#include "widget-test.h"

#include <math.h>
#include <string.h>

#define SIZE 12
#define N_PIXELS (SIZE * SIZE)

typedef struct
{
  CpModel *model;
  CpDataset *dataset;
  CpSaliencyOverlay *overlay;
  GString *states; /* one letter for each time that ::changed was told another one */
} Context;

static void
on_changed (Context *context)
{
  static const char letters[] = { 'o', 'u', 'w', 'r', 'f' };
  const char letter = letters[cp_saliency_overlay_get_state (context->overlay)];

  if (context->states->len == 0 || context->states->str[context->states->len - 1] != letter)
    g_string_append_c (context->states, letter);
}

static void
set_up (Context       *context,
        gconstpointer  data)
{
  const CpPhantomSettings settings = { .size = SIZE, .n_train = 90, .n_val = 8, .n_test = 8, .seed = 2 };
  CpNetwork *network = cp_preset_new_network ("baseline", SIZE, NULL);

  cp_network_initialise (network, 3);
  context->model = cp_model_new ((const CpNetwork *const *) &network, 1, &(CpModelInfo) { .threshold = NAN });
  cp_network_free (network);
  context->dataset = cp_phantom_dataset_new (&settings, NULL);
  context->overlay = cp_saliency_overlay_new ();
  context->states = g_string_new (NULL);
  g_signal_connect_swapped (context->overlay, "changed", G_CALLBACK (on_changed), context);
}

static void
tear_down (Context       *context,
           gconstpointer  data)
{
  gpointer alive = context->overlay;

  g_object_add_weak_pointer (alive, &alive);
  g_object_unref (context->overlay);
  for (guint i = 0; i < 500 && alive != NULL; i++) /* a request that was given up ends a little later */
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (alive != NULL ? 10000 : 0);
    }
  g_assert_null (alive);
  g_string_free (context->states, TRUE);
  cp_model_unref (context->model);
  cp_dataset_unref (context->dataset);
}

static GBytes *
image_of (Context *context,
          gsize    index)
{
  return g_bytes_new (cp_dataset_get_split (context->dataset, CP_SPLIT_TEST)->pixels + index * N_PIXELS, N_PIXELS);
}

static void
look_at (Context *context,
         gsize    index)
{
  g_autoptr (GBytes) pixels = image_of (context, index);

  cp_saliency_overlay_set_image (context->overlay, pixels, SIZE);
}

static void
choose (Context         *context,
        CpExplainMethod  method,
        guint8           target,
        gboolean         randomised)
{
  const CpOverlayChoice choice = { TRUE, method, target, randomised, 0.5 };

  cp_saliency_overlay_set_choice (context->overlay, &choice);
}

static void
wait_ready (Context *context)
{
  while (cp_saliency_overlay_get_state (context->overlay) == CP_OVERLAY_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_READY);
}

/* The map is what is computed directly. */
static void
assert_explains (Context *context,
                 gsize    index)
{
  const CpOverlayChoice *choice = cp_saliency_overlay_get_choice (context->overlay);
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (GBytes) pixels = image_of (context, index);
  g_autoptr (CpExplanation) wanted = NULL;
  g_autoptr (GError) error = NULL;

  options.method = choice->method;
  options.target = choice->target;
  options.randomised = choice->randomised;
  wanted = cp_explain (context->model, g_bytes_get_data (pixels, NULL), SIZE, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (cp_explanation_get_map (wanted), N_PIXELS * sizeof (float),
                   cp_explanation_get_map (cp_saliency_overlay_get_explanation (context->overlay)), N_PIXELS * sizeof (float));
}

static void
test_unavailable (Context       *context,
                  gconstpointer  data)
{
  g_autoptr (GBytes) larger = g_bytes_new_take (g_malloc0 (400), 400);

  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_OFF);
  choose (context, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_UNAVAILABLE);
  g_assert_cmpstr (cp_saliency_overlay_get_message (context->overlay), ==,
                   "Train or open a model to see where it finds evidence.");
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  cp_saliency_overlay_set_image (context->overlay, larger, 20);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_UNAVAILABLE);
  look_at (context, 0);
  wait_ready (context);
  cp_saliency_overlay_set_image (context->overlay, NULL, 0);
  g_assert_null (cp_saliency_overlay_get_explanation (context->overlay));
  g_assert_cmpstr (context->states->str, ==, "uwru");
}

/* Nothing is computed before it is wanted, nor shown of an image that was left. */
static void
test_moves_on (Context       *context,
               gconstpointer  data)
{
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  look_at (context, 0);
  g_assert_cmpstr (context->states->str, ==, "o");
  choose (context, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  choose (context, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  look_at (context, 1);
  look_at (context, 2);
  g_assert_null (cp_saliency_overlay_get_explanation (context->overlay));
  wait_ready (context);
  assert_explains (context, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_explains (context, 2);
  g_assert_cmpstr (context->states->str, ==, "owr");
}

/* What was computed once is there at once, for the other class, too. */
static void
test_kept (Context       *context,
           gconstpointer  data)
{
  CpExplanation *first;

  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  choose (context, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  look_at (context, 0);
  wait_ready (context);
  first = cp_saliency_overlay_get_explanation (context->overlay);
  look_at (context, 1);
  wait_ready (context);

  g_string_truncate (context->states, 0);
  look_at (context, 0);
  g_assert_true (cp_saliency_overlay_get_explanation (context->overlay) == first);
  choose (context, CP_EXPLAIN_HIRES_CAM, 0, FALSE);
  assert_explains (context, 0);
  g_assert_cmpint (cp_explanation_get_info (cp_saliency_overlay_get_explanation (context->overlay))->target, ==, 0);
  g_assert_cmpstr (context->states->str, ==, "r");
}

static void
test_opacity (Context       *context,
              gconstpointer  data)
{
  CpOverlayChoice choice;
  CpExplanation *before;
  guint n_changes = 0;

  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  choose (context, CP_EXPLAIN_HIRES_CAM, 1, FALSE);
  look_at (context, 0);
  wait_ready (context);
  before = cp_saliency_overlay_get_explanation (context->overlay);
  cp_widget_test_count (context->overlay, "changed", &n_changes);
  choice = *cp_saliency_overlay_get_choice (context->overlay);
  choice.opacity = 0.9;
  cp_saliency_overlay_set_choice (context->overlay, &choice);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (cp_saliency_overlay_get_explanation (context->overlay) == before);
  cp_saliency_overlay_set_choice (context->overlay, &choice);
  g_assert_cmpuint (n_changes, ==, 1);
}

/* Forgetting what was learned is one click away, and is said. */
static void
test_random (Context       *context,
             gconstpointer  data)
{
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  look_at (context, 0);
  choose (context, CP_EXPLAIN_HIRES_CAM, 1, TRUE);
  wait_ready (context);
  assert_explains (context, 0);
  g_assert_true (g_str_has_prefix (cp_saliency_overlay_get_message (context->overlay), "Random weights: "));
}

/* Hiding a part of what is the same everywhere changes nothing. */
static void
test_empty (Context       *context,
            gconstpointer  data)
{
  g_autoptr (GBytes) even = g_bytes_new_take (g_malloc0 (N_PIXELS), N_PIXELS);

  cp_saliency_overlay_set_model (context->overlay, context->model, NULL);
  cp_saliency_overlay_set_image (context->overlay, even, SIZE);
  choose (context, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  wait_ready (context);
  g_assert_cmpstr (cp_saliency_overlay_get_message (context->overlay), ==,
                   "No positive evidence for pneumonia: the map is empty.");
}

static void
test_occlusion_shows_mean (Context       *context,
                           gconstpointer  data)
{
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  look_at (context, 0);
  choose (context, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  wait_ready (context);
  g_assert_true (cp_explanation_get_info (cp_saliency_overlay_get_explanation (context->overlay))->referenced);
}

/* A model that is taken away takes its maps with it, also the one being computed. */
static void
test_other_model (Context       *context,
                  gconstpointer  data)
{
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  look_at (context, 0);
  choose (context, CP_EXPLAIN_OCCLUSION, 1, FALSE);
  cp_saliency_overlay_set_model (context->overlay, NULL, NULL);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_UNAVAILABLE);
  cp_saliency_overlay_set_model (context->overlay, context->model, NULL);
  wait_ready (context);
  g_assert_false (cp_explanation_get_info (cp_saliency_overlay_get_explanation (context->overlay))->referenced);
}

static void
test_panel (Context       *context,
            gconstpointer  data)
{
  GtkWidget *panel = g_object_new (CP_TYPE_OVERLAY_PANEL, NULL);
  GtkWidget *window = cp_widget_test_show (panel, 252, 500);
  GtkWidget *choice = cp_widget_test_find (panel, GTK_TYPE_DROP_DOWN), *spinner = cp_widget_test_find (panel, GTK_TYPE_SPINNER);
  GtkWidget *random = cp_widget_test_find (panel, GTK_TYPE_CHECK_BUTTON);

  cp_overlay_panel_set_overlay (CP_OVERLAY_PANEL (panel), context->overlay);
  cp_saliency_overlay_set_model (context->overlay, context->model, context->dataset);
  look_at (context, 0);
  g_assert_false (gtk_widget_get_mapped (random));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1);
  g_assert_cmpint (cp_saliency_overlay_get_choice (context->overlay)->method, ==, CP_EXPLAIN_HIRES_CAM);
  g_assert_cmpint (cp_saliency_overlay_get_state (context->overlay), ==, CP_OVERLAY_WAITING);
  g_assert_false (gtk_widget_get_visible (spinner)); /* not at once: it would flicker */
  wait_ready (context);
  g_assert_true (cp_widget_test_has_label (panel, cp_saliency_overlay_get_message (context->overlay)));
  g_assert_true (cp_widget_test_has_label (panel, "The network sees 12×12 pixels; one cell of this map covers 2×2 of them. "
                                                  "It cannot point more exactly."));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (random), TRUE);
  wait_ready (context);
  g_assert_true (cp_saliency_overlay_get_choice (context->overlay)->randomised);
  g_assert_true (cp_widget_test_has_label (panel, cp_saliency_overlay_get_message (context->overlay)));

  cp_overlay_panel_toggle (CP_OVERLAY_PANEL (panel));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 0);
  cp_overlay_panel_toggle (CP_OVERLAY_PANEL (panel));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
wait_found (CpNeighbourStrip *strip)
{
  for (guint i = 0; i < 500 && cp_neighbour_strip_get_n (strip) == 0; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  return cp_neighbour_strip_get_n (strip);
}

/* The label of the first image shown, which is the most similar one. */
static GtkWidget *
first_neighbour (CpNeighbourStrip *strip)
{
  return cp_widget_test_find (GTK_WIDGET (strip), GTK_TYPE_FLOW_BOX_CHILD);
}

/* To the network, an image of training is most like itself, unless it is left out. */
static void
test_neighbours (Context       *context,
                 gconstpointer  data)
{
  const CpImageSet *train = cp_dataset_get_split (context->dataset, CP_SPLIT_TRAIN);
  g_autoptr (GBytes) pixels = g_bytes_new (train->pixels + 7 * N_PIXELS, N_PIXELS), again = g_bytes_new_from_bytes (pixels, 0, N_PIXELS);
  CpNeighbourStrip *strip = CP_NEIGHBOUR_STRIP (cp_neighbour_strip_new ());
  GtkWidget *window = cp_widget_test_show (GTK_WIDGET (strip), 252, 400);
  g_autofree char *self = g_strdup_printf ("Training image 7, %s, similarity 1.000", train->labels[7] ? "pneumonia" : "normal");

  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (strip), "Train or open a model to compare images as it sees them."));
  cp_neighbour_strip_set_image (strip, pixels, SIZE, CP_NEIGHBOUR_NONE);
  cp_neighbour_strip_set_model (strip, context->model, context->dataset);
  g_assert_cmpuint (wait_found (strip), ==, 6);
  gtk_test_accessible_assert_property (first_neighbour (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, self);

  cp_neighbour_strip_set_image (strip, NULL, 0, CP_NEIGHBOUR_NONE);
  g_assert_cmpuint (cp_neighbour_strip_get_n (strip), ==, 0);
  cp_neighbour_strip_set_image (strip, again, SIZE, 7);
  g_assert_cmpuint (wait_found (strip), ==, 6);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (first_neighbour (strip)), !=, self);
  gtk_window_destroy (GTK_WINDOW (window));
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

  add ("/widgets/saliency-overlay/unavailable", test_unavailable);
  add ("/widgets/saliency-overlay/moves-on", test_moves_on);
  add ("/widgets/saliency-overlay/kept", test_kept);
  add ("/widgets/saliency-overlay/opacity", test_opacity);
  add ("/widgets/saliency-overlay/random", test_random);
  add ("/widgets/saliency-overlay/empty", test_empty);
  add ("/widgets/saliency-overlay/occlusion-shows-mean", test_occlusion_shows_mean);
  add ("/widgets/saliency-overlay/other-model", test_other_model);
  add ("/widgets/overlay-panel", test_panel);
  add ("/widgets/neighbour-strip", test_neighbours);

  return g_test_run ();
}
