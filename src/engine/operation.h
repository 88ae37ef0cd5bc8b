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
 * @flipped_floats: of the weights packed for the input's gradient
 * @partial_floats: gradients that each chunk sums for itself
 * @choice_bytes: what the way back has to know about one sample
 * @scratch_floats: of scratch memory a worker
 * @pack_tasks: how many tasks pack the weights
 * @pack_task: makes packed weights out of the network's
 * @forward: samples first … first + n
 * @backward: the same samples' input gradient, and partial sums of the weights' gradient
 * @gradient_tasks: how many tasks turn partial sums or activations into the weights' gradient
 * @gradient_task: one of these tasks
 *
 * A row of the table of operations; functions an operation does not need are
 * %NULL. `index` is the layer's.
 */
struct _CpOperation
{
  const char *name;
  gboolean in_place;
  gboolean after_chunks;

  gsize (*packed_floats)  (const CpLayer *layer, guint lanes);
  gsize (*flipped_floats) (const CpLayer *layer, guint lanes);
  gsize (*partial_floats) (const CpLayer *layer, guint lanes);
  gsize (*choice_bytes)   (const CpLayer *layer, guint lanes);
  gsize (*scratch_floats) (const CpLayer *layer, guint lanes, guint batch_size);

  guint (*pack_tasks)     (const CpLayer *layer);
  void  (*pack_task)      (CpPass *pass, guint index, guint task);
  void  (*forward)        (CpPass *pass, guint index, guint first, guint n, guint worker);
  void  (*backward)       (CpPass *pass, guint index, guint first, guint n, guint worker);
  guint (*gradient_tasks) (const CpLayer *layer);
  void  (*gradient_task)  (CpPass *pass, guint index, guint task, guint worker);
};

extern const CpOperation cp_operation_input;
extern const CpOperation cp_operation_convolution;
extern const CpOperation cp_operation_convolution_pool;
extern const CpOperation cp_operation_relu;
extern const CpOperation cp_operation_max_pool;
extern const CpOperation cp_operation_flatten;
extern const CpOperation cp_operation_linear;
extern const CpOperation cp_operation_dropout;

G_END_DECLS
