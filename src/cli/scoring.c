/* SPDX-License-Identifier: MIT */
#include "scoring.h"

#include "cli-error.h"
#include "printable.h"

#include <math.h>

/**
 * cp_score_images:
 * @model: a model
 * @pixels: (n, size, size), of the model's size
 * @n: how many
 * @error: return location
 *
 * Scores images on all processors.
 *
 * Returns: (transfer full) (nullable): the scores; %NULL where one is not a number
 */
CpScores *
cp_score_images (CpModel       *model,
                 const guint8  *pixels,
                 gsize          n,
                 GError       **error)
{
  g_autoptr (CpScores) scores = cp_model_score (model, pixels, n, cp_model_get_info (model)->size, 0, error);

  for (gsize i = 0; scores != NULL && i < n; i++)
    if (isnan (scores->logits[i]))
      {
        g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                     "the model's answer to image %" G_GSIZE_FORMAT " is not a number", i);
        return NULL;
      }

  return g_steal_pointer (&scores);
}

static void
prefix_data (CpDataset  *dataset,
             GError    **error)
{
  g_autofree char *name = cp_printable_path (cp_dataset_get_location (dataset));

  g_prefix_error (error, "%s: ", name);
}

/**
 * cp_score_split:
 * @model: a model
 * @dataset: images
 * @split: which of them
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the scores; %NULL where the images do not
 *   fit the model, with a message that names the data set's file
 */
CpScores *
cp_score_split (CpModel    *model,
                CpDataset  *dataset,
                CpSplit     split,
                GError    **error)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, split);
  const guint size = cp_model_get_info (model)->size;
  CpScores *scores = NULL;

  if (set->size == size)
    scores = cp_score_images (model, set->pixels, set->n, error);
  else
    g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                 "expected images of %u×%u pixels, as the model takes, found %u×%u", size, size, set->size, set->size);
  if (scores == NULL)
    prefix_data (dataset, error);

  return scores;
}

/**
 * cp_figures_of:
 * @figures: (out caller-allocates): what was found
 * @model: a model
 * @dataset: images
 * @split: which of them
 * @threshold: positive is p ≥ it
 * @error: return location
 *
 * Scores a split and computes every figure.
 *
 * Returns: %FALSE where the images do not fit the model
 */
gboolean
cp_figures_of (CpFigures  *figures,
               CpModel    *model,
               CpDataset  *dataset,
               CpSplit     split,
               double      threshold,
               GError    **error)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, split);
  g_autoptr (CpScores) scores = cp_score_split (model, dataset, split, error);
  g_autoptr (CpPredictions) predictions = NULL;

  if (scores == NULL)
    return FALSE;

  predictions = cp_predictions_new (scores->probabilities, set->labels, set->n, error);
  if (predictions == NULL)
    {
      prefix_data (dataset, error);
      return FALSE;
    }
  cp_figures_compute (figures, predictions, threshold);

  return TRUE;
}

/**
 * cp_parse_split:
 * @name: (nullable): what `--split` says
 * @split: (inout): the split of that name; untouched for %NULL
 * @error: return location
 *
 * Returns: %FALSE with CP_CLI_ERROR_USAGE where there is no such split
 */
gboolean
cp_parse_split (const char  *name,
                CpSplit     *split,
                GError     **error)
{
  if (name == NULL || cp_split_from_name (name, split))
    return TRUE;

  return cp_cli_usage_error (error, "--split: expected train, val or test, found “%s”", name);
}
