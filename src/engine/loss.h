/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double cp_bce_with_logits          (float         logit,
                                    guint8        label);
double cp_bce_with_logits_gradient (float         logit,
                                    guint8        label);
void   cp_class_weights            (const guint8 *labels,
                                    gsize         n,
                                    float         weights[2]);

G_END_DECLS
