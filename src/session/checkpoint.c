/* SPDX-License-Identifier: MIT */
#include "checkpoint-private.h"

#include "printable.h"

/*
 * cp_checkpoint_get_tensor:
 * @self: a checkpoint
 * @name: of a tensor
 * @n: how many values it must have
 * @error: return location
 *
 * Returns: (nullable) (transfer none) (array length=n): its values; %NULL with a #CpSessionError
 */
const float *
cp_checkpoint_get_tensor (CpCheckpoint  *self,
                          const char    *name,
                          gsize          n,
                          GError       **error)
{
  const CpTensor *tensor = cp_safetensors_lookup (self->file, name);

  if (tensor != NULL && tensor->n == n)
    return tensor->values;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
               "%s: %s: expected %" G_GSIZE_FORMAT " values, found %" G_GSIZE_FORMAT, self->path, name, n,
               tensor != NULL ? tensor->n : 0);

  return NULL;
}

/* A loss and a rate for each batch of the epochs that have ended. */
static gboolean
check_history (CpCheckpoint  *self,
               GError       **error)
{
  const GArray *epochs = self->facts.epochs;
  gsize batches;

  if (epochs->len == 0)
    return TRUE;
  batches = g_array_index (epochs, CpTrainingEpoch, epochs->len - 1).last_batch;
  return cp_checkpoint_get_tensor (self, "history.losses", batches, error) != NULL
         && cp_checkpoint_get_tensor (self, "history.rates", batches, error) != NULL;
}

/* @file: (transfer full) (nullable): NULL where it could not be read */
static CpCheckpoint *
take_file (const char     *path,
           CpSafetensors  *file,
           GError        **error)
{
  g_autoptr (CpCheckpoint) self = g_new0 (CpCheckpoint, 1);
  const char *facts;

  self->path = g_strdup (path);
  cp_checkpoint_facts_init (&self->facts);
  self->file = file;
  if (self->file == NULL)
    return NULL;
  facts = cp_safetensors_get_metadata (self->file, CP_CHECKPOINT_KEY);
  if (facts == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT,
                   "%s: expected a checkpoint of a training, found other tensors", path);
      return NULL;
    }
  if (!cp_checkpoint_facts_read (&self->facts, facts, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  if (!check_history (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Names and values out of a file are quoted in errors: they may hold anything. */
static void
take_failure (const GError  *failure,
              GError       **error)
{
  g_autofree char *message = cp_printable (failure->message, -1);

  g_set_error_literal (error, failure->domain, failure->code, message);
}

/**
 * cp_checkpoint_load:
 * @path: a file that cp_training_save_checkpoint() wrote
 * @error: return location
 *
 * Reads and checks a whole file; whether it fits the data is for
 * cp_training_continue() to say.
 *
 * Returns: (transfer full) (nullable): the checkpoint; %NULL with a #CpSessionError
 */
CpCheckpoint *
cp_checkpoint_load (const char  *path,
                    GError     **error)
{
  g_autoptr (GError) failure = NULL;
  CpCheckpoint *self = take_file (path, cp_safetensors_read (path, &failure), &failure);

  if (self == NULL)
    take_failure (failure, error);

  return self;
}

/**
 * cp_checkpoint_from_bytes:
 * @bytes: what cp_training_checkpoint_to_bytes() returned
 * @name: what errors call it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the checkpoint; %NULL with a #CpSessionError
 */
CpCheckpoint *
cp_checkpoint_from_bytes (GBytes      *bytes,
                          const char  *name,
                          GError     **error)
{
  g_autoptr (GError) failure = NULL;
  CpCheckpoint *self = take_file (name, cp_safetensors_parse (bytes, name, &failure), &failure);

  if (self == NULL)
    take_failure (failure, error);

  return self;
}

/**
 * cp_checkpoint_free:
 * @self: (transfer full): a checkpoint
 */
void
cp_checkpoint_free (CpCheckpoint *self)
{
  g_clear_pointer (&self->file, cp_safetensors_free);
  cp_checkpoint_facts_clear (&self->facts);
  g_free (self->path);
  g_free (self);
}

/**
 * cp_checkpoint_get_recipe:
 * @self: a checkpoint
 *
 * Returns: (transfer none): the recipe of the training; threads and background are not kept
 */
const CpRecipe *
cp_checkpoint_get_recipe (CpCheckpoint *self)
{
  return &self->facts.recipe;
}

/**
 * cp_checkpoint_get_level:
 * @self: a checkpoint
 *
 * Returns: (transfer none): the processor level it was trained on, such as
 *   “avx512”; going on gives the same bits on the same one
 */
const char *
cp_checkpoint_get_level (CpCheckpoint *self)
{
  return self->facts.level;
}

/**
 * cp_checkpoint_get_epochs:
 * @self: a checkpoint
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the epochs that have ended, of all networks
 */
const CpTrainingEpoch *
cp_checkpoint_get_epochs (CpCheckpoint *self,
                          guint        *n)
{
  *n = self->facts.epochs->len;
  return (const CpTrainingEpoch *) (gpointer) self->facts.epochs->data;
}

/**
 * cp_checkpoint_get_losses:
 * @self: a checkpoint
 * @rates: (out) (transfer none) (array length=n): the learning rate of each batch
 * @n: (out): how many batches these epochs had
 *
 * Returns: (transfer none) (nullable) (array length=n): the loss of each batch
 */
const float *
cp_checkpoint_get_losses (CpCheckpoint  *self,
                          const float  **rates,
                          guint         *n)
{
  const CpTensor *losses = cp_safetensors_lookup (self->file, "history.losses");

  *n = 0;
  *rates = NULL;
  if (self->facts.epochs->len == 0)
    return NULL;
  *n = (guint) losses->n;
  *rates = cp_safetensors_lookup (self->file, "history.rates")->values;
  return losses->values;
}
