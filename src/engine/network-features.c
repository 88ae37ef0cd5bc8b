/* SPDX-License-Identifier: MIT */
#include "network-features.h"

#include "pass-private.h"

#include <string.h>

/**
 * cp_network_get_head:
 * @self: a finished network
 *
 * Convolutions find features and where in the image they are; the head, the
 * nodes from the first that pools or reads all places at once after the last
 * convolution, makes a logit of them. Its input has passed the last ReLU.
 *
 * Returns: index of the head's first node; 0 where the network has no
 *   convolution
 */
guint
cp_network_get_head (const CpNetwork *self)
{
  guint head = 0;

  for (guint i = cp_network_get_n_nodes (self) - 1; i > 0; i--)
    {
      const CpOperationKind kind = cp_network_get_node (self, i)->kind;

      if (kind == CP_OPERATION_CONVOLUTION)
        return head;
      if (kind == CP_OPERATION_MAX_POOL || kind == CP_OPERATION_AVERAGE_POOL || kind == CP_OPERATION_LINEAR)
        head = i;
    }

  return 0;
}

/**
 * cp_network_get_n_features:
 * @self: a finished network
 *
 * Returns: values that the last layer makes the logit of
 */
guint
cp_network_get_n_features (const CpNetwork *self)
{
  const CpNode *last = cp_network_get_node (self, cp_network_get_n_nodes (self) - 1);

  return last->in.height * last->in.width * last->in.channels;
}

typedef struct
{
  float *features;
  gsize n;
} Collection;

static void
collect (CpPass   *pass,
         gsize     first,
         guint     n,
         guint     worker,
         gpointer  data)
{
  const Collection *self = data;
  const guint input = pass->layers[pass->n_layers - 1].input;

  memcpy (self->features + first * self->n, cp_pass_values (pass, input, 0, worker), n * self->n * sizeof (float));
}

/**
 * cp_features_compute:
 * @pass: a pass that infers
 * @samples: images of the network's size
 * @features: (out caller-allocates): (n, cp_network_get_n_features()) what the
 *   last layer reads, not negative in networks that end in ReLU or its mean
 * @logits: (out caller-allocates): (n) the network's output
 *
 * Computes what an image looks like to the network: images that are alike to it
 * have features that are near each other.
 */
void
cp_features_compute (CpPass          *pass,
                     const CpSamples *samples,
                     float           *features,
                     float           *logits)
{
  Collection collection = { features, cp_network_get_n_features (pass->network) };

  cp_pass_infer_visited (pass, samples, logits, collect, &collection);
}
