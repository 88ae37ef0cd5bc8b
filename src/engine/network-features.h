/* SPDX-License-Identifier: MIT */
#pragma once

#include "pass.h"

G_BEGIN_DECLS

guint cp_network_get_head       (const CpNetwork *self);
guint cp_network_get_n_features (const CpNetwork *self);
void  cp_features_compute       (CpPass          *pass,
                                 const CpSamples *samples,
                                 float           *features,
                                 float           *logits);

G_END_DECLS
