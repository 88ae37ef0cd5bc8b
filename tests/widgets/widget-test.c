/* SPDX-License-Identifier: MIT */
#include "widget-test.h"

#include "image-buffer.h"

#define SIZE 8
#define PNEUMONIAS 390
#define NORMALS 234

void
cp_widget_test_load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/cutpoint/Cutpoint/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* When a tooltip's time has come, GTK 4.8 asks where the pointer is in a surface
 * that may be gone: of a window or a popover that was closed meanwhile. */
static gboolean
is_of_tooltip (const char *message)
{
  return g_str_has_prefix (message, "gdk_surface_get_device_position: assertion") ||
         g_str_has_prefix (message, "_gtk_widget_find_at_coords: assertion");
}

static void
log_but_tooltips (const char     *domain,
                  GLogLevelFlags  level,
                  const char     *message,
                  gpointer        data)
{
  if (!is_of_tooltip (message))
    g_log_default_handler (domain, level, message, data);
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        data)
{
  return !is_of_tooltip (message);
}

void
cp_widget_test_forgive_tooltips (void)
{
  const GLogLevelFlags critical = G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION;

  g_log_set_handler ("Gdk", critical, log_but_tooltips, NULL);
  g_log_set_handler ("Gtk", critical, log_but_tooltips, NULL);
  g_test_log_set_fatal_handler (is_fatal, NULL);
}

/* A server that has just lost its last client takes a moment to take the next. */
static void
wait_for_display (void)
{
  for (guint i = 0; gdk_display_get_default () == NULL; i++)
    {
      if (i == 50)
        g_error ("a widget test needs a display");
      g_usleep (G_USEC_PER_SEC / 10);
      gdk_display_open (NULL);
    }
}

void
cp_widget_test_init (int    *argc,
                     char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    wait_for_display ();
  cp_widget_test_load_style ();
}

static CpDataset *
create_dataset (void)
{
  CpImageBuffer buffers[CP_N_SPLITS] = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      cp_image_buffer_init (&buffers[i], PNEUMONIAS + NORMALS, SIZE, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < PNEUMONIAS + NORMALS; j++)
        {
          buffers[i].labels[j] = j < PNEUMONIAS;
          memset (buffers[i].pixels + (gsize) j * SIZE * SIZE, (int) (j % 256), SIZE * SIZE);
        }
    }
  return cp_dataset_new_take ("Made up", "made up", CP_DATASET_NPZ, buffers);
}

/* Even steps from @first to @last, both included. */
static void
spread (double *values,
        guint   n,
        double  first,
        double  last)
{
  for (guint i = 0; i < n; i++)
    values[i] = n > 1 ? first + (last - first) * i / (n - 1) : first;
}

CpReview *
cp_widget_test_review (void)
{
  g_autoptr (CpReview) review = cp_review_new ();
  g_autoptr (CpDataset) dataset = create_dataset ();
  g_autoptr (GError) error = NULL;
  double p[PNEUMONIAS + NORMALS];

  spread (p, 3, 0.01, 0.09);
  spread (p + 3, 87, 0.1, 0.94);
  spread (p + 90, 300, 0.951, 0.999);
  spread (p + PNEUMONIAS, 115, 0.001, 0.099);
  spread (p + PNEUMONIAS + 115, 119, 0.1, 0.97);
  cp_review_set_dataset (review, dataset);
  cp_review_set_scores (review, CP_SPLIT_TEST, p, G_N_ELEMENTS (p), &error);
  g_assert_no_error (error);
  return g_steal_pointer (&review);
}

GtkWidget *
cp_widget_test_find_label (GtkWidget  *widget,
                           const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = cp_widget_test_find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
cp_widget_test_has_label (GtkWidget  *widget,
                          const char *text)
{
  return cp_widget_test_find_label (widget, text) != NULL;
}

GtkWidget *
cp_widget_test_find (GtkWidget *widget,
                     GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = cp_widget_test_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
cp_widget_test_press (GtkWidget *widget,
                      guint      key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}

GtkWidget *
cp_widget_test_show (GtkWidget *widget,
                     int        width,
                     int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  cp_widget_test_forgive_tooltips ();
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (widget);
  return window;
}

/* There is no node while a redraw is queued. */
static GskRenderNode *
take_node (GtkWidget *widget)
{
  GskRenderNode *node = NULL;

  gtk_widget_queue_draw (widget);
  for (guint i = 0; i < 10 && node == NULL; i++)
    {
      g_autoptr (GdkPaintable) paintable = NULL;
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gtk_test_widget_wait_for_draw (widget);
      paintable = gtk_widget_paintable_new (widget);
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  return node;
}

cairo_surface_t *
cp_widget_test_draw (GtkWidget *widget)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  GskRenderNode *node = take_node (widget);
  g_autoptr (GdkTexture) texture =
    gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                 &GRAPHENE_RECT_INIT (0, 0, width, height));

  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  gsk_render_node_unref (node);
  return surface;
}

guint32
cp_widget_test_pixel (cairo_surface_t *surface,
                      int              x,
                      int              y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel;
}

static void
count_one (guint *count)
{
  (*count)++;
}

void
cp_widget_test_count (gpointer    object,
                      const char *detailed_signal,
                      guint      *count)
{
  *count = 0;
  g_signal_connect_swapped (object, detailed_signal, G_CALLBACK (count_one), count);
}
