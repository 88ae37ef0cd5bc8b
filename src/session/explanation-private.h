/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

G_BEGIN_DECLS

CpExplanation *cp_explanation_new_take (const CpExplanationInfo  *info,
                                        float                    *map);
char          *cp_explanation_sentence (const CpExplanationInfo  *info);
gboolean       cp_explain_both         (CpModel                  *model,
                                        const guint8             *pixels,
                                        guint                     size,
                                        const CpExplainOptions   *options,
                                        GCancellable             *cancellable,
                                        CpExplanation            *explanations[2],
                                        GError                  **error);

G_END_DECLS
