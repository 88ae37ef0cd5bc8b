/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include "operation.h"

typedef struct
{
  const CpNetwork *network;
  GArray *layers;
  guint *layer_of; /* (nodes): the layer whose output is the node's */
} Planner;

static guint
count_readers (const CpNetwork *network,
               guint            index)
{
  guint readers = 0;

  for (guint i = 1; i < cp_network_get_n_nodes (network); i++)
    if (cp_network_get_node (network, i)->input == index)
      readers++;

  return readers;
}

/* The node that alone reads @index, where it is of that kind. */
static guint
only_reader (const CpNetwork *network,
             guint            index,
             CpOperationKind  kind)
{
  if (index == 0 || count_readers (network, index) != 1)
    return 0;
  for (guint i = index + 1; i < cp_network_get_n_nodes (network); i++)
    {
      const CpNode *node = cp_network_get_node (network, i);

      if (node->input == index)
        return node->kind == kind ? i : 0;
    }

  return 0;
}

static CpLayer *
add_layer (Planner           *self,
           const CpOperation *operation,
           guint              index,
           guint              input)
{
  const CpNode *node = cp_network_get_node (self->network, index);
  const CpLayer layer = { operation, node, index, input, node->in, node->out, 0 };

  g_array_append_val (self->layers, layer);
  self->layer_of[index] = self->layers->len - 1;

  return &g_array_index (self->layers, CpLayer, self->layers->len - 1);
}

/* A convolution, its ReLU and max pooling together: pooled where they are in
 * the cache, and only the pixels that were chosen take part on the way back.
 * Returns the last node that was taken. */
static guint
add_convolution (Planner *self,
                 guint    index,
                 guint    input)
{
  const guint relu = only_reader (self->network, index, CP_OPERATION_RELU);
  const guint pool = only_reader (self->network, relu, CP_OPERATION_MAX_POOL);
  CpLayer *layer;

  if (pool != index + 2 || cp_network_get_node (self->network, pool)->kernel < 2)
    {
      add_layer (self, &cp_operation_convolution, index, input);
      return index;
    }
  layer = add_layer (self, &cp_operation_convolution_pool, index, input);
  layer->out = cp_network_get_node (self->network, pool)->out;
  layer->pool = cp_network_get_node (self->network, pool)->kernel;
  self->layer_of[pool] = self->layer_of[index];

  return pool;
}

/* Linear layers read (C, H, W), as PyTorch flattens. */
static void
add_linear (Planner *self,
            guint    index,
            guint    input)
{
  const CpNode *node = cp_network_get_node (self->network, index);

  if (node->in.height * node->in.width > 1)
    {
      CpLayer *flat = add_layer (self, &cp_operation_flatten, index, input);

      flat->out = (CpShape) { 1, 1, node->in.height * node->in.width * node->in.channels };
      input = self->layer_of[index];
    }
  add_layer (self, &cp_operation_linear, index, input);
}

static guint
add_node (Planner *self,
          guint    index)
{
  static const CpOperation *const operations[CP_N_OPERATIONS] = {
    [CP_OPERATION_INPUT] = &cp_operation_input,
    [CP_OPERATION_RELU] = &cp_operation_relu,
    [CP_OPERATION_MAX_POOL] = &cp_operation_max_pool,
    [CP_OPERATION_DROPOUT] = &cp_operation_dropout,
  };
  const CpNode *node = cp_network_get_node (self->network, index);
  const guint input = self->layer_of[node->input];

  if (node->kind == CP_OPERATION_CONVOLUTION)
    return add_convolution (self, index, input);
  if (node->kind == CP_OPERATION_LINEAR)
    add_linear (self, index, input);
  else
    add_layer (self, operations[node->kind], index, input);

  return index;
}

/**
 * cp_plan_new:
 * @network: a finished network; must outlive the plan
 * @n_layers: (out): how many layers
 *
 * Decides what of a network is computed together.
 *
 * Returns: (transfer full) (array length=n_layers): layers in the order of
 *   computation, the input first; free with g_free()
 */
CpLayer *
cp_plan_new (const CpNetwork *network,
             guint           *n_layers)
{
  const guint n = cp_network_get_n_nodes (network);
  g_autofree guint *layer_of = g_new0 (guint, n);
  Planner planner = { network, g_array_new (FALSE, FALSE, sizeof (CpLayer)), layer_of };

  for (guint i = 0; i < n; i++)
    i = add_node (&planner, i);
  *n_layers = planner.layers->len;

  return (CpLayer *) (gpointer) g_array_free (planner.layers, FALSE);
}
