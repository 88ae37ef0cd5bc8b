/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

struct _CpPredictions
{
  gatomicrefcount ref_count;
  gsize n;
  double *probabilities;  /* (n) ascending; within a tie normal before pneumonia */
  guint8 *labels;         /* (n) in the same order */
  gsize *positives_below; /* (n + 1) how many of the first i labels are 1 */
};

/* A run of equal probabilities. */
typedef struct
{
  gsize start;     /* place of its first prediction in the sorted order */
  gsize end;       /* one past its last */
  gsize positives; /* how many of them are pneumonia */
  gsize negatives;
} CpTie;

gsize    cp_predictions_count_below (const CpPredictions *self,
                                     double               threshold);
gboolean cp_predictions_next_tie    (const CpPredictions *self,
                                     CpTie               *tie);
gsize    cp_predictions_count_ties  (const CpPredictions *self);

G_END_DECLS
