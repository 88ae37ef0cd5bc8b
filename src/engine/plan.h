/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

G_BEGIN_DECLS

typedef struct _CpOperation CpOperation;

/**
 * CpLayer:
 * @operation: what it computes
 * @node: the network's node with the parameters and attributes
 * @index: that node's index
 * @input: index of the layer it reads
 * @other: index of the layer that is added to what it computes; else 0
 * @norm: the batch norm that is folded into a convolution's weights; else %NULL
 * @relu: whether negative results become zero at once
 * @in: shape of its input
 * @out: shape of its output
 * @pool: side of the windows of a convolution that is pooled at once; else 0
 * @stage: on the way forward; a batch norm needs the whole batch's values, so it begins a new stage
 * @back_stage: likewise on the way back, from the last layer
 * @adds_input: its input's gradient is added to what another reader of the input has left there
 * @adds_other: likewise for @other
 *
 * One step of computing a network: a node, or several computed together.
 */
typedef struct
{
  const CpOperation *operation;
  const CpNode *node;
  guint index;
  guint input;
  guint other;
  const CpNode *norm;
  gboolean relu;
  CpShape in;
  CpShape out;
  guint pool;
  guint stage;
  guint back_stage;
  gboolean adds_input;
  gboolean adds_other;
} CpLayer;

CpLayer *cp_plan_new      (const CpNetwork *network,
                           gboolean         folded,
                           guint            apart,
                           guint           *n_layers);
guint    cp_plan_owner_of (const CpLayer   *layers,
                           guint            index);

G_END_DECLS
