/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "kernels/packing.h"

#include <math.h>
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

/* y = (w x − mean) γ / √(variance + ε) + β is the convolution with other weights
 * and a bias. */
static void
fold (CpPass        *pass,
      const CpLayer *layer,
      const float   *weights,
      float         *folded,
      float         *bias)
{
  const guint parameter = layer->norm->parameter;
  const float *gain = cp_pass_parameter (pass, parameter), *shift = cp_pass_parameter (pass, parameter + 1);
  const float *mean = cp_pass_parameter (pass, parameter + 2), *variance = cp_pass_parameter (pass, parameter + 3);
  const gsize size = (gsize) layer->node->in.channels * layer->node->kernel * layer->node->kernel;

  for (guint o = 0; o < layer->out.channels; o++)
    {
      const double scale = (double) gain[o] / sqrt ((double) variance[o] + CP_BATCH_NORM_EPSILON);

      for (gsize i = 0; i < size; i++)
        folded[o * size + i] = (float) (weights[o * size + i] * scale);
      bias[o] = (float) (((double) bias[o] - (double) mean[o]) * scale + (double) shift[o]);
    }
}

static void
pack_weights (CpPass                   *pass,
              const CpLayer            *layer,
              const CpConvolutionShape *shape,
              const CpLayerMemory      *m)
{
  const float *weights = cp_pass_parameter (pass, layer->node->parameter);
  g_autofree float *folded = NULL;

  if (layer->node->biased)
    memcpy (m->bias, cp_pass_parameter (pass, layer->node->parameter + 1), shape->out_channels * sizeof (float));
  else
    memset (m->bias, 0, shape->out_channels * sizeof (float));
  if (layer->norm != NULL)
    {
      folded = g_new (float, cp_network_get_parameter (pass->network, layer->node->parameter)->size);
      fold (pass, layer, weights, folded, m->bias);
      weights = folded;
    }
  cp_pack_convolution (shape, pass->kernels->lanes, weights, m->packed);
}

static void
pack_task (CpPass *pass,
           guint   index,
           guint   task)
{
  const CpLayer *layer = &pass->layers[index];
  const CpLayerMemory *m = &pass->memory[index];
  const CpConvolutionShape shape = shape_of (layer);

  if (task == 1 && m->flipped != NULL)
    cp_pack_convolution_flipped (&shape, pass->kernels->lanes, cp_pass_parameter (pass, layer->node->parameter), m->flipped);
  if (task == 0)
    pack_weights (pass, layer, &shape, m);
}

/* What follows a convolution that a batch norm is folded into. */
static void
finish_sample (CpPass        *pass,
               const CpLayer *layer,
               gsize          floats,
               const float   *other,
               float         *y)
{
  if (other != NULL)
    pass->kernels->add (floats, other, y);
  if (layer->relu)
    pass->kernels->relu_forward (floats, y);
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
  const float *other = layer->other > 0 ? cp_pass_values (pass, layer->other, first, worker) : NULL;
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++, x += in, y += m->floats)
    {
      pass->kernels->convolution_forward (&shape, x, m->packed, m->bias, y, cp_pass_scratch (pass, worker));
      finish_sample (pass, layer, m->floats, other != NULL ? other + i * m->floats : NULL, y);
    }
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
  guint8 *choices = cp_pass_choices (pass, index, first, worker);

  for (guint i = 0; i < n; i++, x += in, y += m->floats, choices += m->choice_bytes)
    pass->kernels->convolution_pool_forward (&shape, layer->pool, x, m->packed, m->bias, y, choices,
                                             cp_pass_scratch (pass, worker));
}

/* A chunk's weight gradient, which its bias gradient follows; both set to zero
 * where the chunk begins. There is no bias gradient without a bias. */
static float *
partial_of (CpPass *pass,
            guint   index,
            guint   first,
            float **bias)
{
  const CpLayerMemory *m = &pass->memory[index];
  float *partial = m->partial + first / CP_CHUNK * m->partial_floats;

  if (first % CP_CHUNK == 0)
    memset (partial, 0, m->partial_floats * sizeof (float));
  *bias = pass->layers[index].node->biased ? partial + weight_floats (&pass->layers[index], pass->kernels->lanes) : NULL;

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
  float *dbias, *dweights = partial_of (pass, index, first, &dbias);
  float *dx = m->flipped != NULL ? cp_pass_input_gradient (pass, index, first, worker) : NULL;

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
  const guint8 *choices = cp_pass_choices (pass, index, first, worker);
  float *dy = cp_pass_gradient (pass, index, first, worker);
  float *scratch = cp_pass_scratch (pass, worker);
  float *dbias, *dweights = partial_of (pass, index, first, &dbias);
  float *dx = m->flipped != NULL ? cp_pass_input_gradient (pass, index, first, worker) : NULL;

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
  if (layer->node->biased)
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
