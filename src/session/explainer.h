/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

G_BEGIN_DECLS

/* Bytes of maps that are kept, unless told otherwise. */
#define CP_EXPLAINER_CACHE ((gsize) 64 << 20)

#define CP_TYPE_EXPLAINER (cp_explainer_get_type ())
G_DECLARE_FINAL_TYPE (CpExplainer, cp_explainer, CP, EXPLAINER, GObject)

CpExplainer   *cp_explainer_new            (gsize                    cache_bytes);
CpExplanation *cp_explainer_lookup         (CpExplainer             *self,
                                            CpModel                 *model,
                                            GBytes                  *pixels,
                                            const CpExplainOptions  *options);
void           cp_explainer_explain_async  (CpExplainer             *self,
                                            CpModel                 *model,
                                            GBytes                  *pixels,
                                            const CpExplainOptions  *options,
                                            GAsyncReadyCallback      callback,
                                            gpointer                 user_data);
CpExplanation *cp_explainer_explain_finish (CpExplainer             *self,
                                            GAsyncResult            *result,
                                            GError                 **error);
void           cp_explainer_cancel         (CpExplainer             *self);
void           cp_explainer_forget         (CpExplainer             *self);

G_END_DECLS
