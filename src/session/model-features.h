/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

guint    cp_model_get_n_features   (CpModel       *self,
                                    guint          members);
gboolean cp_model_compute_features (CpModel       *self,
                                    guint          members,
                                    const guint8  *pixels,
                                    gsize          n,
                                    guint          size,
                                    guint          threads,
                                    GCancellable  *cancellable,
                                    float         *features,
                                    GError       **error);

G_END_DECLS
