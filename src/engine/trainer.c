/* SPDX-License-Identifier: MIT */
#include "trainer.h"

#include "adam.h"
#include "gate.h"
#include "loss.h"
#include "pass.h"
#include "philox.h"
#include "weight-average.h"

#include <math.h>
#include <string.h>

struct _CpTrainer
{
  CpNetwork *network; /* borrowed */
  CpSamples train;
  CpSamples validation;
  CpTrainerSettings settings;
  CpAugmentation augmentation;
  float class_weights[2];

  CpGate gate;
  CpThreadPool *pool;
  const CpKernels *kernels;
  CpPass *training;
  CpPass *inference;
  CpAdam *adam;
  CpWeightAverage *average; /* NULL where the weights are used as they are */

  guint32 *order;           /* (n of train), shuffled each epoch */
  float *validation_logits; /* (n of validation) */
  float *good_values;       /* the result at the last epoch's end */
  guint finished_epochs;

  const CpTrainerCallbacks *callbacks;
  gpointer user_data;
};

static gboolean
check_samples (const CpNetwork  *network,
               const CpSamples  *samples,
               const char       *what,
               GError          **error)
{
  if (samples->n == 0 || samples->n > G_MAXINT32 || samples->labels == NULL)
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID, "%s: expected labelled images, found none", what);
      return FALSE;
    }
  if (samples->size != cp_network_get_size (network))
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_MISMATCH,
                   "%s: the network takes images of %u pixels a side, found %u", what,
                   cp_network_get_size (network), samples->size);
      return FALSE;
    }

  return TRUE;
}

/**
 * cp_trainer_new:
 * @network: the network to train from the weights it has; must outlive the trainer
 * @train: images to learn from; the memory must outlive the trainer
 * @validation: images to measure each epoch on; likewise
 * @settings: the recipe
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a trainer; %NULL with CP_ENGINE_ERROR_INVALID
 *   or CP_ENGINE_ERROR_MISMATCH
 */
CpTrainer *
cp_trainer_new (CpNetwork                *network,
                const CpSamples          *train,
                const CpSamples          *validation,
                const CpTrainerSettings  *settings,
                GError                  **error)
{
  const CpKernels *kernels = cp_kernels_choose (error);
  CpTrainer *self;

  if (kernels == NULL
      || !check_samples (network, train, "training images", error)
      || !check_samples (network, validation, "validation images", error))
    return NULL;

  self = g_new0 (CpTrainer, 1);
  cp_gate_init (&self->gate);
  self->network = network;
  self->train = *train;
  self->validation = *validation;
  self->settings = *settings;
  if (settings->augmentation != NULL)
    self->augmentation = *settings->augmentation;
  self->kernels = kernels;
  self->class_weights[0] = self->class_weights[1] = 1;
  if (settings->class_weights)
    cp_class_weights (train->labels, train->n, self->class_weights);

  self->pool = settings->background ? cp_thread_pool_new_background (settings->threads)
                                    : cp_thread_pool_new (settings->threads);
  self->training = cp_pass_new (network, kernels, self->pool, (guint) MIN (settings->batch_size, train->n));
  if (settings->averaging > 0)
    self->average = cp_weight_average_new (network, settings->averaging);
  self->inference = cp_pass_new (cp_trainer_get_result (self), kernels, self->pool, 0);
  cp_pass_set_gate (self->training, &self->gate);
  cp_pass_set_gate (self->inference, &self->gate);
  self->adam = cp_adam_new (cp_network_get_n_trained (network));
  self->order = g_new (guint32, train->n);
  self->validation_logits = g_new0 (float, validation->n);
  self->good_values = g_new0 (float, cp_network_get_n_values (network));

  return self;
}

/**
 * cp_trainer_free:
 * @self: (transfer full): a trainer that is not running
 */
void
cp_trainer_free (CpTrainer *self)
{
  g_clear_pointer (&self->training, cp_pass_free);
  g_clear_pointer (&self->inference, cp_pass_free);
  g_clear_pointer (&self->pool, cp_thread_pool_free);
  g_clear_pointer (&self->adam, cp_adam_free);
  g_clear_pointer (&self->average, cp_weight_average_free);
  g_free (self->order);
  g_free (self->validation_logits);
  g_free (self->good_values);
  cp_gate_clear (&self->gate);
  g_free (self);
}

static guint
batches_per_epoch (CpTrainer *self)
{
  return (guint) ((self->train.n + self->settings.batch_size - 1) / self->settings.batch_size);
}

/**
 * cp_trainer_get_batches:
 * @self: a trainer
 *
 * Returns: batches of all epochs together
 */
guint
cp_trainer_get_batches (CpTrainer *self)
{
  return batches_per_epoch (self) * self->settings.epochs;
}

/**
 * cp_trainer_get_result:
 * @self: a trainer
 *
 * Returns: (transfer none): the network as it would be kept now: the trained
 *   one, or the moving average of its weights
 */
const CpNetwork *
cp_trainer_get_result (CpTrainer *self)
{
  return self->average != NULL ? cp_weight_average_get_network (self->average) : self->network;
}

/**
 * cp_trainer_start_over:
 * @self: a trainer that is not running
 * @seed: of the next training, initial weights included
 *
 * Makes another training of the same network and images possible, in the same
 * memory. Once cancelled, a trainer stays so.
 */
void
cp_trainer_start_over (CpTrainer *self,
                       guint64    seed)
{
  cp_network_initialise (self->network, seed);
  cp_adam_reset (self->adam);
  if (self->average != NULL)
    cp_weight_average_reset (self->average, self->network);
  self->settings.seed = seed;
  self->finished_epochs = 0;
}

/**
 * cp_trainer_get_state:
 * @self: a trainer, in the callback of an epoch or before it runs
 * @state: (out caller-allocates): where it is, until it goes on
 *
 * What another trainer of the same network, images and settings needs to go on
 * as this one would.
 */
void
cp_trainer_get_state (CpTrainer      *self,
                      CpTrainerState *state)
{
  *state = (CpTrainerState) {
    .finished_epochs = self->finished_epochs,
    .n_values = cp_network_get_n_values (self->network),
    .n_trained = cp_network_get_n_trained (self->network),
    .values = cp_network_get_values (self->network),
  };
  cp_adam_get_moments (self->adam, &state->moment1, &state->moment2);
  if (self->average != NULL)
    state->average = cp_network_get_values (cp_weight_average_get_network (self->average));
}

/**
 * cp_trainer_set_state:
 * @self: a trainer that is not running
 * @state: as cp_trainer_get_state() told; copied
 * @error: return location
 *
 * Lets cp_trainer_run() go on after the state's last epoch, to the same bits
 * on the same processor level.
 *
 * Returns: %FALSE with CP_ENGINE_ERROR_MISMATCH where the state is of another
 *   network or of other settings
 */
gboolean
cp_trainer_set_state (CpTrainer             *self,
                      const CpTrainerState  *state,
                      GError               **error)
{
  const gsize n = cp_network_get_n_values (self->network);
  const guint64 steps = (guint64) state->finished_epochs * batches_per_epoch (self);

  if (state->n_values != n || state->n_trained != cp_network_get_n_trained (self->network)
      || (state->average != NULL) != (self->average != NULL) || state->finished_epochs > self->settings.epochs)
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_MISMATCH,
                   "expected the state of a training of %" G_GSIZE_FORMAT " values and up to %u epochs, found %"
                   G_GSIZE_FORMAT " values and %u epochs", n, self->settings.epochs, state->n_values,
                   state->finished_epochs);
      return FALSE;
    }

  memcpy (cp_network_edit_values (self->network), state->values, n * sizeof (float));
  cp_adam_restore (self->adam, steps, state->moment1, state->moment2);
  if (self->average != NULL)
    cp_weight_average_restore (self->average, steps, state->average);
  self->finished_epochs = state->finished_epochs;

  return TRUE;
}

static void
remember_good_values (CpTrainer *self)
{
  memcpy (self->good_values, cp_network_get_values (cp_trainer_get_result (self)),
          cp_network_get_n_values (self->network) * sizeof (float));
}

static void
restore_good_values (CpTrainer *self)
{
  memcpy (cp_network_edit_values (self->network), self->good_values,
          cp_network_get_n_values (self->network) * sizeof (float));
}

static void
shuffle (CpTrainer *self,
         guint      epoch)
{
  CpRandom random = cp_random_stream (self->settings.seed, CP_RANDOM_SHUFFLE, epoch);

  for (gsize i = 0; i < self->train.n; i++)
    self->order[i] = (guint32) i;
  cp_random_shuffle (&random, self->order, self->train.n);
}

static CpBatch
batch_at (CpTrainer *self,
          guint      epoch,
          guint      index)
{
  const guint first = index * self->settings.batch_size;

  return (CpBatch) {
    .samples = &self->train,
    .order = self->order + first,
    .n = (guint) MIN (self->settings.batch_size, self->train.n - first),
    .class_weights = { self->class_weights[0], self->class_weights[1] },
    .augmentation = self->settings.augmentation != NULL ? &self->augmentation : NULL,
    .seed = self->settings.seed,
    .step = epoch * batches_per_epoch (self) + index,
  };
}

static CpSchedulePoint
schedule_at (CpTrainer *self,
             guint32    step)
{
  const CpSchedule schedule = {
    .kind = self->settings.schedule,
    .rate = self->settings.learning_rate,
    .beta1 = CP_ADAM_BETA1,
    .cycle_beta1 = TRUE,
  };

  return cp_schedule_at (&schedule, step, cp_trainer_get_batches (self));
}

/* Returns the batch's loss; NaN also where it is another number that is not finite. */
static double
train_batch (CpTrainer     *self,
             const CpBatch *batch,
             double        *rate)
{
  const CpSchedulePoint point = schedule_at (self, batch->step);
  const CpAdamSettings adam = {
    .rate = point.rate, .beta1 = point.beta1, .weight_decay = self->settings.weight_decay,
  };
  double loss;

  *rate = point.rate;
  cp_pass_pack (self->training);
  loss = cp_pass_train (self->training, batch);
  if (!isfinite (loss) || cp_gate_is_cancelled (&self->gate))
    return NAN;
  cp_adam_step (self->adam, self->kernels, self->pool, &adam,
                cp_pass_get_gradient (self->training), cp_network_edit_values (self->network));
  cp_pass_track (self->training, cp_network_edit_values (self->network));
  if (self->average != NULL)
    cp_weight_average_add (self->average, self->network);

  return loss;
}

static double
validate (CpTrainer *self)
{
  double loss = 0;

  cp_pass_pack (self->inference);
  cp_pass_infer (self->inference, &self->validation, self->validation_logits);
  for (gsize i = 0; i < self->validation.n; i++)
    {
      guint8 label = self->validation.labels[i];

      loss += (double) self->class_weights[label] * cp_bce_with_logits (self->validation_logits[i], label);
    }

  return loss / (double) self->validation.n;
}

static gboolean
cancelled (CpTrainer  *self,
           GError    **error)
{
  if (self->finished_epochs > 0)
    restore_good_values (self);
  g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_CANCELLED,
               "training was stopped after %u of %u epochs", self->finished_epochs, self->settings.epochs);

  return FALSE;
}

static gboolean
diverged (CpTrainer   *self,
          const char  *what,
          guint        epoch,
          GError     **error)
{
  restore_good_values (self);
  g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_DIVERGED,
               "%s is no longer a finite number in epoch %u of %u; the weights of epoch %u are kept, "
               "try a learning rate below %g",
               what, epoch + 1, self->settings.epochs, self->finished_epochs, self->settings.learning_rate);

  return FALSE;
}

static gboolean
train_epoch (CpTrainer  *self,
             guint       epoch,
             double     *train_loss,
             GError    **error)
{
  const guint batches = batches_per_epoch (self);
  double total = 0;

  shuffle (self, epoch);
  for (guint i = 0; i < batches; i++)
    {
      const CpBatch batch = batch_at (self, epoch, i);
      CpTrainerBatch progress = { .epoch = epoch + 1, .batch = i + 1, .batches = batches };
      const double loss = train_batch (self, &batch, &progress.rate);

      if (!cp_gate_pass (&self->gate))
        return cancelled (self, error);
      if (isnan (loss))
        return diverged (self, "the training loss", epoch, error);
      total += loss * batch.n;
      progress.loss = (float) loss;
      if (self->callbacks->batch != NULL)
        self->callbacks->batch (&progress, self->user_data);
    }
  *train_loss = total / (double) self->train.n;

  return TRUE;
}

static gboolean
run_epoch (CpTrainer  *self,
           guint       epoch,
           GError    **error)
{
  const gint64 start = g_get_monotonic_time ();
  const double closed_for = cp_gate_get_closed_for (&self->gate);
  CpTrainerEpoch progress = { .epoch = epoch + 1, .validation_logits = self->validation_logits };

  if (!train_epoch (self, epoch, &progress.train_loss, error))
    return FALSE;

  progress.validation_loss = validate (self);
  if (!cp_gate_pass (&self->gate))
    return cancelled (self, error);
  if (!isfinite (progress.validation_loss))
    return diverged (self, "the validation loss", epoch, error);

  self->finished_epochs = epoch + 1;
  remember_good_values (self);
  progress.seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC
                     - (cp_gate_get_closed_for (&self->gate) - closed_for);
  if (self->callbacks->epoch != NULL)
    self->callbacks->epoch (&progress, self->user_data);

  return TRUE;
}

/**
 * cp_trainer_run:
 * @self: a trainer that was not run yet, started over or given a state
 * @callbacks: told of progress
 * @user_data: given to them
 * @error: return location
 *
 * Trains, in this thread and the pool's. The same seed, images and settings
 * give the same bits for any number of threads. At the end the network has the
 * result's weights: their moving average where the settings ask for it.
 *
 * Returns: %TRUE when all epochs are done. %FALSE with CP_ENGINE_ERROR_CANCELLED
 *   or CP_ENGINE_ERROR_DIVERGED: the network then has the weights of the last
 *   finished epoch (where none had finished: those it had got to when
 *   cancelled, those it started from when diverged)
 */
gboolean
cp_trainer_run (CpTrainer                *self,
                const CpTrainerCallbacks *callbacks,
                gpointer                  user_data,
                GError                  **error)
{
  self->callbacks = callbacks;
  self->user_data = user_data;
  remember_good_values (self);

  for (guint epoch = self->finished_epochs; epoch < self->settings.epochs; epoch++)
    if (!run_epoch (self, epoch, error))
      return FALSE;
  restore_good_values (self); /* they are not the trained ones where those are averaged */

  return TRUE;
}

/**
 * cp_trainer_pause:
 * @self: a trainer
 *
 * Pauses within a few images' time. Any thread may call this.
 */
void
cp_trainer_pause (CpTrainer *self)
{
  cp_gate_pause (&self->gate);
}

/**
 * cp_trainer_resume:
 * @self: a trainer
 *
 * Goes on after a pause, to the same bits. Any thread may call this.
 */
void
cp_trainer_resume (CpTrainer *self)
{
  cp_gate_resume (&self->gate);
}

/**
 * cp_trainer_cancel:
 * @self: a trainer
 *
 * Ends the training within a few images' time, paused or not. Any thread may
 * call this.
 */
void
cp_trainer_cancel (CpTrainer *self)
{
  cp_gate_cancel (&self->gate);
}
