/* SPDX-License-Identifier: MIT */
#pragma once

#include "figures.h"
#include "model.h"

G_BEGIN_DECLS

CpScores  *cp_score_split    (CpModel        *model,
                              CpDataset      *dataset,
                              CpSplit         split,
                              GError        **error);
CpScores  *cp_score_images   (CpModel        *model,
                              const guint8   *pixels,
                              gsize           n,
                              GError        **error);
gboolean   cp_figures_of     (CpFigures      *figures,
                              CpModel        *model,
                              CpDataset      *dataset,
                              CpSplit         split,
                              double          threshold,
                              GError        **error);
gboolean   cp_parse_split    (const char     *name,
                              CpSplit        *split,
                              GError        **error);

G_END_DECLS
