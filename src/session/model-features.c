/* SPDX-License-Identifier: MIT */
#include "model-features.h"

#include "cancel-gate-private.h"
#include "network-features.h"
#include "session-error.h"

#include <math.h>

/* Images whose features are computed before they are put in their places. */
#define BATCH 4096

/**
 * cp_model_get_n_features:
 * @self: a model
 * @members: how many of its networks
 *
 * Returns: values of one image in cp_model_compute_features()
 */
guint
cp_model_get_n_features (CpModel *self,
                         guint    members)
{
  return members * cp_network_get_n_features (cp_model_get_network (self, 0));
}

/* To a length of 1 / √members; what is all zero stays so. */
static void
put_scaled (const float *from,
            guint        n,
            guint        members,
            float       *to)
{
  double square = 0, scale;

  for (guint i = 0; i < n; i++)
    square += (double) from[i] * (double) from[i];
  scale = square > 0 ? 1 / sqrt (square * members) : 0;
  for (guint i = 0; i < n; i++)
    to[i] = (float) (scale * (double) from[i]);
}

static void
compute_member (CpPass          *pass,
                const CpSamples *samples,
                guint            n_features,
                guint            members,
                CpGate          *gate,
                float           *features)
{
  const gsize n_pixels = (gsize) samples->size * samples->size;
  g_autofree float *raw = g_new (float, (gsize) MIN (samples->n, BATCH) * n_features);
  g_autofree float *logits = g_new (float, MIN (samples->n, BATCH));

  for (gsize first = 0; first < samples->n && !cp_gate_is_cancelled (gate); first += BATCH)
    {
      const CpSamples batch = { .pixels = samples->pixels + first * n_pixels,
                                .n = MIN (samples->n - first, BATCH), .size = samples->size };

      cp_features_compute (pass, &batch, raw, logits);
      for (gsize i = 0; i < batch.n; i++)
        put_scaled (raw + i * n_features, n_features, members, features + (first + i) * n_features * members);
    }
}

/**
 * cp_model_compute_features:
 * @self: a model
 * @members: how many of its networks to ask, from the first
 * @pixels: (n, size, size) grey values
 * @n: how many images
 * @size: their side
 * @threads: to compute on; 0 for one a processor
 * @cancellable: (nullable): stops the work within a few milliseconds
 * @features: (out caller-allocates): (n, cp_model_get_n_features())
 * @error: return location
 *
 * Computes what the last layer of each network reads. Members of an ensemble
 * have no feature in common, so that theirs stand one after the other, each
 * member's scaled to the same length and all together to length 1: the product
 * of two images' features is the mean of their cosines over the members.
 *
 * Returns: %FALSE with CP_SESSION_ERROR_MISMATCH where the images are not the
 *   model's size, or %G_IO_ERROR_CANCELLED
 */
gboolean
cp_model_compute_features (CpModel       *self,
                           guint          members,
                           const guint8  *pixels,
                           gsize          n,
                           guint          size,
                           guint          threads,
                           GCancellable  *cancellable,
                           float         *features,
                           GError       **error)
{
  const CpSamples samples = { .pixels = pixels, .n = n, .size = size };
  const guint expected = cp_model_get_info (self)->size, n_features = cp_model_get_n_features (self, 1);
  const CpKernels *kernels = cp_kernels_choose (error);
  g_autoptr (CpThreadPool) pool = NULL;
  g_auto (CpCancelGate) gate;

  cp_cancel_gate_init (&gate, cancellable);
  if (kernels == NULL)
    return FALSE;
  if (size != expected)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                   "the model takes images of %u×%u pixels, found %u×%u", expected, expected, size, size);
      return FALSE;
    }
  pool = cp_thread_pool_new (threads);
  for (guint k = 0; k < members; k++)
    {
      g_autoptr (CpPass) pass = cp_pass_new (cp_model_get_network (self, k), kernels, pool, 0);

      cp_pass_set_gate (pass, &gate.gate);
      cp_pass_pack (pass);
      compute_member (pass, &samples, n_features, members, &gate.gate, features + k * n_features);
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
