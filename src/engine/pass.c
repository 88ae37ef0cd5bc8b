/* SPDX-License-Identifier: MIT */
#include "pass-private.h"

#include "loss.h"
#include "operation.h"

#include <string.h>

/* Share of the running statistics that each batch replaces. */
#define MOMENTUM 0.1f

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

/* The images as they are, to infer. */
static void
load_samples (CpPass *self,
              gsize   first,
              guint   n,
              float  *x)
{
  const gsize floats = self->memory[0].floats;

  self->kernels->normalise (n * floats, self->samples->pixels + first * floats, x);
}

/* A chunk of the batch, changed at random where asked for. */
static void
load_batch (CpPass *self,
            guint   first,
            guint   n,
            float  *x)
{
  const CpBatch *batch = self->batch;
  const gsize floats = self->memory[0].floats;

  for (guint i = 0; i < n; i++, x += floats)
    {
      const gsize sample = batch->order != NULL ? batch->order[first + i] : first + i;
      const guint8 *pixels = batch->samples->pixels + sample * floats;
      CpDistortion distortion;

      if (batch->augmentation == NULL)
        {
          self->kernels->normalise (floats, pixels, x);
          continue;
        }
      distortion = cp_augmentation_draw (batch->augmentation, batch->seed, batch->step, sample);
      cp_distort (&distortion, self->kernels, batch->samples->size, pixels, x);
    }
}

/* The layers of one stage, then what those of the next must know of the whole batch. */
static void
forward (CpPass *self,
         guint   stage,
         guint   first,
         guint   n,
         guint   worker)
{
  for (guint i = 1; i < self->n_layers; i++)
    if (self->layers[i].stage == stage)
      self->layers[i].operation->forward (self, i, first, n, worker);

  for (guint i = 1; i < self->n_layers; i++)
    {
      const CpLayer *layer = &self->layers[i];

      if (layer->operation->collect != NULL && self->layers[layer->input].stage == stage)
        layer->operation->collect (self, i, first, n, worker);
    }
}

static void
backward_layer (CpPass *self,
                guint   index,
                guint   first,
                guint   n,
                guint   worker)
{
  const CpLayer *layer = &self->layers[index];

  layer->operation->backward (self, index, first, n, worker);
  if (layer->adds_input)
    self->kernels->add (n * self->memory[layer->input].floats, cp_pass_input_gradient (self, index, first, worker),
                        cp_pass_gradient (self, layer->input, first, worker));
}

static void
backward (CpPass *self,
          guint   stage,
          guint   first,
          guint   n,
          guint   worker)
{
  for (guint i = self->n_layers - 1; i > 0; i--)
    if (self->layers[i].back_stage == stage)
      backward_layer (self, i, first, n, worker);

  for (guint i = self->n_layers - 1; i > 0; i--)
    {
      const CpLayer *layer = &self->layers[i];

      if (layer->operation->collect_backward != NULL && layer->back_stage == stage + 1)
        layer->operation->collect_backward (self, i, first, n, worker);
    }
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
  for (guint i = 0; i < n; i += self->group)
    {
      const guint count = MIN (self->group, n - i);

      load_samples (self, first + i, count, cp_pass_values (self, 0, 0, worker));
      forward (self, 0, 0, count, worker);
      memcpy (self->inferred + first + i, cp_pass_values (self, self->n_layers - 1, 0, worker), count * sizeof (float));
      if (self->visit != NULL)
        self->visit (self, first + i, count, worker, self->visit_data);
    }
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

/*
 * cp_pass_infer_visited:
 * @visit: called by the pool's threads, for all samples in groups
 *
 * Does what cp_pass_infer() does, and lets the values on the way be looked at.
 */
void
cp_pass_infer_visited (CpPass          *self,
                       const CpSamples *samples,
                       float           *logits,
                       CpPassVisit      visit,
                       gpointer         data)
{
  self->visit = visit;
  self->visit_data = data;
  cp_pass_infer (self, samples, logits);
  self->visit = NULL;
}

/*
 * cp_pass_go_back:
 * @self: a pass made to explain, while it is visited
 * @n: samples of the visit
 * @worker: of the visit
 *
 * Computes the derivative of each logit by what the head reads.
 */
void
cp_pass_go_back (CpPass *self,
                 guint   n,
                 guint   worker)
{
  float *dy = cp_pass_gradient (self, self->n_layers - 1, 0, worker);

  for (guint i = 0; i < n; i++)
    dy[i] = 1;
  for (guint i = self->n_layers - 1; i >= self->head; i--)
    self->layers[i].operation->backward (self, i, 0, n, worker);
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

/* Values of earlier stages that have not been kept. */
static void
compute_again (CpPass *self,
               guint   first,
               guint   n,
               guint   worker)
{
  for (guint i = 1; i < self->n_layers; i++)
    if (self->again[i * cp_pass_n_stages (self) + self->stage] && !self->memory[i].whole_values)
      self->layers[i].operation->forward (self, i, first, n, worker);
}

/* What a stage does with some neighbours of the batch. */
static void
train_group (CpPass *self,
             guint   first,
             guint   n,
             guint   worker)
{
  if (self->stage == 0)
    load_batch (self, first, n, cp_pass_values (self, 0, first, worker));
  compute_again (self, first, n, worker);
  if (self->stage < self->n_stages)
    forward (self, self->stage, first, n, worker);
  if (self->stage == self->n_stages - 1)
    lose (self, first, n, worker);
  if (self->stage >= self->n_stages - 1)
    backward (self, self->stage - (self->n_stages - 1), first, n, worker);
}

static void
train_chunk (guint    task,
             guint    worker,
             gpointer data)
{
  CpPass *self = data;
  const guint first = task * CP_CHUNK;
  const guint end = MIN (first + CP_CHUNK, self->batch->n);

  if (!may_go_on (self))
    return;
  for (guint i = first; i < end; i += self->group)
    train_group (self, i, MIN (self->group, end - i), worker);
}

/* What the layers of the stage that begins must know of the whole batch. */
static void
combine (CpPass *self)
{
  for (guint i = 1; i < self->n_layers; i++)
    {
      const CpLayer *layer = &self->layers[i];

      if (layer->operation->combine != NULL && layer->stage == self->stage)
        layer->operation->combine (self, i);
      if (layer->operation->combine_backward != NULL && self->n_stages - 1 + layer->back_stage == self->stage)
        layer->operation->combine_backward (self, i);
    }
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
  for (self->stage = 0; self->stage < cp_pass_n_stages (self); self->stage++)
    {
      combine (self);
      cp_thread_pool_run (self->pool, (batch->n + CP_CHUNK - 1) / CP_CHUNK, train_chunk, self);
    }
  cp_thread_pool_run (self->pool, count_tasks (self, gradients_of), gradient_task, self);
  self->batch = NULL;

  for (guint i = 0; i < batch->n; i++)
    loss += self->losses[i];

  return loss / batch->n;
}

/**
 * cp_pass_track:
 * @self: a pass
 * @values: the network's arena
 *
 * Moves the running statistics of batch norms a tenth of the way to those of
 * the last batch, as PyTorch does by default.
 */
void
cp_pass_track (CpPass *self,
               float  *values)
{
  for (guint i = 0; i < cp_network_get_n_parameters (self->network); i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (self->network, i);

      for (gsize at = parameter->offset; at < parameter->offset + parameter->size; at++)
        if (parameter->kind == CP_PARAMETER_STATISTIC)
          values[at] += MOMENTUM * (self->gradient[at] - values[at]);
        else if (parameter->kind == CP_PARAMETER_COUNT)
          values[at] += 1;
    }
}

/**
 * cp_pass_get_gradient:
 * @self: a pass
 *
 * Returns: (transfer none): derivatives of the last batch's loss, laid out like
 *   the network's arena; where that has running statistics, the batch's own
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
