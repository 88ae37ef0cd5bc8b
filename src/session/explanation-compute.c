/* SPDX-License-Identifier: MIT */
#include "explanation-private.h"

#include "cancel-gate-private.h"
#include "model-private.h"
#include "saliency.h"
#include "session-error.h"

/* An ensemble is explained like one network whose logit is the mean of its
 * members' and whose features are all of theirs: its signed map is the mean of
 * their signed maps, as they are, before one class's side is taken. */

/* What one call computes with. */
typedef struct
{
  const CpExplainOptions *options;
  const CpKernels *kernels;
  CpThreadPool *pool;
  CpGate *gate;
  CpSamples samples;
  guint cells;   /* side of a signed map */
  float *maps;   /* (n, cells, cells) signed: the mean over the members */
  float *member; /* the same of one member */
  float *logits; /* (n) of one member */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->pool, cp_thread_pool_free);
  g_free (work->maps);
  g_free (work->member);
  g_free (work->logits);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static guint8
mean_grey (const guint8 *pixels,
           gsize         n)
{
  guint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += pixels[i];

  return (guint8) (n > 0 ? (sum + n / 2) / n : 0);
}

/**
 * cp_image_set_mean:
 * @set: a split, such as the images a model was trained on
 *
 * Returns: (transfer full): (size, size) the mean of each pixel, rounded: what to hide parts of an
 *   image with, so that a hidden lung looks like an average lung
 */
GBytes *
cp_image_set_mean (const CpImageSet *set)
{
  const gsize n_pixels = (gsize) set->size * set->size;
  g_autofree guint64 *sums = g_new0 (guint64, n_pixels);
  guint8 *mean = g_malloc (n_pixels);

  for (gsize i = 0; i < set->n; i++)
    for (gsize p = 0; p < n_pixels; p++)
      sums[p] += set->pixels[i * n_pixels + p];
  for (gsize p = 0; p < n_pixels; p++)
    mean[p] = (guint8) (set->n > 0 ? (sums[p] + set->n / 2) / set->n : 0);

  return g_bytes_new_take (mean, n_pixels);
}

static CpOcclusion
occlusion_of (const CpExplainOptions *options,
              const guint8           *pixels,
              guint                   size)
{
  CpOcclusion occlusion = cp_occlusion_default (size, mean_grey (pixels, (gsize) size * size));

  if (options->reference != NULL)
    occlusion.reference = g_bytes_get_data (options->reference, NULL);
  if (options->patch > 0)
    occlusion.patch = options->patch;
  occlusion.stride = MIN (options->stride > 0 ? options->stride : occlusion.stride, occlusion.patch);

  return occlusion;
}

static gboolean
check (CpModel                 *model,
       guint                    size,
       const CpExplainOptions  *options,
       GError                 **error)
{
  const guint expected = cp_model_get_info (model)->size;

  if (size != expected)
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                 "the model takes images of %u×%u pixels, found %u×%u", expected, expected, size, size);
  else if (options->patch > size)
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                 "expected a patch of at most %u pixels, as the image, found %u", size, options->patch);
  else if (options->stride > (options->patch > 0 ? options->patch : cp_occlusion_default (size, 0).patch))
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                 "expected a stride of at most the patch's side, found %u", options->stride);
  else if (options->reference != NULL && g_bytes_get_size (options->reference) != (gsize) size * size)
    g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                 "expected a reference image of %u×%u pixels, found %" G_GSIZE_FORMAT " pixels", size, size,
                 g_bytes_get_size (options->reference));
  else
    return TRUE;

  return FALSE;
}

/* The sanity check's model: all of it forgotten. */
static CpModel *
randomise (CpModel *model,
           guint64  seed)
{
  const CpModelInfo *info = cp_model_get_info (model);
  GPtrArray *networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);

  for (guint i = 0; i < info->members; i++)
    g_ptr_array_add (networks, cp_network_randomised (cp_model_get_network (model, i), seed + i));

  return cp_model_take (networks, info);
}

static void
occlude_member (Work            *work,
                const CpNetwork *network)
{
  g_autoptr (CpPass) pass = cp_pass_new (network, work->kernels, work->pool, 0);
  const gsize n_pixels = (gsize) work->samples.size * work->samples.size;

  cp_pass_set_gate (pass, work->gate);
  cp_pass_pack (pass);
  for (gsize i = 0; i < work->samples.n && !cp_gate_is_cancelled (work->gate); i++)
    {
      const guint8 *pixels = work->samples.pixels + i * n_pixels;
      const CpOcclusion occlusion = occlusion_of (work->options, pixels, work->samples.size);

      cp_occlude (pass, pixels, &occlusion, work->member + i * n_pixels, &work->logits[i]);
    }
}

static void
cam_member (Work            *work,
                 const CpNetwork *network)
{
  g_autoptr (CpPass) pass = cp_pass_new_explaining (network, work->kernels, work->pool);

  cp_pass_set_gate (pass, work->gate);
  cp_pass_pack (pass);
  if (work->options->method == CP_EXPLAIN_GRAD_CAM)
    cp_grad_cam (pass, &work->samples, work->member, work->logits);
  else
    cp_hires_cam (pass, &work->samples, work->member, work->logits);
}

static void
compute_maps (Work    *work,
              CpModel *model)
{
  const guint members = cp_model_get_info (model)->members;
  const gsize floats = work->samples.n * work->cells * work->cells;

  work->maps = g_new0 (float, floats);
  work->member = g_new0 (float, floats);
  work->logits = g_new0 (float, MAX (work->samples.n, 1));
  for (guint k = 0; k < members && !cp_gate_is_cancelled (work->gate); k++)
    {
      if (work->options->method == CP_EXPLAIN_OCCLUSION)
        occlude_member (work, cp_model_get_network (model, k));
      else
        cam_member (work, cp_model_get_network (model, k));
      for (gsize i = 0; i < floats; i++)
        work->maps[i] += work->member[i] / (float) members;
    }
}

/* One class's side of one image's map. */
static CpExplanation *
take_side (const Work     *work,
           const CpScores *scores,
           gsize           index,
           guint8          target)
{
  const guint size = work->samples.size, cells = work->cells;
  g_autofree float *evidence = g_new (float, cells * cells);
  float *map = g_new (float, (gsize) size * size);
  CpExplanationInfo info = {
    .method = work->options->method, .target = target, .randomised = work->options->randomised, .size = size,
    .cells = cells, .logit = scores->logits[index], .probability = scores->probabilities[index],
  };

  if (info.method == CP_EXPLAIN_OCCLUSION)
    {
      const CpOcclusion o = occlusion_of (work->options, work->samples.pixels + index * size * size, size);

      info.patch = o.patch;
      info.stride = o.stride;
      info.referenced = o.reference != NULL;
    }
  cp_saliency_take_side (work->maps + index * cells * cells, cells * cells, target == 1, evidence);
  cp_saliency_enlarge (evidence, cells, map, size);

  return cp_explanation_new_take (&info, map);
}

/* A single network has said so already. */
static CpScores *
score (Work     *work,
       CpModel  *model,
       GError  **error)
{
  const CpSamples *samples = &work->samples;
  CpScores *scores;

  if (cp_model_get_info (model)->members > 1)
    return cp_model_score (model, samples->pixels, samples->n, samples->size, work->options->threads, error);

  scores = g_new0 (CpScores, 1);
  scores->n = samples->n;
  scores->logits = g_steal_pointer (&work->logits);
  scores->probabilities = g_new0 (double, MAX (samples->n, 1));
  for (gsize i = 0; i < samples->n; i++)
    scores->probabilities[i] = cp_logit_to_probability (scores->logits[i]);

  return scores;
}

/* One image's way through the network is one task. */
static guint
count_threads (const Work *work)
{
  const gboolean alone = work->samples.n == 1 && work->options->method != CP_EXPLAIN_OCCLUSION;

  return alone ? 1 : work->options->threads;
}

/* Computes signed maps; returns the scores of the model that was explained. */
static CpScores *
work_run (Work          *work,
          CpModel       *given,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (CpModel) model = work->options->randomised ? randomise (given, work->options->seed) : cp_model_ref (given);
  g_auto (CpCancelGate) gate;

  cp_cancel_gate_init (&gate, cancellable);
  work->kernels = cp_kernels_choose (error);
  if (work->kernels == NULL)
    return NULL;
  work->pool = cp_thread_pool_new (count_threads (work));
  work->gate = &gate.gate;
  work->cells = work->options->method == CP_EXPLAIN_OCCLUSION
                ? work->samples.size : cp_grad_cam_get_shape (cp_model_get_network (model, 0)).height;
  compute_maps (work, model);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return score (work, model, error);
}

/**
 * cp_explain_images:
 * @model: a model
 * @pixels: (n, size, size) grey values
 * @n: how many images
 * @size: their side
 * @options: what to explain and how
 * @cancellable: (nullable): stops the work within a few milliseconds
 * @error: return location
 *
 * Finds out where in images the evidence for a class is. An ensemble's maps are
 * the mean of its members'. Blocks; any thread may call this.
 *
 * Returns: (transfer full) (nullable) (element-type CpExplanation): one for each image; %NULL with
 *   CP_SESSION_ERROR_MISMATCH where the images are not the model's size,
 *   CP_SESSION_ERROR_INVALID where an option is out of its range, or
 *   %G_IO_ERROR_CANCELLED
 */
GPtrArray *
cp_explain_images (CpModel                 *model,
                   const guint8            *pixels,
                   gsize                    n,
                   guint                    size,
                   const CpExplainOptions  *options,
                   GCancellable            *cancellable,
                   GError                 **error)
{
  g_auto (Work) work = { .options = options, .samples = { .pixels = pixels, .n = n, .size = size } };
  g_autoptr (CpScores) scores = NULL;
  GPtrArray *explanations;

  if (!check (model, size, options, error))
    return NULL;
  scores = work_run (&work, model, cancellable, error);
  if (scores == NULL)
    return NULL;

  explanations = g_ptr_array_new_full ((guint) n, (GDestroyNotify) cp_explanation_unref);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (explanations, take_side (&work, scores, i, options->target));

  return explanations;
}

/**
 * cp_explain:
 * @model: a model
 * @pixels: (size, size) grey values
 * @size: the image's side
 * @options: what to explain and how
 * @cancellable: (nullable): stops the work within a few milliseconds
 * @error: return location
 *
 * Like cp_explain_images(), for one image.
 *
 * Returns: (transfer full) (nullable): where the evidence is
 */
CpExplanation *
cp_explain (CpModel                 *model,
            const guint8            *pixels,
            guint                    size,
            const CpExplainOptions  *options,
            GCancellable            *cancellable,
            GError                 **error)
{
  g_autoptr (GPtrArray) explanations = cp_explain_images (model, pixels, 1, size, options, cancellable, error);

  return explanations != NULL ? cp_explanation_ref (explanations->pdata[0]) : NULL;
}

/*
 * cp_explain_both:
 * @explanations: (out): for normal, for pneumonia; whatever the options' target
 *
 * Both classes' maps, which are computed in one.
 */
gboolean
cp_explain_both (CpModel                 *model,
                 const guint8            *pixels,
                 guint                    size,
                 const CpExplainOptions  *options,
                 GCancellable            *cancellable,
                 CpExplanation           *explanations[2],
                 GError                 **error)
{
  g_auto (Work) work = { .options = options, .samples = { .pixels = pixels, .n = 1, .size = size } };
  g_autoptr (CpScores) scores = NULL;

  if (!check (model, size, options, error))
    return FALSE;
  scores = work_run (&work, model, cancellable, error);
  for (guint8 target = 0; scores != NULL && target < 2; target++)
    explanations[target] = take_side (&work, scores, 0, target);

  return scores != NULL;
}
