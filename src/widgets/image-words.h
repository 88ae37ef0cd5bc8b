/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

gboolean    cp_outcome_is_wrong                  (CpOutcome      outcome);
const char *cp_outcome_get_name                  (CpOutcome      outcome);
const char *cp_outcome_get_verdict               (CpOutcome      outcome);
char       *cp_probability_to_string             (double         probability);
char       *cp_probability_to_string_beside      (double         probability,
                                                  double         other);
char       *cp_probability_to_string_with_spread (double         probability,
                                                  double         deviation,
                                                  double         other);
char       *cp_image_get_spread_words            (CpReviewImage *image);
const char *cp_verdict_get_words                 (CpVerdict      verdict);
char       *cp_image_describe                    (CpReviewImage *image,
                                                  double         threshold);
char       *cp_image_explain                     (CpReviewImage *image,
                                                  double         threshold);
char       *cp_image_explain_sealed              (CpReviewImage *image);
char       *cp_review_describe_count             (CpReview      *review);

G_END_DECLS
