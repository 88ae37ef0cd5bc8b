/* SPDX-License-Identifier: MIT */
/* Explanations: what they show, say and look like, and what is refused. */
#include "explanation-private.h"
#include "phantom.h"
#include "presets.h"
#include "saliency.h"
#include "session-error.h"
#include "training.h"

#include <math.h>
#include <string.h>

#define SEED 6
#define SIZE 28
#ifdef CP_SANITIZED
#define N_TEST 34
#define N_POSITIVE 20
#else
#define N_TEST 84
#define N_POSITIVE 50
#endif

/* Untrained networks answer, too. */
static CpModel *
new_model (const char *preset,
           guint       size,
           guint       members)
{
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);
  const CpModelInfo info = { .threshold = NAN };

  for (guint i = 0; i < members; i++)
    {
      CpNetwork *network = cp_preset_new_network (preset, size, NULL);

      cp_network_initialise (network, 3 + i);
      g_ptr_array_add (networks, network);
    }

  return cp_model_new ((const CpNetwork *const *) networks->pdata, members, &info);
}

static CpDataset *
new_phantoms (guint size,
              gsize n_train)
{
  const CpPhantomSettings settings = { .size = size, .n_train = n_train, .n_val = 50, .n_test = N_TEST, .seed = SEED };

  return cp_phantom_dataset_new (&settings, NULL);
}

static CpModel *
train (CpDataset *dataset)
{
  const CpTrainingCallbacks none = { 0 };
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (GError) error = NULL;
  CpModel *model;
  CpRecipe recipe;
  gboolean cancelled;

  cp_recipe_init (&recipe, "baseline");
  recipe.threads = 2;
  recipe.batch_size = 32;
  training = cp_training_new (&recipe, dataset, &error);
  g_assert_no_error (error);
  model = cp_training_run (training, &none, NULL, &cancelled, &error);
  g_assert_no_error (error);

  return model;
}

/* Inside an opacity grown by half a cell of the baseline's features: 14×14 cells. */
static gboolean
is_inside (const CpPhantomTruth    *truth,
           const CpExplanationInfo *info)
{
  const double x = (info->peak_x + 0.5) / info->size, y = (info->peak_y + 0.5) / info->size, margin = 0.5 / 14;

  for (guint i = 0; i < truth->n_opacities; i++)
    {
      const CpPhantomOpacity *o = &truth->opacities[i];

      if (pow ((x - o->x) / (o->radius_x + margin), 2) + pow ((y - o->y) / (o->radius_y + margin), 2) <= 1)
        return !info->empty;
    }

  return FALSE;
}

static double
share_inside (CpModel                *model,
              CpDataset              *dataset,
              const CpExplainOptions *options)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, CP_SPLIT_TEST);
  g_autoptr (GPtrArray) all = cp_explain_images (model, set->pixels, set->n, set->size, options, NULL, NULL);
  guint n = 0, inside = 0;

  for (gsize i = 0; i < set->n && n < N_POSITIVE; i++)
    {
      CpPhantomTruth truth;

      if (set->labels[i] == 0)
        continue;
      cp_phantom_get_truth (SEED, CP_SPLIT_TEST, i, &truth);
      inside += is_inside (&truth, cp_explanation_get_info (all->pdata[i]));
      n++;
    }
  g_assert_cmpuint (n, ==, N_POSITIVE);

  return inside / (double) n;
}

/* A trained network's maps point at what is planted, a random one's do not: at
 * a place drawn at random, a quarter would. */
static void
test_points_at_opacities (void)
{
  g_autoptr (CpDataset) dataset = new_phantoms (SIZE, 1500);
  g_autoptr (CpModel) model = train (dataset);
  g_autoptr (GBytes) reference = cp_image_set_mean (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN));
  const CpExplainMethod methods[] = { CP_EXPLAIN_HIRES_CAM, CP_EXPLAIN_OCCLUSION };
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;

  options.reference = reference;
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      double trained, random;

      options.method = methods[i];
      options.randomised = FALSE;
      trained = share_inside (model, dataset, &options);
      options.randomised = TRUE;
      random = share_inside (model, dataset, &options);
      g_test_message ("%s: %.3f of the peaks in an opacity, %.3f with random weights",
                      cp_explain_method_get_name (methods[i]), trained, random);
      g_assert_cmpfloat (trained, >, 0.7);
      g_assert_cmpfloat (random, <, 0.45);
    }
}

/* An ensemble's map is the positive part of the mean of its members' signed maps. */
static void
test_ensemble (void)
{
  g_autoptr (CpModel) model = new_model ("baseline", 12, 3);
  g_autoptr (CpDataset) dataset = new_phantoms (12, 8);
  const CpImageSet *set = cp_dataset_get_split (dataset, CP_SPLIT_TEST);
  const CpSamples samples = { set->pixels, NULL, 1, 12 };
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (1);
  float mean[36] = { 0 }, map[36], evidence[36], enlarged[144], logit;
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;

  options.method = CP_EXPLAIN_GRAD_CAM;
  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (CpPass) pass = cp_pass_new_explaining (cp_model_get_network (model, k), cp_kernels_choose (NULL), pool);

      cp_pass_pack (pass);
      cp_grad_cam (pass, &samples, map, &logit);
      for (guint i = 0; i < 36; i++)
        mean[i] += map[i] / 3;
    }
  for (guint8 target = 0; target < 2; target++)
    {
      g_autoptr (CpExplanation) explanation = NULL;
      g_autoptr (CpScores) scores = cp_model_score (model, set->pixels, 1, 12, 1, NULL);

      options.target = target;
      explanation = cp_explain (model, set->pixels, 12, &options, NULL, NULL);
      cp_saliency_take_side (mean, 36, target == 1, evidence);
      cp_saliency_enlarge (evidence, 6, enlarged, 12);
      for (guint i = 0; i < 144; i++)
        g_assert_cmpfloat_with_epsilon (cp_explanation_get_map (explanation)[i], enlarged[i], 1e-6);
      g_assert_cmpfloat (cp_explanation_get_info (explanation)->logit, ==, scores->logits[0]);
      g_assert_cmpfloat (cp_explanation_get_info (explanation)->probability, ==, scores->probabilities[0]);
    }
}

static void
expect_refusal (CpModel                *model,
                guint                   size,
                const CpExplainOptions *options,
                int                     code,
                const char             *contains)
{
  g_autofree guint8 *pixels = g_malloc0 (size * size);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_explain (model, pixels, size, options, NULL, &error));
  g_assert_error (error, CP_SESSION_ERROR, code);
  g_assert_nonnull (strstr (error->message, contains));
}

static void
test_refusals (void)
{
  g_autoptr (CpModel) model = new_model ("baseline", 12, 1);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("too short", 9);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const guint8 pixels[144] = { 0 };
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;

  expect_refusal (model, 13, &options, CP_SESSION_ERROR_MISMATCH, "12×12 pixels, found 13×13");
  options.patch = 13;
  expect_refusal (model, 12, &options, CP_SESSION_ERROR_INVALID, "at most 12 pixels");
  options.patch = 4;
  options.stride = 5;
  expect_refusal (model, 12, &options, CP_SESSION_ERROR_INVALID, "stride");
  options.stride = 4;
  options.reference = bytes;
  expect_refusal (model, 12, &options, CP_SESSION_ERROR_MISMATCH, "found 9 pixels");

  options.reference = NULL;
  g_cancellable_cancel (cancellable);
  for (options.method = 0; options.method < CP_N_EXPLAIN_METHODS; options.method++)
    {
      g_assert_null (cp_explain (model, pixels, 12, &options, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
    }
}

/* A map of one bright pixel. */
static CpExplanation *
one_pixel (guint    x,
           guint    y,
           float    value,
           guint8   target,
           gboolean randomised)
{
  const CpExplanationInfo info = { .method = CP_EXPLAIN_OCCLUSION, .size = 9, .cells = 9, .patch = 2, .target = target,
                                   .randomised = randomised };
  float *map = g_new0 (float, 81);

  map[9 * y + x] = value;

  return cp_explanation_new_take (&info, map);
}

static void
test_sentence (void)
{
  static const struct { guint x, y; float value; guint8 target; gboolean randomised; const char *sentence; } cases[] = {
    { 0, 0, 1, 1, FALSE, "Evidence for pneumonia is strongest in the upper left of the image." },
    { 8, 8, 1, 1, FALSE, "Evidence for pneumonia is strongest in the lower right of the image." },
    { 4, 4, 1, 0, FALSE, "Evidence for normal is strongest in the middle of the image." },
    { 2, 3, 1, 1, FALSE, "Evidence for pneumonia is strongest on the left of the image." },
    { 3, 2, 1, 1, TRUE, "Random weights: Evidence for pneumonia is strongest at the top of the image." },
    { 3, 2, 0, 1, FALSE, "No positive evidence for pneumonia: the map is empty." },
    { 3, 2, 1e-6f, 0, FALSE, "No positive evidence for normal: the map is empty." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CpExplanation) e = one_pixel (cases[i].x, cases[i].y, cases[i].value, cases[i].target,
                                               cases[i].randomised);

      g_assert_cmpstr (cp_explanation_get_sentence (e), ==, cases[i].sentence);
      g_assert_cmpint (cp_explanation_get_info (e)->empty, ==, cases[i].value < 0.5f);
    }
}

/* CIE lightness of a colour. */
static double
lightness_of (const guint8 rgb[3])
{
  static const double weights[] = { 0.2126729, 0.7151522, 0.0721750 };
  double y = 0;

  for (guint i = 0; i < 3; i++)
    {
      const double value = rgb[i] / 255.0;

      y += weights[i] * (value > 0.04045 ? pow ((value + 0.055) / 1.055, 2.4) : value / 12.92);
    }

  return y > 216.0 / 24389 ? 116 * cbrt (y) - 16 : y * 24389 / 27;
}

/* Lightness rises evenly, and so does what is left of it to those who see no red. */
static void
test_colors (void)
{
  double last = 0;

  for (guint i = 0; i <= 20; i++)
    {
      guint8 rgb[3];
      double lightness;

      cp_explanation_get_color (i / 20.0, rgb);
      lightness = lightness_of (rgb);
      g_assert_cmpfloat (lightness, >, last + 2);
      g_assert_cmpfloat (lightness, <, last + 20);
      last = lightness;
    }
}

static void
test_render (void)
{
  g_autoptr (CpExplanation) e = one_pixel (4, 4, 2, 1, FALSE), empty = one_pixel (4, 4, 0, 1, FALSE);
  guint8 pixels[81], rgb[3];
  guint32 argb[27 * 27];

  memset (pixels, 100, sizeof pixels);
  cp_explanation_render (e, pixels, 9, 1, argb);
  cp_explanation_get_color (1, rgb);
  g_assert_cmphex (argb[40], ==, 0xff000000u | (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2]);
  g_assert_cmphex (argb[0], ==, 0xff646464);

  cp_explanation_render (e, NULL, 9, 0.5, argb);
  g_assert_cmphex (argb[0], ==, 0);
  g_assert_cmphex (argb[40] >> 24, ==, 128);
  for (guint shift = 0; shift < 24; shift += 8)
    g_assert_cmpuint (argb[40] >> shift & 255, <=, 128);

  cp_explanation_render (empty, pixels, 27, 1, argb);
  for (guint i = 0; i < 27 * 27; i++)
    g_assert_cmphex (argb[i], ==, 0xff646464);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/points-at-opacities", test_points_at_opacities);
  g_test_add_func ("/explain/ensemble", test_ensemble);
  g_test_add_func ("/explain/refusals", test_refusals);
  g_test_add_func ("/explain/sentence", test_sentence);
  g_test_add_func ("/explain/colors", test_colors);
  g_test_add_func ("/explain/render", test_render);

  return g_test_run ();
}
