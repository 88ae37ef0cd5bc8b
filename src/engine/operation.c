/* SPDX-License-Identifier: MIT */
#include "operation.h"

/* The input is filled by the pass itself. */
static const CpOperation input = { .name = "input" };

static const CpOperation *const table[CP_N_OPERATIONS] = {
  [CP_OPERATION_INPUT] = &input,
  [CP_OPERATION_CONVOLUTION] = &cp_operation_convolution,
  [CP_OPERATION_RELU] = &cp_operation_relu,
  [CP_OPERATION_MAX_POOL] = &cp_operation_max_pool,
  [CP_OPERATION_LINEAR] = &cp_operation_linear,
  [CP_OPERATION_DROPOUT] = &cp_operation_dropout,
};

/**
 * cp_operation_of:
 * @node: a node
 *
 * Returns: (transfer none): how the node is computed
 */
const CpOperation *
cp_operation_of (const CpNode *node)
{
  return table[node->kind];
}
