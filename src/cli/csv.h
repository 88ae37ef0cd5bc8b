/* SPDX-License-Identifier: MIT */
#pragma once

#include "csv-writer.h"
#include "dataset.h"
#include "model.h"
#include "training.h"

G_BEGIN_DECLS

GString *cp_csv_predictions        (CpSplit                split,
                                    const guint8          *labels,
                                    const CpScores        *scores);
GString *cp_csv_images             (const char *const     *files,
                                    const CpScores        *scores);
GString *cp_csv_history_new  (gboolean               ensemble);
void     cp_csv_history_add        (GString               *csv,
                                    const CpTrainingEpoch *epoch,
                                    gboolean               ensemble);

G_END_DECLS
