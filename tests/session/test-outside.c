/* SPDX-License-Identifier: MIT */
/* Image files that belong to no data set: read, scored, and scored anew by other models. */
#include "context.h"

#include "outside.h"
#include "path-kind.h"
#include "presets.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  Fixture fixture;
  CpOutside *outside;
  CpModel *model; /* of 12 pixels */
} Test;

static CpModel *
new_model (guint   size,
           guint64 seed,
           guint   members)
{
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);

  for (guint i = 0; i < members; i++)
    {
      CpNetwork *network = cp_preset_new_network ("baseline", size, NULL);

      cp_network_initialise (network, seed + i);
      g_ptr_array_add (networks, network);
    }

  return cp_model_new ((const CpNetwork *const *) networks->pdata, members, &(CpModelInfo) { .threshold = NAN });
}

static void
set_up (Test          *test,
        gconstpointer  data)
{
  fixture_set_up (&test->fixture, data);
  test->outside = cp_outside_new ();
  test->model = new_model (12, 3, 1);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  cp_outside_clear (test->outside);
  g_clear_pointer (&test->model, cp_model_unref);
  /* the worker may still hold what it was reading */
  while (G_OBJECT (test->outside)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (test->outside);
  fixture_tear_down (&test->fixture, data);
}

static gboolean
is_idle (gpointer data)
{
  return cp_outside_get_pending (data) == 0;
}

static void
wait_for (Test *test)
{
  fixture_wait (is_idle, test->outside);
  g_assert_cmpfloat (cp_outside_get_fraction (test->outside), ==, 1);
}

/* Writes test image @index under a name; returns: (transfer full): its path */
static char *
put (Test       *test,
     const char *name,
     gsize       index)
{
  const CpImageSet *set = cp_dataset_get_split (test->fixture.dataset, CP_SPLIT_TEST);
  const CpGreyImage image = { set->size, set->size, (guint8 *) set->pixels + index * set->size * set->size };
  char *path = fixture_file (&test->fixture, name);

  g_assert_true (cp_grey_image_save_png (&image, path, NULL));
  return path;
}

static void
add (Test       *test,
     const char *path)
{
  cp_outside_add_files (test->outside, (const char *const[]) { path, NULL });
}

static CpOutsideImage *
get (Test  *test,
     guint  position)
{
  g_autoptr (CpOutsideImage) image = g_list_model_get_item (G_LIST_MODEL (test->outside), position);

  return image; /* the list holds it */
}

static guint
count (Test *test)
{
  return g_list_model_get_n_items (G_LIST_MODEL (test->outside));
}

/* A file holds the same pixels as the data set, so the model says the same of both. */
static void
assert_scored_as (Test    *test,
                  guint    position,
                  CpModel *model,
                  gsize    index)
{
  const CpImageSet *set = cp_dataset_get_split (test->fixture.dataset, CP_SPLIT_TEST);
  const gsize n_pixels = (gsize) set->size * set->size;
  g_autoptr (CpScores) scores = cp_model_score (model, set->pixels + index * n_pixels, 1, set->size, 1, NULL);
  CpOutsideImage *image = get (test, position);
  GBytes *pixels = cp_outside_image_get_pixels (image);

  g_assert_true (cp_outside_image_get_scored (image));
  g_assert_cmpfloat (cp_outside_image_get_probability (image), ==, scores->probabilities[0]);
  g_assert_cmpfloat (cp_outside_image_get_logit (image), ==, scores->logits[0]);
  g_assert_cmpmem (g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels), set->pixels + index * n_pixels, n_pixels);
  if (scores->deviations != NULL)
    g_assert_cmpfloat (cp_outside_image_get_deviation (image), ==, scores->deviations[0]);
  else
    g_assert_true (isnan (cp_outside_image_get_deviation (image)));
}

static void
test_scores (Test          *test,
             gconstpointer  data)
{
  g_autofree char *a = put (test, "a.png", 0), *b = put (test, "b.png", 1);

  cp_outside_set_model (test->outside, test->model);
  cp_outside_add_files (test->outside, (const char *const[]) { a, b, a, NULL });
  g_assert_cmpuint (cp_outside_get_pending (test->outside), ==, 2);
  g_assert_cmpfloat (cp_outside_get_fraction (test->outside), ==, 0);
  wait_for (test);
  add (test, b);
  wait_for (test);

  g_assert_cmpuint (count (test), ==, 2);
  g_assert_null (cp_outside_get_failures (test->outside));
  g_assert_cmpstr (cp_outside_image_get_name (get (test, 0)), ==, "a.png");
  g_assert_cmpstr (cp_outside_image_get_path (get (test, 1)), ==, b);
  assert_scored_as (test, 0, test->model, 0);
  assert_scored_as (test, 1, test->model, 1);
}

static void
count_notify (guint *n)
{
  (*n)++;
}

/* Another model scores what is there; none forgets; an ensemble has deviations. */
static void
test_models (Test          *test,
             gconstpointer  data)
{
  g_autofree char *a = put (test, "a.png", 0), *b = put (test, "b.png", 1);
  g_autoptr (CpModel) other = new_model (12, 9, 2);
  guint notified = 0;

  cp_outside_add_files (test->outside, (const char *const[]) { a, b, NULL });
  wait_for (test);
  g_assert_false (cp_outside_image_get_scored (get (test, 0)));
  g_signal_connect_swapped (get (test, 0), "notify::probability", G_CALLBACK (count_notify), &notified);
  cp_outside_set_model (test->outside, test->model);
  wait_for (test);
  assert_scored_as (test, 0, test->model, 0);
  g_assert_cmpuint (notified, ==, 1);

  cp_outside_set_model (test->outside, other);
  cp_outside_set_model (test->outside, test->model);
  cp_outside_set_model (test->outside, other); /* what is on its way does not confuse it */
  wait_for (test);
  assert_scored_as (test, 0, other, 0);
  assert_scored_as (test, 1, other, 1);

  cp_outside_set_model (test->outside, test->model);
  cp_outside_set_model (test->outside, NULL);
  wait_for (test);
  g_assert_false (cp_outside_image_get_scored (get (test, 0)));
  g_assert_true (isnan (cp_outside_image_get_deviation (get (test, 1))));
  g_assert_true (isnan (cp_outside_image_get_logit (get (test, 1))));
}

/* A model of another size: read again from the file, as the command line would; where it is gone, unscored. */
static void
test_sizes (Test          *test,
            gconstpointer  data)
{
  g_autofree char *a = put (test, "a.png", 0), *b = put (test, "b.png", 1);
  g_autoptr (CpModel) larger = new_model (20, 5, 1);
  g_autoptr (CpGreyImage) file = cp_grey_image_load (a, NULL), square = cp_grey_image_to_square (file, 20);
  g_autoptr (CpScores) scores = cp_model_score (larger, square->pixels, 1, 20, 1, NULL);

  cp_outside_set_model (test->outside, test->model);
  cp_outside_add_files (test->outside, (const char *const[]) { a, b, NULL });
  wait_for (test);
  g_assert_cmpint (g_remove (b), ==, 0);
  cp_outside_set_model (test->outside, larger);
  wait_for (test);

  g_assert_cmpuint (cp_outside_image_get_size (get (test, 0)), ==, 20);
  g_assert_cmpfloat (cp_outside_image_get_probability (get (test, 0)), ==, scores->probabilities[0]);
  g_assert_false (cp_outside_image_get_scored (get (test, 1)));
  g_assert_nonnull (cp_outside_get_failures (test->outside));
  g_assert_nonnull (strstr (cp_outside_get_failures (test->outside)[0], "b.png: "));
  g_assert_null (cp_outside_get_failures (test->outside)[1]);
  cp_outside_set_model (test->outside, test->model);
  wait_for (test);
  assert_scored_as (test, 1, test->model, 1); /* its pixels of that size are still there */
}

static void
test_failures (Test          *test,
               gconstpointer  data)
{
  g_autofree char *good = put (test, "good.png", 0), *text = fixture_file (&test->fixture, "text.png");
  g_autofree char *nothing = fixture_file (&test->fixture, "nothing.png");
  guint notified = 0;

  g_assert_true (g_file_set_contents (text, "no image", -1, NULL));
  g_signal_connect_swapped (test->outside, "notify::failures", G_CALLBACK (count_notify), &notified);
  cp_outside_add_files (test->outside, (const char *const[]) { text, good, nothing, NULL });
  wait_for (test);
  g_assert_cmpuint (count (test), ==, 1);
  g_assert_cmpuint (g_strv_length ((char **) cp_outside_get_failures (test->outside)), ==, 2);
  g_assert_nonnull (strstr (cp_outside_get_failures (test->outside)[0], "text.png: expected a PNG or JPEG image"));
  g_assert_cmpuint (notified, ==, 1);

  cp_outside_clear_failures (test->outside);
  g_assert_null (cp_outside_get_failures (test->outside));
  g_assert_cmpuint (notified, ==, 2);
  add (test, text); /* once more is another attempt */
  wait_for (test);
  g_assert_cmpuint (notified, ==, 3);
}

static void
test_folder (Test          *test,
             gconstpointer  data)
{
  g_autofree char *b = put (test, "b.png", 1), *a = put (test, "a.png", 0);

  add (test, test->fixture.folder); /* beside phantoms.npz, which is no image */
  wait_for (test);
  g_assert_cmpuint (count (test), ==, 2);
  g_assert_cmpstr (cp_outside_image_get_name (get (test, 0)), ==, "a.png");
  g_assert_null (cp_outside_get_failures (test->outside));
}

static void
test_remove (Test          *test,
             gconstpointer  data)
{
  g_autofree char *a = put (test, "a.png", 0), *b = put (test, "b.png", 1);

  cp_outside_add_files (test->outside, (const char *const[]) { a, b, NULL });
  wait_for (test);
  cp_outside_remove (test->outside, 0);
  g_assert_cmpuint (count (test), ==, 1);
  g_assert_cmpstr (cp_outside_image_get_name (get (test, 0)), ==, "b.png");
  add (test, a);
  wait_for (test);
  g_assert_cmpuint (count (test), ==, 2);
  cp_outside_clear (test->outside);
  g_assert_cmpuint (count (test), ==, 0);
}

/* What is on its way when all is forgotten does not come back. */
static void
test_stop (Test          *test,
           gconstpointer  data)
{
  g_autofree char *a = put (test, "a.png", 0), *b = put (test, "b.png", 1);

  add (test, a);
  cp_outside_clear (test->outside);
  g_assert_cmpuint (cp_outside_get_pending (test->outside), ==, 0);
  add (test, b);
  wait_for (test);
  g_assert_cmpuint (count (test), ==, 1);
  g_assert_cmpstr (cp_outside_image_get_name (get (test, 0)), ==, "b.png");
}

/* Kept whole and in its proportions, but never larger than one can look at. */
static void
test_preview (Test          *test,
              gconstpointer  data)
{
  g_autofree char *path = fixture_file (&test->fixture, "wide.png");
  g_autoptr (CpGreyImage) wide = cp_grey_image_new (2048, 1000);
  const CpGreyImage *preview;

  for (guint y = 0; y < 1000; y++)
    memset (wide->pixels + (gsize) y * 2048, (int) (y / 5), 2048);
  g_assert_true (cp_grey_image_save_png (wide, path, NULL));
  add (test, path);
  wait_for (test);
  preview = cp_outside_image_get_preview (get (test, 0));
  g_assert_cmpuint (cp_outside_image_get_width (get (test, 0)), ==, 2048);
  g_assert_cmpuint (cp_outside_image_get_height (get (test, 0)), ==, 1000);
  g_assert_cmpuint (preview->width, ==, 1024);
  g_assert_cmpuint (preview->height, ==, 500);
  g_assert_cmpint (ABS (preview->pixels[250 * 1024 + 7] - 100), <=, 1);
  g_assert_cmpuint (cp_outside_image_get_size (get (test, 0)), ==, 28);
}

/* The workspace hands its model on, and none of it is in a figure. */
static void
test_workspace (Test          *test,
                gconstpointer  data)
{
  Context context;
  CpOutside *outside;
  g_autofree char *a = put (test, "a.png", 0);
  CpReview *review;
  g_autoptr (CpOutsideImage) image = NULL;
  g_autoptr (CpReviewImage) same = NULL;
  guint position;

  context_init (&context);
  outside = cp_workspace_get_outside (context.workspace);
  context_load (&context, test->fixture.path);
  cp_outside_add_files (outside, (const char *const[]) { a, NULL });
  context_train (&context, 2);
  fixture_wait (context_is_idle, &context);
  fixture_wait (is_idle, outside);
  image = g_list_model_get_item (G_LIST_MODEL (outside), 0);
  g_assert_true (cp_outside_get_model (outside) == cp_workspace_get_model (context.workspace));
  review = cp_workspace_get_review (context.workspace);
  g_assert_true (cp_review_find_image (review, 0, &position));
  same = g_list_model_get_item (cp_review_get_images (review), position);
  g_assert_cmpfloat (cp_outside_image_get_probability (image), ==, cp_review_image_get_probability (same));
  g_assert_cmpuint (cp_predictions_get_n (cp_review_get_predictions (review)), ==, 80);

  g_clear_object (&same);
  context_load (&context, test->fixture.path); /* another data set, if the same: its runs are gone */
  g_assert_false (cp_outside_image_get_scored (image));
  context_clear (&context);
}

static void
put_folder (Test *test)
{
  static const char *const names[] = { "train/NORMAL", "train/PNEUMONIA", "test/NORMAL", "test/PNEUMONIA" };

  for (guint i = 0; i < 8 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_build_filename (test->fixture.folder, "chest", names[i / 8], NULL);
      g_autofree char *name = g_strdup_printf ("chest/%s/%u.png", names[i / 8], i);
      g_autofree char *path = NULL;

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      path = put (test, name, i);
    }
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
on_fraction (CpWorkspace *workspace,
             GParamSpec  *pspec,
             double      *last)
{
  const double fraction = cp_workspace_get_load_fraction (workspace);

  g_assert_true (fraction == 1 || fraction >= *last);
  *last = fraction < 1 ? fraction : 0;
}

/* A folder is a data set; one that is no longer wanted neither arrives nor fails. */
static void
test_folder_dataset (Test          *test,
                     gconstpointer  data)
{
  Context context;
  g_autofree char *folder = fixture_file (&test->fixture, "chest"), *sized = g_strconcat (folder, "@100", NULL);
  g_autofree char *model = fixture_file (&test->fixture, "model.safetensors");
  double last = 0;

  put_folder (test);
  context_init (&context);
  g_signal_connect (context.workspace, "notify::load-fraction", G_CALLBACK (on_fraction), &last);
  g_assert_cmpfloat (cp_workspace_get_load_fraction (context.workspace), ==, 1);
  cp_workspace_load_dataset (context.workspace, sized, NULL, NULL);
  cp_workspace_load_dataset (context.workspace, folder, NULL, NULL);
  fixture_wait (context_is_idle, &context);
  g_assert_null (context.failure);
  g_assert_cmpint (cp_dataset_get_kind (cp_workspace_get_dataset (context.workspace)), ==, CP_DATASET_FOLDER);
  g_assert_cmpuint (cp_dataset_get_size (cp_workspace_get_dataset (context.workspace)), ==, 28);
  g_assert_cmpfloat (cp_workspace_get_load_fraction (context.workspace), ==, 1);

  g_assert_true (cp_model_save (test->model, model, NULL)); /* of 12 pixels */
  cp_workspace_load_model (context.workspace, model, NULL, NULL);
  fixture_wait (context_is_idle, &context);
  g_assert_nonnull (strstr (context.failure, "takes images of 12×12 pixels, found 28×28: read the folder with 12 pixels first"));

  context_load (&context, "/nowhere/at/all.npz");
  g_assert_nonnull (context.failure);
  g_assert_cmpfloat (cp_workspace_get_load_fraction (context.workspace), ==, 1);
  g_assert_nonnull (cp_workspace_get_dataset (context.workspace));
  context_clear (&context);
  remove_folder (folder);
}

static void
test_kinds (Test          *test,
            gconstpointer  data)
{
  g_autofree char *image = put (test, "a.txt", 0), *model = fixture_file (&test->fixture, "model");
  g_autofree char *empty = fixture_file (&test->fixture, "empty.SafeTensors"), *text = fixture_file (&test->fixture, "text");

  g_assert_true (cp_model_save (test->model, model, NULL));
  g_assert_true (g_file_set_contents (empty, "", -1, NULL));
  g_assert_true (g_file_set_contents (text, "some text", -1, NULL));
  g_assert_cmpint (cp_path_get_kind (image), ==, CP_PATH_IMAGE);
  g_assert_cmpint (cp_path_get_kind (model), ==, CP_PATH_MODEL);
  g_assert_cmpint (cp_path_get_kind (empty), ==, CP_PATH_MODEL);
  g_assert_cmpint (cp_path_get_kind (text), ==, CP_PATH_UNKNOWN);
  g_assert_cmpint (cp_path_get_kind (test->fixture.path), ==, CP_PATH_DATASET);
  g_assert_cmpint (cp_path_get_kind (test->fixture.folder), ==, CP_PATH_FOLDER);
  g_assert_cmpint (cp_path_get_kind ("/nowhere/a.npz"), ==, CP_PATH_DATASET);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/outside/" name, Test, NULL, set_up, function, tear_down)
  ADD ("scores", test_scores);
  ADD ("models", test_models);
  ADD ("sizes", test_sizes);
  ADD ("failures", test_failures);
  ADD ("folder", test_folder);
  ADD ("remove", test_remove);
  ADD ("stop", test_stop);
  ADD ("preview", test_preview);
  ADD ("workspace", test_workspace);
  ADD ("folder-dataset", test_folder_dataset);
  ADD ("kinds", test_kinds);
#undef ADD

  return g_test_run ();
}
