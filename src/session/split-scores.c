/* SPDX-License-Identifier: MIT */
#include "split-scores-private.h"

#include "session-error.h"

/* A folder has images of any size, if one asks for it. */
static gboolean
check_size (CpModel    *model,
            CpDataset  *dataset,
            GError    **error)
{
  const guint wanted = cp_model_get_info (model)->size, found = cp_dataset_get_size (dataset);

  if (wanted == found || cp_dataset_get_kind (dataset) != CP_DATASET_FOLDER)
    return TRUE; /* or it is refused by the model itself */
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
               "the model takes images of %u×%u pixels, found %u×%u: read the folder with %u pixels first",
               wanted, wanted, found, found, wanted);
  return FALSE;
}

/*
 * cp_split_scores_new:
 * @model: (transfer none): a model
 * @dataset: (transfer none): images of its size
 * @cancellable: (nullable): asked before each split
 * @error: return location
 *
 * Scores every split, blocking, on one thread: while a run trains, the others
 * are busy with it. Returns: (transfer full) (nullable)
 */
CpSplitScores *
cp_split_scores_new (CpModel       *model,
                     CpDataset     *dataset,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (CpSplitScores) self = NULL;

  if (!check_size (model, dataset, error))
    return NULL;
  self = g_new0 (CpSplitScores, 1);
  self->model = cp_model_ref (model);
  self->dataset = cp_dataset_ref (dataset);
  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, split);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      self->scores[split] = cp_model_score (model, set->pixels, set->n, set->size, 1, error);
      if (self->scores[split] == NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

/*
 * cp_split_scores_load:
 * @path: a model file
 * @dataset: (transfer none): images of its size
 * @cancellable: (nullable): asked before each split
 * @error: return location
 *
 * Loads a model and scores every split with it. Errors name the file.
 * Returns: (transfer full) (nullable)
 */
CpSplitScores *
cp_split_scores_load (const char    *path,
                      CpDataset     *dataset,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (CpModel) model = cp_model_load (path, error);
  CpSplitScores *self;

  if (model == NULL)
    return NULL;
  self = cp_split_scores_new (model, dataset, cancellable, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);

  return self;
}

/* @self: (transfer full) */
void
cp_split_scores_free (CpSplitScores *self)
{
  cp_model_unref (self->model);
  cp_dataset_unref (self->dataset);
  for (guint i = 0; i < CP_N_SPLITS; i++)
    g_clear_pointer (&self->scores[i], cp_scores_free);
  g_free (self);
}
