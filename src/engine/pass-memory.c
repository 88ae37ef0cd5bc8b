/* SPDX-License-Identifier: MIT */
#include "pass-private.h"

#include "network-features.h"
#include "operation.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CACHE_LINE ((gsize) 64)
#define HUGE_PAGE ((gsize) 2 << 20)

/* What a pass owns: all memory is taken when it is made. */

/* Memory for @n floats: in whole cache lines, so that no vector straddles two,
 * and where there is much of it in huge pages, to look up fewer of them. */
static float *
new_floats (gsize n)
{
  const gsize bytes = MAX (n, 1) * sizeof (float);
  const gsize unit = bytes >= HUGE_PAGE ? HUGE_PAGE : CACHE_LINE;
  void *memory = NULL;

  if (posix_memalign (&memory, unit, cp_round_up (bytes, unit)) != 0)
    g_error ("out of memory: %" G_GSIZE_FORMAT " floats", n);
#ifdef MADV_HUGEPAGE
  if (unit == HUGE_PAGE)
    madvise (memory, cp_round_up (bytes, unit), MADV_HUGEPAGE);
#endif
  memset (memory, 0, bytes);

  return memory;
}

/* The memory of the layer that an in-place operation shares. */
static CpLayerMemory *
owned (CpPass *self,
       guint   index)
{
  return &self->memory[cp_plan_owner_of (self->layers, index)];
}

/* Whether an operation that works in place has changed its output. */
static gboolean
is_overwritten (const CpPass *self,
                guint         index)
{
  for (guint i = index + 1; i < self->n_layers; i++)
    if (self->layers[i].operation->in_place && self->layers[i].input == index)
      return TRUE;

  return self->layers[index].operation->in_place;
}

/* Values that one stage computes and another reads: kept, or computed again
 * where that takes no more memory traffic than to read them. */
static void
need_values (CpPass *self,
             guint   index,
             guint   stage)
{
  const CpLayer *layer = &self->layers[index];

  if (layer->stage == stage)
    return;
  if (!layer->operation->cheap || layer->other > 0 || is_overwritten (self, index))
    {
      owned (self, index)->whole_values = TRUE;
      return;
    }
  self->again[index * cp_pass_n_stages (self) + stage] = TRUE;
  need_values (self, layer->input, stage);
}

/* What is written in one stage and read in another. The last stage forward and
 * the first one back are one. */
static void
mark_stages (CpPass *self,
             guint   index)
{
  const CpLayer *layer = &self->layers[index];
  const guint back = self->n_stages - 1 + layer->back_stage;

  if (layer->operation->collect_backward == NULL)
    need_values (self, index, back);
  else if (layer->relu)
    need_values (self, index, back - 1);
  if (layer->stage != back)
    owned (self, index)->whole_choices = TRUE;
  need_values (self, layer->input, layer->stage);
  need_values (self, layer->input, back);
  if (layer->operation->collect_backward != NULL)
    need_values (self, layer->input, back - 1);
  if (layer->other > 0)
    need_values (self, layer->other, layer->stage);
  if (self->layers[cp_plan_owner_of (self->layers, layer->input)].back_stage != layer->back_stage)
    owned (self, layer->input)->whole_gradient = TRUE;
  if (layer->other > 0)
    owned (self, layer->other)->whole_gradient = TRUE;
}

static void
mark_whole (CpPass *self)
{
  for (guint i = 1; i < self->n_layers; i++)
    {
      if (self->layers[i].operation->after_chunks)
        {
          owned (self, i)->whole_gradient = TRUE;
          owned (self, self->layers[i].input)->whole_values = TRUE;
        }
      mark_stages (self, i);
    }
}

/* Where a sum is the first to set its other summand's gradient, both have the
 * same memory: the sum's own gradient is not read any more by then. */
static void
share_gradients (CpPass *self)
{
  for (guint i = 1; i < self->n_layers; i++)
    {
      const CpLayer *layer = &self->layers[i];

      if (layer->other > 0 && !layer->adds_other && self->memory[i].whole_gradient
          && !is_overwritten (self, i) && !is_overwritten (self, layer->other))
        self->memory[layer->other].gradient_of = i;
    }
}

static void
count_stages (CpPass *self)
{
  self->n_stages = self->n_back_stages = 1;
  for (guint i = 0; i < self->n_layers; i++)
    {
      self->n_stages = MAX (self->n_stages, self->layers[i].stage + 1);
      self->n_back_stages = MAX (self->n_back_stages, self->layers[i].back_stage + 1);
    }
}

/* Samples that go through the layers together: where the weights are what fills
 * the cache, the whole chunk; where the activations are, few. */
static void
find_group (CpPass *self)
{
  gsize activation = 1, weights = 1;

  for (guint i = 1; i < self->n_layers; i++)
    {
      const CpShape *out = &self->layers[i].out;

      activation = MAX (activation, (gsize) out->height * out->width * out->channels);
    }
  for (guint i = 0; i < cp_network_get_n_parameters (self->network); i++)
    weights = MAX (weights, cp_network_get_parameter (self->network, i)->size);

  self->group = (guint) MIN ((weights + activation - 1) / activation, CP_CHUNK);
}

static void
allocate_activations (CpPass *self,
                      guint   index)
{
  const CpLayer *layer = &self->layers[index];
  CpLayerMemory *m = &self->memory[index];
  const gsize groups = (gsize) cp_thread_pool_get_threads (self->pool) * self->group;

  m->values = new_floats ((m->whole_values ? self->batch_size : groups) * m->floats);
  if (cp_pass_has_gradient (self, index) && m->gradient_of == 0)
    m->gradient = new_floats ((m->whole_gradient ? self->batch_size : groups) * m->floats);
  if (layer->operation->choice_bytes != NULL)
    {
      m->choice_bytes = layer->operation->choice_bytes (layer, self->kernels->lanes);
      m->choices = g_malloc0 ((m->whole_choices ? self->batch_size : groups) * m->choice_bytes);
    }
  if (self->batch_size > 0 && layer->operation->state_floats != NULL)
    m->state = new_floats (layer->operation->state_floats (layer, self->batch_size));
  if (self->batch_size > 0 && layer->adds_input)
    m->extra = new_floats (groups * self->memory[layer->input].floats);
}

static void
allocate_weights (CpPass *self,
                  guint   index)
{
  const CpLayer *layer = &self->layers[index];
  const CpOperation *operation = layer->operation;
  const guint lanes = self->kernels->lanes;
  CpLayerMemory *m = &self->memory[index];

  if (operation->packed_floats != NULL)
    {
      m->packed = new_floats (operation->packed_floats (layer, lanes));
      m->bias = new_floats (cp_round_up (layer->out.channels, lanes));
    }
  if (self->batch_size == 0)
    return;
  if (operation->flipped_floats != NULL && cp_pass_wants_input_gradient (self, layer))
    m->flipped = new_floats (operation->flipped_floats (layer, lanes));
  if (operation->partial_floats != NULL)
    {
      m->partial_floats = operation->partial_floats (layer, lanes);
      m->partial = new_floats ((self->batch_size + CP_CHUNK - 1) / CP_CHUNK * m->partial_floats);
    }
}

static void
allocate (CpPass *self)
{
  for (guint i = 0; i < self->n_layers; i++)
    {
      const CpLayer *layer = &self->layers[i];
      CpLayerMemory *m = &self->memory[i];

      m->floats = (gsize) layer->out.height * layer->out.width * layer->out.channels;
      if (layer->operation->scratch_floats != NULL)
        self->scratch_floats = MAX (self->scratch_floats,
                                    layer->operation->scratch_floats (layer, self->kernels->lanes, self->batch_size));
      if (layer->operation->in_place)
        {
          *m = self->memory[layer->input];
          continue;
        }
      allocate_activations (self, i);
      allocate_weights (self, i);
    }

  for (guint i = self->n_layers - 1; i > 0; i--)
    if (self->memory[i].gradient_of > 0)
      self->memory[i].gradient = self->memory[self->memory[i].gradient_of].gradient;
  self->scratch_floats = cp_round_up (self->scratch_floats, 16);
  self->scratch = new_floats (self->scratch_floats * cp_thread_pool_get_threads (self->pool));
}

static CpPass *
pass_new (const CpNetwork *network,
          const CpKernels *kernels,
          CpThreadPool    *pool,
          guint            batch_size,
          guint            apart)
{
  CpPass *self = g_new0 (CpPass, 1);

  self->network = network;
  self->kernels = kernels;
  self->pool = pool;
  self->batch_size = batch_size;
  self->layers = cp_plan_new (network, batch_size == 0, apart, &self->n_layers);
  self->memory = g_new0 (CpLayerMemory, self->n_layers);

  while (self->layers[self->head].index < apart)
    self->head++;
  count_stages (self);
  find_group (self);
  self->again = g_new0 (gboolean, self->n_layers * cp_pass_n_stages (self));
  if (batch_size > 0)
    {
      mark_whole (self);
      share_gradients (self);
    }
  allocate (self);
  if (batch_size > 0)
    {
      self->gradient = new_floats (cp_network_get_n_values (network));
      self->logits = new_floats (batch_size);
      self->losses = g_new0 (double, batch_size);
    }

  return self;
}

/**
 * cp_pass_new:
 * @network: a finished network; must outlive the pass
 * @kernels: the processor level to compute with
 * @pool: threads to compute on; must outlive the pass
 * @batch_size: the largest batch to train on; 0 for a pass that only infers
 *
 * Takes all memory that the pass will ever need. Call cp_pass_pack() before
 * the first use and after each change of the weights.
 *
 * Returns: (transfer full): a pass
 */
CpPass *
cp_pass_new (const CpNetwork *network,
             const CpKernels *kernels,
             CpThreadPool    *pool,
             guint            batch_size)
{
  return pass_new (network, kernels, pool, batch_size, 0);
}

/**
 * cp_pass_new_explaining:
 * @network: a finished network; must outlive the pass
 * @kernels: the processor level to compute with
 * @pool: threads to compute on; must outlive the pass
 *
 * Makes a pass that infers, and can go back from the logit to the features that
 * the last convolutions have found (see cp_network_get_head()).
 *
 * Returns: (transfer full): a pass for cp_grad_cam()
 */
CpPass *
cp_pass_new_explaining (const CpNetwork *network,
                        const CpKernels *kernels,
                        CpThreadPool    *pool)
{
  return pass_new (network, kernels, pool, 0, cp_network_get_head (network));
}

/**
 * cp_pass_free:
 * @self: (transfer full): a pass
 */
void
cp_pass_free (CpPass *self)
{
  for (guint i = 0; i < self->n_layers; i++)
    {
      CpLayerMemory *m = &self->memory[i];

      if (self->layers[i].operation->in_place)
        continue;
      free (m->values);
      if (m->gradient_of == 0)
        free (m->gradient);
      free (m->packed);
      free (m->bias);
      free (m->flipped);
      free (m->partial);
      free (m->state);
      free (m->extra);
      g_free (m->choices);
    }
  free (self->scratch);
  free (self->gradient);
  free (self->logits);
  g_free (self->losses);
  g_free (self->again);
  g_free (self->memory);
  g_free (self->layers);
  g_free (self);
}
