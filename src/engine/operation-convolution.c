/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "kernels/packing.h"

#include <string.h>

static CpConvolutionShape
shape_of (const CpNode *node)
{
  return (CpConvolutionShape) {
    .in_height = node->in.height, .in_width = node->in.width, .in_channels = node->in.channels,
    .out_height = node->out.height, .out_width = node->out.width, .out_channels = node->out.channels,
    .kernel = node->kernel, .stride = node->stride, .padding = node->padding,
  };
}

static gsize
packed_floats (const CpNode *node,
               guint         lanes)
{
  return (gsize) node->kernel * node->kernel * node->in.channels * cp_round_up (node->out.channels, lanes);
}

static gsize
transposed_floats (const CpNode *node,
                   guint         lanes)
{
  return (gsize) node->kernel * node->kernel * node->out.channels * cp_round_up (node->in.channels, lanes);
}

/* A chunk's weight gradient, then its bias gradient. */
static gsize
partial_floats (const CpNode *node,
                guint         lanes)
{
  return packed_floats (node, lanes) + cp_round_up (node->out.channels, lanes);
}

static gsize
scratch_floats (const CpNode *node,
                guint         lanes,
                guint         batch_size)
{
  const CpConvolutionShape shape = shape_of (node);

  return cp_convolution_scratch (&shape, lanes);
}

static void
pack (CpPass *pass,
      guint   index)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpParameter *weight = cp_network_get_parameter (pass->network, node->parameter);
  const CpConvolutionShape shape = shape_of (node);
  const float *values = cp_network_get_values (pass->network) + weight->offset;
  const CpNodeMemory *m = &pass->memory[index];

  cp_pack_convolution (&shape, pass->kernels->lanes, values, m->packed);
  if (m->transposed != NULL)
    cp_pack_convolution_flipped (&shape, pass->kernels->lanes, values, m->transposed);
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
  const CpConvolutionShape shape = shape_of (node);
  const gsize in = pass->memory[node->input].floats;
  const float *x = cp_pass_values (pass, node->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->convolution_forward (&shape, x + i * in, m->packed, m->bias,
                                        y + i * m->floats, cp_pass_scratch (pass, worker));
}

static void
backward (CpPass *pass,
          guint   index,
          guint   first,
          guint   n,
          guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpNodeMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (node);
  const gsize in = pass->memory[node->input].floats;
  const float *x = cp_pass_values (pass, node->input, first, worker);
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *partial = m->partial + first / CP_CHUNK * m->partial_floats;
  float *scratch = cp_pass_scratch (pass, worker);

  memset (partial, 0, m->partial_floats * sizeof (float));
  for (guint i = 0; i < n; i++)
    pass->kernels->convolution_backward_weights (&shape, x + i * in, dy + i * m->floats, partial,
                                                 partial + packed_floats (node, pass->kernels->lanes), scratch);

  if (cp_pass_wants_input_gradient (pass, node))
    {
      float *dx = cp_pass_gradient (pass, node->input, first, worker);

      for (guint i = 0; i < n; i++)
        pass->kernels->convolution_backward_input (&shape, dy + i * m->floats, m->transposed, dx + i * in, scratch);
    }
}

static guint
gradient_tasks (const CpNode *node)
{
  return 1;
}

/* Sums the chunks' gradients, always in the same order. */
static void
gradient_task (CpPass *pass,
               guint   index,
               guint   task,
               guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const CpParameter *weight = cp_network_get_parameter (pass->network, node->parameter);
  const CpParameter *bias = cp_network_get_parameter (pass->network, node->parameter + 1);
  const CpNodeMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (node);
  const guint chunks = (pass->batch->n + CP_CHUNK - 1) / CP_CHUNK;
  float *sum = m->partial;

  for (guint chunk = 1; chunk < chunks; chunk++)
    for (gsize i = 0; i < m->partial_floats; i++)
      sum[i] += m->partial[chunk * m->partial_floats + i];

  cp_unpack_convolution (&shape, pass->kernels->lanes, sum, pass->gradient + weight->offset);
  memcpy (pass->gradient + bias->offset, sum + packed_floats (node, pass->kernels->lanes),
          bias->size * sizeof (float));
}

const CpOperation cp_operation_convolution = {
  .name = "convolution",
  .packed_floats = packed_floats,
  .transposed_floats = transposed_floats,
  .partial_floats = partial_floats,
  .scratch_floats = scratch_floats,
  .pack = pack,
  .forward = forward,
  .backward = backward,
  .gradient_tasks = gradient_tasks,
  .gradient_task = gradient_task,
};
