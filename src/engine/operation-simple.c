/* SPDX-License-Identifier: MIT */
#include "operation.h"

/* Operations without parameters. */

/* The pass fills the input itself. */
const CpOperation cp_operation_input = { .name = "input" };

static void
relu_forward (CpPass *pass,
              guint   index,
              guint   first,
              guint   n,
              guint   worker)
{
  pass->kernels->relu_forward (n * pass->memory[index].floats, cp_pass_values (pass, index, first, worker));
}

static void
relu_backward (CpPass *pass,
               guint   index,
               guint   first,
               guint   n,
               guint   worker)
{
  pass->kernels->relu_backward (n * pass->memory[index].floats,
                                cp_pass_values (pass, index, first, worker),
                                cp_pass_gradient (pass, index, first, worker));
}

const CpOperation cp_operation_relu = {
  .name = "ReLU",
  .in_place = TRUE,
  .forward = relu_forward,
  .backward = relu_backward,
};

static void
max_pool_forward (CpPass *pass,
                  guint   index,
                  guint   first,
                  guint   n,
                  guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize in = pass->memory[layer->input].floats, out = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->max_pool_forward (layer->in.height, layer->in.width, layer->in.channels, layer->node->kernel,
                                     x + i * in, y + i * out);
}

static void
max_pool_backward (CpPass *pass,
                   guint   index,
                   guint   first,
                   guint   n,
                   guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize in = pass->memory[layer->input].floats, out = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const float *y = cp_pass_values (pass, index, first, worker);
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx = cp_pass_input_gradient (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->max_pool_backward (layer->in.height, layer->in.width, layer->in.channels, layer->node->kernel,
                                      x + i * in, y + i * out, dy + i * out, dx + i * in);
}

const CpOperation cp_operation_max_pool = {
  .name = "max pool",
  .forward = max_pool_forward,
  .backward = max_pool_backward,
};

static void
average_pool_forward (CpPass *pass,
                      guint   index,
                      guint   first,
                      guint   n,
                      guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize in = pass->memory[layer->input].floats, out = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->average_pool_forward (layer->in.height * layer->in.width, layer->in.channels, x + i * in,
                                         y + i * out);
}

static void
average_pool_backward (CpPass *pass,
                       guint   index,
                       guint   first,
                       guint   n,
                       guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize in = pass->memory[layer->input].floats, out = pass->memory[index].floats;
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx;

  if (!cp_pass_wants_input_gradient (pass, layer))
    return;
  dx = cp_pass_input_gradient (pass, index, first, worker);
  for (guint i = 0; i < n; i++)
    pass->kernels->average_pool_backward (layer->in.height * layer->in.width, layer->in.channels, dy + i * out,
                                          dx + i * in);
}

const CpOperation cp_operation_average_pool = {
  .name = "average pool",
  .forward = average_pool_forward,
  .backward = average_pool_backward,
};

/* (H, W, C) to (C, H, W) for each sample, PyTorch's order of a flattened image. */
static void
flatten_forward (CpPass *pass,
                 guint   index,
                 guint   first,
                 guint   n,
                 guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const guint pixels = layer->in.height * layer->in.width, channels = layer->in.channels;
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++, x += floats, y += floats)
    pass->kernels->transpose (pixels, channels, x, channels, y, pixels);
}

static void
flatten_backward (CpPass *pass,
                  guint   index,
                  guint   first,
                  guint   n,
                  guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const guint pixels = layer->in.height * layer->in.width, channels = layer->in.channels;
  const gsize floats = pass->memory[index].floats;
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx;

  if (!cp_pass_wants_input_gradient (pass, layer))
    return;
  dx = cp_pass_input_gradient (pass, index, first, worker);
  for (guint i = 0; i < n; i++, dy += floats, dx += floats)
    pass->kernels->transpose (channels, pixels, dy, pixels, dx, channels);
}

const CpOperation cp_operation_flatten = {
  .name = "flatten",
  .forward = flatten_forward,
  .backward = flatten_backward,
};
