/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass-private.h"

G_BEGIN_DECLS

/**
 * CpOperation:
 * @name: for people
 * @in_place: the output overwrites the input
 * @after_chunks: the weights' gradient is computed over the whole batch, by @gradient_task
 * @packed_floats: of the packed weights, without the bias
 * @transposed_floats: of the weights packed for the input's gradient
 * @partial_floats: gradients that each chunk sums for itself
 * @scratch_floats: of scratch memory a worker
 * @pack: makes the packed weights out of the network's
 * @forward: samples first … first + n
 * @backward: the same samples' input gradient, and partial sums of the weights' gradient
 * @gradient_tasks: how many tasks turn partial sums or activations into the weights' gradient
 * @gradient_task: one of these tasks
 *
 * A row of the table of operations; functions an operation does not need are
 * %NULL. `index` is the node's.
 */
typedef struct
{
  const char *name;
  gboolean in_place;
  gboolean after_chunks;

  gsize (*packed_floats)     (const CpNode *node, guint lanes);
  gsize (*transposed_floats) (const CpNode *node, guint lanes);
  gsize (*partial_floats)    (const CpNode *node, guint lanes);
  gsize (*scratch_floats)    (const CpNode *node, guint lanes, guint batch_size);

  void  (*pack)              (CpPass *pass, guint index);
  void  (*forward)           (CpPass *pass, guint index, guint first, guint n, guint worker);
  void  (*backward)          (CpPass *pass, guint index, guint first, guint n, guint worker);
  guint (*gradient_tasks)    (const CpNode *node);
  void  (*gradient_task)     (CpPass *pass, guint index, guint task, guint worker);
} CpOperation;

extern const CpOperation cp_operation_convolution;
extern const CpOperation cp_operation_relu;
extern const CpOperation cp_operation_max_pool;
extern const CpOperation cp_operation_linear;
extern const CpOperation cp_operation_dropout;

const CpOperation *cp_operation_of (const CpNode *node);

G_END_DECLS
