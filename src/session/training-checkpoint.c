/* SPDX-License-Identifier: MIT */
#include "checkpoint-private.h"
#include "training-private.h"

#include "cpu-level.h"
#include "presets.h"

static void
add_tensor (GArray      *tensors,
            char        *name, /* (transfer full) */
            const float *values,
            gsize        n)
{
  const CpTensor tensor = { .name = name, .n_dims = 1, .shape = { n }, .n = n, .values = values };

  g_array_append_val (tensors, tensor);
}

static void
clear_tensor (gpointer data)
{
  g_free ((char *) ((CpTensor *) data)->name);
}

static GArray *
collect_tensors (CpTraining           *self,
                 const CpTrainerState *state)
{
  GArray *tensors = g_array_new (FALSE, FALSE, sizeof (CpTensor));

  g_array_set_clear_func (tensors, clear_tensor);
  add_tensor (tensors, g_strdup ("state.values"), state->values, state->n_values);
  add_tensor (tensors, g_strdup ("state.moment1"), state->moment1, state->n_trained);
  add_tensor (tensors, g_strdup ("state.moment2"), state->moment2, state->n_trained);
  if (state->average != NULL)
    add_tensor (tensors, g_strdup ("state.average"), state->average, state->n_values);
  for (guint i = 0; i < self->finished->len; i++)
    add_tensor (tensors, g_strdup_printf ("finished.%u", i), cp_network_get_values (self->finished->pdata[i]),
                state->n_values);
  add_tensor (tensors, g_strdup ("history.losses"), (const float *) (gpointer) self->losses->data, self->kept);
  add_tensor (tensors, g_strdup ("history.rates"), (const float *) (gpointer) self->rates->data, self->kept);

  return tensors;
}

/* What the safetensors file of a checkpoint is made of. */
static GArray *
describe (CpTraining  *self,
          char       **text)
{
  const CpKernels *kernels = cp_kernels_choose (NULL);
  CpTrainerState state;
  CpCheckpointFacts facts = {
    .recipe = self->recipe,
    .level = (char *) kernels->name,
    .data_name = (char *) cp_dataset_get_name (self->dataset),
    .fingerprint = (char *) cp_dataset_get_fingerprint (self->dataset),
    .member = self->member,
    .epochs = self->epochs,
  };

  cp_trainer_get_state (self->trainer, &state);
  facts.finished_epochs = state.finished_epochs;
  *text = cp_checkpoint_facts_write (&facts);

  return collect_tensors (self, &state);
}

/**
 * cp_training_save_checkpoint:
 * @self: a training, in the callback of an epoch
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Writes all that cp_training_continue() needs to go on from the last
 * finished epoch as if the training had never stopped.
 *
 * Returns: %FALSE with CP_SESSION_ERROR_IO where the file could not be written
 */
gboolean
cp_training_save_checkpoint (CpTraining  *self,
                             const char  *path,
                             GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GArray) tensors = describe (self, &text);

  return cp_safetensors_write (path, (const CpTensor *) (gpointer) tensors->data, tensors->len,
                               (const char *const[]) { CP_CHECKPOINT_KEY, text, NULL }, error);
}

/**
 * cp_training_checkpoint_to_bytes:
 * @self: a training, in the callback of an epoch
 *
 * Returns: (transfer full): what cp_training_save_checkpoint() writes
 */
GBytes *
cp_training_checkpoint_to_bytes (CpTraining *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GArray) tensors = describe (self, &text);

  return cp_safetensors_serialise ((const CpTensor *) (gpointer) tensors->data, tensors->len,
                                   (const char *const[]) { CP_CHECKPOINT_KEY, text, NULL });
}

static gboolean
check_data (CpCheckpoint  *checkpoint,
            CpDataset     *dataset,
            GError       **error)
{
  const CpCheckpointFacts *facts = &checkpoint->facts;

  if (g_str_equal (facts->fingerprint, cp_dataset_get_fingerprint (dataset)))
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
               "%s: its training was on other images: expected “%s” with fingerprint %.12s…, found “%s” with %.12s…",
               checkpoint->path, facts->data_name, facts->fingerprint, cp_dataset_get_name (dataset),
               cp_dataset_get_fingerprint (dataset));

  return FALSE;
}

static gboolean
restore_finished (CpTraining    *self,
                  CpCheckpoint  *checkpoint,
                  GError       **error)
{
  const CpCheckpointFacts *facts = &checkpoint->facts;
  const guint n = facts->member + (facts->finished_epochs == facts->recipe.epochs ? 1 : 0);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("finished.%u", i);
      const gsize size = cp_network_get_n_values (self->network);
      const float *values = cp_checkpoint_get_tensor (checkpoint, name, size, error);
      CpNetwork *network;

      if (values == NULL)
        return FALSE;
      network = cp_network_copy (self->network);
      memcpy (cp_network_edit_values (network), values, size * sizeof (float));
      g_ptr_array_add (self->finished, network);
    }

  return TRUE;
}

static gboolean
restore_state (CpTraining    *self,
               CpCheckpoint  *checkpoint,
               GError       **error)
{
  CpTrainerState state = {
    .finished_epochs = checkpoint->facts.finished_epochs,
    .n_values = cp_network_get_n_values (self->network),
    .n_trained = cp_network_get_n_trained (self->network),
  };

  state.values = cp_checkpoint_get_tensor (checkpoint, "state.values", state.n_values, error);
  if (state.values != NULL)
    state.moment1 = cp_checkpoint_get_tensor (checkpoint, "state.moment1", state.n_trained, error);
  if (state.moment1 != NULL)
    state.moment2 = cp_checkpoint_get_tensor (checkpoint, "state.moment2", state.n_trained, error);
  if (state.moment2 == NULL)
    return FALSE;
  if (self->recipe.averaging > 0)
    {
      state.average = cp_checkpoint_get_tensor (checkpoint, "state.average", state.n_values, error);
      if (state.average == NULL)
        return FALSE;
    }

  if (self->member > 0)
    cp_trainer_start_over (self->trainer, self->recipe.seed + self->member);
  return cp_trainer_set_state (self->trainer, &state, error);
}

static gboolean
restore_history (CpTraining    *self,
                 CpCheckpoint  *checkpoint,
                 GError       **error)
{
  guint n_epochs, n_batches;
  const CpTrainingEpoch *epochs = cp_checkpoint_get_epochs (checkpoint, &n_epochs);
  const float *rates, *losses = cp_checkpoint_get_losses (checkpoint, &rates, &n_batches);
  const guint expected = n_epochs * (cp_trainer_get_batches (self->trainer) / self->recipe.epochs);

  if (n_batches != expected)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "%s: history: expected %u batches, found %u",
                   checkpoint->path, expected, n_batches);
      return FALSE;
    }
  g_array_append_vals (self->epochs, epochs, n_epochs);
  g_array_append_vals (self->losses, losses, n_batches);
  g_array_append_vals (self->rates, rates, n_batches);
  self->kept = n_batches;

  return TRUE;
}

/**
 * cp_training_continue:
 * @checkpoint: where a training stood
 * @threads: worker threads; 0 for one a processor
 * @background: let its threads give way to all others
 * @dataset: the images it was on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a training that cp_training_run() takes to its
 *   end, to the bits of one that never stopped on the same processor level; %NULL
 *   with a #CpSessionError where the images are others or the file's parts do
 *   not fit together
 */
CpTraining *
cp_training_continue (CpCheckpoint  *checkpoint,
                      guint          threads,
                      gboolean       background,
                      CpDataset     *dataset,
                      GError       **error)
{
  CpRecipe recipe = checkpoint->facts.recipe;
  g_autoptr (CpTraining) self = NULL;

  recipe.threads = threads;
  recipe.background = background;
  if (!check_data (checkpoint, dataset, error))
    return NULL;
  self = cp_training_new (&recipe, dataset, error);
  if (self == NULL)
    return NULL;

  self->member = checkpoint->facts.member;
  if (!restore_finished (self, checkpoint, error) || !restore_state (self, checkpoint, error)
      || !restore_history (self, checkpoint, error))
    return NULL;
  if (self->finished->len > 0 || checkpoint->facts.finished_epochs > 0)
    cp_training_take_model (self, self->finished->len > 0 ? recipe.epochs : checkpoint->facts.finished_epochs);

  return g_steal_pointer (&self);
}
