/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

#include "training.h"

G_BEGIN_DECLS

/**
 * CpRunProgress:
 * @newest: the newest batch; all zero before the first
 * @loss: mean over the running epoch so far
 * @finished_epochs: of the network under training
 * @finished_members: networks that are trained to the end
 *
 * How far a run has got.
 */
typedef struct
{
  CpTrainingBatch newest;
  double loss;
  guint finished_epochs;
  guint finished_members;
} CpRunProgress;

char *cp_run_describe (const CpRecipe      *recipe,
                       CpRunState           state,
                       const CpRunProgress *progress);

G_END_DECLS
