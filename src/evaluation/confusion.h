/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpConfusion:
 * @tp: pneumonia called pneumonia
 * @fp: normal called pneumonia (false alarm)
 * @fn: pneumonia called normal (missed)
 * @tn: normal called normal
 *
 * The confusion matrix at one threshold.
 */
typedef struct
{
  gsize tp;
  gsize fp;
  gsize fn;
  gsize tn;
} CpConfusion;

CpConfusion cp_confusion_at (const CpPredictions *predictions,
                             double               threshold);

G_END_DECLS
