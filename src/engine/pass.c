/* SPDX-License-Identifier: MIT */
#include "pass-private.h"

#include "loss.h"
#include "operation.h"

#include <stdlib.h>
#include <string.h>

static float *
new_floats (gsize n)
{
  void *memory = NULL;

  /* whole cache lines, so that no vector straddles two */
  if (posix_memalign (&memory, 64, cp_round_up (MAX (n, 1) * sizeof (float), 64)) != 0)
    g_error ("out of memory: %" G_GSIZE_FORMAT " floats", n);
  memset (memory, 0, MAX (n, 1) * sizeof (float));

  return memory;
}

/* The layer whose memory an in-place operation shares. */
static guint
owner_of (const CpPass *self,
          guint         index)
{
  while (self->layers[index].operation->in_place)
    index = self->layers[index].input;

  return index;
}

static void
mark_whole (CpPass *self)
{
  for (guint i = 0; i < self->n_layers; i++)
    {
      if (self->batch_size == 0 || !self->layers[i].operation->after_chunks)
        continue;
      self->memory[owner_of (self, i)].whole_gradient = TRUE;
      self->memory[owner_of (self, self->layers[i].input)].whole_values = TRUE;
    }
}

static void
allocate_activations (CpPass *self,
                      guint   index)
{
  const CpLayer *layer = &self->layers[index];
  CpLayerMemory *m = &self->memory[index];
  const gsize chunks = (gsize) cp_thread_pool_get_threads (self->pool) * CP_CHUNK;

  m->values = new_floats ((m->whole_values ? self->batch_size : chunks) * m->floats);
  if (self->batch_size > 0 && index > 0)
    m->gradient = new_floats ((m->whole_gradient ? self->batch_size : chunks) * m->floats);
  if (layer->operation->choice_bytes != NULL)
    {
      m->choice_bytes = layer->operation->choice_bytes (layer, self->kernels->lanes);
      m->choices = g_malloc0 (chunks * m->choice_bytes);
    }
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

  self->scratch_floats = cp_round_up (self->scratch_floats, 16);
  self->scratch = new_floats (self->scratch_floats * cp_thread_pool_get_threads (self->pool));
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
  CpPass *self = g_new0 (CpPass, 1);

  self->network = network;
  self->kernels = kernels;
  self->pool = pool;
  self->batch_size = batch_size;
  self->layers = cp_plan_new (network, &self->n_layers);
  self->memory = g_new0 (CpLayerMemory, self->n_layers);

  mark_whole (self);
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
      free (m->gradient);
      free (m->packed);
      free (m->bias);
      free (m->flipped);
      free (m->partial);
      g_free (m->choices);
    }
  free (self->scratch);
  free (self->gradient);
  free (self->logits);
  g_free (self->losses);
  g_free (self->memory);
  g_free (self->layers);
  g_free (self);
}

/**
 * cp_pass_set_gate:
 * @self: a pass
 * @gate: (nullable): where to ask before each chunk; must outlive the pass
 *
 * Lets the work be paused and cancelled between chunks. Once cancelled, results
 * mean nothing.
 */
void
cp_pass_set_gate (CpPass *self,
                  CpGate *gate)
{
  self->gate = gate;
}

static gboolean
may_go_on (CpPass *self)
{
  return self->gate == NULL || cp_gate_pass (self->gate);
}

typedef guint (*CountTasks) (const CpLayer *layer);

static CountTasks
packing_of (const CpLayer *layer)
{
  return layer->operation->pack_tasks;
}

static CountTasks
gradients_of (const CpLayer *layer)
{
  return layer->operation->gradient_tasks;
}

/* Finds the layer and the layer's own task of a task over all layers; where
 * there is no such task, how many there are remain taken off @task. */
static gboolean
find_task (const CpPass  *self,
           CountTasks   (*count_of) (const CpLayer *layer),
           guint         *task,
           guint         *index)
{
  for (*index = 0; *index < self->n_layers; (*index)++)
    {
      const CpLayer *layer = &self->layers[*index];
      const CountTasks count = count_of (layer);
      const guint tasks = count != NULL ? count (layer) : 0;

      if (*task < tasks)
        return TRUE;
      *task -= tasks;
    }

  return FALSE;
}

static guint
count_tasks (const CpPass *self,
             CountTasks  (*count_of) (const CpLayer *layer))
{
  guint rest = G_MAXUINT, index;

  find_task (self, count_of, &rest, &index);

  return G_MAXUINT - rest;
}

static void
pack_task (guint    task,
           guint    worker,
           gpointer data)
{
  CpPass *self = data;
  guint index;

  if (find_task (self, packing_of, &task, &index))
    self->layers[index].operation->pack_task (self, index, task);
}

/**
 * cp_pass_pack:
 * @self: a pass
 *
 * Takes over the network's weights as they are now.
 */
void
cp_pass_pack (CpPass *self)
{
  cp_thread_pool_run (self->pool, count_tasks (self, packing_of), pack_task, self);
}

static void
load_samples (CpPass          *self,
              const CpSamples *samples,
              const guint32   *order,
              gsize            first,
              guint            n,
              float           *x)
{
  const gsize floats = self->memory[0].floats;

  for (guint i = 0; i < n; i++)
    {
      gsize sample = order != NULL ? order[first + i] : first + i;

      self->kernels->normalise (floats, samples->pixels + sample * floats, x + i * floats);
    }
}

static void
forward (CpPass *self,
         guint   first,
         guint   n,
         guint   worker)
{
  for (guint i = 1; i < self->n_layers; i++)
    self->layers[i].operation->forward (self, i, first, n, worker);
}

static void
backward (CpPass *self,
          guint   first,
          guint   n,
          guint   worker)
{
  for (guint i = self->n_layers - 1; i > 0; i--)
    self->layers[i].operation->backward (self, i, first, n, worker);
}

static void
infer_chunk (guint    task,
             guint    worker,
             gpointer data)
{
  CpPass *self = data;
  const gsize first = (gsize) task * CP_CHUNK;
  const guint n = (guint) MIN (CP_CHUNK, self->samples->n - first);

  if (!may_go_on (self))
    return;
  load_samples (self, self->samples, NULL, first, n, cp_pass_values (self, 0, 0, worker));
  forward (self, 0, n, worker);
  memcpy (self->inferred + first, cp_pass_values (self, self->n_layers - 1, 0, worker), n * sizeof (float));
}

/**
 * cp_pass_infer:
 * @self: a pass made with a batch size of 0
 * @samples: images of the network's size
 * @logits: (n) set to the network's output
 *
 * Runs the network forward. The logit of an image does not depend on the
 * images beside it.
 */
void
cp_pass_infer (CpPass          *self,
               const CpSamples *samples,
               float           *logits)
{
  g_return_if_fail (self->batch_size == 0);
  g_return_if_fail (samples->size == cp_network_get_size (self->network));

  self->samples = samples;
  self->inferred = logits;
  cp_thread_pool_run (self->pool, (guint) ((samples->n + CP_CHUNK - 1) / CP_CHUNK), infer_chunk, self);
}

/* The loss is the mean over the batch of each sample's loss times its class's weight. */
static void
lose (CpPass *self,
      guint   first,
      guint   n,
      guint   worker)
{
  const CpBatch *batch = self->batch;
  const float *logits = cp_pass_values (self, self->n_layers - 1, first, worker);
  float *dy = cp_pass_gradient (self, self->n_layers - 1, first, worker);

  for (guint i = 0; i < n; i++)
    {
      gsize sample = batch->order != NULL ? batch->order[first + i] : first + i;
      guint8 label = batch->samples->labels[sample];
      double weight = (double) batch->class_weights[label];

      self->logits[first + i] = logits[i];
      self->losses[first + i] = weight * cp_bce_with_logits (logits[i], label);
      dy[i] = (float) (weight * cp_bce_with_logits_gradient (logits[i], label) / batch->n);
    }
}

static void
train_chunk (guint    task,
             guint    worker,
             gpointer data)
{
  CpPass *self = data;
  const guint first = task * CP_CHUNK;
  const guint n = MIN (CP_CHUNK, self->batch->n - first);

  if (!may_go_on (self))
    return;
  load_samples (self, self->batch->samples, self->batch->order, first, n,
                cp_pass_values (self, 0, first, worker));
  forward (self, first, n, worker);
  lose (self, first, n, worker);
  backward (self, first, n, worker);
}

static void
gradient_task (guint    task,
               guint    worker,
               gpointer data)
{
  CpPass *self = data;
  guint index;

  if (find_task (self, gradients_of, &task, &index))
    self->layers[index].operation->gradient_task (self, index, task, worker);
}

/**
 * cp_pass_train:
 * @self: a pass
 * @batch: at most as many samples as the pass was made for
 *
 * Runs the network forward and backward; the gradient of every parameter is in
 * cp_pass_get_gradient() afterwards. Its bits do not depend on the number of
 * threads.
 *
 * Returns: the batch's loss
 */
double
cp_pass_train (CpPass        *self,
               const CpBatch *batch)
{
  double loss = 0;

  g_return_val_if_fail (batch->n > 0 && batch->n <= self->batch_size, 0);
  g_return_val_if_fail (batch->samples->size == cp_network_get_size (self->network), 0);

  self->batch = batch;
  cp_thread_pool_run (self->pool, (batch->n + CP_CHUNK - 1) / CP_CHUNK, train_chunk, self);
  cp_thread_pool_run (self->pool, count_tasks (self, gradients_of), gradient_task, self);
  self->batch = NULL;

  for (guint i = 0; i < batch->n; i++)
    loss += self->losses[i];

  return loss / batch->n;
}

/**
 * cp_pass_get_gradient:
 * @self: a pass
 *
 * Returns: (transfer none): derivatives of the last batch's loss, laid out like the network's arena
 */
const float *
cp_pass_get_gradient (CpPass *self)
{
  return self->gradient;
}

/**
 * cp_pass_get_logits:
 * @self: a pass
 *
 * Returns: (transfer none): the last batch's logits, in the batch's order
 */
const float *
cp_pass_get_logits (CpPass *self)
{
  return self->logits;
}
