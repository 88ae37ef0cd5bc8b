/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass-private.h"

G_BEGIN_DECLS

/**
 * CpOperation:
 * @name: for people
 * @in_place: the output overwrites the input
 * @cheap: without a sum, computing the output takes hardly longer than reading it
 * @after_chunks: the weights' gradient is computed over the whole batch, by @gradient_task
 * @packed_floats: of the packed weights, without the bias
 * @flipped_floats: of the weights packed for the input's gradient
 * @partial_floats: gradients that each chunk sums for itself
 * @state_floats: what the operation keeps about a batch
 * @choice_bytes: what the way back has to know about one sample
 * @scratch_floats: of scratch memory a worker
 * @pack_tasks: how many tasks pack the weights
 * @pack_task: makes packed weights out of the network's
 * @forward: samples first … first + n
 * @collect: sums over each of the same samples' inputs, before the stage of @forward
 * @combine: what the batch's sums come to; once all are collected
 * @collect_backward: sums over each sample's gradient, before the stage of @backward
 * @combine_backward: what the batch's sums come to
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
  gboolean cheap;
  gboolean after_chunks;

  gsize (*packed_floats)  (const CpLayer *layer, guint lanes);
  gsize (*flipped_floats) (const CpLayer *layer, guint lanes);
  gsize (*partial_floats) (const CpLayer *layer, guint lanes);
  gsize (*state_floats)   (const CpLayer *layer, guint batch_size);
  gsize (*choice_bytes)   (const CpLayer *layer, guint lanes);
  gsize (*scratch_floats) (const CpLayer *layer, guint lanes, guint batch_size);

  guint (*pack_tasks)     (const CpLayer *layer);
  void  (*pack_task)      (CpPass *pass, guint index, guint task);
  void  (*forward)        (CpPass *pass, guint index, guint first, guint n, guint worker);
  void  (*collect)        (CpPass *pass, guint index, guint first, guint n, guint worker);
  void  (*combine)        (CpPass *pass, guint index);
  void  (*collect_backward) (CpPass *pass, guint index, guint first, guint n, guint worker);
  void  (*combine_backward) (CpPass *pass, guint index);
  void  (*backward)       (CpPass *pass, guint index, guint first, guint n, guint worker);
  guint (*gradient_tasks) (const CpLayer *layer);
  void  (*gradient_task)  (CpPass *pass, guint index, guint task, guint worker);
};

/* Added to a variance before its root is divided by, as PyTorch does. */
#define CP_BATCH_NORM_EPSILON 1e-5

extern const CpOperation cp_operation_input;
extern const CpOperation cp_operation_convolution;
extern const CpOperation cp_operation_convolution_pool;
extern const CpOperation cp_operation_relu;
extern const CpOperation cp_operation_max_pool;
extern const CpOperation cp_operation_flatten;
extern const CpOperation cp_operation_linear;
extern const CpOperation cp_operation_dropout;
extern const CpOperation cp_operation_batch_norm;
extern const CpOperation cp_operation_average_pool;

G_END_DECLS
