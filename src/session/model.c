/* SPDX-License-Identifier: MIT */
#include "model-private.h"

#include "pass.h"
#include "session-error.h"

#include <math.h>

struct _CpModel
{
  gatomicrefcount references;
  GPtrArray *networks; /* CpNetwork */
  CpModelInfo info; /* strings interned or owned below */
  char *data_name;
  char *data_fingerprint;
};

/*
 * cp_model_take:
 * @networks: (transfer full) (element-type CpNetwork): at least one, all of the same preset and size
 * @info: copied
 *
 * Returns: (transfer full): a model
 */
CpModel *
cp_model_take (GPtrArray         *networks,
               const CpModelInfo *info)
{
  CpModel *self = g_new0 (CpModel, 1);

  g_atomic_ref_count_init (&self->references);
  self->networks = networks;
  self->data_name = g_strdup (info->data_name);
  self->data_fingerprint = g_strdup (info->data_fingerprint);
  self->info = *info;
  self->info.preset = cp_network_get_preset (networks->pdata[0]);
  self->info.size = cp_network_get_size (networks->pdata[0]);
  self->info.members = networks->len;
  self->info.data_name = self->data_name;
  self->info.data_fingerprint = self->data_fingerprint;

  return self;
}

/**
 * cp_model_new:
 * @networks: (array length=n): trained networks of one preset and size; copied
 * @n: how many: 1, or the members of an ensemble
 * @info: where they come from; copied, preset, size and members are taken from @networks
 *
 * Returns: (transfer full): a model
 */
CpModel *
cp_model_new (const CpNetwork *const *networks,
              guint                   n,
              const CpModelInfo      *info)
{
  GPtrArray *copies = g_ptr_array_new_full (n, (GDestroyNotify) cp_network_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (copies, cp_network_copy (networks[i]));

  return cp_model_take (copies, info);
}

/**
 * cp_model_with_threshold:
 * @self: a model
 * @threshold: chosen on validation for it; NaN for none
 *
 * Returns: (transfer full): the same networks with @threshold recorded
 */
CpModel *
cp_model_with_threshold (CpModel *self,
                         double   threshold)
{
  CpModelInfo info = self->info;

  info.threshold = threshold;
  return cp_model_take (g_ptr_array_ref (self->networks), &info);
}

/**
 * cp_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): @self
 */
CpModel *
cp_model_ref (CpModel *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * cp_model_unref:
 * @self: (transfer full): a model
 */
void
cp_model_unref (CpModel *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->networks);
  g_free (self->data_name);
  g_free (self->data_fingerprint);
  g_free (self);
}

/**
 * cp_model_get_info:
 * @self: a model
 *
 * Returns: (transfer none): what it says of itself
 */
const CpModelInfo *
cp_model_get_info (CpModel *self)
{
  return &self->info;
}

/**
 * cp_model_get_network:
 * @self: a model
 * @member: which of its networks, from 0
 *
 * Returns: (transfer none): the network
 */
const CpNetwork *
cp_model_get_network (CpModel *self,
                      guint    member)
{
  g_return_val_if_fail (member < self->networks->len, NULL);

  return g_ptr_array_index (self->networks, member);
}

/**
 * cp_logit_to_probability:
 * @logit: what the network put out
 *
 * Returns: 1 / (1 + exp (−@logit)), without overflow
 */
double
cp_logit_to_probability (float logit)
{
  return 1.0 / (1.0 + exp (-(double) logit));
}

static CpScores *
scores_alloc (gsize    n,
              gboolean ensemble)
{
  CpScores *scores = g_new0 (CpScores, 1);

  scores->n = n;
  scores->logits = g_new0 (float, MAX (n, 1));
  scores->probabilities = g_new0 (double, MAX (n, 1));
  if (ensemble)
    scores->deviations = g_new0 (double, MAX (n, 1));

  return scores;
}

/* The mean and the sum of squared differences from it, one member at a time
 * (Welford 1962). @complements are the means of 1 − p, which near 1 say more
 * than p does. */
static void
add_member (CpScores    *scores,
            guint        member,
            const float *logits,
            double      *complements)
{
  for (gsize i = 0; i < scores->n; i++)
    {
      const double p = cp_logit_to_probability (logits[i]);
      const double d = p - scores->probabilities[i];

      scores->probabilities[i] += d / (member + 1);
      scores->deviations[i] += d * (p - scores->probabilities[i]);
      complements[i] += (cp_logit_to_probability (-logits[i]) - complements[i]) / (member + 1);
    }
}

static CpScores *
score_ensemble (CpModel         *self,
                const CpSamples *samples,
                const CpKernels *kernels,
                CpThreadPool    *pool)
{
  CpScores *scores = scores_alloc (samples->n, TRUE);
  g_autofree double *complements = g_new0 (double, MAX (samples->n, 1));

  for (guint k = 0; k < self->networks->len; k++)
    {
      g_autoptr (CpPass) pass = cp_pass_new (self->networks->pdata[k], kernels, pool, 0);

      cp_pass_pack (pass);
      cp_pass_infer (pass, samples, scores->logits);
      add_member (scores, k, scores->logits, complements);
    }
  for (gsize i = 0; i < samples->n; i++)
    {
      scores->deviations[i] = sqrt (scores->deviations[i] / self->networks->len);
      scores->logits[i] = (float) (log (scores->probabilities[i]) - log (complements[i]));
    }

  return scores;
}

static CpScores *
score_single (CpModel         *self,
              const CpSamples *samples,
              const CpKernels *kernels,
              CpThreadPool    *pool)
{
  CpScores *scores = scores_alloc (samples->n, FALSE);
  g_autoptr (CpPass) pass = cp_pass_new (self->networks->pdata[0], kernels, pool, 0);

  cp_pass_pack (pass);
  cp_pass_infer (pass, samples, scores->logits);
  for (gsize i = 0; i < samples->n; i++)
    scores->probabilities[i] = cp_logit_to_probability (scores->logits[i]);

  return scores;
}

/**
 * cp_model_score:
 * @self: a model
 * @pixels: (n, size, size) grey values
 * @n: how many images
 * @size: their side
 * @threads: to compute on; 0 for one a processor
 * @error: return location
 *
 * Blocks until all images are scored. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): logits and probabilities; %NULL with
 *   CP_SESSION_ERROR_MISMATCH where the images are not the model's size
 */
CpScores *
cp_model_score (CpModel       *self,
                const guint8  *pixels,
                gsize          n,
                guint          size,
                guint          threads,
                GError       **error)
{
  const CpSamples samples = { .pixels = pixels, .n = n, .size = size };
  const CpKernels *kernels = cp_kernels_choose (error);
  g_autoptr (CpThreadPool) pool = NULL;

  if (kernels == NULL)
    return NULL;
  if (size != self->info.size)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                   "the model takes images of %u×%u pixels, found %u×%u", self->info.size, self->info.size,
                   size, size);
      return NULL;
    }
  pool = cp_thread_pool_new (threads);

  return self->networks->len > 1 ? score_ensemble (self, &samples, kernels, pool)
                                 : score_single (self, &samples, kernels, pool);
}

/**
 * cp_scores_free:
 * @scores: (transfer full): scores
 */
void
cp_scores_free (CpScores *scores)
{
  g_free (scores->logits);
  g_free (scores->probabilities);
  g_free (scores->deviations);
  g_free (scores);
}
