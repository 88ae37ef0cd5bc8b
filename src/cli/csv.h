/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "model.h"
#include "training.h"

G_BEGIN_DECLS

void     cp_csv_append_float       (GString               *csv,
                                    float                  value);
void     cp_csv_append_double      (GString               *csv,
                                    double                 value);
void     cp_csv_append_text        (GString               *csv,
                                    const char            *text);
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
