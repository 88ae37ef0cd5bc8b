/* SPDX-License-Identifier: MIT */
#include "chart-look.h"
#include "chart-view.h"
#include "charts.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <math.h>

#define WIDTH 420
#define HEIGHT 360

typedef struct
{
  CpReview *review;
  CpChartView *view; /* in a window */
  CpChartCanvas *canvas;
  guint builds;
  double activated;
  char *wanted; /* extension */
} Fixture;

static CpChart *
build (gpointer user_data)
{
  Fixture *self = user_data;
  CpPredictions *predictions = cp_review_get_predictions (self->review);
  g_autoptr (CpCurvePoints) curve = cp_roc_curve (predictions, 400);

  self->builds++;
  return cp_chart_new_roc (curve, (CpEstimate) { 0.876, 0.85, 0.9 }, cp_review_get_confusion (self->review),
                           cp_review_get_threshold (self->review));
}

static void
on_activated (Fixture *self,
              double   threshold)
{
  self->activated = threshold;
}

static void
on_save (Fixture    *self,
         const char *extension)
{
  g_free (self->wanted);
  self->wanted = g_strdup (extension);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->review = cp_widget_test_review ();
  cp_review_set_threshold (self->review, 0.1);
  self->activated = NAN;
  self->view = CP_CHART_VIEW (cp_chart_view_new ());
  cp_chart_view_set_source (self->view, build, self);
  g_signal_connect_swapped (self->view, "threshold-activated", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->view, "save", G_CALLBACK (on_save), self);
  self->canvas = CP_CHART_CANVAS (cp_widget_test_find (GTK_WIDGET (self->view), CP_TYPE_CHART_CANVAS));
  g_assert_cmpuint (self->builds, ==, 0);
  cp_widget_test_show (GTK_WIDGET (self->view), WIDTH, HEIGHT);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  CpChartView *view = g_object_ref (self->view);

  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (view))));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (view);
  g_clear_pointer (&self->wanted, g_free);
  g_assert_finalize_object (self->review);
}

static GtkEventController *
find_controller (GtkWidget *widget,
                 GType      type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller; /* the widget holds it */
    }

  g_assert_not_reached ();
}

/* Does what the class binds to a key, as the key would. */
static gboolean
press (Fixture *self,
       guint    key)
{
  GtkWidget *widget = GTK_WIDGET (self->canvas);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }

  g_assert_not_reached ();
}

static void
test_accessible (Fixture       *self,
                 gconstpointer  data)
{
  GtkAccessible *canvas = GTK_ACCESSIBLE (self->canvas);
  CpChart *chart = cp_chart_view_get_chart (self->view);

  gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "ROC curve");
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, cp_chart_get_description (chart));
  g_assert_nonnull (strstr (cp_chart_get_description (chart), "0.876 (0.850–0.900)"));
  g_assert_true (cp_widget_test_has_label (GTK_WIDGET (self->view), "ROC curve"));
}

static void
wait_frames_of (GtkWidget *widget,
                guint      n)
{
  for (guint i = 0; i < n; i++)
    {
      gtk_widget_queue_draw (widget);
      gtk_test_widget_wait_for_draw (widget);
    }
}

static void
wait_frames (Fixture *self,
             guint    n)
{
  wait_frames_of (GTK_WIDGET (self->canvas), n);
}

static void
test_coalesces (Fixture       *self,
                gconstpointer  data)
{
  guint builds = self->builds, renders = cp_chart_canvas_get_renders (self->canvas);

  g_assert_cmpuint (builds, ==, 1);
  g_assert_cmpuint (renders, ==, 1);
  for (guint i = 0; i < 20; i++)
    {
      cp_review_set_threshold (self->review, 0.2 + i / 100.0);
      cp_chart_view_invalidate (self->view);
    }
  wait_frames (self, 2);
  g_assert_cmpuint (self->builds, ==, builds + 1);
  g_assert_cmpuint (cp_chart_canvas_get_renders (self->canvas), ==, renders + 1);
  g_assert_nonnull (strstr (cp_chart_get_description (cp_chart_view_get_chart (self->view)), "threshold 0.390"));

  /* only a mark over it: nothing is drawn again */
  press (self, GDK_KEY_Right);
  wait_frames (self, 2);
  g_assert_cmpuint (cp_chart_canvas_get_renders (self->canvas), ==, renders + 1);
}

#define N_CANVASES 3

typedef struct
{
  CpReview *review; /* (nullable) */
} Late;

/* So slow that each takes the time of all charts of a frame. */
static CpChart *
build_late (gpointer user_data)
{
  Late *late = user_data;
  Fixture fixture = { .review = late->review };

  if (late->review == NULL)
    return NULL;
  g_usleep (5000);
  return build (&fixture);
}

/* Figures come after the page was shown, and a frame draws what is there while a chart still waits for its turn. */
static void
test_late (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  CpChartCanvas *canvases[N_CANVASES];
  Late late = { NULL };

  for (guint i = 0; i < N_CANVASES; i++)
    {
      canvases[i] = g_object_new (CP_TYPE_CHART_CANVAS, NULL);
      cp_chart_canvas_set_source (canvases[i], build_late, &late);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (canvases[i]));
    }
  cp_widget_test_show (box, WIDTH, N_CANVASES * HEIGHT);
  late.review = self->review;
  for (guint i = 0; i < N_CANVASES; i++)
    {
      cp_chart_canvas_invalidate (canvases[i]);
      gtk_widget_queue_draw (GTK_WIDGET (canvases[i]));
    }
  wait_frames_of (box, 4 * N_CANVASES); /* of the box alone, not of what is in it */
  for (guint i = 0; i < N_CANVASES; i++)
    g_assert_cmpuint (cp_chart_canvas_get_renders (canvases[i]), >=, 1);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (box)));
}

static void
test_hidden (Fixture       *self,
             gconstpointer  data)
{
  guint builds = self->builds;

  gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  cp_chart_view_invalidate (self->view);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->builds, ==, builds);
  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
  wait_frames (self, 2);
  g_assert_cmpuint (self->builds, ==, builds + 1);
}

static void
test_keys (Fixture       *self,
           gconstpointer  data)
{
  GtkAccessible *canvas = GTK_ACCESSIBLE (self->canvas);
  g_autofree char *first = NULL, *second = NULL;

  g_assert_null (cp_chart_canvas_get_readout (self->canvas));
  g_assert_false (press (self, GDK_KEY_Return));

  press (self, GDK_KEY_Down);
  press (self, GDK_KEY_Down);
  first = cp_chart_canvas_get_readout (self->canvas);
  g_assert_nonnull (strstr (first, "threshold 0.100"));
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, first);

  /* from the operating point to the curve and along it */
  press (self, GDK_KEY_Page_Up);
  second = cp_chart_canvas_get_readout (self->canvas);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (press (self, GDK_KEY_Return));
  g_assert_cmpfloat (self->activated, >, 0.1);
  g_assert_cmpfloat (self->activated, <=, 1);

  /* above the highest probability nothing can be cut */
  press (self, GDK_KEY_Home);
  self->activated = NAN;
  g_assert_false (press (self, GDK_KEY_Return));
  g_assert_true (isnan (self->activated));

  g_assert_true (press (self, GDK_KEY_Escape));
  g_assert_null (cp_chart_canvas_get_readout (self->canvas));
  g_assert_false (press (self, GDK_KEY_Escape));
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       cp_chart_get_description (cp_chart_view_get_chart (self->view)));
}

/* Where the operating point was drawn. */
static CpChartHit
find_operating_point (Fixture *self)
{
  CpChartHit hit = { .series = G_MAXUINT };
  CpChartStyle style;

  cp_chart_look_up (&style, GTK_WIDGET (self->canvas));
  for (int series = 0; series < 2; series++)
    cp_chart_step (cp_chart_view_get_chart (self->view), gtk_widget_get_width (GTK_WIDGET (self->canvas)),
                   gtk_widget_get_height (GTK_WIDGET (self->canvas)), &style, 0, series, &hit);
  return hit;
}

static void
test_pointer (Fixture       *self,
              gconstpointer  data)
{
  GtkEventController *motion = find_controller (GTK_WIDGET (self->canvas), GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkEventController *click = find_controller (GTK_WIDGET (self->canvas), GTK_TYPE_GESTURE_CLICK);
  GtkEventController *drag = find_controller (GTK_WIDGET (self->canvas), GTK_TYPE_GESTURE_DRAG);
  CpChartHit hit = find_operating_point (self);
  g_autofree char *readout = NULL;

  g_signal_emit_by_name (motion, "motion", hit.x + 1, hit.y + 1);
  readout = cp_chart_canvas_get_readout (self->canvas);
  g_assert_nonnull (strstr (readout, "threshold 0.100"));
  /* what the pointer brushes is not announced */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       cp_chart_get_description (cp_chart_view_get_chart (self->view)));
  g_signal_emit_by_name (click, "released", 1, hit.x, hit.y);
  g_assert_cmpfloat (self->activated, ==, 0.1);

  /* dragged along the curve, and off it */
  self->activated = NAN;
  g_signal_emit_by_name (drag, "drag-begin", hit.x - 30, hit.y + 40);
  g_assert_true (isnan (self->activated));
  g_signal_emit_by_name (drag, "drag-update", 30.0, -40.0);
  g_assert_cmpfloat (self->activated, ==, 0.1);
  g_signal_emit_by_name (drag, "drag-update", 130.0, 60.0);
  g_assert_cmpfloat (self->activated, ==, 0.1);
  g_signal_emit_by_name (motion, "leave");
  g_assert_null (cp_chart_canvas_get_readout (self->canvas));
}

/* A mark over the picture, drawn where the point is. */
static void
test_mark (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_t *before = cp_widget_test_draw (GTK_WIDGET (self->canvas)), *after;
  guint differing = 0;

  press (self, GDK_KEY_Right);
  after = cp_widget_test_draw (GTK_WIDGET (self->canvas));
  for (int y = 0; y < gtk_widget_get_height (GTK_WIDGET (self->canvas)); y++)
    for (int x = 0; x < gtk_widget_get_width (GTK_WIDGET (self->canvas)); x++)
      differing += cp_widget_test_pixel (before, x, y) != cp_widget_test_pixel (after, x, y);
  g_assert_cmpuint (differing, >, 500);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

static void
test_readout_stays_inside (void)
{
  for (int x = 0; x <= 300; x += 10)
    for (int y = 0; y <= 200; y += 10)
      {
        graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 120, 44);

        cp_chart_readout_place (&box, x, y, 300, 200);
        g_assert_cmpfloat (box.origin.x, >=, 0);
        g_assert_cmpfloat (box.origin.y, >=, 0);
        g_assert_cmpfloat (box.origin.x + box.size.width, <=, 300);
        g_assert_cmpfloat (box.origin.y + box.size.height, <=, 200);
        g_assert_false (graphene_rect_contains_point (&box, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
      }
}

static void
test_export (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "roc.csv", NULL);
  g_autofree char *bad = g_build_filename (folder, "roc.docx", NULL);
  g_autofree char *csv = NULL;
  g_autofree char *expected = cp_chart_to_csv (cp_chart_view_get_chart (self->view));
  g_auto (GValue) copied = G_VALUE_INIT;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->view));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "chart.save", "s", "svg"));
  g_assert_cmpstr (self->wanted, ==, "svg");

  g_assert_true (cp_chart_view_write (self->view, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_cmpstr (csv, ==, expected);
  g_assert_false (cp_chart_view_write (self->view, bad, &error));
  g_assert_nonnull (error);

  gtk_widget_activate_action (GTK_WIDGET (self->view), "chart.copy", NULL);
  g_value_init (&copied, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &copied, NULL));
  g_assert_cmpstr (g_value_get_string (&copied), ==, expected);
  g_remove (path);
  g_rmdir (folder);
}

/* As Escape closes it. */
static void
test_menu_focus (Fixture       *self,
                 gconstpointer  data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *popover;

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_widget_activate_action (GTK_WIDGET (self->view), "chart.menu", NULL);
  popover = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  g_assert_true (GTK_IS_POPOVER_MENU (popover));
  wait_frames (self, 2);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (gtk_root_get_focus (root) == GTK_WIDGET (self->canvas));
}

#define ADD(path, function) g_test_add ("/widgets/chart-view/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("accessible", test_accessible);
  ADD ("coalesces", test_coalesces);
  ADD ("late", test_late);
  ADD ("hidden", test_hidden);
  ADD ("keys", test_keys);
  ADD ("pointer", test_pointer);
  ADD ("mark", test_mark);
  ADD ("export", test_export);
  ADD ("menu-focus", test_menu_focus);
  g_test_add_func ("/widgets/chart-view/readout-stays-inside", test_readout_stays_inside);
  return g_test_run ();
}
