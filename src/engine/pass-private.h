/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass.h"
#include "plan.h"

G_BEGIN_DECLS

/* Samples that go through the network together: small enough to stay in the
 * second-level cache, and fixed, so that sums over chunks have the same bits
 * for any number of threads. */
#define CP_CHUNK 16

/* Memory of one layer. Activations and gradients exist for one group a worker,
 * or for the whole batch where work after the chunks or of another stage reads them. */
typedef struct
{
  float *values;
  float *gradient;
  gboolean whole_values;
  gboolean whole_gradient;
  gboolean whole_choices;
  guint gradient_of;  /* the layer whose gradient's memory this is, too; 0 for none */
  gsize floats;       /* of one sample */
  float *packed;      /* weights for the forward pass */
  float *bias;        /* padded like a row of packed weights */
  float *flipped;     /* weights for the input's gradient */
  float *partial;     /* (chunks, partial_floats): gradients of each chunk */
  gsize partial_floats;
  guint8 *choices;    /* (workers, group, choice_bytes) */
  gsize choice_bytes;
  float *state;       /* what the operation keeps about a batch */
  float *extra;       /* (workers, group, floats of the input): a gradient before it is added */
} CpLayerMemory;

/**
 * CpPassVisit:
 * @pass: a pass that infers
 * @first: index of the first sample whose values are in memory
 * @n: how many are
 * @worker: in whose memory, from its first sample on
 * @data: what was given to cp_pass_infer_visited()
 *
 * Looks at the layers' values, which the next samples overwrite.
 */
typedef void (*CpPassVisit) (CpPass   *pass,
                             gsize     first,
                             guint     n,
                             guint     worker,
                             gpointer  data);

struct _CpPass
{
  const CpNetwork *network;
  const CpKernels *kernels;
  CpThreadPool *pool;
  CpGate *gate; /* (nullable) */
  guint batch_size; /* 0: forward only */
  guint group;      /* samples of a chunk that go through a stage together */

  CpLayer *layers; /* (n_layers) */
  guint n_layers;
  guint head;          /* the first layer that a pass that explains goes back to; else 0 */
  guint n_stages;      /* on the way forward */
  guint n_back_stages;
  CpLayerMemory *memory; /* (n_layers) */
  gboolean *again;      /* (n_layers, stages): whether values are computed again in a stage */
  float *scratch;       /* (workers, scratch_floats) */
  gsize scratch_floats;
  float *gradient;      /* like the network's arena */
  float *logits;        /* (batch_size) */
  double *losses;       /* (batch_size) */

  const CpBatch *batch;     /* while training on it */
  guint stage;              /* and which stage of that */
  const CpSamples *samples; /* while inferring */
  float *inferred;
  CpPassVisit visit;        /* (nullable) */
  gpointer visit_data;
};

void cp_pass_infer_visited (CpPass          *self,
                            const CpSamples *samples,
                            float           *logits,
                            CpPassVisit      visit,
                            gpointer         data);
void cp_pass_go_back       (CpPass          *self,
                            guint            n,
                            guint            worker);

/* Whether a layer's gradient is ever computed. */
static inline gboolean
cp_pass_has_gradient (const CpPass *self,
                      guint         layer)
{
  if (self->batch_size > 0)
    return layer > 0;

  return self->head > 0 && layer >= cp_plan_owner_of (self->layers, self->layers[self->head].input);
}

/* On both ways; the last one forward is the first one back. */
static inline guint
cp_pass_n_stages (const CpPass *self)
{
  return self->n_stages + self->n_back_stages - 1;
}

/* Whether a gradient flows into the layer that this one reads. */
static inline gboolean
cp_pass_wants_input_gradient (const CpPass  *self,
                              const CpLayer *layer)
{
  return layer->input > 0;
}

static inline float *
cp_pass_values (const CpPass *self,
                guint         layer,
                guint         first,
                guint         worker)
{
  const CpLayerMemory *m = &self->memory[layer];

  return m->values + (m->whole_values ? first : worker * self->group) * m->floats;
}

static inline float *
cp_pass_gradient (const CpPass *self,
                  guint         layer,
                  guint         first,
                  guint         worker)
{
  const CpLayerMemory *m = &self->memory[layer];

  return m->gradient + (m->whole_gradient ? first : worker * self->group) * m->floats;
}

/* Where a layer puts its input's gradient. */
static inline float *
cp_pass_input_gradient (const CpPass *self,
                        guint         layer,
                        guint         first,
                        guint         worker)
{
  const guint input = self->layers[layer].input;

  if (self->layers[layer].adds_input)
    return self->memory[layer].extra + worker * self->group * self->memory[input].floats;

  return cp_pass_gradient (self, input, first, worker);
}

static inline guint8 *
cp_pass_choices (const CpPass *self,
                 guint         layer,
                 guint         first,
                 guint         worker)
{
  const CpLayerMemory *m = &self->memory[layer];

  return m->choices + (m->whole_choices ? first : worker * self->group) * m->choice_bytes;
}

static inline float *
cp_pass_scratch (const CpPass *self,
                 guint         worker)
{
  return self->scratch + worker * self->scratch_floats;
}

/* A parameter's values in the network's arena, and its gradient. */
static inline const float *
cp_pass_parameter (const CpPass *self,
                   guint         parameter)
{
  return cp_network_get_values (self->network) + cp_network_get_parameter (self->network, parameter)->offset;
}

static inline float *
cp_pass_parameter_gradient (const CpPass *self,
                            guint         parameter)
{
  return self->gradient + cp_network_get_parameter (self->network, parameter)->offset;
}

G_END_DECLS
