/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass.h"

G_BEGIN_DECLS

/* Samples that go through the network together: small enough to stay in the
 * second-level cache, and fixed, so that sums over chunks have the same bits
 * for any number of threads. */
#define CP_CHUNK 8

/* Memory of one node. Activations and gradients exist for one chunk a worker,
 * or for the whole batch where work after the chunks reads them. */
typedef struct
{
  float *values;
  float *gradient;
  gboolean whole_values;
  gboolean whole_gradient;
  gsize floats;       /* of one sample */
  float *packed;      /* weights for the forward pass */
  float *bias;        /* padded like a row of packed weights */
  float *transposed;  /* weights for the input's gradient */
  float *partial;     /* (chunks, partial_floats): gradients of each chunk */
  gsize partial_floats;
} CpNodeMemory;

struct _CpPass
{
  const CpNetwork *network;
  const CpKernels *kernels;
  CpThreadPool *pool;
  CpGate *gate; /* (nullable) */
  guint batch_size; /* 0: forward only */
  guint n_nodes;

  CpNodeMemory *memory; /* (n_nodes) */
  float *scratch;       /* (workers, scratch_floats) */
  gsize scratch_floats;
  float *gradient;      /* like the network's arena */
  float *logits;        /* (batch_size) */
  double *losses;       /* (batch_size) */

  const CpBatch *batch;     /* while training on it */
  const CpSamples *samples; /* while inferring */
  float *inferred;
};

/* Whether a gradient flows into the node that this one reads. */
static inline gboolean
cp_pass_wants_input_gradient (const CpPass *self,
                              const CpNode *node)
{
  return cp_network_get_node (self->network, node->input)->kind != CP_OPERATION_INPUT;
}

static inline float *
cp_pass_values (const CpPass *self,
                guint         node,
                guint         first,
                guint         worker)
{
  const CpNodeMemory *m = &self->memory[node];

  return m->values + (m->whole_values ? first : worker * CP_CHUNK) * m->floats;
}

static inline float *
cp_pass_gradient (const CpPass *self,
                  guint         node,
                  guint         first,
                  guint         worker)
{
  const CpNodeMemory *m = &self->memory[node];

  return m->gradient + (m->whole_gradient ? first : worker * CP_CHUNK) * m->floats;
}

static inline float *
cp_pass_scratch (const CpPass *self,
                 guint         worker)
{
  return self->scratch + worker * self->scratch_floats;
}

G_END_DECLS
