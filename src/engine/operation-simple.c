/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "philox.h"

/* Operations without parameters. */

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
  const CpNode *node = cp_network_get_node (pass->network, index);
  const gsize in = pass->memory[node->input].floats, out = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, node->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->max_pool_forward (node->in.height, node->in.width, node->in.channels, node->kernel,
                                     x + i * in, y + i * out);
}

static void
max_pool_backward (CpPass *pass,
                   guint   index,
                   guint   first,
                   guint   n,
                   guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const gsize in = pass->memory[node->input].floats, out = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, node->input, first, worker);
  const float *y = cp_pass_values (pass, index, first, worker);
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx = cp_pass_gradient (pass, node->input, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->max_pool_backward (node->in.height, node->in.width, node->in.channels, node->kernel,
                                      x + i * in, y + i * out, dy + i * out, dx + i * in);
}

const CpOperation cp_operation_max_pool = {
  .name = "max pool",
  .forward = max_pool_forward,
  .backward = max_pool_backward,
};

/* What dropout multiplies a sample's values by: the same factors in the forward
 * and the backward pass, from the batch's step, the sample's place in the batch
 * and the value's index. */
static void
dropout_apply (CpPass      *pass,
               guint        index,
               guint        sample,
               const float *in,
               float       *out)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const float scale = 1.0f / (1.0f - node->rate);
  CpRandom random = cp_random_stream (pass->batch->seed, CP_RANDOM_DROPOUT | index << 8, pass->batch->step);
  guint32 block[4];

  for (gsize i = 0; i < pass->memory[index].floats; i++)
    {
      if (i % 4 == 0)
        cp_random_block (&random, (guint64) sample << 32 | i / 4, block);
      out[i] = cp_random_to_unit (block[i % 4]) < node->rate ? 0 : in[i] * scale;
    }
}

static void
dropout_forward (CpPass *pass,
                 guint   index,
                 guint   first,
                 guint   n,
                 guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, node->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);

  if (pass->batch == NULL)
    for (gsize i = 0; i < n * floats; i++)
      y[i] = x[i];
  else
    for (guint i = 0; i < n; i++)
      dropout_apply (pass, index, first + i, x + i * floats, y + i * floats);
}

static void
dropout_backward (CpPass *pass,
                  guint   index,
                  guint   first,
                  guint   n,
                  guint   worker)
{
  const CpNode *node = cp_network_get_node (pass->network, index);
  const gsize floats = pass->memory[index].floats;
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx = cp_pass_gradient (pass, node->input, first, worker);

  for (guint i = 0; i < n; i++)
    dropout_apply (pass, index, first + i, dy + i * floats, dx + i * floats);
}

const CpOperation cp_operation_dropout = {
  .name = "dropout",
  .forward = dropout_forward,
  .backward = dropout_backward,
};
