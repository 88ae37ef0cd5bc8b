/* SPDX-License-Identifier: MIT */

/* How long maps take, and whether they point at what is there: trains a network
 * on phantoms and counts the positive test phantoms whose map has its peak, the
 * centre of the pixel where evidence for pneumonia is largest, inside a planted
 * opacity; after the weights are made random, too. Prints Markdown. Given a name,
 * writes the models to NAME-PRESET.safetensors. */

#include "explanation.h"
#include "measure.h"
#include "phantom.h"
#include "saliency.h"
#include "training.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SEED 1
#define N_TRAIN 4708
#define N_TEST 624
#define N_POSITIVE 200
#define N_RANDOM 5 /* drawings of random weights */
#define RUNS 200

typedef struct
{
  CpDataset *dataset;
  CpModel *model;
  GBytes *reference;
  guint size;
  guint n;                /* positive test phantoms */
  guint8 *pixels;         /* (n, size, size) */
  CpPhantomTruth *truths; /* (n) */
} Bench;

/* Whether a place, as shares of the image's sides, lies in an opacity that is @margin wider on all sides. */
static gboolean
is_inside (const CpPhantomTruth *truth,
           double                x,
           double                y,
           double                margin)
{
  for (guint i = 0; i < truth->n_opacities; i++)
    {
      const CpPhantomOpacity *o = &truth->opacities[i];

      if (pow ((x - o->x) / (o->radius_x + margin), 2) + pow ((y - o->y) / (o->radius_y + margin), 2) <= 1)
        return TRUE;
    }

  return FALSE;
}

/* Share of the image's pixels whose centres lie inside: what a peak anywhere would reach. */
static double
area_of (const CpPhantomTruth *truth,
         guint                 size,
         double                margin)
{
  guint inside = 0;

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      inside += is_inside (truth, (x + 0.5) / size, (y + 0.5) / size, margin);

  return (double) inside / size / size;
}

static gboolean
has_peak_inside (const CpPhantomTruth    *truth,
                 const CpExplanationInfo *info,
                 double                   margin)
{
  return !info->empty
         && is_inside (truth, (info->peak_x + 0.5) / info->size, (info->peak_y + 0.5) / info->size, margin);
}

#define N_MARGINS 3

typedef struct
{
  double hits[N_MARGINS];  /* peaks inside */
  double other[N_MARGINS]; /* peaks inside the opacities of the next phantom */
  double area[N_MARGINS];
  double empty;
} Shares;

/* None, half a cell of the features, a whole one. */
static double
margin_of (const Bench *b,
           guint        which)
{
  return which * 0.5 / cp_grad_cam_get_shape (cp_model_get_network (b->model, 0)).height;
}

static GPtrArray *
explain_positives (const Bench            *b,
                   const CpExplainOptions *options)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *all = cp_explain_images (b->model, b->pixels, b->n, b->size, options, NULL, &error);

  if (all == NULL)
    g_error ("%s", error->message);

  return all;
}

/* An empty map has no peak, and misses. */
static void
count_peaks (const Bench            *b,
             const CpExplainOptions *options,
             Shares                 *shares)
{
  g_autoptr (GPtrArray) all = explain_positives (b, options);

  for (guint i = 0; i < b->n; i++)
    {
      const CpExplanationInfo *info = cp_explanation_get_info (all->pdata[i]);
      const CpExplanationInfo *other = cp_explanation_get_info (all->pdata[(i + 1) % b->n]);

      shares->empty += info->empty * 1.0 / b->n;
      for (guint m = 0; m < N_MARGINS; m++)
        {
          shares->hits[m] += has_peak_inside (&b->truths[i], info, margin_of (b, m)) * 1.0 / b->n;
          shares->other[m] += has_peak_inside (&b->truths[i], other, margin_of (b, m)) * 1.0 / b->n;
          shares->area[m] += area_of (&b->truths[i], b->size, margin_of (b, m)) / b->n;
        }
    }
}

static void
report (const Bench     *b,
        CpExplainMethod  method,
        gboolean         referenced)
{
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  Shares trained = { 0 }, random[N_RANDOM] = { 0 };

  options.method = method;
  options.reference = referenced ? b->reference : NULL;
  count_peaks (b, &options, &trained);
  options.randomised = TRUE;
  for (guint i = 0; i < N_RANDOM; i++)
    {
      options.seed = 1 + 100 * i;
      count_peaks (b, &options, &random[i]);
    }
  for (guint m = 0; m < N_MARGINS; m++)
    {
      double mean = 0, least = 1, most = 0;

      for (guint i = 0; i < N_RANDOM; i++)
        {
          mean += random[i].hits[m] / N_RANDOM;
          least = MIN (least, random[i].hits[m]);
          most = MAX (most, random[i].hits[m]);
        }
      printf ("| %s | %s%s | %.3f | %.1f %% | %.1f %% | %.1f %% | %.1f %% (%.1f–%.1f) | %.1f %% |\n",
              cp_model_get_info (b->model)->preset, cp_explain_method_get_name (method),
              method != CP_EXPLAIN_OCCLUSION ? "" : referenced ? ", mean image" : ", own mean grey",
              margin_of (b, m), 100 * trained.hits[m], 100 * trained.empty, 100 * trained.other[m], 100 * mean,
              100 * least, 100 * most, 100 * trained.area[m]);
    }
}

static double
median_seconds (const Bench      *b,
                CpExplainMethod   method,
                gsize             n,
                guint             runs)
{
  const CpImageSet *set = cp_dataset_get_split (b->dataset, CP_SPLIT_TEST);
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));

  options.method = method;
  for (guint i = 0; i < runs; i++)
    {
      const double start = cp_bench_now ();
      g_autoptr (GPtrArray) all = cp_explain_images (b->model, set->pixels, n, set->size, &options, NULL, NULL);
      const double took = cp_bench_now () - start;

      g_array_append_val (seconds, took);
    }

  return cp_bench_median (seconds);
}

static void
time_maps (const Bench *b)
{
  const gsize n = cp_dataset_get_split (b->dataset, CP_SPLIT_TEST)->n;

  for (CpExplainMethod method = 0; method < CP_N_EXPLAIN_METHODS; method++)
    printf ("%s, %s: one image %.2f ms, all %" G_GSIZE_FORMAT " test images %.3f s\n",
            cp_model_get_info (b->model)->preset, cp_explain_method_get_name (method),
            1e3 * median_seconds (b, method, 1, method == CP_EXPLAIN_OCCLUSION ? 9 : RUNS), n, median_seconds (b, method, n, method == CP_EXPLAIN_OCCLUSION ? 1 : 9));
}

static CpModel *
train (CpDataset  *dataset,
       const char *preset,
       const char *save,
       GError    **error)
{
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (CpModel) model = NULL;
  const CpTrainingCallbacks none = { 0 };
  CpRecipe recipe;
  gboolean cancelled;

  cp_recipe_init (&recipe, preset);
  recipe.members = 1;
  training = cp_training_new (&recipe, dataset, error);
  if (training != NULL)
    model = cp_training_run (training, &none, NULL, &cancelled, error);
  if (model != NULL && save != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s-%s.safetensors", save, preset);

      if (!cp_model_save (model, path, error))
        return NULL;
    }

  return g_steal_pointer (&model);
}

static void
choose_positives (Bench *b)
{
  const CpImageSet *set = cp_dataset_get_split (b->dataset, CP_SPLIT_TEST);
  const gsize n_pixels = (gsize) set->size * set->size;

  b->size = set->size;
  b->pixels = g_malloc (N_POSITIVE * n_pixels);
  b->truths = g_new0 (CpPhantomTruth, N_POSITIVE);
  for (gsize i = 0; i < set->n && b->n < N_POSITIVE; i++)
    if (set->labels[i] == 1)
      {
        cp_phantom_get_truth (SEED, CP_SPLIT_TEST, i, &b->truths[b->n]);
        memcpy (b->pixels + b->n++ * n_pixels, set->pixels + i * n_pixels, n_pixels);
      }
}

static void
run (CpDataset *dataset,
     CpModel   *model)
{
  Bench b = { .dataset = dataset, .model = model };

  b.reference = cp_image_set_mean (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN));
  choose_positives (&b);
  time_maps (&b);
  printf ("\n| network | method | margin | peak inside | empty | inside another's | random weights (least–most of %u) | "
          "area |\n|---|---|---|---|---|---|---|---|\n", N_RANDOM);
  report (&b, CP_EXPLAIN_GRAD_CAM, FALSE);
  report (&b, CP_EXPLAIN_HIRES_CAM, FALSE);
  report (&b, CP_EXPLAIN_OCCLUSION, FALSE);
  report (&b, CP_EXPLAIN_OCCLUSION, TRUE);
  printf ("\n");
  g_free (b.pixels);
  g_free (b.truths);
  g_bytes_unref (b.reference);
}

int
main (int   argc,
      char *argv[])
{
  const CpPhantomSettings settings = { .size = 28, .n_train = N_TRAIN, .n_val = 524, .n_test = N_TEST, .seed = SEED };
  static const char *const presets[] = { "baseline", "residual" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = cp_phantom_dataset_new (&settings, &error);

  for (guint i = 0; dataset != NULL && i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (CpModel) model = train (dataset, presets[i], argc > 1 ? argv[1] : NULL, &error);

      if (model == NULL)
        break;
      run (dataset, model);
    }
  if (error != NULL)
    {
      g_printerr ("bench-saliency: %s\n", error->message);
      return 1;
    }

  return 0;
}
