/* SPDX-License-Identifier: MIT */
#include "app-test.h"
#include "review-page.h"
#include "widget-test.h"

#define N 30

static const CpPhantomSettings small = { .size = 28, .n_train = 40, .n_val = 20, .n_test = N, .seed = 3 };

typedef struct
{
  CpAppTest app;
  CpWorkspace *workspace;
  CpReview *review;
  CpReviewExports *exports;
  GtkSelectionModel *selection;
  char *error; /* (nullable): the last */
} Fixture;

static void
on_failed (char      **error,
           const char *message)
{
  g_free (*error);
  *error = g_strdup (message);
}

/* A half right, a half wrong. */
static void
score (Fixture *self)
{
  double p[N];

  for (guint i = 0; i < N; i++)
    p[i] = (i + 0.5) / N;
  g_assert_true (cp_review_set_scores (self->review, CP_SPLIT_TEST, p, N, NULL));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  GtkWidget *root;

  cp_app_test_set_up (&self->app, &small);
  cp_app_test_open (&self->app, (CpOptions) { .data = self->app.data, .threshold = 0.25 });
  root = GTK_WIDGET (self->app.window);
  self->workspace = cp_window_get_workspace (self->app.window);
  self->review = cp_workspace_get_review (self->workspace);
  self->exports = cp_review_page_get_exports (CP_REVIEW_PAGE (cp_widget_test_find (root, CP_TYPE_REVIEW_PAGE)));
  self->selection = gtk_grid_view_get_model (GTK_GRID_VIEW (
    cp_widget_test_find (cp_widget_test_find (root, CP_TYPE_IMAGE_GRID), GTK_TYPE_GRID_VIEW)));
  g_signal_connect_swapped (self->exports, "failed", G_CALLBACK (on_failed), &self->error);
  score (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (self->exports, &self->error);
  g_free (self->error);
  cp_app_test_tear_down (&self->app);
}

static gboolean
is_enabled (Fixture    *self,
            const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->app.window), name);
}

/* Returns: (transfer full): the file's name */
static char *
save (Fixture    *self,
      gboolean    single,
      const char *name)
{
  char *path = cp_app_test_path (&self->app, name);

  g_clear_pointer (&self->error, g_free);
  cp_review_exports_save (self->exports, single, path);
  while (cp_review_exports_get_saving (self->exports))
    {
      g_assert_false (is_enabled (self, "export-sheet"));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (is_enabled (self, "export-sheet"));

  return path;
}

/* Returns: (transfer full) (nullable): what a PDF of the images says, in one line; %NULL where nothing can read it */
static char *
save_text (Fixture  *self,
           gboolean  single)
{
  g_autofree char *reader = g_find_program_in_path ("pdftotext");
  g_autofree char *path = save (self, single, "sheet.pdf");
  const char *arguments[] = { reader, path, "-", NULL };
  char *text = NULL;

  g_assert_cmpstr (self->error, ==, NULL);
  if (reader == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return NULL;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, NULL));

  return g_strdelimit (text, "\n", ' ');
}

static guint
count (const char *text,
       const char *word)
{
  guint n = 0;

  while ((text = strstr (text, word)) != NULL)
    {
      text++;
      n++;
    }

  return n;
}

static void
assert_says (const char *text,
             const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("the sheet does not say “%s”: %s", words, text);
}

/* One selected image is only the current one: the sheet shows all. */
static void
test_all (Fixture       *self,
          gconstpointer  data)
{
  const CpImageSet *set = cp_dataset_get_split (cp_workspace_get_dataset (self->workspace), CP_SPLIT_TEST);
  const CpConfusion c = cp_review_get_confusion (self->review);
  g_autofree char *text = save_text (self, FALSE);
  g_autofree char *counts = g_strdup_printf ("30: %zu pneumonia, %zu normal", set->positives, set->n - set->positives);

  if (text == NULL)
    return;
  g_assert_cmpuint (count (text, "No. "), ==, N);
  g_assert_cmpuint (count (text, "false alarm"), ==, c.fp);
  g_assert_cmpuint (count (text, "missed"), ==, c.fn);
  assert_says (text, counts);
  assert_says (text, "test images");
  assert_says (text, "0.250: ");
  assert_says (text, "Bars: ");
  assert_says (text, "never for diagnosis");
}

static void
test_selected (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *text = NULL;

  gtk_selection_model_select_range (self->selection, 4, 3, TRUE);
  text = save_text (self, FALSE);
  if (text == NULL)
    return;
  assert_says (text, "3 selected images");
  g_assert_cmpuint (count (text, "No. "), ==, 3);
  assert_says (text, "No. 4");
  assert_says (text, "No. 6");
}

static void
test_filtered (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *title = NULL, *text = NULL;

  cp_review_set_filter (self->review, CP_OUTCOME_FALSE_POSITIVE);
  title = g_strdup_printf ("%zu false alarms among", cp_review_get_confusion (self->review).fp);
  text = save_text (self, FALSE);
  if (text == NULL)
    return;
  assert_says (text, title);
  g_assert_cmpuint (count (text, "No. "), ==, cp_review_get_confusion (self->review).fp);
  g_assert_cmpuint (count (text, "cleared"), ==, 0);
}

static void
test_single (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = NULL;

  gtk_selection_model_select_range (self->selection, 4, 3, TRUE);
  gtk_selection_model_select_item (self->selection, 9, TRUE);
  text = save_text (self, TRUE);
  if (text == NULL)
    return;
  g_assert_cmpuint (count (text, "No. "), ==, 1);
  assert_says (text, "Image 9 is ");
  assert_says (text, "0.317");
}

/* What is sealed does not leave the window either. */
static void
test_sealed (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = NULL;

  cp_protocol_seal (cp_workspace_get_protocol (self->workspace));
  text = save_text (self, FALSE);
  if (text == NULL)
    return;
  g_assert_cmpuint (count (text, "no probability"), ==, N);
  g_assert_cmpuint (count (text, "0.2"), ==, 0);
  g_assert_cmpuint (count (text, "missed"), ==, 0);
  g_assert_cmpuint (count (text, "Bars"), ==, 0);
}

/* Returns: how many pixels of a PNG are neither grey nor nearly so */
static guint
count_colored (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  const guint8 *row = cairo_image_surface_get_data (surface);
  guint n = 0;

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++, row += cairo_image_surface_get_stride (surface))
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += ABS ((int) row[4 * x] - (int) row[4 * x + 1]) > 24;
  cairo_surface_destroy (surface);

  return n;
}

static void
test_overlay (Fixture       *self,
              gconstpointer  data)
{
  CpRecipe recipe;
  g_autofree char *plain = NULL, *colored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (is_enabled (self, "export-overlay"));
  cp_recipe_init (&recipe, "baseline");
  recipe.epochs = 1;
  g_assert_true (cp_workspace_train (self->workspace, &recipe, &error));
  cp_app_test_wait_trained (&self->app);
  g_assert_true (is_enabled (self, "export-overlay"));
  plain = save (self, FALSE, "plain.png");
  g_action_group_activate_action (G_ACTION_GROUP (self->app.window), "export-overlay", NULL);
  colored = save (self, FALSE, "colored.png");
  g_assert_cmpstr (self->error, ==, NULL);
  g_assert_cmpuint (count_colored (colored), >, 2 * count_colored (plain));
}

static void
test_refusals (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *kind = save (self, FALSE, "sheet.docx");
  g_autofree char *folder = NULL;

  g_assert_nonnull (strstr (self->error, "sheet.docx: expected a name that ends with .png or .pdf"));
  g_assert_cmpstr (cp_window_get_error (self->app.window), ==, self->error);
  g_assert_false (g_file_test (kind, G_FILE_TEST_EXISTS));
  folder = save (self, TRUE, "nowhere/image.png");
  g_assert_nonnull (strstr (self->error, "its folder does not exist"));
  cp_review_set_threshold (self->review, 0);
  cp_review_set_filter (self->review, CP_OUTCOME_FALSE_NEGATIVE);
  g_assert_false (is_enabled (self, "export-sheet"));
  g_assert_false (is_enabled (self, "export-image"));
}

#define ADD(path, function) g_test_add ("/app/review-exports/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("all", test_all);
  ADD ("selected", test_selected);
  ADD ("filtered", test_filtered);
  ADD ("single", test_single);
  ADD ("sealed", test_sealed);
  ADD ("overlay", test_overlay);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
