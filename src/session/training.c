/* SPDX-License-Identifier: MIT */
#include "training-private.h"

#include "presets.h"
#include "thread-pool.h"

#include <math.h>

static CpSamples
samples_of (CpDataset *dataset,
            CpSplit    split)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, split);

  return (CpSamples) { .pixels = set->pixels, .labels = set->labels, .n = set->n, .size = set->size };
}

/**
 * cp_training_new:
 * @recipe: the settings
 * @dataset: images to train and validate on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a training, ready for cp_training_run();
 *   %NULL where the recipe is out of range or does not fit the images
 */
CpTraining *
cp_training_new (const CpRecipe  *recipe,
                 CpDataset       *dataset,
                 GError         **error)
{
  const CpAugmentation augmentation = cp_augmentation_default ();
  const CpTrainerSettings settings = {
    .epochs = recipe->epochs,
    .batch_size = recipe->batch_size,
    .learning_rate = recipe->learning_rate,
    .schedule = recipe->schedule,
    .weight_decay = recipe->weight_decay,
    .averaging = recipe->averaging,
    .augmentation = recipe->augmentation ? &augmentation : NULL,
    .class_weights = recipe->class_weights,
    .seed = recipe->seed,
    .threads = recipe->threads,
    .background = recipe->background,
  };
  const CpSamples train = samples_of (dataset, CP_SPLIT_TRAIN);
  const CpSamples validation = samples_of (dataset, CP_SPLIT_VALIDATION);
  g_autoptr (CpNetwork) network = NULL;
  CpTrainer *trainer;
  CpTraining *self;

  if (!cp_recipe_validate (recipe, error))
    return NULL;
  network = cp_preset_new_network (recipe->preset, cp_dataset_get_size (dataset), error);
  if (network == NULL)
    return NULL;
  cp_network_initialise (network, recipe->seed);
  trainer = cp_trainer_new (network, &train, &validation, &settings, error);
  if (trainer == NULL)
    return NULL;

  self = g_new0 (CpTraining, 1);
  self->recipe = *recipe;
  self->dataset = cp_dataset_ref (dataset);
  self->network = g_steal_pointer (&network);
  self->finished = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);
  self->trainer = trainer;
  self->epochs = g_array_new (FALSE, FALSE, sizeof (CpTrainingEpoch));
  self->losses = g_array_new (FALSE, FALSE, sizeof (float));
  self->rates = g_array_new (FALSE, FALSE, sizeof (float));
  self->validation_labels = validation.labels;
  self->n_validation = validation.n;

  return self;
}

/**
 * cp_training_free:
 * @self: (transfer full): a training that is not running
 */
void
cp_training_free (CpTraining *self)
{
  g_clear_pointer (&self->trainer, cp_trainer_free);
  g_clear_pointer (&self->network, cp_network_free);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->finished, g_ptr_array_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  g_clear_pointer (&self->epochs, g_array_unref);
  g_clear_pointer (&self->losses, g_array_unref);
  g_clear_pointer (&self->rates, g_array_unref);
  g_free (self);
}

/**
 * cp_training_get_batches:
 * @self: a training
 *
 * Returns: batches of all epochs of all networks together
 */
guint
cp_training_get_batches (CpTraining *self)
{
  return cp_trainer_get_batches (self->trainer) * self->recipe.members;
}

/* The networks that are finished; of the first one, what there is. */
void
cp_training_take_model (CpTraining *self,
                        guint       epochs)
{
  const CpNetwork *current = cp_trainer_get_result (self->trainer);
  const CpModelInfo info = {
    .epochs = epochs,
    .seed = self->recipe.seed,
    .threshold = NAN,
    .data_name = cp_dataset_get_name (self->dataset),
    .data_fingerprint = cp_dataset_get_fingerprint (self->dataset),
  };

  g_clear_pointer (&self->model, cp_model_unref);
  if (self->finished->len > 0)
    self->model = cp_model_new ((const CpNetwork *const *) self->finished->pdata, self->finished->len, &info);
  else
    self->model = cp_model_new (&current, 1, &info);
}

static CpConfusion
confusion_of (CpTraining  *self,
              const float *logits)
{
  g_autofree double *probabilities = g_new (double, self->n_validation);
  g_autoptr (CpPredictions) predictions = NULL;

  for (gsize i = 0; i < self->n_validation; i++)
    probabilities[i] = cp_logit_to_probability (logits[i]);
  predictions = cp_predictions_new (probabilities, self->validation_labels, self->n_validation, NULL);

  return cp_confusion_at (predictions, 0.5);
}

static void
on_batch (const CpTrainerBatch *batch,
          gpointer              user_data)
{
  CpTraining *self = user_data;
  const float rate = (float) batch->rate;
  const CpTrainingBatch progress = {
    .member = self->member + 1, .members = self->recipe.members,
    .epoch = batch->epoch, .epochs = self->recipe.epochs,
    .batch = batch->batch, .batches = batch->batches, .loss = batch->loss, .rate = batch->rate,
  };

  g_array_append_val (self->losses, batch->loss);
  g_array_append_val (self->rates, rate);
  if (self->callbacks->batch != NULL)
    self->callbacks->batch (&progress, self->user_data);
}

static void
on_epoch (const CpTrainerEpoch *epoch,
          gpointer              user_data)
{
  CpTraining *self = user_data;
  const guint batches = cp_trainer_get_batches (self->trainer) / self->recipe.epochs;
  const CpTrainingEpoch progress = {
    .member = self->member + 1,
    .epoch = epoch->epoch,
    .last_batch = (self->member * self->recipe.epochs + epoch->epoch) * batches,
    .train_loss = epoch->train_loss,
    .val_loss = epoch->validation_loss,
    .validation = confusion_of (self, epoch->validation_logits),
    .seconds = epoch->seconds,
  };

  g_array_append_val (self->epochs, progress);
  self->kept = self->losses->len;
  if (epoch->epoch == self->recipe.epochs)
    g_ptr_array_add (self->finished, cp_network_copy (cp_trainer_get_result (self->trainer)));
  if (self->finished->len == self->member + 1 || self->member == 0)
    cp_training_take_model (self, epoch->epoch);
  if (self->callbacks->epoch != NULL)
    self->callbacks->epoch (&progress, self->model, self->user_data);
}

static gboolean
train_members (CpTraining  *self,
               GError     **error)
{
  const CpTrainerCallbacks callbacks = { .batch = on_batch, .epoch = on_epoch };

  for (;;)
    {
      if (!cp_trainer_run (self->trainer, &callbacks, self, error))
        return FALSE;
      if (self->member + 1 == self->recipe.members)
        return TRUE;
      self->member++;
      cp_trainer_start_over (self->trainer, self->recipe.seed + self->member);
    }
}

/**
 * cp_training_run:
 * @self: a training that was not run yet
 * @callbacks: told of progress in this thread
 * @user_data: given to them
 * @cancelled: (out): whether cp_training_cancel() ended it
 * @error: return location
 *
 * Trains to the end, blocking. Where the recipe says so, the calling thread
 * gives way to others from then on.
 *
 * Returns: (transfer full) (nullable): the trained model. When cancelled, the
 *   finished networks of an ensemble; before the first is finished, the last
 *   finished epoch's (before the first epoch has ended: the weights it had got
 *   to, with 0 epochs). %NULL where the loss is no longer finite; what would
 *   have been returned had it been cancelled before is then still in
 *   cp_training_get_model()
 */
CpModel *
cp_training_run (CpTraining                 *self,
                 const CpTrainingCallbacks  *callbacks,
                 gpointer                    user_data,
                 gboolean                   *cancelled,
                 GError                    **error)
{
  g_autoptr (GError) failure = NULL;

  self->callbacks = callbacks;
  self->user_data = user_data;
  *cancelled = FALSE;
  if (self->recipe.background)
    cp_thread_give_way ();

  if (!train_members (self, &failure))
    {
      *cancelled = g_error_matches (failure, CP_ENGINE_ERROR, CP_ENGINE_ERROR_CANCELLED);
      if (!*cancelled)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (self->model == NULL)
        cp_training_take_model (self, 0);
    }

  return cp_model_ref (self->model);
}

/**
 * cp_training_get_model:
 * @self: a training that is not running
 *
 * Returns: (nullable) (transfer none): the newest finished epoch's model
 */
CpModel *
cp_training_get_model (CpTraining *self)
{
  return self->model;
}

/**
 * cp_training_pause:
 * @self: a training
 *
 * Pauses it. Any thread may call this.
 */
void
cp_training_pause (CpTraining *self)
{
  cp_trainer_pause (self->trainer);
}

/**
 * cp_training_resume:
 * @self: a training
 *
 * Lets it go on. Any thread may call this.
 */
void
cp_training_resume (CpTraining *self)
{
  cp_trainer_resume (self->trainer);
}

/**
 * cp_training_cancel:
 * @self: a training
 *
 * Ends it; what it has is kept. Any thread may call this.
 */
void
cp_training_cancel (CpTraining *self)
{
  cp_trainer_cancel (self->trainer);
}
