/* SPDX-License-Identifier: MIT */
#include "csv.h"

#include "rates.h"

#include <math.h>

/* The head of a table whose rows end with append_score(). */
static GString *
new_scores (const char     *columns,
            const CpScores *scores)
{
  GString *csv = g_string_new (columns);

  g_string_append (csv, ",logit,probability");
  if (scores->deviations != NULL)
    g_string_append (csv, ",std");
  g_string_append_c (csv, '\n');

  return csv;
}

static void
append_score (GString        *csv,
              const CpScores *scores,
              gsize           index)
{
  g_string_append_c (csv, ',');
  cp_csv_append_float (csv, scores->logits[index]);
  g_string_append_c (csv, ',');
  cp_csv_append_double (csv, scores->probabilities[index]);
  if (scores->deviations != NULL)
    {
      g_string_append_c (csv, ',');
      cp_csv_append_double (csv, scores->deviations[index]);
    }
  g_string_append_c (csv, '\n');
}

/**
 * cp_csv_predictions:
 * @split: which part of a data set
 * @labels: (n) its labels
 * @scores: (n) its scores
 *
 * Returns: (transfer full): a row an image: index, split, label, logit, probability
 *   and, of an ensemble, std
 */
GString *
cp_csv_predictions (CpSplit         split,
                    const guint8   *labels,
                    const CpScores *scores)
{
  GString *csv = new_scores ("index,split,label", scores);

  for (gsize i = 0; i < scores->n; i++)
    {
      g_string_append_printf (csv, "%" G_GSIZE_FORMAT ",%s,%u", i, cp_split_get_name (split), labels[i]);
      append_score (csv, scores, i);
    }

  return csv;
}

/**
 * cp_csv_images:
 * @files: (n) names of image files
 * @scores: (n) their scores
 *
 * Returns: (transfer full): a row an image: file, logit, probability and, of an
 *   ensemble, std
 */
GString *
cp_csv_images (const char *const *files,
               const CpScores    *scores)
{
  GString *csv = new_scores ("file", scores);

  for (gsize i = 0; i < scores->n; i++)
    {
      cp_csv_append_text (csv, files[i]);
      append_score (csv, scores, i);
    }

  return csv;
}

/**
 * cp_csv_history_new:
 * @ensemble: whether rows end with the network's number, from 1
 *
 * Returns: (transfer full): the head of a table of epochs
 */
GString *
cp_csv_history_new (gboolean ensemble)
{
  GString *csv = g_string_new ("epoch,train_loss,val_loss,val_accuracy,val_precision,val_recall,val_f1,tp,fp,fn,tn,seconds");

  g_string_append (csv, ensemble ? ",member\n" : "\n");

  return csv;
}

/**
 * cp_csv_history_add:
 * @csv: from cp_csv_history_new()
 * @epoch: a finished epoch
 * @ensemble: as for cp_csv_history_new()
 *
 * Adds its row. Ratios that are undefined stay empty.
 */
void
cp_csv_history_add (GString               *csv,
                    const CpTrainingEpoch *epoch,
                    gboolean               ensemble)
{
  const CpConfusion c = epoch->validation;
  const double figures[] = {
    epoch->train_loss, epoch->val_loss, cp_rate_accuracy (c).value, cp_rate_precision (c).value,
    cp_rate_recall (c).value, cp_rate_f1 (c).value,
  };

  g_string_append_printf (csv, "%u", epoch->epoch);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_string_append_c (csv, ',');
      cp_csv_append_double (csv, figures[i]);
    }
  g_string_append_printf (csv, ",%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",",
                          c.tp, c.fp, c.fn, c.tn);
  cp_csv_append_double (csv, round (epoch->seconds * 1e6) / 1e6);
  if (ensemble)
    g_string_append_printf (csv, ",%u", epoch->member);
  g_string_append_c (csv, '\n');
}
