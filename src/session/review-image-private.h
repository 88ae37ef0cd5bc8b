/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

CpReviewImage *cp_review_image_new (CpDataset *dataset,
                                    CpSplit    split,
                                    guint      index,
                                    double     probability);
void           cp_review_image_set_probability (CpReviewImage *self,
                                                double         probability);
CpOutcome      cp_outcome_of       (gboolean   pneumonia,
                                    double     probability,
                                    double     threshold);

G_END_DECLS
