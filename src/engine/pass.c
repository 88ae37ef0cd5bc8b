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

/* The node whose memory an in-place operation shares. */
static guint
owner_of (const CpPass *self,
          guint         index)
{
  const CpNode *node = cp_network_get_node (self->network, index);

  while (cp_operation_of (node)->in_place)
    {
      index = node->input;
      node = cp_network_get_node (self->network, index);
    }

  return index;
}

static void
mark_whole (CpPass *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const CpNode *node = cp_network_get_node (self->network, i);

      if (self->batch_size == 0 || !cp_operation_of (node)->after_chunks)
        continue;
      self->memory[owner_of (self, i)].whole_gradient = TRUE;
      self->memory[owner_of (self, node->input)].whole_values = TRUE;
    }
}

static void
allocate_activations (CpPass *self,
                      guint   index)
{
  CpNodeMemory *m = &self->memory[index];
  const gsize chunks = (gsize) cp_thread_pool_get_threads (self->pool) * CP_CHUNK;

  m->values = new_floats ((m->whole_values ? self->batch_size : chunks) * m->floats);
  if (self->batch_size > 0 && index > 0)
    m->gradient = new_floats ((m->whole_gradient ? self->batch_size : chunks) * m->floats);
}

static void
allocate_weights (CpPass       *self,
                  guint         index,
                  const CpNode *node)
{
  const CpOperation *operation = cp_operation_of (node);
  const guint lanes = self->kernels->lanes;
  CpNodeMemory *m = &self->memory[index];

  if (operation->packed_floats != NULL)
    {
      m->packed = new_floats (operation->packed_floats (node, lanes));
      m->bias = new_floats (cp_round_up (node->out.channels, lanes));
    }
  if (self->batch_size == 0)
    return;
  if (operation->transposed_floats != NULL && cp_pass_wants_input_gradient (self, node))
    m->transposed = new_floats (operation->transposed_floats (node, lanes));
  if (operation->partial_floats != NULL)
    {
      m->partial_floats = operation->partial_floats (node, lanes);
      m->partial = new_floats ((self->batch_size + CP_CHUNK - 1) / CP_CHUNK * m->partial_floats);
    }
}

static void
allocate (CpPass *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const CpNode *node = cp_network_get_node (self->network, i);
      const CpOperation *operation = cp_operation_of (node);
      CpNodeMemory *m = &self->memory[i];

      m->floats = (gsize) node->out.height * node->out.width * node->out.channels;
      if (operation->in_place)
        *m = self->memory[node->input];
      else
        allocate_activations (self, i);
      if (operation->scratch_floats != NULL)
        self->scratch_floats = MAX (self->scratch_floats,
                                    operation->scratch_floats (node, self->kernels->lanes, self->batch_size));
      if (!operation->in_place)
        allocate_weights (self, i, node);
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
  self->n_nodes = cp_network_get_n_nodes (network);
  self->memory = g_new0 (CpNodeMemory, self->n_nodes);

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
  for (guint i = 0; i < self->n_nodes; i++)
    {
      CpNodeMemory *m = &self->memory[i];

      if (cp_operation_of (cp_network_get_node (self->network, i))->in_place)
        continue;
      free (m->values);
      free (m->gradient);
      free (m->packed);
      free (m->bias);
      free (m->transposed);
      free (m->partial);
    }
  free (self->scratch);
  free (self->gradient);
  free (self->logits);
  g_free (self->losses);
  g_free (self->memory);
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

static void
pack_task (guint    task,
           guint    worker,
           gpointer data)
{
  CpPass *self = data;
  const CpNode *node = cp_network_get_node (self->network, task);
  const CpOperation *operation = cp_operation_of (node);
  const CpParameter *bias;

  if (operation->pack == NULL)
    return;
  operation->pack (self, task);
  bias = cp_network_get_parameter (self->network, node->parameter + 1);
  memcpy (self->memory[task].bias, cp_network_get_values (self->network) + bias->offset,
          bias->size * sizeof (float));
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
  cp_thread_pool_run (self->pool, self->n_nodes, pack_task, self);
}

/* x / 255 → (x − 0.5) / 0.5 */
static void
normalise (const guint8 *pixels,
           gsize         n,
           float         *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = ((float) pixels[i] / 255.0f - 0.5f) / 0.5f;
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

      normalise (samples->pixels + sample * floats, floats, x + i * floats);
    }
}

static void
forward (CpPass *self,
         guint   first,
         guint   n,
         guint   worker)
{
  for (guint i = 1; i < self->n_nodes; i++)
    cp_operation_of (cp_network_get_node (self->network, i))->forward (self, i, first, n, worker);
}

static void
backward (CpPass *self,
          guint   first,
          guint   n,
          guint   worker)
{
  for (guint i = self->n_nodes - 1; i > 0; i--)
    cp_operation_of (cp_network_get_node (self->network, i))->backward (self, i, first, n, worker);
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
  memcpy (self->inferred + first, cp_pass_values (self, self->n_nodes - 1, 0, worker), n * sizeof (float));
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
  const float *logits = cp_pass_values (self, self->n_nodes - 1, first, worker);
  float *dy = cp_pass_gradient (self, self->n_nodes - 1, first, worker);

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

/* Finds the node and the node's own task of a task over all nodes. */
static void
gradient_task (guint    task,
               guint    worker,
               gpointer data)
{
  CpPass *self = data;

  for (guint i = 0; i < self->n_nodes; i++)
    {
      const CpNode *node = cp_network_get_node (self->network, i);
      const CpOperation *operation = cp_operation_of (node);
      guint tasks = operation->gradient_tasks != NULL ? operation->gradient_tasks (node) : 0;

      if (task < tasks)
        {
          operation->gradient_task (self, i, task, worker);
          return;
        }
      task -= tasks;
    }
}

static guint
count_gradient_tasks (CpPass *self)
{
  guint total = 0;

  for (guint i = 0; i < self->n_nodes; i++)
    {
      const CpNode *node = cp_network_get_node (self->network, i);
      const CpOperation *operation = cp_operation_of (node);

      if (operation->gradient_tasks != NULL)
        total += operation->gradient_tasks (node);
    }

  return total;
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
  cp_thread_pool_run (self->pool, count_gradient_tasks (self), gradient_task, self);
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
