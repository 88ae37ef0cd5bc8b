/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

char *cp_threshold_step        (CpReview *review,
                                int       direction,
                                gboolean  pneumonia_only);
char *cp_threshold_compare     (CpReview *review);
void  cp_threshold_swap_pinned (CpReview *review);

G_END_DECLS
