/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include "operation.h"

typedef struct
{
  const CpNetwork *network;
  gboolean folded; /* batch norms become part of the convolutions */
  guint apart;     /* a node that is not computed together with its input; or 0 */
  GArray *layers;
  guint *layer_of; /* (nodes): the layer whose output is the node's */
} Planner;

static guint
count_readers (const CpNetwork *network,
               guint            index)
{
  guint readers = 0;

  for (guint i = 1; i < cp_network_get_n_nodes (network); i++)
    {
      const CpNode *node = cp_network_get_node (network, i);

      readers += (node->input == index) + (node->other > 0 && node->other == index);
    }

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
  const CpLayer layer = {
    .operation = operation, .node = node, .index = index, .input = input, .in = node->in, .out = node->out,
  };

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

  if (self->folded && only_reader (self->network, index, CP_OPERATION_BATCH_NORM) > 0)
    return index; /* goes with the batch norm */
  if (pool != index + 2 || pool == self->apart || cp_network_get_node (self->network, pool)->kernel < 2)
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

/* A batch norm with the sum and ReLU that follow, @last being the sum where there
 * is one. Folded, it is the convolution before it that computes all of this. */
static guint
add_batch_norm (Planner *self,
                guint    norm,
                guint    last)
{
  const CpNode *node = cp_network_get_node (self->network, norm);
  const CpNode *convolution = cp_network_get_node (self->network, node->input);
  const guint other = cp_network_get_node (self->network, last)->other;
  const guint relu = only_reader (self->network, last, CP_OPERATION_RELU);
  CpLayer *layer;

  if (self->folded)
    {
      layer = add_layer (self, &cp_operation_convolution, node->input, self->layer_of[convolution->input]);
      layer->norm = node;
    }
  else
    layer = add_layer (self, &cp_operation_batch_norm, norm, self->layer_of[node->input]);
  layer->other = other > 0 ? self->layer_of[other] : 0;
  layer->relu = relu == last + 1;
  self->layer_of[norm] = self->layer_of[last] = self->layers->len - 1;
  if (!layer->relu)
    return last;
  self->layer_of[relu] = self->layer_of[last];

  return relu;
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
    [CP_OPERATION_AVERAGE_POOL] = &cp_operation_average_pool,
  };
  const CpNode *node = cp_network_get_node (self->network, index);
  const guint input = self->layer_of[node->input];

  if (node->kind == CP_OPERATION_CONVOLUTION)
    return add_convolution (self, index, input);
  if (node->kind == CP_OPERATION_BATCH_NORM && only_reader (self->network, index, CP_OPERATION_SUM) > 0)
    return index; /* goes with the sum */
  if (node->kind == CP_OPERATION_BATCH_NORM)
    return add_batch_norm (self, index, index);
  if (node->kind == CP_OPERATION_SUM)
    return add_batch_norm (self, node->input, index);
  if (node->kind == CP_OPERATION_LINEAR)
    add_linear (self, index, input);
  else
    add_layer (self, operations[node->kind], index, input);

  return index;
}

/**
 * cp_plan_owner_of:
 * @layers: a plan
 * @index: a layer
 *
 * Returns: the layer whose memory it writes to: its own, or that of an earlier
 *   layer whose output it overwrites
 */
guint
cp_plan_owner_of (const CpLayer *layers,
                  guint          index)
{
  while (layers[index].operation->in_place)
    index = layers[index].input;

  return index;
}

/* The first stage in which the layer's output is read. */
static guint
first_reader (const CpLayer *layers,
              guint          n,
              guint          index)
{
  guint stage = G_MAXUINT;

  for (guint i = index + 1; i < n; i++)
    if (layers[i].input == index || layers[i].other == index)
      stage = MIN (stage, layers[i].stage);

  return stage != G_MAXUINT ? stage : layers[index].stage;
}

static void
find_stages (CpLayer *layers,
             guint    n)
{
  for (guint i = 1; i < n; i++)
    layers[i].stage = MAX (layers[layers[i].input].stage, layers[layers[i].other].stage)
                      + (layers[i].operation->collect != NULL);
  /* no sooner than need be, so that the values need not be kept */
  for (guint i = n - 1; i > 0; i--)
    if (layers[i].operation->collect != NULL)
      layers[i].stage = first_reader (layers, n, i);

  for (guint i = n - 1; i > 0; i--)
    {
      CpLayer *input = &layers[layers[i].input], *other = &layers[layers[i].other];

      layers[i].back_stage += layers[i].operation->collect != NULL;
      input->back_stage = MAX (input->back_stage, layers[i].back_stage);
      other->back_stage = MAX (other->back_stage, layers[i].back_stage);
    }
}

static gboolean
test_and_set (gboolean *flag)
{
  const gboolean before = *flag;

  *flag = TRUE;

  return before;
}

/* Of a layer's readers the first on the way back sets its gradient, others add. */
static void
find_sums (CpLayer *layers,
           guint    n)
{
  g_autofree gboolean *written = g_new0 (gboolean, n);

  for (guint stage = 0; stage <= layers[0].back_stage; stage++)
    for (guint i = n - 1; i > 0; i--)
      {
        CpLayer *layer = &layers[i];

        if (layer->back_stage != stage || layer->operation->in_place)
          continue;
        if (layer->input > 0)
          layer->adds_input = test_and_set (&written[cp_plan_owner_of (layers, layer->input)]);
        if (layer->other > 0)
          layer->adds_other = test_and_set (&written[cp_plan_owner_of (layers, layer->other)]);
      }
}

/**
 * cp_plan_new:
 * @network: a finished network; must outlive the plan
 * @folded: make batch norms part of the convolutions, with the running
 *   statistics: to infer, not to train
 * @apart: a node that pools and shall be a layer of its own, so that its input
 *   is in memory; 0 for none
 * @n_layers: (out): how many layers
 *
 * Decides what of a network is computed together.
 *
 * Returns: (transfer full) (array length=n_layers): layers in the order of
 *   computation, the input first; free with g_free()
 */
CpLayer *
cp_plan_new (const CpNetwork *network,
             gboolean         folded,
             guint            apart,
             guint           *n_layers)
{
  const guint n = cp_network_get_n_nodes (network);
  g_autofree guint *layer_of = g_new0 (guint, n);
  Planner planner = { network, folded, apart, g_array_new (FALSE, FALSE, sizeof (CpLayer)), layer_of };

  for (guint i = 0; i < n; i++)
    i = add_node (&planner, i);
  *n_layers = planner.layers->len;
  find_stages ((CpLayer *) (gpointer) planner.layers->data, *n_layers);
  find_sums ((CpLayer *) (gpointer) planner.layers->data, *n_layers);

  return (CpLayer *) (gpointer) g_array_free (planner.layers, FALSE);
}
