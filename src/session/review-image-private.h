/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

CpReviewImage *cp_review_image_new (CpDataset *dataset,
                                    CpSplit    split,
                                    guint      index,
                                    double     probability,
                                    double     deviation,
                                    CpVerdict  verdict,
                                    const char *note);
void           cp_review_image_set_scores (CpReviewImage *self,
                                           double         probability,
                                           double         deviation);
void           cp_review_image_set_verdict (CpReviewImage *self,
                                            CpVerdict      verdict,
                                            const char    *note);
CpOutcome      cp_outcome_of       (gboolean   pneumonia,
                                    double     probability,
                                    double     threshold);

G_END_DECLS
