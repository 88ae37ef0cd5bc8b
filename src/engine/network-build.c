/* SPDX-License-Identifier: MIT */
#include "network-private.h"

#include <string.h>

/* The functions that a preset is written with: one node each. */

static CpParameter *
add_parameter (CpNetwork   *self,
               const char  *module,
               const char  *tensor,
               guint        n_dims,
               const gsize *shape,
               gsize        fan_in)
{
  CpParameter parameter = { .n_dims = n_dims, .size = 1, .fan_in = fan_in };

  parameter.name = g_strconcat (module, ".", tensor, NULL);
  for (guint i = 0; i < n_dims; i++)
    {
      parameter.shape[i] = shape[i];
      parameter.size *= shape[i];
    }
  self->n_values += parameter.size;
  g_array_append_val (self->parameters, parameter);

  return &g_array_index (self->parameters, CpParameter, self->parameters->len - 1);
}

static CpNode
node_after (CpNetwork      *self,
            guint           input,
            CpOperationKind kind)
{
  CpShape in = cp_network_get_node (self, input)->out;

  return (CpNode) { .kind = kind, .input = input, .in = in, .out = in };
}

static guint
append_node (CpNetwork *self,
             CpNode     node)
{
  g_array_append_val (self->nodes, node);

  return self->nodes->len - 1;
}

static guint
add_convolution (CpNetwork  *self,
                 guint       input,
                 const char *name,
                 guint       channels,
                 guint       kernel,
                 guint       stride,
                 guint       padding,
                 gboolean    biased)
{
  CpNode node = node_after (self, input, CP_OPERATION_CONVOLUTION);
  const gsize weight[4] = { channels, node.in.channels, kernel, kernel };
  const gsize bias[1] = { channels };
  const gsize fan_in = weight[1] * kernel * kernel;

  node.name = g_intern_string (name);
  node.kernel = kernel;
  node.stride = stride;
  node.padding = padding;
  node.biased = biased;
  node.parameter = self->parameters->len;
  node.out.height = node.in.height + 2 * padding < kernel ? 0 : (node.in.height + 2 * padding - kernel) / stride + 1;
  node.out.width = node.in.width + 2 * padding < kernel ? 0 : (node.in.width + 2 * padding - kernel) / stride + 1;
  node.out.channels = channels;
  add_parameter (self, name, "weight", 4, weight, fan_in);
  if (biased)
    add_parameter (self, name, "bias", 1, bias, fan_in);

  return append_node (self, node);
}

/**
 * cp_network_add_convolution:
 * @self: a network
 * @input: the node to read
 * @name: the PyTorch module's path
 * @channels: of the output
 * @kernel: side of the kernel
 * @stride: 1 or more
 * @padding: zeros around the input, below @kernel
 *
 * Returns: index of the node
 */
guint
cp_network_add_convolution (CpNetwork  *self,
                            guint       input,
                            const char *name,
                            guint       channels,
                            guint       kernel,
                            guint       stride,
                            guint       padding)
{
  return add_convolution (self, input, name, channels, kernel, stride, padding, TRUE);
}

/**
 * cp_network_add_unbiased_convolution:
 * @self: a network
 * @input: the node to read
 * @name: the PyTorch module's path
 * @channels: of the output
 * @kernel: side of the kernel
 * @stride: 1 or more
 * @padding: zeros around the input, below @kernel
 *
 * A convolution without a bias (PyTorch's bias=False), for those that a batch
 * norm follows: it would take any bias away again.
 *
 * Returns: index of the node
 */
guint
cp_network_add_unbiased_convolution (CpNetwork  *self,
                                     guint       input,
                                     const char *name,
                                     guint       channels,
                                     guint       kernel,
                                     guint       stride,
                                     guint       padding)
{
  return add_convolution (self, input, name, channels, kernel, stride, padding, FALSE);
}

/**
 * cp_network_add_batch_norm:
 * @self: a network
 * @input: a convolution that nothing else reads
 * @name: the PyTorch module's path
 *
 * Batch norm (Ioffe and Szegedy 2015) as PyTorch's BatchNorm2d: each channel
 * with the mean and variance of the batch, or, once trained, of the running
 * statistics, which are kept among the parameters.
 *
 * Returns: index of the node
 */
guint
cp_network_add_batch_norm (CpNetwork  *self,
                           guint       input,
                           const char *name)
{
  static const struct
  {
    const char *tensor;
    CpParameterKind kind;
    guint n_dims;
    float initial;
  } tensors[] = {
    { "weight", CP_PARAMETER_TRAINED, 1, 1 },
    { "bias", CP_PARAMETER_TRAINED, 1, 0 },
    { "running_mean", CP_PARAMETER_STATISTIC, 1, 0 },
    { "running_var", CP_PARAMETER_STATISTIC, 1, 1 },
    { "num_batches_tracked", CP_PARAMETER_COUNT, 0, 0 },
  };
  CpNode node = node_after (self, input, CP_OPERATION_BATCH_NORM);
  const gsize shape[1] = { node.in.channels };

  g_return_val_if_fail (cp_network_get_node (self, input)->kind == CP_OPERATION_CONVOLUTION, 0);

  node.name = g_intern_string (name);
  node.parameter = self->parameters->len;
  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      CpParameter *parameter = add_parameter (self, name, tensors[i].tensor, tensors[i].n_dims, shape, 0);

      parameter->kind = tensors[i].kind;
      parameter->initial = tensors[i].initial;
    }

  return append_node (self, node);
}

/**
 * cp_network_add_sum:
 * @self: a network
 * @input: a batch norm that nothing else reads
 * @other: a node of the same shape, not the input of the network
 *
 * The end of a residual block: what the block has computed plus what it began
 * with.
 *
 * Returns: index of the node
 */
guint
cp_network_add_sum (CpNetwork *self,
                    guint      input,
                    guint      other)
{
  CpNode node = node_after (self, input, CP_OPERATION_SUM);
  const CpShape shape = cp_network_get_node (self, other)->out;

  g_return_val_if_fail (cp_network_get_node (self, input)->kind == CP_OPERATION_BATCH_NORM, 0);
  g_return_val_if_fail (other > 0 && memcmp (&shape, &node.in, sizeof shape) == 0, 0);

  node.other = other;

  return append_node (self, node);
}

/**
 * cp_network_add_relu:
 * @self: a network
 * @input: the node to read; its values are overwritten
 *
 * Returns: index of the node
 */
guint
cp_network_add_relu (CpNetwork *self,
                     guint      input)
{
  return append_node (self, node_after (self, input, CP_OPERATION_RELU));
}

/**
 * cp_network_add_max_pool:
 * @self: a network
 * @input: the node to read
 * @size: side and stride of the window
 *
 * Returns: index of the node
 */
guint
cp_network_add_max_pool (CpNetwork *self,
                         guint      input,
                         guint      size)
{
  CpNode node = node_after (self, input, CP_OPERATION_MAX_POOL);

  node.kernel = size;
  node.out.height /= size;
  node.out.width /= size;

  return append_node (self, node);
}

/**
 * cp_network_add_average_pool:
 * @self: a network
 * @input: the node to read
 *
 * The mean of each channel over the whole image.
 *
 * Returns: index of the node
 */
guint
cp_network_add_average_pool (CpNetwork *self,
                             guint      input)
{
  CpNode node = node_after (self, input, CP_OPERATION_AVERAGE_POOL);

  node.out.height = node.out.width = 1;

  return append_node (self, node);
}

/**
 * cp_network_add_linear:
 * @self: a network
 * @input: the node to read, flattened in PyTorch's order
 * @name: the PyTorch module's path
 * @channels: of the output
 *
 * Returns: index of the node
 */
guint
cp_network_add_linear (CpNetwork  *self,
                       guint       input,
                       const char *name,
                       guint       channels)
{
  CpNode node = node_after (self, input, CP_OPERATION_LINEAR);
  const gsize fan_in = (gsize) node.in.height * node.in.width * node.in.channels;
  const gsize weight[2] = { channels, fan_in };

  node.name = g_intern_string (name);
  node.parameter = self->parameters->len;
  node.out = (CpShape) { 1, 1, channels };
  add_parameter (self, name, "weight", 2, weight, fan_in);
  add_parameter (self, name, "bias", 1, weight, fan_in);

  return append_node (self, node);
}

/**
 * cp_network_add_dropout:
 * @self: a network
 * @input: the node to read
 * @rate: share of the values set to zero while training
 *
 * Returns: index of the node
 */
guint
cp_network_add_dropout (CpNetwork *self,
                        guint      input,
                        float      rate)
{
  CpNode node = node_after (self, input, CP_OPERATION_DROPOUT);

  node.rate = rate;

  return append_node (self, node);
}
