/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine-error.h"

G_BEGIN_DECLS

/**
 * CpOperationKind:
 *
 * What a node computes.
 */
typedef enum
{
  CP_OPERATION_INPUT,
  CP_OPERATION_CONVOLUTION,
  CP_OPERATION_RELU,
  CP_OPERATION_MAX_POOL,
  CP_OPERATION_LINEAR,
  CP_OPERATION_DROPOUT,
  CP_OPERATION_BATCH_NORM,
  CP_OPERATION_SUM,
  CP_OPERATION_AVERAGE_POOL,
} CpOperationKind;

#define CP_N_OPERATIONS (CP_OPERATION_AVERAGE_POOL + 1)

/**
 * CpShape:
 *
 * Size of one sample's activation, stored channels last (H, W, C).
 */
typedef struct
{
  guint height, width, channels;
} CpShape;

/**
 * CpNode:
 * @kind: what it computes
 * @input: index of the node it reads
 * @other: index of the second node that a sum reads; else 0
 * @name: the PyTorch module's path, such as "features.0"; NULL without parameters
 * @in: shape of its input
 * @out: shape of its output
 * @parameter: index of its first parameter (the weight; the bias follows, then a batch norm's statistics)
 * @biased: whether a convolution has a bias
 * @kernel: side of a kernel or window
 * @stride: of a convolution
 * @padding: of a convolution
 * @rate: share of the values that dropout sets to zero
 *
 * One operation of a network. Built by the cp_network_add functions.
 */
typedef struct
{
  CpOperationKind kind;
  guint input;
  guint other;
  const char *name;
  CpShape in;
  CpShape out;
  guint parameter;
  gboolean biased;
  guint kernel, stride, padding;
  float rate;
} CpNode;

/**
 * CpParameterKind:
 * @CP_PARAMETER_TRAINED: weights that the optimiser moves
 * @CP_PARAMETER_STATISTIC: what a batch norm has seen while training
 * @CP_PARAMETER_COUNT: a whole number: how many batches that was
 *
 * What a named tensor is for. All but the first are PyTorch's buffers.
 */
typedef enum
{
  CP_PARAMETER_TRAINED,
  CP_PARAMETER_STATISTIC,
  CP_PARAMETER_COUNT,
} CpParameterKind;

/**
 * CpParameter:
 * @name: PyTorch's state_dict key, such as "features.0.weight"
 * @kind: what it is for
 * @n_dims: how many dimensions
 * @shape: (n_dims), PyTorch's order
 * @offset: of its first float in the arena of values
 * @size: floats in all
 * @fan_in: inputs that one output sums over, for the initial weights; 0 where all are @initial
 * @initial: the value to begin with
 *
 * A named tensor inside the network's arena.
 */
typedef struct
{
  char *name;
  CpParameterKind kind;
  guint n_dims;
  gsize shape[4];
  gsize offset;
  gsize size;
  gsize fan_in;
  float initial;
} CpParameter;

/**
 * CpNetwork:
 *
 * A list of nodes and one arena with all their parameters, those that are
 * trained first. Nodes are in the order of computation; the last one puts out
 * one logit.
 */
typedef struct _CpNetwork CpNetwork;

CpNetwork         *cp_network_new             (const char         *preset,
                                               guint               size);
CpNetwork         *cp_network_copy            (const CpNetwork    *self);
void               cp_network_free            (CpNetwork          *self);

guint              cp_network_add_convolution (CpNetwork          *self,
                                               guint               input,
                                               const char         *name,
                                               guint               channels,
                                               guint               kernel,
                                               guint               stride,
                                               guint               padding);
guint              cp_network_add_unbiased_convolution (CpNetwork  *self,
                                               guint               input,
                                               const char         *name,
                                               guint               channels,
                                               guint               kernel,
                                               guint               stride,
                                               guint               padding);
guint              cp_network_add_batch_norm  (CpNetwork          *self,
                                               guint               input,
                                               const char         *name);
guint              cp_network_add_sum         (CpNetwork          *self,
                                               guint               input,
                                               guint               other);
guint              cp_network_add_relu        (CpNetwork          *self,
                                               guint               input);
guint              cp_network_add_max_pool    (CpNetwork          *self,
                                               guint               input,
                                               guint               size);
guint              cp_network_add_average_pool (CpNetwork         *self,
                                               guint               input);
guint              cp_network_add_linear      (CpNetwork          *self,
                                               guint               input,
                                               const char         *name,
                                               guint               channels);
guint              cp_network_add_dropout     (CpNetwork          *self,
                                               guint               input,
                                               float               rate);
gboolean           cp_network_finish          (CpNetwork          *self,
                                               GError            **error);
void               cp_network_initialise      (CpNetwork          *self,
                                               guint64             seed);
CpNetwork         *cp_network_randomised      (const CpNetwork    *self,
                                               guint64             seed);

const char        *cp_network_get_preset      (const CpNetwork    *self);
guint              cp_network_get_size        (const CpNetwork    *self);
guint              cp_network_get_n_nodes     (const CpNetwork    *self);
const CpNode      *cp_network_get_node        (const CpNetwork    *self,
                                               guint               index);
guint              cp_network_get_n_parameters (const CpNetwork   *self);
const CpParameter *cp_network_get_parameter   (const CpNetwork    *self,
                                               guint               index);
gsize              cp_network_get_n_values    (const CpNetwork    *self);
gsize              cp_network_get_n_trained   (const CpNetwork    *self);
const float       *cp_network_get_values      (const CpNetwork    *self);
float             *cp_network_edit_values     (CpNetwork          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpNetwork, cp_network_free)

G_END_DECLS
