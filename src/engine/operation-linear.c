/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "kernels/packing.h"

#include <string.h>

/* Rows of the weight gradient that one task computes. */
#define ROWS_PER_TASK 64

static CpLinearShape
shape_of (const CpNode *node)
{
  return (CpLinearShape) {
    .pixels = node->in.height * node->in.width,
    .channels = node->in.channels,
    .out = node->out.channels,
  };
}

static guint
inputs_of (const CpNode *node)
{
  return node->in.height * node->in.width * node->in.channels;
}

static gsize
packed_floats (const CpNode *node,
               guint         lanes)
{
  return inputs_of (node) * cp_round_up (node->out.channels, lanes);
}

static gsize
transposed_floats (const CpNode *node,
                   guint         lanes)
{
  return node->out.channels * cp_round_up (inputs_of (node), lanes);
}

/* The batch's output gradients and a task's rows, both padded to whole vectors. */
static gsize
scratch_floats (const CpNode *node,
                guint         lanes,
                guint         batch_size)
{
  return (batch_size + ROWS_PER_TASK) * cp_round_up (node->out.channels, lanes);
}

static void
pack (CpPass *pass,
      guint   index)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpParameter *weight = cp_network_get_parameter (pass->network, node->parameter);
  const CpLinearShape shape = shape_of (node);
  const float *values = cp_network_get_values (pass->network) + weight->offset;
  const CpNodeMemory *m = &pass->memory[index];

  cp_pack_linear (&shape, pass->kernels->lanes, values, m->packed);
  if (m->transposed != NULL)
    cp_pack_linear_transposed (&shape, pass->kernels->lanes, values, m->transposed);
}

static void
forward (CpPass *pass,
         guint   index,
         guint   first,
         guint   n,
         guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpNodeMemory *m = &pass->memory[index];

  pass->kernels->linear_forward (n, inputs_of (node), node->out.channels,
                                 cp_pass_values (pass, node->input, first, worker),
                                 m->packed, m->bias,
                                 cp_pass_values (pass, index, first, worker));
}

static void
backward (CpPass *pass,
          guint   index,
          guint   first,
          guint   n,
          guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);

  if (cp_pass_wants_input_gradient (pass, node))
    pass->kernels->linear_backward_input (n, inputs_of (node), node->out.channels,
                                          cp_pass_gradient (pass, index, first, worker),
                                          pass->memory[index].transposed,
                                          cp_pass_gradient (pass, node->input, first, worker));
}

static guint
gradient_tasks (const CpNode *node)
{
  return (inputs_of (node) + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
}

static const float *
whole_vectors (guint        n,
               guint        out,
               gsize        step,
               const float *dy,
               float       *scratch)
{
  if (step == out)
    return dy;
  memset (scratch, 0, n * step * sizeof (float));
  for (guint i = 0; i < n; i++)
    memcpy (scratch + i * step, dy + (gsize) i * out, out * sizeof (float));
  return scratch;
}

static void
sum_bias (guint        n,
          guint        out,
          const float *dy,
          float       *dbias)
{
  memset (dbias, 0, out * sizeof (float));
  for (guint i = 0; i < n; i++)
    for (guint o = 0; o < out; o++)
      dbias[o] += dy[(gsize) i * out + o];
}

/* Each task sums its rows over the whole batch, so that no partial sums of the
 * largest tensor have to be kept and added. */
static void
gradient_task (CpPass *pass,
               guint   index,
               guint   task,
               guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpParameter *weight = cp_network_get_parameter (pass->network, node->parameter);
  const CpParameter *bias = cp_network_get_parameter (pass->network, node->parameter + 1);
  const CpLinearShape shape = shape_of (node);
  const guint in = inputs_of (node), out = node->out.channels, n = pass->batch->n;
  const guint first = task * ROWS_PER_TASK, count = MIN (ROWS_PER_TASK, in - first);
  const gsize step = cp_round_up (out, pass->kernels->lanes);
  const float *dy = cp_pass_gradient (pass, index, 0, worker);
  float *rows = cp_pass_scratch (pass, worker);

  pass->kernels->linear_backward_weights (n, in, out, first, count,
                                          cp_pass_values (pass, node->input, 0, worker),
                                          whole_vectors (n, out, step, dy, rows + ROWS_PER_TASK * step), rows);
  cp_unpack_linear_rows (&shape, pass->kernels->lanes, first, count, rows, pass->gradient + weight->offset);
  if (task == 0)
    sum_bias (n, out, dy, pass->gradient + bias->offset);
}

const CpOperation cp_operation_linear = {
  .name = "linear",
  .after_chunks = TRUE,
  .packed_floats = packed_floats,
  .transposed_floats = transposed_floats,
  .scratch_floats = scratch_floats,
  .pack = pack,
  .forward = forward,
  .backward = backward,
  .gradient_tasks = gradient_tasks,
  .gradient_task = gradient_task,
};
