/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include <string.h>

/* Weights stay in PyTorch's layout (out, in) for both gradients; the forward
 * pass reads them turned. Tasks take this many inputs. */
#define INPUTS_PER_TASK 32

static guint
inputs_of (const CpLayer *layer)
{
  return layer->node->in.height * layer->node->in.width * layer->node->in.channels;
}

static gsize
packed_floats (const CpLayer *layer,
               guint          lanes)
{
  return inputs_of (layer) * cp_round_up (layer->out.channels, lanes);
}

static gsize
scratch_floats (const CpLayer *layer,
                guint          lanes,
                guint          batch_size)
{
  return batch_size * cp_round_up (INPUTS_PER_TASK, lanes);
}

static guint
tasks (const CpLayer *layer)
{
  return (inputs_of (layer) + INPUTS_PER_TASK - 1) / INPUTS_PER_TASK;
}

static void
pack_task (CpPass *pass,
           guint   index,
           guint   task)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const guint in = inputs_of (layer), out = layer->out.channels;
  const guint first = task * INPUTS_PER_TASK, count = MIN (INPUTS_PER_TASK, in - first);
  const gsize step = cp_round_up (out, pass->kernels->lanes);

  pass->kernels->transpose (out, count, cp_pass_parameter (pass, layer->node->parameter) + first, in,
                            m->packed + first * step, step);
  if (task == 0)
    memcpy (m->bias, cp_pass_parameter (pass, layer->node->parameter + 1), out * sizeof (float));
}

static void
forward (CpPass *pass,
         guint   index,
         guint   first,
         guint   n,
         guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];

  pass->kernels->linear_forward (n, inputs_of (layer), layer->out.channels,
                                 cp_pass_values (pass, layer->input, first, worker),
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
  const CpLayer *layer = &pass->layers[index];

  if (cp_pass_wants_input_gradient (pass, layer))
    pass->kernels->linear_backward_input (n, inputs_of (layer), layer->out.channels,
                                          cp_pass_gradient (pass, index, first, worker),
                                          cp_pass_parameter (pass, layer->node->parameter),
                                          cp_pass_input_gradient (pass, index, first, worker));
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

/* Each task sums its inputs' weights over the whole batch, so that no partial
 * sums of the largest tensor have to be kept and added. */
static void
gradient_task (CpPass *pass,
               guint   index,
               guint   task,
               guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const guint in = inputs_of (layer), out = layer->out.channels, n = pass->batch->n;
  const guint first = task * INPUTS_PER_TASK, count = MIN (INPUTS_PER_TASK, in - first);
  const float *dy = cp_pass_gradient (pass, index, 0, worker);

  pass->kernels->linear_backward_weights (n, in, out, first, count,
                                          cp_pass_values (pass, layer->input, 0, worker), dy,
                                          cp_pass_parameter_gradient (pass, layer->node->parameter),
                                          cp_pass_scratch (pass, worker));
  if (task == 0)
    sum_bias (n, out, dy, cp_pass_parameter_gradient (pass, layer->node->parameter + 1));
}

const CpOperation cp_operation_linear = {
  .name = "linear",
  .after_chunks = TRUE,
  .packed_floats = packed_floats,
  .scratch_floats = scratch_floats,
  .pack_tasks = tasks,
  .pack_task = pack_task,
  .forward = forward,
  .backward = backward,
  .gradient_tasks = tasks,
  .gradient_task = gradient_task,
};
