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
 * @in: shape of its input
 * @out: shape of its output
 * @pool: side of the windows of a convolution that is pooled at once; else 0
 *
 * One step of computing a network: a node, or several computed together.
 */
typedef struct
{
  const CpOperation *operation;
  const CpNode *node;
  guint index;
  guint input;
  CpShape in;
  CpShape out;
  guint pool;
} CpLayer;

CpLayer *cp_plan_new (const CpNetwork *network,
                      guint           *n_layers);

G_END_DECLS
