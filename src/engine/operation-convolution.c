/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "kernels/packing.h"

#include <string.h>

/* Convolutions, alone or with the ReLU and max pooling that follow. */

static CpConvolutionShape
shape_of (const CpLayer *layer)
{
  const CpNode *node = layer->node;

  return (CpConvolutionShape) {
    .in_height = node->in.height, .in_width = node->in.width, .in_channels = node->in.channels,
    .out_height = node->out.height, .out_width = node->out.width, .out_channels = node->out.channels,
    .kernel = node->kernel, .stride = node->stride, .padding = node->padding,
  };
}

static gsize
packed_floats (const CpLayer *layer,
               guint          lanes)
{
  const CpConvolutionShape shape = shape_of (layer);

  return cp_packed_floats (&shape, lanes);
}

static gsize
flipped_floats (const CpLayer *layer,
                guint          lanes)
{
  const CpConvolutionShape shape = shape_of (layer);

  return cp_flipped_floats (&shape, lanes);
}

/* Floats of the weights' gradient, which the bias' gradient follows. */
static gsize
weight_floats (const CpLayer *layer,
               guint          lanes)
{
  const CpConvolutionShape shape = shape_of (layer);

  return layer->pool > 0 ? cp_pooled_floats (&shape, lanes) : cp_packed_floats (&shape, lanes);
}

static gsize
partial_floats (const CpLayer *layer,
                guint          lanes)
{
  return weight_floats (layer, lanes) + cp_round_up (layer->out.channels, lanes);
}

static gsize
choice_bytes (const CpLayer *layer,
              guint          lanes)
{
  return layer->out.height * layer->out.width * cp_round_up (layer->out.channels, lanes);
}

static gsize
scratch_floats (const CpLayer *layer,
                guint          lanes,
                guint          batch_size)
{
  const CpConvolutionShape shape = shape_of (layer);

  return cp_convolution_scratch (&shape, lanes);
}

static guint
pack_tasks (const CpLayer *layer)
{
  return 2;
}

static void
pack_task (CpPass *pass,
           guint   index,
           guint   task)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);
  const float *weights = cp_pass_parameter (pass, layer->node->parameter);

  if (task == 1 && m->flipped != NULL)
    cp_pack_convolution_flipped (&shape, pass->kernels->lanes, weights, m->flipped);
  if (task == 0)
    {
      cp_pack_convolution (&shape, pass->kernels->lanes, weights, m->packed);
      memcpy (m->bias, cp_pass_parameter (pass, layer->node->parameter + 1), shape.out_channels * sizeof (float));
    }
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
  const CpConvolutionShape shape = shape_of (layer);
  const gsize in = pass->memory[layer->input].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++, x += in, y += m->floats)
    pass->kernels->convolution_forward (&shape, x, m->packed, m->bias, y, cp_pass_scratch (pass, worker));
}

static void
forward_pool (CpPass *pass,
              guint   index,
              guint   first,
              guint   n,
              guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);
  const gsize in = pass->memory[layer->input].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);
  guint8 *choices = cp_pass_choices (pass, index, worker);

  for (guint i = 0; i < n; i++, x += in, y += m->floats, choices += m->choice_bytes)
    pass->kernels->convolution_pool_forward (&shape, layer->pool, x, m->packed, m->bias, y, choices,
                                             cp_pass_scratch (pass, worker));
}

/* A chunk's weight gradient, which its bias gradient follows, both set to zero. */
static float *
new_partial (CpPass *pass,
             guint   index,
             guint   first,
             float **bias)
{
  const CpLayerMemory *m = &pass->memory[index];
  float *partial = m->partial + first / CP_CHUNK * m->partial_floats;

  memset (partial, 0, m->partial_floats * sizeof (float));
  *bias = partial + weight_floats (&pass->layers[index], pass->kernels->lanes);

  return partial;
}

static void
backward (CpPass *pass,
          guint   index,
          guint   first,
          guint   n,
          guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);
  const gsize in = pass->memory[layer->input].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *scratch = cp_pass_scratch (pass, worker);
  float *dbias, *dweights = new_partial (pass, index, first, &dbias);
  float *dx = m->flipped != NULL ? cp_pass_gradient (pass, layer->input, first, worker) : NULL;

  for (guint i = 0; i < n; i++, x += in, dy += m->floats)
    {
      pass->kernels->convolution_backward_weights (&shape, x, dy, dweights, dbias, scratch);
      if (dx != NULL)
        pass->kernels->convolution_backward_input (&shape, dy, m->flipped, dx + i * in, scratch);
    }
}

static void
backward_pool (CpPass *pass,
               guint   index,
               guint   first,
               guint   n,
               guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);
  const gsize in = pass->memory[layer->input].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const guint8 *choices = cp_pass_choices (pass, index, worker);
  float *dy = cp_pass_gradient (pass, index, first, worker);
  float *scratch = cp_pass_scratch (pass, worker);
  float *dbias, *dweights = new_partial (pass, index, first, &dbias);
  float *dx = m->flipped != NULL ? cp_pass_gradient (pass, layer->input, first, worker) : NULL;

  pass->kernels->relu_backward (n * m->floats, cp_pass_values (pass, index, first, worker), dy);
  for (guint i = 0; i < n; i++, x += in, dy += m->floats, choices += m->choice_bytes)
    {
      pass->kernels->convolution_pool_backward_weights (&shape, layer->pool, x, dy, choices, dweights, dbias, scratch);
      if (dx != NULL)
        pass->kernels->convolution_pool_backward_input (&shape, layer->pool, dy, choices, m->flipped,
                                                        dx + i * in, scratch);
    }
}

static guint
gradient_tasks (const CpLayer *layer)
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
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);
  const guint lanes = pass->kernels->lanes, parameter = layer->node->parameter;
  const guint chunks = (pass->batch->n + CP_CHUNK - 1) / CP_CHUNK;
  float *sum = m->partial;

  for (guint chunk = 1; chunk < chunks; chunk++)
    for (gsize i = 0; i < m->partial_floats; i++)
      sum[i] += m->partial[chunk * m->partial_floats + i];

  if (layer->pool > 0)
    cp_unpack_convolution_pool (&shape, lanes, sum, cp_pass_parameter_gradient (pass, parameter));
  else
    cp_unpack_convolution (&shape, lanes, sum, cp_pass_parameter_gradient (pass, parameter));
  memcpy (cp_pass_parameter_gradient (pass, parameter + 1), sum + weight_floats (layer, lanes),
          shape.out_channels * sizeof (float));
}

const CpOperation cp_operation_convolution = {
  .name = "convolution",
  .packed_floats = packed_floats,
  .flipped_floats = flipped_floats,
  .partial_floats = partial_floats,
  .scratch_floats = scratch_floats,
  .pack_tasks = pack_tasks,
  .pack_task = pack_task,
  .forward = forward,
  .backward = backward,
  .gradient_tasks = gradient_tasks,
  .gradient_task = gradient_task,
};

const CpOperation cp_operation_convolution_pool = {
  .name = "convolution, ReLU and max pool",
  .packed_floats = packed_floats,
  .flipped_floats = flipped_floats,
  .partial_floats = partial_floats,
  .choice_bytes = choice_bytes,
  .scratch_floats = scratch_floats,
  .pack_tasks = pack_tasks,
  .pack_task = pack_task,
  .forward = forward_pool,
  .backward = backward_pool,
  .gradient_tasks = gradient_tasks,
  .gradient_task = gradient_task,
};
