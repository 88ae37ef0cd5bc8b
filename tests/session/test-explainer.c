/* SPDX-License-Identifier: MIT */
/* What the window asks: explanations in a worker, kept; and neighbours. */
#include "explainer.h"
#include "model-features.h"
#include "neighbours.h"
#include "phantom.h"
#include "presets.h"
#include "session-error.h"

#include <math.h>
#include <string.h>

#define SIZE 12
#define N_PIXELS (SIZE * SIZE)

typedef struct
{
  CpModel *model;
  CpDataset *dataset;
  const CpImageSet *train;
  CpExplainer *explainer;
} Context;

static void
set_up (Context       *context,
        gconstpointer  members)
{
  const CpPhantomSettings settings = { .size = SIZE, .n_train = 90, .n_val = 8, .n_test = 8, .seed = 2 };
  const guint n = GPOINTER_TO_UINT (members);
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);

  for (guint i = 0; i < n; i++)
    {
      CpNetwork *network = cp_preset_new_network ("baseline", SIZE, NULL);

      cp_network_initialise (network, 3 + i);
      g_ptr_array_add (networks, network);
    }
  context->model = cp_model_new ((const CpNetwork *const *) networks->pdata, n, &(CpModelInfo) { .threshold = NAN });
  context->dataset = cp_phantom_dataset_new (&settings, NULL);
  context->train = cp_dataset_get_split (context->dataset, CP_SPLIT_TRAIN);
  context->explainer = cp_explainer_new (0);
}

static void
tear_down (Context       *context,
           gconstpointer  members)
{
  g_assert_finalize_object (context->explainer);
  cp_model_unref (context->model);
  cp_dataset_unref (context->dataset);
}

static GBytes *
image_of (Context *context,
          gsize    index)
{
  return g_bytes_new (context->train->pixels + index * N_PIXELS, N_PIXELS);
}

/* What a callback got. */
typedef struct
{
  GAsyncResult *result;
} Reply;

static void
on_reply (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  ((Reply *) data)->result = g_object_ref (result);
}

static void
wait_for (Reply *reply)
{
  while (reply->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static CpExplanation *
ask (Context                *context,
     gsize                   index,
     const CpExplainOptions *options)
{
  g_autoptr (GBytes) pixels = image_of (context, index);
  g_autoptr (GError) error = NULL;
  CpExplanation *explanation;
  Reply reply = { 0 };

  cp_explainer_explain_async (context->explainer, context->model, pixels, options, on_reply, &reply);
  wait_for (&reply);
  explanation = cp_explainer_explain_finish (context->explainer, reply.result, &error);
  g_assert_no_error (error);
  g_object_unref (reply.result);

  return explanation;
}

static CpExplanation *
look_up (Context                *context,
         gsize                   index,
         const CpExplainOptions *options)
{
  g_autoptr (GBytes) pixels = image_of (context, index);

  return cp_explainer_lookup (context->explainer, context->model, pixels, options);
}

/* The worker finds what cp_explain() does, for both classes at once, and keeps it. */
static void
test_kept (Context       *context,
           gconstpointer  members)
{
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;

  for (options.method = 0; options.method < CP_N_EXPLAIN_METHODS; options.method++)
    {
      g_autoptr (CpExplanation) found = NULL, again = NULL, blocking = NULL, normal = NULL, random = NULL;

      options.target = 1;
      g_assert_null (look_up (context, 4, &options));
      found = ask (context, 4, &options);
      again = ask (context, 4, &options);
      blocking = cp_explain (context->model, context->train->pixels + 4 * N_PIXELS, SIZE, &options, NULL, NULL);
      g_assert_true (found == again);
      g_assert_cmpmem (cp_explanation_get_map (found), N_PIXELS * sizeof (float), cp_explanation_get_map (blocking),
                       N_PIXELS * sizeof (float));
      options.target = 0;
      normal = look_up (context, 4, &options);
      g_assert_nonnull (normal);
      g_assert_cmpuint (cp_explanation_get_info (normal)->target, ==, 0);
      options.randomised = TRUE;
      g_assert_null (look_up (context, 4, &options));
      random = ask (context, 4, &options);
      g_assert_true (cp_explanation_get_info (random)->randomised);
      options.randomised = FALSE;
    }
}

/* Whoever moves on does not wait for the image before. */
static void
test_superseded (Context       *context,
                 gconstpointer  members)
{
  g_autoptr (GBytes) first = image_of (context, 0), second = image_of (context, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpExplanation) explanation = NULL;
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  Reply replies[3] = { 0 };

  options.method = CP_EXPLAIN_OCCLUSION;
  cp_explainer_explain_async (context->explainer, context->model, first, &options, on_reply, &replies[0]);
  cp_explainer_explain_async (context->explainer, context->model, second, &options, on_reply, &replies[1]);
  wait_for (&replies[0]);
  wait_for (&replies[1]);
  g_assert_null (cp_explainer_explain_finish (context->explainer, replies[0].result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  explanation = cp_explainer_explain_finish (context->explainer, replies[1].result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (explanation);

  cp_explainer_explain_async (context->explainer, context->model, first, &options, on_reply, &replies[2]);
  cp_explainer_cancel (context->explainer);
  wait_for (&replies[2]);
  g_assert_null (cp_explainer_explain_finish (context->explainer, replies[2].result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint i = 0; i < 3; i++)
    g_object_unref (replies[i].result);
}

/* Room for two images: the one not looked at for longest goes. */
static void
test_bounded (Context       *context,
              gconstpointer  members)
{
  const CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (CpExplainer) whole = g_steal_pointer (&context->explainer);

  context->explainer = cp_explainer_new (2 * 2 * N_PIXELS * sizeof (float));
  for (gsize i = 0; i < 2; i++)
    cp_explanation_unref (ask (context, i, &options));
  cp_explanation_unref (look_up (context, 0, &options));
  cp_explanation_unref (ask (context, 2, &options));
  g_assert_null (look_up (context, 1, &options));
  cp_explanation_unref (look_up (context, 0, &options));
  cp_explanation_unref (look_up (context, 2, &options));
  cp_explainer_forget (context->explainer);
  g_assert_null (look_up (context, 2, &options));
}

/* A model of another size is refused in the worker. */
static void
test_reference_refused (Context       *context,
                        gconstpointer  members)
{
  g_autoptr (GBytes) pixels = image_of (context, 0), reference = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  Reply reply = { 0 };

  options.reference = reference;
  cp_explainer_explain_async (context->explainer, context->model, pixels, &options, on_reply, &reply);
  wait_for (&reply);
  g_assert_null (cp_explainer_explain_finish (context->explainer, reply.result, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);
  g_object_unref (reply.result);
}

/* Compared with all cosines, computed one by one. */
static void
check_neighbours (Context      *context,
                  guint         members,
                  const GArray *found,
                  gsize         index,
                  gsize         except)
{
  const guint n = cp_model_get_n_features (context->model, members);
  g_autofree float *features = g_new (float, context->train->n * n);
  guint nearer = 0;
  double last = 1;

  g_assert_true (cp_model_compute_features (context->model, members, context->train->pixels, context->train->n, SIZE, 1,
                                            NULL, features, NULL));
  for (guint k = 0; k < found->len; k++)
    {
      const CpNeighbour *neighbour = &g_array_index (found, CpNeighbour, k);

      g_assert_cmpuint (neighbour->index, !=, except);
      g_assert_cmpuint (neighbour->label, ==, context->train->labels[neighbour->index]);
      g_assert_cmpfloat (neighbour->similarity, <=, last);
      last = neighbour->similarity;
    }
  for (gsize i = 0; i < context->train->n; i++)
    {
      double cosine = 0;

      for (guint j = 0; j < n; j++)
        cosine += (double) features[i * n + j] * (double) features[index * n + j];
      nearer += i != except && cosine > last + 1e-6;
    }
  g_assert_cmpuint (nearer, <, found->len);
}

static void
test_neighbours (Context       *context,
                 gconstpointer  members)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNeighbours) neighbours = NULL;
  g_autoptr (GBytes) pixels = image_of (context, 7);
  Reply made = { 0 };

  cp_neighbours_new_async (context->model, context->dataset, NULL, on_reply, &made);
  wait_for (&made);
  neighbours = cp_neighbours_new_finish (made.result, &error);
  g_assert_no_error (error);
  g_object_unref (made.result);
  g_assert_true (cp_neighbours_get_model (neighbours) == context->model);
  for (guint itself = 0; itself < 2; itself++)
    {
      const gsize except = itself ? CP_NEIGHBOUR_NONE : 7;
      g_autoptr (GArray) found = NULL;
      Reply reply = { 0 };

      cp_neighbours_find_async (neighbours, pixels, SIZE, 5, except, NULL, on_reply, &reply);
      wait_for (&reply);
      found = cp_neighbours_find_finish (reply.result, &error);
      g_assert_no_error (error);
      g_object_unref (reply.result);
      g_assert_cmpuint (found->len, ==, 5);
      check_neighbours (context, GPOINTER_TO_UINT (members), found, 7, except);
      if (itself)
        {
          g_assert_cmpuint (g_array_index (found, CpNeighbour, 0).index, ==, 7);
          g_assert_cmpfloat_with_epsilon (g_array_index (found, CpNeighbour, 0).similarity, 1, 1e-5);
        }
    }
}

/* More are asked for than there are; another size; cancelled. */
static void
test_neighbours_edges (Context       *context,
                       gconstpointer  members)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNeighbours) neighbours = cp_neighbours_new (context->model, context->dataset, NULL, &error);
  g_autoptr (GArray) all = cp_neighbours_find (neighbours, context->train->pixels, SIZE, 1000, 0, &error);
  g_autoptr (GArray) none = cp_neighbours_find (neighbours, context->train->pixels, SIZE, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, context->train->n - 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (cp_neighbours_find (neighbours, context->train->pixels, SIZE - 1, 5, 0, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (cp_neighbours_new (context->model, context->dataset, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *path,
     guint       members,
     void      (*test) (Context *, gconstpointer))
{
  g_test_add (path, Context, GUINT_TO_POINTER (members), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/explainer/kept", 1, test_kept);
  add ("/explainer/kept-ensemble", 3, test_kept);
  add ("/explainer/superseded", 1, test_superseded);
  add ("/explainer/bounded", 1, test_bounded);
  add ("/explainer/reference-refused", 1, test_reference_refused);
  add ("/neighbours/found", 1, test_neighbours);
  add ("/neighbours/found-ensemble", 3, test_neighbours);
  add ("/neighbours/edges", 1, test_neighbours_edges);

  return g_test_run ();
}
